import { EXIT } from '../cli/exit.js';
import { reportUnprinted, sayStarted } from '../cli/finish.js';
import { reportError } from '../cli/report-error.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { escapeText } from '../core/printable.js';
import { Halted } from '../execute/aborted.js';
import type { Surroundings } from '../execute/context.js';
import type { Program } from '../execute/definition.js';
import { runCommand, tellOf } from '../execute/execute.js';
import { grouped, percentage } from '../execute/pace.js';
import { storesOn } from '../execute/stores.js';
import { dispatch } from '../grammar/dispatch.js';
import { splitWords } from '../grammar/words.js';
import { MemoryShelf } from '../session/memory-shelf.js';
import { BufferedTerminal } from './buffered-terminal.js';
import type { Reading, ReadLine } from './lines.js';
import { awaitLines, identify, isAwaited, readLines, sizeOf } from './lines.js';

/** Where lines come from: a file, standard input for `-`, the command line itself, or a part of a file that is more than a script. */
export type ScriptSource =
  | { readonly path: string }
  | { readonly lines: readonly string[] }
  | {
      readonly lines: readonly string[] /** Name of the file. */;
      readonly of: string /** How many lines stand before them. */;
      readonly from: number;
    };

/** How a script is run. */
export interface ScriptManner {
  /** Whether to go on after a line that failed. */
  readonly keepGoing: boolean;
  /** Whether each line is printed before what comes of it. */
  readonly echo: boolean;
  /** Whether nothing is saved unless every line succeeds. */
  readonly atomic: boolean;
  /** Whether the sessions it works on are gone when it ends. */
  readonly scratch: boolean;
}

/** Lines that are carried out before the time is asked for. */
const LINES_AT_ONCE = 8;

type BufferedSurroundings = Surroundings & { readonly terminal: BufferedTerminal };
type BufferedProgram = Program & { readonly around: BufferedSurroundings };

/** Runs a script, and saves what it did, at the end and at once. Returns the exit code of the first line that failed, or 0. */
export async function runScript(source: ScriptSource, manner: ScriptManner, program: Program): Promise<number> {
  const { around } = program;
  const { terminal: below } = around;
  if (below instanceof BufferedTerminal)
    return runAndSave(source, manner, { ...program, around: { ...around, terminal: below } });
  const terminal = new BufferedTerminal(below);
  try {
    const code = await runAndSave(source, manner, { ...program, around: { ...around, terminal } });
    const unprinted = terminal.flush();
    // It is told at the end, since what the lines do should not depend on it.
    const told = unprinted === null ? EXIT.done : reportUnprinted(unprinted, around);
    return code === EXIT.done ? told : code;
  } finally {
    terminal.flush();
  }
}

/**
 * Runs a script on sessions that are in memory, and stay there for the caller to look at; it writes no file. Returns the exit code of the
 * first line that failed, or 0.
 */
export async function runInMemory(
  source: ScriptSource,
  manner: Pick<ScriptManner, 'keepGoing'>,
  shelf: MemoryShelf,
  program: Program,
): Promise<number> {
  const terminal = new BufferedTerminal(program.around.terminal);
  const around = { ...program.around, terminal, writeFile: () => {} };
  try {
    return await runWithin(source, { ...manner, echo: false, atomic: false, scratch: true }, { ...program, around }, shelf);
  } finally {
    terminal.flush();
  }
}

/** Sessions in memory with nothing on disk below them. */
export function scratchShelf(around: Surroundings): MemoryShelf {
  return new MemoryShelf(null, (lab, line) => replay(lab, line, around));
}

async function runAndSave(source: ScriptSource, manner: ScriptManner, program: BufferedProgram): Promise<number> {
  const { around } = program;
  if (around.script !== null && !manner.scratch) return runWithin(source, manner, program, around.script.shelf);
  const below = manner.scratch ? null : around.openDisk(false);
  const shelf = below === null ? scratchShelf(around) : new MemoryShelf(below, (lab, line) => replay(lab, line, around));
  const held = new HeldBack(program, manner.atomic);
  around.pace.begin();
  try {
    const code = await runWithin(source, manner, { ...program, around: { ...around, ...held.taking } }, shelf);
    // It was said already that nothing is saved.
    if (around.pace.isHalted) return code;
    const isKept = code === EXIT.done || (!manner.atomic && code !== EXIT.bug);
    if (isKept && !program.globals.dryRun) {
      shelf.save(nameOf(source));
      held.letGo();
    } else if (!manner.scratch && !program.globals.quiet) sayUnsaved(program);
    return code;
  } finally {
    around.pace.end();
    shelf.close();
  }
}

/** What is said and written once the sessions are saved. */
class HeldBack {
  readonly #around: BufferedSurroundings;
  readonly #started = new Set<string>();
  readonly #files: { readonly path: string; readonly text: string }[] = [];
  /** What of the surroundings takes it. */
  readonly taking: Pick<Surroundings, 'whenStarted' | 'writeFile'>;

  /** @param holdsFiles whether files are held back too, or written when a line writes them */
  constructor({ around, globals }: BufferedProgram, holdsFiles: boolean) {
    this.#around = around;
    const hold = (path: string, text: string) => void this.#files.push({ path, text });
    this.taking = {
      whenStarted: (label) => void this.#started.add(label),
      // Of a dry run, they are held back for ever.
      writeFile: holdsFiles || globals.dryRun ? hold : around.writeFile,
    };
  }

  /** @throws LabError as `writeFile` */
  letGo(): void {
    for (const label of this.#started) sayStarted(label, this.#around);
    for (const { path, text } of this.#files) this.#around.writeFile(path, text);
  }
}

/** What a script is called where it is spoken of. */
function nameOf(source: ScriptSource): string {
  if ('of' in source) return source.of;
  return 'path' in source ? (source.path === '-' ? '<stdin>' : source.path) : '-c';
}

async function runWithin(
  source: ScriptSource,
  manner: ScriptManner,
  program: BufferedProgram,
  shelf: MemoryShelf,
): Promise<number> {
  const { around, globals } = program;
  const outer = around.script?.files ?? [];
  const file = 'path' in source && source.path !== '-' ? identify(source.path) : nameOf(source);
  // Lines on a command line contain one another, and so come to an end.
  if ('path' in source && outer.includes(file)) throw new LabError('USAGE', `script ${escapeText(nameOf(source))} runs itself`);
  const run = new ScriptRun(manner, {
    ...around,
    openStore: storesOn(shelf, around, globals.session),
    keepsLabs: true,
    canAsk: false,
    ...(manner.scratch && { whenStarted: () => {} }),
    preset: { json: globals.json, quiet: globals.quiet, noColor: globals.noColor },
    where: { file: nameOf(source), line: 'from' in source ? source.from : 0, text: '' },
    script: { files: [...outer, file], shelf },
  });
  if (!('path' in source)) return run.all([source.lines], { bytes: 0, total: null }, false);
  const { path } = source;
  const reading = { bytes: 0, total: sizeOf(path) };
  const batches = isAwaited(path) ? awaitLines(path, (coming) => around.pace.waitFor(coming), reading) : readLines(path, reading);
  return run.all(batches, reading, path === '-');
}

/** The lines of one script, one after the other. */
class ScriptRun {
  readonly #manner: ScriptManner;
  readonly #around: BufferedSurroundings;
  /** Where the line stands; `where` of the surroundings is this same object. */
  readonly #where: { readonly file: string; line: number; text: string };
  #firstFailure: number = EXIT.done;

  constructor(manner: ScriptManner, around: BufferedSurroundings) {
    this.#manner = manner;
    this.#where = { file: '', line: 0, text: '', ...around.where };
    this.#around = { ...around, where: this.#where };
  }

  /**
   * @param reading how much of the script was read
   * @param isStream whether lines come from standard input, which is read no further once nobody reads what comes of them
   */
  async all(
    batches: Iterable<readonly ReadLine[]> | AsyncIterable<readonly ReadLine[]>,
    reading: Reading,
    isStream: boolean,
  ): Promise<number> {
    const { pace, terminal } = this.#around;
    try {
      for await (const lines of batches) {
        const code = await this.#some(lines, reading);
        if (code !== null) return code;
        // More may be long in coming, or come for ever.
        terminal.flush();
        if (pace.isDue) await pace.turn(() => this.#tell(reading));
        if (isStream && terminal.isForsaken) break;
      }
      return this.#firstFailure;
    } catch (error) {
      if (!(error instanceof Halted)) throw error;
      return reportError(error, { spec: null, words: [], understood: true }, this.#around);
    }
  }

  /** Returns the exit code if the script ends here, or null. */
  async #some(lines: readonly ReadLine[], reading: Reading): Promise<number | null> {
    const { pace } = this.#around;
    for (const line of lines) {
      this.#where.line += 1;
      const outcome = this.#one(line);
      const code = typeof outcome === 'number' ? outcome : await outcome;
      if (code !== EXIT.done && !this.#goesOn(code)) return code;
      if (this.#where.line % LINES_AT_ONCE === 0 && pace.isDue) await pace.turn(() => this.#tell(reading));
    }
    return null;
  }

  /** How far the script has come. */
  #tell({ bytes, total }: Reading): string {
    const { file, line } = this.#where;
    return `${escapeText(file)}: line ${grouped(line)}${percentage(bytes, total)}`;
  }

  /** Whether the script goes on after a line that failed. */
  #goesOn(code: number): boolean {
    if (this.#firstFailure === EXIT.done) this.#firstFailure = code;
    return this.#manner.keepGoing && code !== EXIT.bug && !this.#around.pace.isHalted;
  }

  #one(line: ReadLine): number | Promise<number> {
    const around = this.#around;
    let words: string[] = [];
    try {
      if (line instanceof LabError) throw line;
      this.#where.text = line;
      words = splitWords(line);
      if (words[0] === 'mcast') words.shift();
      if (words.length === 0) return EXIT.done;
      if (this.#manner.echo) this.#echo(line);
      const found = dispatch(around.commands, words, true);
      if (found.kind === 'command') return runCommand(found.spec, found.words, around);
      if (found.kind === 'help' && !found.isAsked) throw notWhole(found.words);
      return tellOf(found, around);
    } catch (error) {
      return reportError(error, { spec: null, words, understood: false }, around);
    }
  }

  /** With `--json`, stdout is for documents alone. */
  #echo(line: string): void {
    const { terminal, preset } = this.#around;
    const shown = `> ${escapeText(line.trimEnd())}\n`;
    if (preset.json === true) terminal.complain(shown);
    else terminal.print(shown);
  }
}

/** In a script, where nobody reads the help, half a command is a mistake. */
function notWhole(words: readonly string[]): LabError {
  const name = words.join(' ');
  return new LabError('USAGE', `${name} is not a whole command`, `See what may follow with: mcast ${name} --help`);
}

/** Does again, without a word, a command that was done before. */
function replay(lab: Lab, line: string, around: Surroundings): void {
  const found = dispatch(around.commands, splitWords(line));
  const job = found.kind === 'command' ? found.spec.prepare(found.words).job() : null;
  if (job?.on !== 'lab') throw new Error(`"${line}" cannot be done again`);
  // biome-ignore lint/nursery/noFloatingPromises: a job on a lab is synchronous
  job.run(lab);
}

function sayUnsaved({ around, globals }: Program): void {
  const why = globals.dryRun ? 'a dry run' : 'a line failed';
  around.terminal.complain(`mcast: nothing is saved: ${why}\n`);
}
