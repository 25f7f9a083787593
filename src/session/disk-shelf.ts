import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { codeOf } from '../files/fault-code.js';
import { isThere, readText } from '../files/file.js';
import { reason, refused } from '../files/file-fault.js';
import { isShared, syncFolder } from '../files/folder.js';
import { LOCK_PATIENCE_MS, lock } from '../files/lock.js';
import { checkWritable, followLinks, followLinksIfCan, makeFolder, removeLeftovers, writeText } from '../files/write-file.js';
import type { HistoryRecord, RecordedHistory } from './history.js';
import { IMPLICIT_START } from './history.js';
import {
  appendHistory,
  copyHistory,
  historyPath,
  readHistory,
  removeHistory,
  startHistory,
  tidyHistory,
} from './history-file.js';
import { baseRecord, moveRecord, stepRecords, textRecords } from './history-records.js';
import { labOf, textOf } from './lab-text.js';
import type { OtherStep } from './seen-files.js';
import { SeenFiles } from './seen-files.js';
import type { SessionRef } from './session-ref.js';
import { notFound } from './session-ref.js';
import type { Change, Commit, PersistentShelf } from './shelf.js';
import type { Version } from './version.js';
import { versionOf } from './version.js';
import { Warnings } from './warnings.js';

/** How often a history is read again that another command just goes on writing. */
const READINGS = 5;

/** What a session was, what it becomes, and what is written down of that. */
interface Saved {
  /** Null if there was none. */
  readonly present: Version | null;
  readonly next: Version;
  readonly records: readonly HistoryRecord[];
}

/** Labs as files, each with its history and its lock beside it. */
export class DiskShelf implements PersistentShelf {
  readonly separator = sep;
  readonly #folder: string;
  readonly #choiceFile: string;
  readonly #patienceMs: number;
  readonly #announce: (what: string) => void;
  readonly #warnings: Warnings;
  readonly #seen: SeenFiles;
  /** Locks that are held, each with the path of the session that it was taken for. */
  readonly #locks = new Map<string, string>();

  /**
   * @param dataDirectory where named sessions are kept
   * @param options.patienceMs how long to wait for another command that changes the same session, in milliseconds
   * @param options.announce told what takes long, before it is done
   * @param options.keepsLabs whether labs are kept in memory, and read again only if their file has changed: for a program that stays
   * @param options.warnings takes what people should know of the folders
   */
  constructor(
    dataDirectory: string,
    options: {
      readonly patienceMs?: number;
      readonly keepsLabs?: boolean;
      readonly warnings?: Warnings;
      readonly announce?: (what: string) => void;
    } = {},
  ) {
    this.#folder = join(dataDirectory, 'sessions');
    this.#choiceFile = join(dataDirectory, 'current-session');
    this.#patienceMs = options.patienceMs ?? LOCK_PATIENCE_MS;
    this.#announce = options.announce ?? (() => {});
    this.#warnings = options.warnings ?? new Warnings();
    this.#seen = new SeenFiles({
      keepsLabs: options.keepsLabs ?? false,
      announce: this.#announce,
      isLocked: (place) => this.#isLocked(place),
    });
  }

  pathOf(name: string): string {
    return join(this.#folder, `${name}.json`);
  }

  resolve(path: string): string {
    try {
      return resolve(path);
    } catch (error) {
      throw refused('SESSION_NOT_READABLE', 'cannot be found from here', path, error);
    }
  }

  sizeOf({ path }: SessionRef): number | null {
    try {
      return statSync(path).size;
    } catch {
      return null;
    }
  }

  isThere(place: SessionRef): boolean {
    this.#warnShared(place);
    return isThere(place.path);
  }

  look(place: SessionRef): Lab | null {
    const seen = this.#read(place);
    if (seen === null) return null;
    seen.lab ??= labOf(place, seen.text);
    return seen.lab;
  }

  copy(place: SessionRef): Lab | null {
    const seen = this.#read(place);
    return seen === null ? null : labOf(place, seen.text);
  }

  take(place: SessionRef): Lab | null {
    const lab = this.look(place);
    const seen = this.#seen.last(place);
    if (seen !== undefined) seen.lab = null;
    return lab;
  }

  giveBack(place: SessionRef, lab: Lab): void {
    const seen = this.#seen.last(place);
    if (seen !== undefined) seen.lab = lab;
  }

  forget(place: SessionRef): void {
    this.#seen.forget(place);
  }

  write(place: SessionRef, lab: Lab, { line, isStart }: Change): void {
    const isAll = isStart && !this.isThere(place);
    const start = isAll ? { text: encodeLab(lab), line } : null;
    this.commit(place, { lab, start, moved: 0, lines: isAll || line === null ? [] : [line], script: null });
  }

  commit(place: SessionRef, commit: Commit): void {
    const later = textOf(place, commit.lab, this.#announce);
    const earlier = this.#read(place)?.text ?? null;
    const present = earlier === null ? null : versionOf(earlier);
    const next = present !== null && later === earlier ? present : versionOf(later);
    this.#save(place, commit.lab, { present, next, records: this.#recordsOf(place, commit, { present, next }) });
  }

  checkWritable(place: SessionRef): void {
    if (place.name === null) checkWritable(place.path);
  }

  duplicate(from: SessionRef, to: SessionRef): void {
    const seen = this.#read(from);
    // It was there just now, but somebody may have removed it by hand.
    if (seen === null) throw notFound(from);
    const copied = copyHistory(historyOf(from), historyOf(to));
    try {
      this.#put(to, seen.text, null);
    } catch (error) {
      copied.takeBack();
      throw error;
    }
    copied.keep();
  }

  remove(place: SessionRef): void {
    this.#seen.forget(place);
    try {
      unlinkSync(place.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw notFound(place);
      throw refused('SESSION_NOT_WRITABLE', 'cannot be removed', place.path, error);
    }
    this.#removeHistory(historyPath(place.path));
    this.#warnUnflushed(place, syncFolder(dirname(place.path)));
  }

  exclusively<Result>(place: SessionRef, action: () => Result): Result {
    const release = this.hold(place);
    try {
      return action();
    } finally {
      release();
    }
  }

  hold(place: SessionRef): () => void {
    if (place.name !== null) makeFolder(this.#folder);
    const path = `${followLinks(place.path)}.lock`;
    if (this.#locks.has(path)) return () => {};
    const release = lock(path, this.#patienceMs);
    this.#locks.set(path, place.path);
    this.#seen.noteLock(place);
    return () => {
      this.#locks.delete(path);
      release();
    };
  }

  identify(place: SessionRef): string {
    return followLinksIfCan(place.path);
  }

  history(place: SessionRef): RecordedHistory {
    const path = historyOf(place);
    for (let reading = 1; ; reading += 1) {
      const seen = this.#read(place);
      const known = this.#isLocked(place) ? seen?.history : null;
      const history = known ?? readHistory(path, versionOf(seen?.text ?? ''));
      // If no record leads to the session, another command may have written both between the two readings.
      const isSettled = !history.isUnknown || this.#isLocked(place) || reading === READINGS;
      if (!isSettled && this.#read(place)?.text !== seen?.text) continue;
      if (known !== history) this.#see(place, history);
      // A session that is damaged has no history that leads to it; that it is damaged is what is to be said.
      if (history.isUnknown) this.look(place);
      return history;
    }
  }

  labAt(place: SessionRef, position: number): Lab {
    const seen = this.#seen.last(place);
    if (seen?.history?.position !== position) return this.#at(place, position).lab;
    seen.lab ??= labOf(place, seen.text);
    return seen.lab;
  }

  textAt(place: SessionRef, position: number): string {
    const { text } = this.#at(place, position);
    return text;
  }

  goTo(place: SessionRef, position: number): void {
    const history = this.history(place);
    const earlier = versionOf(this.#read(place)?.text ?? '');
    const { text, lab } = this.#at(place, position);
    const next = versionOf(text);
    this.#save(place, lab, { present: earlier, next, records: [moveRecord(position - history.position, earlier, next)] });
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
    removeLeftovers(this.#choiceFile, null);
    writeText(this.#choiceFile, `${name}\n`);
  }

  /** What is written down of a commit. */
  #recordsOf(
    place: SessionRef,
    { start, moved, lines, script }: Commit,
    { present, next }: { readonly present: Version | null; readonly next: Version },
  ): HistoryRecord[] {
    const records: HistoryRecord[] = [];
    let earlier = present;
    if (earlier === null || start !== null) {
      const { text, line } = start ?? { text: encodeLab(standardLab()), line: IMPLICIT_START };
      earlier = text === next.text ? next : versionOf(text);
      records.push(baseRecord(earlier, line), ...textRecords(earlier));
    } else if (moved !== 0) {
      const moving = versionOf(this.#at(place, this.history(place).position + moved).text);
      records.push(moveRecord(moved, earlier, moving));
      earlier = moving;
    }
    // A command that was done is a step, even if it changed nothing.
    return lines?.length === 0 ? records : [...records, ...stepRecords({ earlier, later: next, lines, script })];
  }

  /** A session after so many steps of the history that was read last. @throws LabError as `look`, `HISTORY_DAMAGED` */
  #at(place: SessionRef, position: number): OtherStep {
    const history = this.#seen.last(place)?.history ?? this.history(place);
    const seen = this.#seen.last(place);
    if (seen?.other?.position === position) return seen.other;
    const text = textAt(place, history, { text: seen?.text ?? '', position });
    const other = { position, text, lab: labOf(place, text) };
    if (seen !== undefined) seen.other = other;
    return other;
  }

  /** Keeps what was read of a session's history. */
  #see(place: SessionRef, history: RecordedHistory): void {
    const seen = this.#seen.last(place);
    if (seen !== undefined) Object.assign(seen, { history, other: null });
  }

  #isLocked({ path }: SessionRef): boolean {
    return [...this.#locks.values()].includes(path);
  }

  /** Null if there is no file. @throws LabError `SESSION_NOT_READABLE` */
  #read(place: SessionRef) {
    if (this.#seen.last(place) === undefined) this.#warnShared(place);
    return this.#seen.read(place);
  }

  /** What is left of it does no harm, but tells what was done. */
  #removeHistory(path: string): void {
    try {
      removeHistory(path);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      this.#warnings.add(error.message);
    }
  }

  /** Says so where others could put something else in the place of a session. */
  #warnShared({ name, path }: SessionRef): void {
    const folders = [dirname(followLinksIfCan(path)), ...(name === null ? [] : [dirname(this.#folder)])];
    const shared = folders.find(isShared);
    if (shared !== undefined) this.#warnings.add(`others can write in ${shared}, and so replace the session`);
  }

  #warnUnflushed({ path }: SessionRef, error: unknown): void {
    if (error !== null)
      this.#warnings.add(`${dirname(path)} cannot be flushed, ${reason(error)}: what was done may be lost if the power fails`);
  }

  /** Writes the history, then the session. @throws LabError `SESSION_NOT_WRITABLE`; both tell then what they told before */
  #save(place: SessionRef, lab: Lab, { present, next, records }: Saved): void {
    const path = historyOf(place);
    if (present === null) startHistory(path, records);
    const appended = present === null || records.length === 0 ? null : appendHistory(path, present, records);
    try {
      if (next.text === present?.text) this.#seen.note(place, next.text, lab);
      else this.#put(place, next.text, lab);
    } catch (error) {
      appended?.takeBack();
      throw error;
    }
    if (appended?.isLong === true) tidyHistory(path, next);
  }

  #put(place: SessionRef, text: string, lab: Lab | null): void {
    this.#warnUnflushed(place, writeText(place.path, text));
    this.#seen.note(place, text, lab);
  }
}

/** @throws LabError `HISTORY_DAMAGED` */
function textAt(
  { label }: SessionRef,
  history: RecordedHistory,
  { text, position }: { readonly text: string; readonly position: number },
): string {
  try {
    return history.textAt(text, position);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LabError('HISTORY_DAMAGED', `the history of session ${label} does not fit it`, 'The session is as it was.');
  }
}

function historyOf(place: SessionRef): string {
  return historyPath(followLinksIfCan(place.path));
}
