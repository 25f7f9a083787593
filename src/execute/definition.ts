import type { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { GlobalFlags } from '../grammar/globals.js';
import type { CommandSyntax } from '../grammar/spec.js';
import type { Steps } from '../ops/steps.js';
import type { Style } from '../render/style.js';
import type { MemoryShelf } from '../session/memory-shelf.js';
import type { Paths, PersistentShelf } from '../session/shelf.js';
import type { SessionStore } from '../session/store.js';
import type { Warnings } from '../session/warnings.js';
import type { Executed, LabOutcome, Outcome, Printed } from './outcome.js';
import type { Pace } from './pace.js';
import type { Prompter } from './prompter.js';
import type { Terminal } from './terminal.js';

/** A deferred write to the session files, committed after rendering. */
interface Plan {
  readonly outcome: Outcome;
  /**
   * Writes; with `dryRun` it only makes sure that it could. Null if there is nothing to write.
   *
   * @param line the command as the history keeps it
   * @throws LabError
   */
  readonly commit: ((dryRun: boolean, line: string) => void) | null;
}

/** Works on the lab of the chosen session. */
export interface LabJob {
  readonly on: 'lab';
  readonly run: (lab: Lab) => LabOutcome;
  /** The same in steps, if it may take long. */
  readonly steps?: {
    readonly run: (lab: Lab) => Steps<LabOutcome>;
    /** Whether it will. @param lab the lab; null if it is not known */
    readonly isLong: (lab: () => Lab | null) => boolean;
  };
}

/** Works on the session files; `isExclusive` if nobody may change the chosen session from its run to its commit. */
export interface StoreJob {
  readonly on: 'store';
  readonly isExclusive?: boolean;
  readonly run: (store: SessionStore) => Plan;
}

/** Needs no session, or executes other commands. */
export interface ProgramJob {
  readonly on: 'program';
  readonly run: (program: Program) => Promise<Outcome | Printed>;
}

/** What a line asks for. */
export type Job = LabJob | StoreJob | ProgramJob;

/** Loads the code of a job that only some lines need. */
export type Loader = (program: Program) => Promise<Job>;

/** What a job is given. */
export interface Program {
  readonly context: Context;
  /** Global flags of its line. */
  readonly globals: GlobalFlags;
}

/** A line that lacks something which can be asked for on a terminal. */
export interface Question {
  /** Whether it only wants a yes, which a dry run needs not. */
  readonly isConfirmation: boolean;
  /** What to say where nobody can be asked. Null if the line can be done as it is. */
  readonly missing: LabError | null;
  /** Asks, and returns the words of a line that lacks nothing. Null if the user thought better of it. */
  readonly ask: (prompter: Prompter, lab: () => Lab, context: Context) => Promise<readonly string[] | null>;
}

/** What the words after a command's name come to. */
export interface Prepared {
  /** The words without the global flags. */
  readonly words: readonly string[];
  readonly globals: GlobalFlags;
  readonly question: Question | null;
  /** The line's job. @throws LabError if the line lacks what cannot be left out */
  readonly job: () => Job | Loader;
}

/** A command, regardless of front end: shell, prompt or script. */
export interface CommandSpec extends CommandSyntax {
  /** @throws LabError if the words cannot be understood */
  readonly prepare: (words: readonly string[]) => Prepared;
}

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
  /** The terminal that keys come from, and signals; null where there is no process. */
  readonly process: NodeJS.Process | null;
  /** Help on a command, a topic or, without words, on everything. */
  readonly help: (words: readonly string[]) => Promise<Outcome>;
  /** What the documentation says about a word, in Markdown; null if nothing. */
  readonly topic: (word: string) => string | null;
  /** The version of the program. */
  readonly version: () => Outcome;
}

/** Files that lines and scripts are read from; `-` is standard input. */
interface InputFiles {
  /** The file itself, regardless of the path that leads to it. @throws LabError `USAGE` if there is none */
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
interface Sessions {
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
interface Output {
  readonly terminal: Terminal;
  /** Flags that hold for every line. */
  readonly preset: Partial<Pick<GlobalFlags, 'json' | 'quiet' | 'color' | 'noColor' | 'noPager' | 'ascii'>>;
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
