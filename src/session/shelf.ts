import type { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { History, LoggedLine } from './history.js';
import type { SessionRef } from './session-ref.js';

/** A change that is written. */
export interface Change {
  /** The command that made it. Null if a whole session was put there in another way, as by copying. */
  readonly line: LoggedLine | null;
  /** Whether the command created the session from scratch. */
  readonly isStart: boolean;
}

/** Everything that is written to a session at once. */
export interface Commit {
  readonly lab: Lab;
  /** The session's text and command when it was started, if this commit starts it. Undo goes no further back. */
  readonly start: { readonly text: string; readonly line: LoggedLine | null } | null;
  /** Steps redone before the commands, or undone if negative; only for a session that is not started here. */
  readonly moved: number;
  /** Commands since then; null if there were too many to remember. */
  readonly lines: readonly LoggedLine[] | null;
  /** Name of the script that they are from. Null for a command. */
  readonly script: string | null;
}

/** A file that belongs to a session, as the progress of its lesson does. */
export interface AttachedFile {
  readonly path: string;
  readonly text: string;
  /** Turns an error on this file into the caller's own. */
  readonly explain: (error: LabError) => LabError;
}

/** Finds sessions by name and by path. */
export interface Paths {
  /** Separates the parts of a path, beside the slash. */
  readonly separator: string;
  /** The path of a named session. */
  readonly pathOf: (name: string) => string;
  /** The absolute path of a session that was given as a path. @throws LabError `SESSION_NOT_READABLE` if the current folder was removed */
  readonly resolve: (path: string) => string;
  /** Tells a session from any other, whichever path leads to it. */
  readonly identify: (place: SessionRef) => string;
}

/** Keeps the labs of sessions: on disk, or in memory while a script runs. */
export interface Shelf extends Paths {
  /** Its size in bytes; null if that is unknown. */
  readonly sizeOf: (place: SessionRef) => number | null;
  /** Whether there is anything at the place. @throws LabError `SESSION_NOT_READABLE` */
  readonly isThere: (place: SessionRef) => boolean;
  /**
   * The lab at a place, or null. It stays the shelf's: to be looked at, not changed.
   *
   * @throws LabError `SESSION_NOT_READABLE`, `SESSION_CORRUPT`, `SESSION_NOT_OURS`, `SESSION_NEWER_VERSION`
   */
  readonly look: (place: SessionRef) => Lab | null;
  /** Its equal, which is the caller's own. @throws LabError as `look` */
  readonly copy: (place: SessionRef) => Lab | null;
  /**
   * The lab at a place, to be changed and written, or returned unchanged, within {@link exclusively}.
   *
   * @throws LabError as `look`
   */
  readonly checkOut: (place: SessionRef) => Lab | null;
  readonly checkIn: (place: SessionRef, lab: Lab) => void;
  /** A lab that was taken is not as it should be, and must not be used again. */
  readonly discard: (place: SessionRef) => void;
  /** Keeps a lab at a place. @throws LabError `SESSION_NOT_WRITABLE`; the previous state is kept */
  readonly write: (place: SessionRef, lab: Lab, change: Change) => void;
  /** Makes sure that a lab could be kept there, as far as that can be told. @throws LabError `SESSION_NOT_WRITABLE` */
  readonly checkWritable: (place: SessionRef) => void;
  /** Copies a session with its history. @throws LabError as `look` and `write` */
  readonly duplicate: (from: SessionRef, to: SessionRef) => void;
  /** @throws LabError `SESSION_NOT_FOUND`, `SESSION_NOT_WRITABLE` */
  readonly remove: (place: SessionRef) => void;
  /**
   * Does something while nobody else changes what is at the place. May be used within itself.
   *
   * @throws LabError `SESSION_LOCKED`, `SESSION_NOT_WRITABLE`
   */
  readonly exclusively: <Result>(place: SessionRef, action: () => Result) => Result;
  /**
   * The same for several sessions, whose locks are taken in one order. All that the action changes is saved, or nothing.
   *
   * @throws LabError `SESSION_LOCKED`, `SESSION_NOT_WRITABLE`; every file is unchanged
   */
  readonly together: <Result>(places: readonly SessionRef[], action: () => Result) => Result;
  /** Lets nobody else change what is at the place until what is returned is called. @throws LabError as {@link exclusively} */
  readonly hold: (place: SessionRef) => () => void;
  /** What led to the present state of what is at a place. @throws LabError as `look` */
  readonly history: (place: SessionRef) => History;
  /** The clock after so many steps, in nanoseconds. @throws LabError as {@link labAt} */
  readonly timeAt: (place: SessionRef, position: number) => number;
  /** The lab after so many steps. @throws LabError as `look`, `HISTORY_DAMAGED` */
  readonly labAt: (place: SessionRef, position: number) => Lab;
  /** Undoes or redoes: goes to a step within {@link exclusively}. @throws LabError as `labAt` and `write` */
  readonly goTo: (place: SessionRef, position: number) => void;
  /** Names of the sessions in the folder of named ones. @throws LabError `SESSION_NOT_READABLE` */
  readonly names: () => readonly string[];
  /** The name of the default session. Null if none is set. @throws LabError `SESSION_NOT_READABLE` */
  readonly readChoice: () => string | null;
  /** Writes a file that belongs to a session, together with it, within {@link together}. @throws LabError as it explains */
  readonly writeAttached: (place: SessionRef, file: AttachedFile) => void;
  /** @throws LabError `SESSION_NOT_WRITABLE` */
  readonly writeChoice: (name: string) => void;
}

/** A shelf that outlasts the program. */
export interface PersistentShelf extends Shelf {
  /** Writes one step, however many commands made it. @throws LabError `SESSION_NOT_WRITABLE`; nothing has changed then */
  readonly commit: (place: SessionRef, commit: Commit) => void;
  /** Copies sessions with their histories, each in its state before. @throws LabError as `duplicate` */
  readonly duplicateAll: (pairs: readonly (readonly [from: SessionRef, to: SessionRef])[]) => void;
  /** The text of a session after so many steps. @throws LabError as `labAt` */
  readonly textAt: (place: SessionRef, position: number) => string;
}
