import { decodeLab, encodeLab } from '../codec/snapshot.js';
import advanceClock from '../commands/advance-clock.js';
import diff from '../commands/diff.js';
import draw from '../commands/draw.js';
import { EXPECT_COMMANDS } from '../commands/expect.js';
import explainRoute from '../commands/explain/route.js';
import explain from '../commands/explain.js';
import forwardingOff from '../commands/forwarding/off.js';
import forwardingOn from '../commands/forwarding/on.js';
import ifaceAdd from '../commands/iface/add.js';
import ifaceJoin from '../commands/iface/join.js';
import ifaceLeave from '../commands/iface/leave.js';
import ifaceRm from '../commands/iface/rm.js';
import ifaceSet from '../commands/iface/set.js';
import init from '../commands/init.js';
import inject from '../commands/inject.js';
import log from '../commands/log.js';
import redo from '../commands/redo.js';
import routeAdd from '../commands/route/add.js';
import routeRm from '../commands/route/rm.js';
import routeShow from '../commands/route/show.js';
import routeTouch from '../commands/route/touch.js';
import show from '../commands/show.js';
import timeline from '../commands/timeline.js';
import undo from '../commands/undo.js';
import wait from '../commands/wait.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import type { OutputDocument } from '../documents.js';
import { onShelf } from '../execute/context.js';
import type { Context, Machine } from '../execute/definition.js';
import { execute } from '../execute/execute.js';
import { failed, formatDocument } from '../execute/executed.js';
import { exitOf } from '../execute/exit.js';
import type { Executed } from '../execute/outcome.js';
import { Pace } from '../execute/pace.js';
import { NO_TERMINAL } from '../execute/terminal.js';
import { dispatch } from '../grammar/dispatch.js';
import { splitWords, withoutProgram } from '../grammar/words.js';
import { plainStyle } from '../render/style.js';
import { shelfInMemory } from '../script/script.js';
import type { MemoryShelf } from '../session/memory-shelf.js';
import type { SessionStore } from '../session/store.js';
import { Warnings } from '../session/warnings.js';

const COMMANDS = [
  ...[init, routeAdd, routeRm, routeShow, routeTouch, inject, explain, explainRoute, advanceClock, show, draw, timeline],
  ...[ifaceAdd, ifaceRm, ifaceSet, ifaceJoin, ifaceLeave, forwardingOn, forwardingOff, ...EXPECT_COMMANDS],
  ...[wait, undo, redo, log, diff],
];

/** What a line came to. */
export interface LineResult {
  /** As `--json` prints it. */
  readonly document: OutputDocument;
  /** As the command prints it, without color; the error's message and hint if it failed. */
  readonly text: string;
  /** As of the command: 0 if it succeeded. */
  readonly exitCode: number;
}

/** A session in memory, on which command lines are executed, as in a script. It is in no file. */
export class Session {
  readonly #shelf: MemoryShelf;
  readonly #context: Context;
  readonly #store: SessionStore;

  /**
   * @param text the text of a session file (default: the standard session)
   * @throws LabError `SESSION_CORRUPT`, `SESSION_NOT_OURS`, `SESSION_NEWER_VERSION`
   */
  constructor(text?: string) {
    const lab = text === undefined ? standardLab() : decodeLab(text);
    const context = contextInMemory();
    this.#shelf = shelfInMemory(null, context);
    this.#context = onShelf(context, this.#shelf, undefined);
    this.#store = this.#context.sessions.open(undefined);
    const start = text === undefined ? 'init' : null;
    this.#store.start(this.#store.chosen(), lab, start, { force: false, dryRun: false });
  }

  /** The lab as it is now. Change it only with command lines, or undo does not know of the change. */
  get lab(): Lab {
    return this.#store.look(this.#store.chosen()).lab;
  }

  /** The text of a session file. */
  encode(): string {
    return encodeLab(this.lab);
  }

  /** Executes a command line, without or with `mcast`. What fails is in the result; this throws nothing. */
  async run(line: string): Promise<LineResult> {
    const context = this.#context;
    let words: readonly string[] = [];
    try {
      words = withoutProgram(splitWords(line));
      return resultOf(await execute(dispatch(COMMANDS, words, true), context), context);
    } catch (error) {
      return resultOf(failed(error, { spec: null, words, isUnderstood: false }, context), context);
    }
  }

  /** Executes the lines of a script up to the first that fails. Empty lines and comments have no result. */
  async runScript(text: string): Promise<readonly LineResult[]> {
    const results: LineResult[] = [];
    for (const line of text.split(/\r?\n/)) {
      if (/^\s*(?:#|$)/.test(line)) continue;
      const result = await this.run(line);
      results.push(result);
      if (result.exitCode !== 0) break;
    }
    return results;
  }
}

function resultOf(executed: Executed, context: Context): LineResult {
  const { command, outcome, failure, output } = executed;
  const error = failure === null ? null : { code: failure.code, message: failure.message, hint: failure.hint };
  const json =
    outcome === null ? formatDocument(command, { error }, context) : typeof output === 'string' ? output : [...output].join('');
  const told = error === null ? '' : [error.message, ...(error.hint === null ? [] : [`hint: ${error.hint}`])].join('\n');
  const shown = outcome === null ? '' : textOf(outcome.text(plainStyle));
  return {
    // The build checks that each command prints what its type says.
    document: JSON.parse(json) as OutputDocument,
    text: [shown, told].filter((part) => part !== '').join('\n'),
    exitCode: exitOf(executed),
  };
}

function textOf(text: string | Iterable<string>): string {
  return typeof text === 'string' ? text : [...text].join('\n');
}

function contextInMemory(): Context {
  const host = { onInterrupt: () => () => {}, turn: async () => {}, fullMemory: () => null };
  const machine: Machine = {
    commands: COMMANDS,
    abbreviates: true,
    environment: {},
    process: null,
    root: '',
    stateDirectory: '',
    files: { identify: missing, readBytes: missing, readLines: missing },
    openDisk: missing,
    paths: undefined,
    pace: new Pace(NO_TERMINAL, host),
    prompter: null,
    help: missing,
    topic: missing,
    version: missing,
  };
  const output = {
    terminal: NO_TERMINAL,
    preset: { json: true },
    terminalStyle: plainStyle,
    loadStyle: async () => plainStyle,
    print: exitOf,
    writeFile: missing,
    isTrial: false,
  };
  return {
    machine,
    sessions: { open: missing, keepsLabs: true, warnings: new Warnings(), whenStarted: () => {} },
    output,
    script: null,
  };
}

/** Files, help and sessions on disk. */
function missing(): never {
  throw new LabError('USAGE', 'a session in memory has no files and no help', 'Use the program mcast.');
}
