import { statSync } from 'node:fs';
import { decodeLab, encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { readText } from '../files/file.js';
import { claimMemory, isTooLarge, maxSessionBytes, megabytes } from '../files/memory.js';
import type { RecordedHistory } from './history.js';
import type { SessionRef } from './session-ref.js';

/** A file that was written this long ago, in milliseconds, gets another date when it is written again: some file systems count in twos. */
const SETTLED_MS = 3_000;

/** Routes that take seconds to write. */
const MANY_ROUTES = 200_000;

/** A session file when it was last read or written. */
interface CachedSession {
  /** Tells this state of the file from any other; null if it is unknown, or too new to tell. */
  identity: string | null;
  /** Whether it was read since it was locked. */
  isSure: boolean;
  readonly text: string;
  /** Null if it was not needed yet, or is checked out. */
  lab: Lab | null;
  /** Null if it was not needed yet. */
  history: RecordedHistory | null;
  /** The other step that was looked at last. */
  other: OtherStep | null;
}

/** A session after so many steps of its history. */
export interface OtherStep {
  readonly position: number;
  readonly text: string;
  readonly lab: Lab;
}

/** What is known of session files without reading them again. */
export class SessionCache {
  readonly #keepsLabs: boolean;
  readonly #announce: (what: string) => void;
  readonly #isLocked: (ref: SessionRef) => boolean;
  readonly #byPath = new Map<string, CachedSession>();

  /**
   * @param options.keepsLabs whether files are read again only if they have changed
   * @param options.announce told what takes long, before it is done
   * @param options.isLocked whether this process holds the lock of a session
   */
  constructor(options: {
    readonly keepsLabs: boolean;
    readonly announce: (what: string) => void;
    readonly isLocked: (ref: SessionRef) => boolean;
  }) {
    this.#keepsLabs = options.keepsLabs;
    this.#announce = options.announce;
    this.#isLocked = options.isLocked;
  }

  /** The last state known, which may be outdated. */
  last({ path }: SessionRef): CachedSession | undefined {
    return this.#byPath.get(path);
  }

  forget({ path }: SessionRef): void {
    this.#byPath.delete(path);
  }

  /** Reads a file if need be. Null if there is none. @throws LabError `SESSION_NOT_READABLE` */
  read(ref: SessionRef): CachedSession | null {
    const { path, label } = ref;
    const known = this.#byPath.get(path);
    const isSure = this.#isLocked(ref);
    // While it is locked, only an editor could change it; and what is written over that fits the history.
    if (known?.isSure === true && isSure) return known;
    const identity = this.#keepsLabs ? identityOf(path) : null;
    const isSame = identity !== null && known?.identity === identity;
    const announce = (bytes: number) => this.#announce(`reading session ${label}, ${megabytes(bytes)}`);
    const text = known !== undefined && isSame ? known.text : readText(path, announce);
    if (text === null) {
      this.#byPath.delete(path);
      return null;
    }
    if (this.#keepsLabs && known?.text === text) return Object.assign(known, { identity, isSure });
    const read = { identity, isSure, text, lab: null, history: null, other: null };
    this.#byPath.set(path, read);
    return read;
  }

  /** Takes note of what was written. @param lab the lab that the text describes, if it is at hand */
  note(ref: SessionRef, text: string, lab: Lab | null): void {
    const isSure = this.#isLocked(ref);
    const kept = this.#keepsLabs ? lab : null;
    this.#byPath.set(ref.path, { identity: null, isSure, text, lab: kept, history: null, other: null });
  }

  /** Takes note of a new lock: until now others could change the session, or add a step that shows in its history alone. */
  noteLock({ path }: SessionRef): void {
    const known = this.#keepsLabs ? this.#byPath.get(path) : undefined;
    if (known === undefined) this.#byPath.delete(path);
    else Object.assign(known, { isSure: false, history: null, other: null });
  }
}

/** Null if there is no file, it cannot be looked at, or it is too new to tell from another one. */
function identityOf(path: string): string | null {
  try {
    const { ino, size, mtimeNs, ctimeNs, mtimeMs } = statSync(path, { bigint: true });
    if (Date.now() - Number(mtimeMs) < SETTLED_MS) return null;
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return null;
  }
}

/**
 * The lab that a session's text describes.
 *
 * @throws LabError `SESSION_CORRUPT`, `SESSION_NOT_OURS`, `SESSION_NEWER_VERSION`, `SESSION_TOO_LARGE`
 */
export function labOf({ label }: Pick<SessionRef, 'label'>, text: string): Lab {
  try {
    return decodeLab(text, claimMemory);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw error.withMessage(`cannot use session ${label}: ${error.message}`);
  }
}

/**
 * The text to write for a lab.
 *
 * @param announce told what takes long, before it is done
 * @throws LabError `SESSION_TOO_LARGE`
 */
export function textOf({ label }: Pick<SessionRef, 'label'>, lab: Lab, announce: (what: string) => void): string {
  if (countRoutes(lab) > MANY_ROUTES) announce(`writing session ${label}`);
  const text = encodeWithin(lab);
  if (text !== null && !isTooLarge(text.length)) return text;
  throw new LabError(
    'SESSION_TOO_LARGE',
    `session ${label} would be larger than ${megabytes(maxSessionBytes())}, the most that mcast can read`,
  );
}

function countRoutes({ routers: { ipv4, ipv6 } }: Lab): number {
  return [ipv4, ipv6].reduce((sum, { installedCount, pendingCount }) => sum + installedCount + pendingCount, 0);
}

/** Null if it is longer than any text can be. */
function encodeWithin(lab: Lab): string | null {
  try {
    return encodeLab(lab);
  } catch (error) {
    if (error instanceof RangeError && error.message === 'Invalid string length') return null;
    throw error;
  }
}
