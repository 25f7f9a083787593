import type { createInterface, Interface, Key } from 'node:readline';
import { complete } from '../completion/complete.js';
import { fileNames } from '../completion/file-names.js';
import type { TypedLine } from '../completion/typed-line.js';
import { endsInQuotes, readTypedLine } from '../completion/typed-line.js';
import { escapeText } from '../core/printable.js';
import type { CommandSpec } from '../execute/definition.js';
import { dotWordOf, questionOf } from '../grammar/prompt-line.js';
import { escapeWord } from '../grammar/words.js';
import type { Style } from '../render/style.js';
import { dotCommandsFrom, dotValues } from './dots.js';
import type { Evaluated, Evaluator } from './evaluator.js';
import { HistorySearch } from './history-search.js';
import type { LineHistory } from './line-history.js';

/** What a conversation is held with. */
export interface Parties {
  readonly evaluator: Evaluator;
  readonly commands: readonly CommandSpec[];
  readonly style: Style;
  readonly history: LineHistory;
  /** Ends what is being done, if it can be. */
  readonly interrupt: () => void;
}

/** The user's terminal, and what edits lines on it: a module that is loaded only for a prompt. */
interface Ends {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly createInterface: typeof createInterface;
}

/** How long an Escape waits for the rest of a key, in milliseconds. */
const ESCAPE_MS = 50;

/** A prompt on a terminal: lines are edited, completed, found again and executed, one after the other. */
export class Conversation {
  readonly #parties: Parties;
  readonly #readline: Interface;
  readonly #lines: string[];
  readonly #queue: string[] = [];
  readonly #end: Promise<number>;
  #leave: (code: number) => void = () => {};
  #isBusy = false;
  /** Whether more than one key came at once, as in a paste. */
  #isPasting = false;
  #search: { readonly search: HistorySearch; readonly before: string } | null = null;

  constructor(parties: Parties, { input, output, createInterface }: Ends) {
    this.#parties = parties;
    this.#lines = parties.history.read();
    this.#end = new Promise((resolve) => {
      this.#leave = resolve;
    });
    input.on('data', (chunk: Buffer | string) => {
      this.#isPasting = chunk.length > 1;
    });
    this.#readline = createInterface({
      input,
      output,
      terminal: true,
      history: [...this.#lines],
      historySize: 1_000,
      removeHistoryDuplicates: true,
      escapeCodeTimeout: ESCAPE_MS,
      completer: (line: string) => this.#complete(line),
    });
    this.#readline.on('line', (line) => this.#onLine(line));
    this.#readline.on('SIGINT', () => this.#dropLine(output));
    // Readline pauses its input; showing the line resumes it.
    this.#readline.on('SIGCONT', () => this.#readline.prompt(true));
    this.#readline.on('close', () => this.#onClose(output));
    input.on('keypress', (_text: string | undefined, key: Key) => this.#onKey(key, output));
  }

  /** Talks until the user leaves. Returns the exit code. */
  async hold(): Promise<number> {
    this.#prompt();
    const code = await this.#end;
    this.#readline.close();
    return code;
  }

  #prompt(): void {
    this.#readline.setPrompt(this.#parties.evaluator.prompt(this.#parties.style));
    this.#readline.prompt();
  }

  #onLine(line: string): void {
    if (this.#search !== null) {
      const found = this.#search.search.find(line) ?? line;
      this.#search = null;
      this.#prompt();
      this.#readline.write(found);
      return;
    }
    this.#parties.history.add(line);
    if (line.trim() !== '') this.#lines.unshift(line);
    this.#queue.push(line);
    if (!this.#isBusy) this.#work();
  }

  /** Executes what was typed or pasted, line by line. */
  #work(): void {
    for (let line = this.#queue.shift(); line !== undefined; line = this.#queue.shift()) {
      const outcome = this.#parties.evaluator.evaluate(line);
      if ('then' in outcome) {
        this.#isBusy = true;
        void outcome.then((evaluated) => {
          this.#isBusy = false;
          if (!this.#conclude(evaluated, line)) this.#work();
        });
        return;
      }
      if (this.#conclude(outcome, line)) return;
    }
  }

  /** Returns whether the conversation is over. */
  #conclude({ code, leaves }: Evaluated, line: string): boolean {
    if (leaves) {
      this.#leave(code);
      return true;
    }
    this.#prompt();
    // After asking what may come next, the user continues the line.
    const asked = questionOf(line);
    if (asked?.mark === '?' && this.#queue.length === 0) this.#readline.write(asked.about);
    return false;
  }

  /**
   * Readline counts no rows while text is added at the end of the line, and so would later redraw the line from a row too low. This property of it is not
   * in its documentation; without it, nothing is worse than before.
   */
  #countRows(): void {
    Object.assign(this.#readline, { prevRows: this.#readline.getCursorPos().rows });
  }

  #onKey(key: Key, output: NodeJS.WriteStream): void {
    this.#countRows();
    if (key.ctrl === true && key.name === 'r') this.#searchOn();
    else if (this.#search !== null && (key.name === 'escape' || (key.ctrl === true && key.name === 'g'))) this.#searchOff();
    else if (this.#search !== null) this.#showFound(this.#search.search.find(this.#readline.line));
    else if (key.sequence === '?' && !this.#isPasting) this.#explain(output);
  }

  /** A question mark on its own, outside quotes, is a question and no part of the line. */
  #explain(output: NodeJS.WriteStream): void {
    const { line, cursor } = this.#readline;
    const before = line.slice(0, cursor - 1);
    if (endsInQuotes(before) || line[cursor - 1] !== '?') return;
    this.#readline.write(null, { name: 'backspace' });
    output.write('?\n');
    const { evaluator } = this.#parties;
    evaluator.say(evaluator.next(before));
    this.#readline.prompt(true);
  }

  #searchOn(): void {
    if (this.#search !== null) {
      this.#showFound(this.#search.search.older());
      return;
    }
    const before = this.#readline.line;
    this.#search = { search: new HistorySearch(this.#lines), before };
    this.#showFound(this.#search.search.find(before));
  }

  #searchOff(): void {
    const before = this.#search?.before ?? '';
    this.#search = null;
    this.#clearLine();
    this.#prompt();
    this.#readline.write(before);
  }

  #showFound(found: string | null): void {
    const shown = found === null ? '' : ` ${escapeText(found.length > 60 ? `${found.slice(0, 59)}…` : found)}`;
    this.#readline.setPrompt(`search:${this.#parties.style.paint('strong', shown)} ← `);
    this.#readline.prompt(true);
  }

  /** Drops everything typed or pasted, and aborts the running command. */
  #dropLine(output: NodeJS.WriteStream): void {
    if (this.#isBusy) {
      output.write('^C\n');
      this.#queue.length = 0;
      this.#parties.interrupt();
      return;
    }
    const isEmpty = this.#readline.line === '' && this.#search === null;
    this.#search = null;
    output.write('^C\n');
    if (isEmpty) output.write('Leave with .exit or Ctrl-D.\n');
    this.#clearLine();
    this.#prompt();
  }

  #clearLine(): void {
    this.#readline.write(null, { ctrl: true, name: 'e' });
    this.#readline.write(null, { ctrl: true, name: 'u' });
  }

  #onClose(output: NodeJS.WriteStream): void {
    output.write('\n');
    this.#leave(0);
  }

  #complete(line: string): [string[], string] {
    const { evaluator, commands } = this.#parties;
    const typed = readTypedLine(line);
    if (typed === null) return [[], line];
    if (dotWordOf(line) !== null) return [completeDots(typed), typed.partial];
    const request = {
      ...typed,
      commands,
      lab: () => evaluator.lab(),
      sessions: () => evaluator.sessions(),
      lessons: () => evaluator.lessons(),
    };
    const texts = complete(request).flatMap(({ text, then }) => {
      if (then === 'file') return fileNames(typed.partial.slice(text.length)).map((name) => `${text}${escapeWord(name)}`);
      return [then === 'space' ? `${text} ` : text];
    });
    return [texts, typed.partial];
  }
}

/** What a word of a dot-command may become. */
function completeDots({ words: [name, ...values], partial }: TypedLine): string[] {
  if (name === undefined) return dotCommandsFrom(partial).map((text) => `${text} `);
  if (values.length > 0) return [];
  if (name === '.read' || name === '.once') return fileNames(partial).map(escapeWord);
  return dotValues(name).filter((text) => text.startsWith(partial));
}
