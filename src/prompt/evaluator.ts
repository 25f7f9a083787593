import { whatMayComeNext } from '../completion/complete.js';
import { readTypedLine } from '../completion/typed-line.js';
import { formatDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { escapeText } from '../core/printable.js';
import { betweenLines, onShelf, toTerminal } from '../execute/context.js';
import type { Context, Program, ReadLine } from '../execute/definition.js';
import { execute } from '../execute/execute.js';
import { failed, rendered } from '../execute/executed.js';
import { EXIT } from '../execute/exit.js';
import type { Soon } from '../execute/soon.js';
import { whenDone } from '../execute/soon.js';
import type { Terminal } from '../execute/terminal.js';
import { dispatch } from '../grammar/dispatch.js';
import { NONE_GIVEN } from '../grammar/globals.js';
import { dotWordOf, questionOf } from '../grammar/prompt-line.js';
import { splitWords, splitWordsAt, withoutProgram } from '../grammar/words.js';
import type { LessonFile } from '../lesson/lesson-files.js';
import { lessonFiles } from '../lesson/lesson-files.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import { lineNotUtf8, lineTooLong, MAX_LINE_BYTES } from '../script/lines.js';
import { runScript } from '../script/script.js';
import type { SessionStore } from '../session/store.js';
import { DOT_COMMANDS, describeDots, dotValues, findDotCommand, listDotCommands } from './dots.js';
import type { Guide } from './guide.js';

/** What comes of a line: an exit code, and whether it is the last. */
export interface Evaluated {
  readonly code: number;
  readonly leaves: boolean;
}

/** How much of what a command prints `.once` brings to a file. */
const MAX_ONCE_CHARACTERS = 64_000_000;

/** Executes the lines of one conversation, each at once and on its own. */
export class Evaluator {
  readonly #program: Program;
  readonly #context: Context;
  /** Set by the dot-commands. */
  readonly #settings = { json: false, echo: false, timer: false };
  readonly #guide: Guide | null;
  #once: string | null = null;

  /**
   * @param style styles text on the terminal
   * @param guide who looks on, if anybody does
   */
  constructor(program: Program, style: Style, guide: Guide | null = null) {
    const { context, globals } = program;
    this.#guide = guide;
    this.#program = program;
    this.#settings.json = globals.json;
    const { output, ...rest } = betweenLines(onShelf(context, context.machine.openDisk(true), globals.session));
    this.#context = { ...rest, output: { ...output, terminalStyle: style } };
  }

  /** What stands in front of a line: the session, and the time on its clock. */
  prompt(style: Style): string {
    try {
      const store = this.#store();
      const place = store.chosen();
      const nowNs = store.load(place)?.clock.nowNs() ?? 0;
      return `${style.paint('strong', escapeText(this.#guide?.label() ?? place.label))} ${formatDuration(nowNs)}> `;
    } catch (error) {
      if (error instanceof LabError) return '? > ';
      throw error;
    }
  }

  /** The lab that lines work on, or null if it cannot be used. */
  lab(): Lab | null {
    try {
      const store = this.#store();
      return store.load(store.chosen()) ?? standardLab();
    } catch (error) {
      if (error instanceof LabError) return null;
      throw error;
    }
  }

  /** Names of the sessions that there are. */
  sessions(): readonly string[] {
    try {
      return this.#store()
        .list()
        .map(({ name }) => name);
    } catch (error) {
      if (error instanceof LabError) return [];
      throw error;
    }
  }

  /** The lessons that there are. */
  lessons(): readonly LessonFile[] {
    return lessonFiles(this.#context.machine.root);
  }

  /** What may follow on a line that is typed so far. */
  next(text: string): string {
    const dot = dotWordOf(text);
    if (dot !== null) return describeDots(dot);
    const typed = readTypedLine(text);
    if (typed === null) return 'the rest of the quoted text';
    const help = whatMayComeNext(
      {
        ...typed,
        commands: this.#context.machine.commands,
        lab: () => this.lab(),
        sessions: () => this.sessions(),
        lessons: () => this.lessons(),
      },
      this.#context.output.terminal.columns ?? 80,
    );
    return typed.words.length === 0 && typed.partial === '' ? `${help}\n\n${listDotCommands()}` : help;
  }

  /** Executes a line, or says why it cannot be one. At once, unless something is to be loaded or done in steps. */
  evaluate(line: ReadLine): Soon<Evaluated> {
    const from = Date.now();
    return whenDone(this.#evaluate(line), (evaluated) => this.#timed(evaluated, from));
  }

  #evaluate(line: ReadLine): Soon<Evaluated> {
    try {
      if (line instanceof LabError) throw line;
      checkLine(line);
      const text = line.trim();
      if (this.#settings.echo) this.#terminal.print(`> ${escapeText(text)}\n`);
      if (dotWordOf(text) !== null) return this.#dot(text);
      const asked = questionOf(text);
      if (asked !== null) return stays(this.say(this.next(asked.about)));
      const words = withoutProgram(splitWordsAt(this.#context.machine.environment.HOME, line));
      if (words.length === 0) return stays(EXIT.done);
      if (words.length === 1 && (words[0] === 'exit' || words[0] === 'quit')) return { code: EXIT.done, leaves: true };
      return this.#command(words);
    } catch (error) {
      return stays(printError(error, this.#lineContext()));
    }
  }

  #command(words: readonly string[]): Soon<Evaluated> {
    const found = dispatch(this.#context.machine.commands, words, true);
    if (found.kind === 'command' && found.spec.id === 'repl')
      throw new LabError('USAGE', 'this is already the prompt', 'To leave: .exit or Ctrl-D.');
    const { context, finish } = this.#directed();
    if (found.kind === 'nothing') return stays(finish(this.say(this.next(''), context)));
    return whenDone(execute(found, context), (executed) => {
      const code = finish(context.output.print(executed, context));
      if (found.kind === 'command') this.#guide?.after(found.spec, code, this.#lineContext());
      return stays(code);
    });
  }

  #dot(text: string): Evaluated | Promise<Evaluated> {
    const [name = '', ...values] = splitWords(text);
    const command = findDotCommand(name);
    const value = values[0];
    if (values.length > 1) throw new LabError('USAGE', `${command} takes one argument`, DOT_COMMANDS[command].usage);
    switch (command) {
      case '.exit':
        return { code: exitCodeFrom(value), leaves: true };
      case '.help':
        return stays(this.say(listDotCommands()));
      case '.mode':
        this.#settings.json = choose(value, command) === 'json';
        return stays(EXIT.done);
      case '.echo':
      case '.timer':
        this.#settings[command === '.echo' ? 'echo' : 'timer'] = choose(value, command) === 'on';
        return stays(EXIT.done);
      case '.once':
        this.#once = require(value, command);
        return stays(EXIT.done);
      case '.read':
        return this.#read(require(value, command));
    }
  }

  async #read(path: string): Promise<Evaluated> {
    const { context, finish } = this.#directed();
    const manner = { keepGoing: false, echo: this.#settings.echo, atomic: false, scratch: false };
    const globals = { ...this.#program.globals, json: this.#settings.json };
    try {
      return stays(finish((await runScript({ path }, manner, { context, globals })).exit));
    } catch (error) {
      return stays(finish(printError(error, context)));
    }
  }

  /** Where the next command prints to, and what finishes that: the terminal, or once a file. */
  #directed(): { context: Context; finish: (code: number) => number } {
    const context = this.#lineContext();
    const path = this.#once;
    this.#once = null;
    if (path === null) return { context, finish: (code) => code };
    const kept: string[] = [];
    let characters = 0;
    const print = (text: string) => {
      characters += text.length;
      if (characters > MAX_ONCE_CHARACTERS) return 'the output exceeds 64 million characters, the most that .once can write';
      kept.push(text);
      return null;
    };
    const finish = (code: number): number => {
      if (context.machine.pace.isAborted) return code;
      try {
        context.output.writeFile(path, kept.join(''));
        return code;
      } catch (error) {
        return printError(error, context);
      }
    };
    return {
      context: toTerminal(context, { ...context.output.terminal, isTerminal: false, columns: null, pager: null, print }),
      finish,
    };
  }

  #lineContext(): Context {
    const { quiet, color, noColor, noPager, ascii } = this.#program.globals;
    const { output } = this.#context;
    return {
      ...this.#context,
      output: { ...output, preset: { json: this.#settings.json, quiet, color, noColor, noPager, ascii } },
    };
  }

  get #terminal(): Terminal {
    return this.#context.output.terminal;
  }

  #store(): SessionStore {
    return this.#context.sessions.open(undefined);
  }

  /** Shows a text that no command gives. */
  say(text: string, context = this.#lineContext()): number {
    const globals = { ...NONE_GIVEN, noPager: context.output.preset.noPager === true };
    return context.output.print(rendered('help', { body: { text }, text: () => text }, globals, plainStyle, context), context);
  }

  #timed(evaluated: Evaluated, from: number): Evaluated {
    if (this.#settings.timer && !this.#program.globals.quiet)
      this.#context.output.terminal.complain(`took ${Date.now() - from} ms\n`);
    return evaluated;
  }
}

function printError(error: unknown, context: Context): number {
  return context.output.print(failed(error, { spec: null, words: [], isUnderstood: false }, context), context);
}

function stays(code: number): Evaluated {
  return { code, leaves: false };
}

/** @throws LabError `USAGE` */
function checkLine(line: string): void {
  if (line.length > MAX_LINE_BYTES) throw lineTooLong();
  if (line.includes('\0')) throw new LabError('USAGE', 'the line contains a NUL byte');
  if (line.includes('\u{fffd}')) throw lineNotUtf8();
}

function exitCodeFrom(value = '0'): number {
  if (/^\d{1,3}$/.test(value) && Number(value) <= 255) return Number(value);
  throw new LabError('USAGE', '.exit takes a status from 0 to 255', DOT_COMMANDS['.exit'].usage);
}

function choose(value: string | undefined, command: keyof typeof DOT_COMMANDS): string {
  const options = dotValues(command);
  if (value !== undefined && options.includes(value)) return value;
  throw new LabError('USAGE', `${command} takes ${options.join(' or ')}`, DOT_COMMANDS[command].usage);
}

function require(value: string | undefined, command: keyof typeof DOT_COMMANDS): string {
  if (value !== undefined) return value;
  throw new LabError('USAGE', `${command} requires a file`, DOT_COMMANDS[command].usage);
}
