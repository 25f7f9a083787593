import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import { Aborted } from '../execute/aborted.js';
import type { CommandSpec, Context, LineSource, Reading, ReadLine, Script } from '../execute/definition.js';
import { execute } from '../execute/execute.js';
import { failed } from '../execute/executed.js';
import { EXIT } from '../execute/exit.js';
import type { Executed, Printed } from '../execute/outcome.js';
import { grouped, percentage } from '../execute/pace.js';
import type { Soon } from '../execute/soon.js';
import type { Dispatch } from '../grammar/dispatch.js';
import { dispatch } from '../grammar/dispatch.js';
import { splitWords, withoutProgram } from '../grammar/words.js';
import type { BufferedTerminal } from './buffered-terminal.js';

/** Lines that are executed before the clock is looked at. */
const LINES_AT_ONCE = 8;

/** The lines of one script, one after the other. */
export class ScriptRun {
  readonly #manner: { readonly keepGoing: boolean; readonly echo: boolean };
  readonly #context: Context;
  readonly #script: Script;
  readonly #terminal: BufferedTerminal;
  readonly #told = new Set<string>();
  #first: Printed = { exit: EXIT.done, failure: null };

  /** @param context that of the script's lines */
  constructor(
    manner: { readonly keepGoing: boolean; readonly echo: boolean },
    context: Context,
    script: Script,
    terminal: BufferedTerminal,
  ) {
    this.#manner = manner;
    this.#context = context;
    this.#script = script;
    this.#terminal = terminal;
  }

  /** Executes them. Returns the first failure. */
  async all({ batches, reading, isStream }: LineSource): Promise<Printed> {
    const { pace } = this.#context.machine;
    try {
      for await (const lines of batches) {
        const last = await this.#some(lines, reading);
        if (last !== null) return last;
        // More may be long in coming, or come for ever.
        this.#terminal.flush();
        if (pace.isDue) await pace.turn(() => this.#progress(reading));
        if (isStream && this.#terminal.isStdoutClosed) break;
      }
      return this.#first;
    } catch (error) {
      if (!(error instanceof Aborted)) throw error;
      return this.#print(failed(error, { spec: null, words: [], isUnderstood: true }, this.#context));
    }
  }

  /** Returns the failure that ends the script, or null. */
  async #some(lines: readonly ReadLine[], reading: Reading): Promise<Printed | null> {
    const { pace } = this.#context.machine;
    for (const line of lines) {
      this.#script.line += 1;
      const soon = this.#execute(line);
      if (soon !== null) {
        const printed = this.#print(this.#withNews('then' in soon ? await soon : soon));
        if (printed.exit !== EXIT.done && !this.#goesOn(printed)) return printed;
      }
      if (this.#script.line % LINES_AT_ONCE === 0 && pace.isDue) await pace.turn(() => this.#progress(reading));
    }
    return null;
  }

  /** What every line would say, such as that a session was never started, is printed once. */
  #withNews(executed: Executed): Executed {
    if (executed.notices.length === 0) return executed;
    const notices = executed.notices.filter((notice) => !this.#told.has(notice));
    for (const notice of notices) this.#told.add(notice);
    return { ...executed, notices };
  }

  #print(executed: Executed): Printed {
    return { exit: this.#context.output.print(executed, this.#context), failure: executed.failure };
  }

  #progress({ bytes, total }: Reading): string {
    const { file, line } = this.#script;
    return `${escapeText(file)}: line ${grouped(line)}${percentage(bytes, total)}`;
  }

  /** Whether the script continues after a line that failed. */
  #goesOn(printed: Printed): boolean {
    if (this.#first.exit === EXIT.done) this.#first = printed;
    return this.#manner.keepGoing && printed.exit !== EXIT.bug && !this.#context.machine.pace.isAborted;
  }

  /** Null for an empty line. */
  #execute(line: ReadLine): Soon<Executed> | null {
    let words: readonly string[] = [];
    try {
      if (line instanceof LabError) throw line;
      this.#script.text = line;
      words = withoutProgram(splitWords(line));
      if (words.length === 0) return null;
      if (this.#manner.echo) this.#echo(line);
      return execute(readCommand(words, this.#context), this.#context);
    } catch (error) {
      return failed(error, { spec: null, words, isUnderstood: false }, this.#context);
    }
  }

  /** With `--json`, stdout is for documents alone. */
  #echo(line: string): void {
    const shown = `> ${escapeText(line.trimEnd())}\n`;
    const { json, quiet } = this.#context.output.preset;
    if (json !== true) this.#terminal.print(shown);
    else if (quiet !== true) this.#terminal.complain(shown);
  }
}

/** In a script, where nobody reads the help, half a command is a mistake. @throws LabError `USAGE` */
function readCommand(words: readonly string[], { machine }: Context): Dispatch<CommandSpec> {
  const found = dispatch(machine.commands, words, true);
  if (found.kind !== 'help' || found.isAsked) return found;
  const name = found.words.join(' ');
  throw new LabError('USAGE', `${name} is incomplete`, `See: mcast ${name} --help`);
}
