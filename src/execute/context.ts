import type { Terminal } from '../cli/terminal.js';
import type { GlobalFlags } from '../grammar/globals.js';
import type { Style } from '../render/style.js';
import type { DiskShelf } from '../session/disk-shelf.js';
import type { MemoryShelf } from '../session/memory-shelf.js';
import type { SessionStore } from '../session/store.js';
import type { Warnings } from '../session/warnings.js';
import type { CommandSpec, Outcome } from './definition.js';
import type { Pace } from './pace.js';

/** What a command line is carried out with: the shell's, a script's or the REPL's. */
export interface Surroundings {
  readonly terminal: Terminal;
  /** Every command that there is. */
  readonly commands: readonly CommandSpec[];
  /** Folder of the package. */
  readonly root: string;
  /** Where sessions are kept. */
  readonly dataDirectory: string;
  /** Where what is remembered of a person's work is kept. */
  readonly stateDirectory: string;
  /** The sessions on disk, with their labs kept in memory between commands if asked for. */
  readonly openDisk: (keepsLabs: boolean) => DiskShelf;
  /** What the sessions' folders gave cause to say. */
  readonly warnings: Warnings;
  /** The sessions, seen from a line that was given this `--session`. */
  readonly openStore: (session: string | undefined) => SessionStore;
  /**
   * Puts what a line makes for the user into a file: at once, or once the sessions are saved, or not at all where nothing is to stay.
   *
   * @throws LabError `USAGE`
   */
  readonly writeFile: (path: string, text: string) => void;
  /** Help on a command, a topic or, without words, on everything. */
  readonly help: (words: readonly string[]) => Promise<Outcome>;
  /** The version of the program. */
  readonly version: () => Outcome;
  /** What colours text on a terminal, if it is loaded already. */
  readonly terminalStyle: Style | null;
  /** Whether labs stay in memory from one line to the next, so that looking at one costs nothing. */
  readonly keepsLabs: boolean;
  /** Whether a line that lacks something may ask for it. */
  readonly canAsk: boolean;
  /** Flags that hold for every line, as if they stood there. */
  readonly preset: Partial<GlobalFlags>;
  /** Told of a session that a line started by using it; null if it is saved by then, so that it can be said at once. */
  readonly whenStarted: ((label: string) => void) | null;
  /** The pace of what takes long. */
  readonly pace: Pace;
  /** Where the line stands, in a script. */
  readonly where: LinePlace | null;
  /** The script that the line belongs to. */
  readonly script: RunningScript | null;
}

/** A script that is being run. */
interface RunningScript {
  /** The files that are being run, the outermost first. */
  readonly files: readonly string[];
  /** The sessions as the script has them. */
  readonly shelf: MemoryShelf;
}

/** Where a line of a script stands. */
export interface LinePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line as it stands there. */
  readonly text: string;
}
