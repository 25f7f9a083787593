import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { escapeText } from '../core/printable.js';
import { inScript, toTerminal } from '../execute/context.js';
import type { Context, LineSource, Program, Script } from '../execute/definition.js';
import { operationOf } from '../execute/execute.js';
import { failed } from '../execute/executed.js';
import { EXIT } from '../execute/exit.js';
import { unwritten } from '../execute/failure.js';
import type { Printed } from '../execute/outcome.js';
import { dispatch } from '../grammar/dispatch.js';
import { splitWords } from '../grammar/words.js';
import { MemoryShelf } from '../session/memory-shelf.js';
import type { PersistentShelf } from '../session/shelf.js';
import { BufferedTerminal } from './buffered-terminal.js';
import { ScriptRun } from './script-run.js';

/** Where lines come from: a file, standard input for `-`, or the command line itself. */
export type ScriptSource = { readonly path: string } | { readonly lines: readonly string[] };

/** How a script is run. */
export interface Manner {
  /** Whether to continue after a line that failed. */
  readonly keepGoing: boolean;
  /** Whether each line is printed before its output. */
  readonly echo: boolean;
  /** Whether nothing is saved unless every line succeeds. */
  readonly atomic: boolean;
  /** Whether its sessions are gone when it ends. */
  readonly scratch: boolean;
}

/** Runs a script, prints each line's result, and saves what it did, at the end and at once. Its exit code is that of the first line that failed. */
export async function runScript(source: ScriptSource, manner: Manner, program: Program): Promise<Printed> {
  const { context } = program;
  const { terminal: below } = context.output;
  if (below instanceof BufferedTerminal) return runAndSave(source, manner, program, below);
  const terminal = new BufferedTerminal(below);
  try {
    const printed = await runAndSave(source, manner, { ...program, context: toTerminal(context, terminal) }, terminal);
    const fault = terminal.flush();
    if (fault === null) return printed;
    // It is told at the end: what the lines do should not depend on it.
    const failure = unwritten(fault, context);
    const exit = context.output.print({ ...failed(null, NO_LINE, context), failure, json: false }, context);
    return printed.exit === EXIT.done ? { exit, failure } : printed;
  } finally {
    terminal.flush();
  }
}

const NO_LINE = { spec: null, words: [], isUnderstood: true };

/** Sessions in memory. @param below where they come from and go to; null if they are gone at the end */
export function shelfInMemory(below: PersistentShelf | null, context: Context): MemoryShelf {
  const replay = (lab: Lab, line: string): void => {
    const found = dispatch(context.machine.commands, splitWords(line));
    const operation = found.kind === 'command' ? operationOf(found.spec, found.words) : null;
    if (operation === null) throw new Error(`"${line}" cannot be replayed`);
    operation(lab);
  };
  return new MemoryShelf(below, replay, context.machine.paths);
}

async function runAndSave(source: ScriptSource, manner: Manner, program: Program, terminal: BufferedTerminal): Promise<Printed> {
  const { context, globals } = program;
  const { machine, script } = context;
  if (script !== null && !manner.scratch) return runLines(source, manner, program, script.shelf, terminal);
  const shelf = shelfInMemory(manner.scratch ? null : machine.openDisk(false), context);
  const held = new HeldBack(program, manner);
  machine.pace.begin();
  try {
    const printed = await runLines(source, manner, { globals, context: held.context }, shelf, terminal);
    // The message has already said that nothing is saved.
    if (machine.pace.isAborted) return printed;
    const isKept = printed.exit === EXIT.done || (!manner.atomic && printed.exit !== EXIT.bug);
    if (isKept && !globals.dryRun) {
      shelf.save(nameOf(source));
      held.release();
    } else if (!manner.scratch && !globals.quiet) {
      terminal.complain(`mcast: nothing was saved: ${globals.dryRun ? 'a dry run' : 'a line failed'}\n`);
    }
    return printed;
  } finally {
    machine.pace.end();
    shelf.close();
  }
}

/** Buffers what lines print until the sessions are saved. */
class HeldBack {
  readonly #outer: Context;
  readonly #started = new Set<string>();
  readonly #files: { readonly path: string; readonly text: string }[] = [];
  /** The context of lines that are held back. */
  readonly context: Context;

  constructor({ context, globals }: Program, { atomic, scratch }: Manner) {
    this.#outer = context;
    const { sessions, output } = context;
    const hold = (path: string, text: string) => void this.#files.push({ path, text });
    this.context = {
      ...context,
      sessions: { ...sessions, whenStarted: scratch ? () => {} : (label) => void this.#started.add(label) },
      // Files of a dry run are held back for good.
      output: { ...output, writeFile: atomic || globals.dryRun ? hold : output.writeFile },
    };
  }

  /** @throws LabError as `writeFile` */
  release(): void {
    const { terminal, writeFile } = this.#outer.output;
    for (const label of this.#started) terminal.complain(`mcast: started session ${escapeText(label)}\n`);
    for (const { path, text } of this.#files) writeFile(path, text);
  }
}

/** Name of a script in messages. */
function nameOf(source: ScriptSource): string {
  return 'path' in source ? (source.path === '-' ? '<stdin>' : source.path) : '-c';
}

async function runLines(
  source: ScriptSource,
  manner: Manner,
  { context, globals }: Program,
  shelf: MemoryShelf,
  terminal: BufferedTerminal,
): Promise<Printed> {
  const { files, pace } = context.machine;
  const name = nameOf(source);
  const outer = context.script?.files ?? [];
  const file = 'path' in source && source.path !== '-' ? files.identify(source.path) : name;
  // Lines on a command line contain one another, and so come to an end.
  if ('path' in source && outer.includes(file)) throw new LabError('USAGE', `script ${escapeText(name)} runs itself`);
  const script: Script = { file: name, line: 0, text: '', files: [...outer, file], shelf };
  const lines: LineSource =
    'path' in source
      ? files.readLines(source.path, pace)
      : { batches: [source.lines], reading: { bytes: 0, total: null }, isStream: false };
  return new ScriptRun(manner, inScript(context, script, globals), script, terminal).all(lines);
}
