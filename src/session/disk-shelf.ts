import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { decodeLab, encodeLab } from '../core/snapshot.js';
import { codeOf } from './fault-code.js';
import { checkWritable, followLinks, isThere, makeFolder, readText, refused, writeText } from './file.js';
import type { LoggedLine, RecordedHistory } from './history.js';
import { addMove, addStep, copyHistory, historyPath, readHistory, removeHistory, startHistory } from './history-file.js';
import { LOCK_PATIENCE_MS, lock } from './lock.js';
import type { SessionPlace } from './place.js';
import type { Change, Shelf } from './shelf.js';
import { diffLines } from './text-patch.js';

/** A session file as it was last seen. */
interface Seen {
  /** Tells this state of the file from any other; null if that was not asked. */
  readonly identity: string | null;
  readonly text: string;
  /** Null if it was not needed yet, or is taken. */
  lab: Lab | null;
}

/** Everything that is written to a session at once. */
export interface Commit {
  readonly lab: Lab;
  /** What the session began with, if it was begun: its text then, and the command. */
  readonly start: { readonly text: string; readonly line: LoggedLine | null } | null;
  /** Commands since then; null if they were too many to remember. */
  readonly lines: readonly LoggedLine[] | null;
  /** Name of the script that they are from. Null for a command. */
  readonly script: string | null;
}

/** What is written down where a session is started by using it. */
export const IMPLICIT_START: LoggedLine = { line: 'init', atNs: 0 };

/** Labs as files, each with its history and its lock beside it. */
export class DiskShelf implements Shelf {
  readonly #folder: string;
  readonly #choiceFile: string;
  readonly #patienceMs: number;
  readonly #keepsLabs: boolean;
  readonly #seen = new Map<string, Seen>();
  readonly #locked = new Set<string>();

  /**
   * @param dataDirectory where named sessions are kept
   * @param options.patienceMs how long to wait for another command that changes the same session, in milliseconds
   * @param options.keepsLabs whether labs are kept in memory, and read again only if their file has changed: for a program that stays
   */
  constructor(dataDirectory: string, options: { readonly patienceMs?: number; readonly keepsLabs?: boolean } = {}) {
    this.#folder = join(dataDirectory, 'sessions');
    this.#choiceFile = join(dataDirectory, 'current-session');
    this.#patienceMs = options.patienceMs ?? LOCK_PATIENCE_MS;
    this.#keepsLabs = options.keepsLabs ?? false;
  }

  isThere(place: SessionPlace): boolean {
    return isThere(place.path);
  }

  look(place: SessionPlace): Lab | null {
    const seen = this.#read(place);
    if (seen === null) return null;
    seen.lab ??= decode(place, seen.text);
    return seen.lab;
  }

  copy(place: SessionPlace): Lab | null {
    const seen = this.#read(place);
    return seen === null ? null : decode(place, seen.text);
  }

  take(place: SessionPlace): Lab | null {
    const lab = this.look(place);
    const seen = this.#seen.get(place.path);
    if (seen !== undefined) seen.lab = null;
    return lab;
  }

  giveBack(place: SessionPlace, lab: Lab): void {
    const seen = this.#seen.get(place.path);
    if (seen !== undefined) seen.lab = lab;
  }

  forget(place: SessionPlace): void {
    this.#seen.delete(place.path);
  }

  write(place: SessionPlace, lab: Lab, { line, isStart }: Change): void {
    const isAll = isStart && !this.isThere(place);
    const start = isAll ? { text: encodeLab(lab), line } : null;
    this.commit(place, { lab, start, lines: isAll || line === null ? [] : [line], script: null });
  }

  /** Writes one step, however many commands made it. @throws LabError `SESSION_NOT_WRITABLE`; what was there is there still */
  commit(place: SessionPlace, { lab, start, lines, script }: Commit): void {
    const later = encodeLab(lab);
    const history = historyOf(place);
    let earlier = (this.#seen.get(place.path) ?? this.#read(place))?.text ?? null;
    if (earlier === null) {
      const { text, line } = start ?? { text: encodeLab(standardLab()), line: IMPLICIT_START };
      startHistory(history, text, line);
      earlier = text;
      if (earlier === later) {
        this.#put(place, later, lab);
        return;
      }
    }
    // A command that was done is a step, even if it changed nothing.
    if (lines?.length !== 0) addStep(history, { earlier, later, patch: diffLines(earlier, later), lines, script });
    if (earlier === later) this.#note(place, later, lab);
    else this.#put(place, later, lab);
  }

  checkWritable(place: SessionPlace): void {
    if (place.name === null) checkWritable(place.path);
  }

  duplicate(from: SessionPlace, to: SessionPlace): void {
    const seen = this.#read(from);
    if (seen === null) throw new Error(`there is no session ${from.label} to duplicate`);
    copyHistory(historyOf(from), historyOf(to));
    this.#put(to, seen.text, decode(from, seen.text));
  }

  remove(place: SessionPlace): void {
    this.#seen.delete(place.path);
    try {
      unlinkSync(place.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw notFound(place);
      throw refused('SESSION_NOT_WRITABLE', 'cannot be removed', place.path, error);
    }
    removeHistory(historyPath(place.path));
  }

  exclusively<Result>(place: SessionPlace, action: () => Result): Result {
    const release = this.lock(place);
    try {
      return action();
    } finally {
      release();
    }
  }

  /** Takes the lock of a place, and returns what lets go of it. @throws LabError `SESSION_LOCKED`, `SESSION_NOT_WRITABLE` */
  lock(place: SessionPlace): () => void {
    if (place.name !== null) makeFolder(this.#folder);
    const path = `${followLinks(place.path)}.lock`;
    if (this.#locked.has(path)) return () => {};
    const release = lock(path, this.#patienceMs);
    this.#locked.add(path);
    return () => {
      this.#locked.delete(path);
      release();
    };
  }

  history(place: SessionPlace): RecordedHistory {
    return readHistory(historyOf(place), this.#read(place)?.text ?? '');
  }

  labAt(place: SessionPlace, position: number): Lab {
    return decode(place, this.textAt(place, position));
  }

  /** The text of a session after so many steps. @throws LabError as `look`, `HISTORY_DAMAGED` */
  textAt(place: SessionPlace, position: number): string {
    try {
      return this.history(place).textAt(this.#read(place)?.text ?? '', position);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new LabError('HISTORY_DAMAGED', `the history of session ${place.label} does not fit it`, 'The session is as it was.');
    }
  }

  goTo(place: SessionPlace, position: number): void {
    const earlier = this.#read(place)?.text ?? '';
    const by = position - this.history(place).position;
    const later = this.textAt(place, position);
    const lab = decode(place, later);
    addMove(historyOf(place), by, earlier, later);
    this.#put(place, later, lab);
  }

  names(): readonly string[] {
    try {
      return readdirSync(this.#folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw refused('SESSION_NOT_READABLE', 'cannot be listed', this.#folder, error);
    }
  }

  readChoice(): string | null {
    return readText(this.#choiceFile)?.trim() ?? null;
  }

  writeChoice(name: string): void {
    makeFolder(dirname(this.#choiceFile));
    writeText(this.#choiceFile, `${name}\n`);
  }

  /** Null if there is no file. */
  #read(place: SessionPlace): Seen | null {
    const { path } = place;
    const identity = this.#keepsLabs ? identityOf(path) : null;
    const known = this.#seen.get(path);
    if (known !== undefined && identity !== null && known.identity === identity) return known;
    const text = readText(path);
    if (text === null) {
      this.#seen.delete(path);
      return null;
    }
    const seen = { identity, text, lab: null };
    this.#seen.set(path, seen);
    return seen;
  }

  #put(place: SessionPlace, text: string, lab: Lab): void {
    writeText(place.path, text);
    this.#note(place, text, lab);
  }

  #note(place: SessionPlace, text: string, lab: Lab): void {
    const identity = this.#keepsLabs ? identityOf(place.path) : null;
    this.#seen.set(place.path, { identity, text, lab: this.#keepsLabs ? lab : null });
  }
}

/** The error for a session that is not there. */
export function notFound({ label }: SessionPlace): LabError {
  return new LabError('SESSION_NOT_FOUND', `there is no session ${label}`, 'See what there is with: mcast session list');
}

/** @throws LabError `SESSION_CORRUPT`, `SESSION_NOT_OURS`, `SESSION_NEWER_VERSION` */
function decode({ label }: SessionPlace, text: string): Lab {
  try {
    return decodeLab(text);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError(error.code, `session ${label} cannot be used: ${error.message}`, error.hint);
  }
}

function historyOf(place: SessionPlace): string {
  return historyPath(followLinks(place.path));
}

/** Null if there is no file, or it cannot be looked at. */
function identityOf(path: string): string | null {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return null;
  }
}
