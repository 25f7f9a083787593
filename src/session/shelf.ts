import type { Lab } from '../core/lab.js';
import type { History, LoggedLine } from './history.js';
import type { SessionPlace } from './session-ref.js';

/** A change that is written. */
export interface Change {
  /** The command that made it. Null if a whole session was put there in another way, as by copying. */
  readonly line: LoggedLine | null;
  /** Whether the command began the session anew. */
  readonly isStart: boolean;
}

/** Where the labs of sessions are kept: on disk, or in memory while a script runs. */
export interface Shelf {
  /** Whether there is anything at the place. @throws LabError `SESSION_NOT_READABLE` */
  readonly isThere: (place: SessionPlace) => boolean;
  /**
   * The lab at a place, or null. It stays the shelf's: to be looked at, not changed.
   *
   * @throws LabError `SESSION_NOT_READABLE`, `SESSION_CORRUPT`, `SESSION_NOT_OURS`, `SESSION_NEWER_VERSION`
   */
  readonly look: (place: SessionPlace) => Lab | null;
  /** Its equal, which is the caller's own. @throws LabError as `look` */
  readonly copy: (place: SessionPlace) => Lab | null;
  /**
   * The lab at a place, to be changed and written, or given back as it was, within {@link exclusively}.
   *
   * @throws LabError as `look`
   */
  readonly take: (place: SessionPlace) => Lab | null;
  readonly giveBack: (place: SessionPlace, lab: Lab) => void;
  /** A lab that was taken is not as it should be, and must not be used again. */
  readonly forget: (place: SessionPlace) => void;
  /** Keeps a lab at a place. @throws LabError `SESSION_NOT_WRITABLE`; what was there is there still */
  readonly write: (place: SessionPlace, lab: Lab, change: Change) => void;
  /** Makes sure that a lab could be kept there, as far as that can be told. @throws LabError `SESSION_NOT_WRITABLE` */
  readonly checkWritable: (place: SessionPlace) => void;
  /** Puts the lab of one place, and its history, at another. @throws LabError as `look` and `write` */
  readonly duplicate: (from: SessionPlace, to: SessionPlace) => void;
  /** @throws LabError `SESSION_NOT_FOUND`, `SESSION_NOT_WRITABLE` */
  readonly remove: (place: SessionPlace) => void;
  /**
   * Does something while nobody else changes what is at the place. May be used within itself.
   *
   * @throws LabError `SESSION_LOCKED`, `SESSION_NOT_WRITABLE`
   */
  readonly exclusively: <Result>(place: SessionPlace, action: () => Result) => Result;
  /** Lets nobody else change what is at the place until what is returned is called. @throws LabError as {@link exclusively} */
  readonly hold: (place: SessionPlace) => () => void;
  /** What led to the present state of what is at a place. @throws LabError as `look` */
  readonly history: (place: SessionPlace) => History;
  /** The lab as it was after so many steps. @throws LabError as `look`, `HISTORY_DAMAGED` */
  readonly labAt: (place: SessionPlace, position: number) => Lab;
  /** Undoes or does again: goes to a step within {@link exclusively}. @throws LabError as `labAt` and `write` */
  readonly goTo: (place: SessionPlace, position: number) => void;
  /** Names of the sessions in the folder of named ones. @throws LabError `SESSION_NOT_READABLE` */
  readonly names: () => readonly string[];
  /** The name of the session in use, as it was written down. Null if none was. @throws LabError `SESSION_NOT_READABLE` */
  readonly readChoice: () => string | null;
  /** @throws LabError `SESSION_NOT_WRITABLE` */
  readonly writeChoice: (name: string) => void;
}
