import { statSync } from 'node:fs';
import type { Lab } from '../core/lab.js';
import { readText } from '../files/file.js';
import { megabytes } from '../files/memory.js';
import type { RecordedHistory } from './history.js';
import type { SessionRef } from './session-ref.js';

/** A file that was written this long ago, in milliseconds, bears another date when it is written again: some file systems count by twos. */
const SETTLED_MS = 3_000;

/** A session file as it was last seen. */
export interface Seen {
  /** Tells this state of the file from any other; null if that was not asked, or if it may not. */
  identity: string | null;
  /** Whether it was looked at since it was locked. */
  isSure: boolean;
  readonly text: string;
  /** Null if it was not needed yet, or is taken. */
  lab: Lab | null;
  /** Null if it was not needed yet. */
  history: RecordedHistory | null;
  /** The step of it that was looked at last, beside the present one. */
  other: OtherStep | null;
}

/** A session as it was, or will be again, after so many steps of its history. */
export interface OtherStep {
  readonly position: number;
  readonly text: string;
  readonly lab: Lab;
}

/** What is known of session files without reading them again. */
export class SeenFiles {
  readonly #keepsLabs: boolean;
  readonly #announce: (what: string) => void;
  readonly #isLocked: (place: SessionRef) => boolean;
  readonly #byPath = new Map<string, Seen>();

  /**
   * @param options.keepsLabs whether files are read again only if they have changed
   * @param options.announce told what takes long, before it is done
   * @param options.isLocked whether this process holds the lock of a session
   */
  constructor(options: {
    readonly keepsLabs: boolean;
    readonly announce: (what: string) => void;
    readonly isLocked: (place: SessionRef) => boolean;
  }) {
    this.#keepsLabs = options.keepsLabs;
    this.#announce = options.announce;
    this.#isLocked = options.isLocked;
  }

  /** What was seen last, be it outdated. */
  last({ path }: SessionRef): Seen | undefined {
    return this.#byPath.get(path);
  }

  forget({ path }: SessionRef): void {
    this.#byPath.delete(path);
  }

  /** Looks at a file, and reads it if need be. Null if there is none. @throws LabError `SESSION_NOT_READABLE` */
  read(place: SessionRef): Seen | null {
    const { path, label } = place;
    const known = this.#byPath.get(path);
    const isSure = this.#isLocked(place);
    // While it is locked, it is the same, but for somebody who writes by hand; and what is written over that fits the history.
    if (known?.isSure === true && isSure) return known;
    const identity = this.#identityOf(path);
    const isSame = identity !== null && known?.identity === identity;
    const announce = (bytes: number) => this.#announce(`reading session ${label}, ${megabytes(bytes)}`);
    const text = known !== undefined && isSame ? known.text : readText(path, announce);
    if (text === null) {
      this.#byPath.delete(path);
      return null;
    }
    if (this.#keepsLabs && known?.text === text) return Object.assign(known, { identity, isSure });
    const seen = { identity, isSure, text, lab: null, history: null, other: null };
    this.#byPath.set(path, seen);
    return seen;
  }

  /** Takes note of what was written. @param lab what the text describes, if that is known */
  note(place: SessionRef, text: string, lab: Lab | null): void {
    const isSure = this.#isLocked(place);
    const kept = this.#keepsLabs ? lab : null;
    this.#byPath.set(place.path, { identity: this.#identityOf(place.path), isSure, text, lab: kept, history: null, other: null });
  }

  /**
   * Takes note that a session is locked: it may have been changed since it was looked at; and a step that changed nothing shows in its
   * history alone.
   */
  noteLock({ path }: SessionRef): void {
    const seen = this.#keepsLabs ? this.#byPath.get(path) : undefined;
    if (seen === undefined) this.#byPath.delete(path);
    else Object.assign(seen, { isSure: false, history: null, other: null });
  }

  #identityOf(path: string): string | null {
    return this.#keepsLabs ? identityOf(path) : null;
  }
}

/** Null if there is no file, it cannot be looked at, or it is so new that another one could look the same. */
function identityOf(path: string): string | null {
  try {
    const { ino, size, mtimeNs, ctimeNs, mtimeMs } = statSync(path, { bigint: true });
    if (Date.now() - Number(mtimeMs) < SETTLED_MS) return null;
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return null;
  }
}
