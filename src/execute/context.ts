import type { LabError } from '../core/errors.js';
import type { GlobalFlags } from '../grammar/globals.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { MemoryShelf } from '../session/memory-shelf.js';
import type { Paths, PersistentShelf, Shelf } from '../session/shelf.js';
import { SessionStore } from '../session/store.js';
import type { Warnings } from '../session/warnings.js';
import type { CommandSpec, Outcome } from './definition.js';
import type { Executed } from './executed.js';
import { exitOf } from './exit.js';
import type { Pace } from './pace.js';
import type { Prompter } from './prompter.js';
import type { Terminal } from './terminal.js';
import { NO_TERMINAL } from './terminal.js';

/** Execution context of a line: the machine it runs on, the sessions it works on, where its output goes, and the script it belongs to. */
export interface Context {
  readonly machine: Machine;
  readonly sessions: Sessions;
  readonly output: Output;
  /** Null outside of scripts. */
  readonly script: Script | null;
}

/** The program and the computer that it runs on. */
export interface Machine {
  readonly commands: readonly CommandSpec[];
  /** Whether commands may be abbreviated, as in scripts and at the prompt. */
  readonly abbreviates: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the package. */
  readonly root: string;
  /** Folder of line history and lessons' progress. */
  readonly stateDirectory: string;
  readonly files: InputFiles;
  /** Opens the sessions on disk, with their labs kept in memory between lines if asked for. */
  readonly openDisk: (keepsLabs: boolean) => PersistentShelf;
  /** Finds sessions that are not on disk; by default, a name is its own path. */
  readonly paths: Paths | undefined;
  /** Paces long work, and hears Ctrl-C. */
  readonly pace: Pace;
  /** Loads what asks for missing values; null where nobody may be asked. */
  readonly prompter: ((globals: GlobalFlags) => Promise<Prompter>) | null;
  /** Help on a command, a topic or, without words, on everything. */
  readonly help: (words: readonly string[]) => Promise<Outcome>;
  /** The version of the program. */
  readonly version: () => Outcome;
}

/** Files that lines and scripts are read from; `-` is standard input. */
export interface InputFiles {
  /** The file itself, regardless of the path. @throws LabError `USAGE` if there is none */
  readonly identify: (path: string) => string;
  /** A whole file, or one byte more than the limit. @throws LabError `USAGE` */
  readonly readBytes: (path: string, limit: number) => Uint8Array;
  /** Opens a script. @throws LabError `USAGE` */
  readonly readLines: (path: string, pace: Pace) => LineSource;
}

/** A line, or why it cannot be one. */
export type ReadLine = string | LabError;

/** How much of a script was read, in bytes. */
export interface Reading {
  bytes: number;
  /** Null if the size is not known. */
  readonly total: number | null;
}

/** Lines of a script, some at a time. */
export interface LineSource {
  readonly batches: Iterable<readonly ReadLine[]> | AsyncIterable<readonly ReadLine[]>;
  readonly reading: Reading;
  /** Whether they come from standard input, which is read no further once stdout is closed. */
  readonly isStream: boolean;
}

/** The sessions that lines work on. */
export interface Sessions {
  /** The sessions as a line with this `--session` sees them. */
  readonly open: (session: string | undefined) => SessionStore;
  /** Whether labs stay in memory between lines, so that looking at one costs nothing. */
  readonly keepsLabs: boolean;
  /** Pending warnings about session folders. */
  readonly warnings: Warnings;
  /** Called when a line starts a session that is saved later; null if it is saved at once. */
  readonly whenStarted: ((label: string) => void) | null;
}

/** Where output goes, and in which form. */
export interface Output {
  readonly terminal: Terminal;
  /** Flags that hold for every line. */
  readonly preset: Partial<Pick<GlobalFlags, 'json' | 'quiet' | 'noColor'>>;
  /** Styles text on a terminal; null until it is loaded. */
  readonly terminalStyle: Style | null;
  readonly loadStyle: () => Promise<Style>;
  /** Prints what came of a line. Returns its exit code. */
  readonly print: (executed: Executed, context: Context) => number;
  /**
   * Writes a file that a line makes: at once, when the sessions are saved, or never.
   *
   * @throws LabError `USAGE`
   */
  readonly writeFile: (path: string, text: string) => void;
  /** Whether lines are only tried: nothing they do lasts. */
  readonly isTrial: boolean;
}

/** A line of a script. */
export interface ScriptLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A script that is being run. Its line moves on. */
export interface Script {
  readonly file: string;
  line: number;
  /** Text of the line. */
  text: string;
  /** The files that are being run, the outermost first. */
  readonly files: readonly string[];
  /** The sessions as the script has them. */
  readonly shelf: MemoryShelf;
}

/** The same with the sessions of a shelf. @param session `--session` of all lines */
export function onShelf(context: Context, shelf: Shelf, session: string | undefined): Context {
  const environment = context.machine.environment.MCAST_SESSION || undefined;
  const open = (flag: string | undefined) => new SessionStore(shelf, { flag, environment });
  const store = open(session);
  const sessions = { ...context.sessions, open: (flag: string | undefined) => (flag === undefined ? store : open(flag)) };
  return { ...context, sessions };
}

/** The same for lines of a script or of a prompt: nobody is asked, commands may be abbreviated, and labs stay in memory. */
export function betweenLines(context: Context): Context {
  const { machine, sessions } = context;
  return {
    ...context,
    machine: { ...machine, prompter: null, abbreviates: true },
    sessions: { ...sessions, keepsLabs: true },
  };
}

/** The same for the lines of a script. */
export function inScript(context: Context, script: Script, { session, json, quiet, noColor }: GlobalFlags): Context {
  const { output, ...rest } = betweenLines(onShelf(context, script.shelf, session));
  return { ...rest, output: { ...output, preset: { json, quiet, noColor } }, script };
}

/** The same with nothing printed: what comes of a line is its value alone. */
export function silently(context: Context): Context {
  const output = {
    ...context.output,
    terminal: NO_TERMINAL,
    terminalStyle: plainStyle,
    preset: { noColor: true },
    print: exitOf,
    writeFile: () => {},
  };
  const sessions = { ...context.sessions, whenStarted: () => {} };
  return { ...context, machine: { ...context.machine, prompter: null }, sessions, output };
}

/** The same with output to another terminal. */
export function toTerminal<Kind extends Terminal>(context: Context, terminal: Kind) {
  return { ...context, output: { ...context.output, terminal } };
}

/** The same for a line that is only tried, on the session of another line. */
export function trying(context: Context, session: string | undefined): Context {
  const { output, sessions, ...rest } = silently(context);
  const open = (flag: string | undefined) => sessions.open(flag ?? session);
  return { ...rest, sessions: { ...sessions, open }, output: { ...output, preset: { quiet: true }, isTrial: true } };
}
