import { lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { codeOf } from '../files/fault-code.js';
import { isThere, readText } from '../files/file.js';
import { refused } from '../files/file-fault.js';
import { isShared } from '../files/folder.js';
import { isUnsettled, lockSettled } from '../files/intent.js';
import { LOCK_PATIENCE_MS } from '../files/lock.js';
import { removeLeftovers } from '../files/temporary.js';
import { checkWritable, followLinks, followLinksIfCan, makeFolder, writableTarget } from '../files/write-file.js';
import type { HistoryRecord, RecordedHistory } from './history.js';
import { IMPLICIT_START } from './history.js';
import { historyPath, parseHistory, readHistoryText } from './history-file.js';
import { baseRecord, moveRecord, stepRecords, textRecords } from './history-records.js';
import { historyOf, Saver } from './saver.js';
import type { OtherStep } from './session-cache.js';
import { labOf, SessionCache, textOf } from './session-cache.js';
import type { SessionRef } from './session-ref.js';
import { notFound } from './session-ref.js';
import type { AttachedFile, Change, Commit, PersistentShelf } from './shelf.js';
import type { Version } from './version.js';
import { versionOf } from './version.js';
import { Warnings } from './warnings.js';

/** How often a history is read again while another command is writing it. */
const READINGS = 5;

/** Labs as files, each with its history and its lock beside it. */
export class DiskShelf implements PersistentShelf {
  readonly separator = sep;
  readonly #folder: string;
  readonly #choiceFile: string;
  readonly #patienceMs: number;
  readonly #announce: (what: string) => void;
  readonly #warnings: Warnings;
  readonly #cache: SessionCache;
  /** Locks that are held, each with the path of the session that it was taken for. */
  readonly #locks = new Map<string, string>();
  readonly #saver: Saver;

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
    this.#cache = new SessionCache({
      keepsLabs: options.keepsLabs ?? false,
      announce: this.#announce,
      isLocked: (ref) => this.#isLocked(ref),
    });
    this.#saver = new Saver(this.#cache, this.#warnings);
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

  identify(ref: SessionRef): string {
    return followLinksIfCan(ref.path);
  }

  sizeOf({ path }: SessionRef): number | null {
    try {
      return statSync(path).size;
    } catch {
      return null;
    }
  }

  isThere(ref: SessionRef): boolean {
    this.#prepareToRead(ref);
    return isThere(ref.path);
  }

  look(ref: SessionRef): Lab | null {
    const cached = this.#read(ref);
    if (cached === null) return null;
    cached.lab ??= labOf(ref, cached.text);
    return cached.lab;
  }

  copy(ref: SessionRef): Lab | null {
    const cached = this.#read(ref);
    return cached === null ? null : labOf(ref, cached.text);
  }

  checkOut(ref: SessionRef): Lab | null {
    const lab = this.look(ref);
    const cached = this.#cache.last(ref);
    if (cached !== undefined) cached.lab = null;
    return lab;
  }

  checkIn(ref: SessionRef, lab: Lab): void {
    const cached = this.#cache.last(ref);
    if (cached !== undefined) cached.lab = lab;
  }

  discard(ref: SessionRef): void {
    this.#cache.forget(ref);
  }

  write(ref: SessionRef, lab: Lab, { line, isStart }: Change): void {
    const isAll = isStart && !this.isThere(ref);
    const start = isAll ? { text: encodeLab(lab), line } : null;
    this.commit(ref, { lab, start, moved: 0, lines: isAll || line === null ? [] : [line], script: null });
  }

  commit(ref: SessionRef, commit: Commit): void {
    const later = textOf(ref, commit.lab, this.#announce);
    const earlier = this.#read(ref)?.text ?? null;
    const present = earlier === null ? null : versionOf(earlier);
    const next = present !== null && later === earlier ? present : versionOf(later);
    this.#saver.save(ref, commit.lab, { present, next, records: this.#recordsOf(ref, commit, { present, next }) });
  }

  checkWritable(ref: SessionRef): void {
    if (ref.name === null) checkWritable(ref.path);
  }

  duplicate(from: SessionRef, to: SessionRef): void {
    this.duplicateAll([[from, to]]);
  }

  duplicateAll(pairs: readonly (readonly [from: SessionRef, to: SessionRef])[]): void {
    const copies = pairs.map(([from, to]) => {
      const cached = this.#read(from);
      // It was there just now, but somebody may have removed it by hand.
      if (cached === null) throw notFound(from);
      return { to, text: cached.text, history: this.#historyText(from) };
    });
    this.#saver.together((saving) => {
      for (const { to, text, history } of copies) {
        const path = historyOf(to);
        if (history !== null || isLinkOrThere(path)) this.#saver.putHistory(saving, to, history);
        this.#saver.put(saving, to, text, null);
      }
    });
  }

  remove(ref: SessionRef): void {
    this.#cache.forget(ref);
    if (!isLinkOrThere(ref.path)) throw notFound(ref);
    this.#saver.together(({ transaction, touched }) => {
      touched.push(ref);
      const anchor = this.identify(ref);
      const history = historyPath(ref.path);
      transaction.add({ anchor, path: ref.path, target: ref.path, text: null, like: null });
      if (this.#isRemovable(history)) transaction.add({ anchor, path: history, target: history, text: null, like: null });
    });
  }

  exclusively<Result>(ref: SessionRef, action: () => Result): Result {
    const release = this.hold(ref);
    try {
      return action();
    } finally {
      release();
    }
  }

  together<Result>(refs: readonly SessionRef[], action: () => Result): Result {
    const [first, ...others] = [...refs].sort((one, other) => (this.identify(one) < this.identify(other) ? -1 : 1));
    if (first === undefined) return this.#saver.together(action);
    return this.exclusively(first, () => this.together(others, action));
  }

  hold(ref: SessionRef): () => void {
    if (ref.name !== null) makeFolder(this.#folder);
    const path = followLinks(ref.path);
    if (this.#locks.has(path)) return () => {};
    const release = lockSettled(path, this.#patienceMs);
    this.#locks.set(path, ref.path);
    this.#cache.noteLock(ref);
    return () => {
      this.#locks.delete(path);
      release();
    };
  }

  history(ref: SessionRef): RecordedHistory {
    for (let reading = 1; ; reading += 1) {
      const cached = this.#read(ref);
      const known = this.#isLocked(ref) ? cached?.history : null;
      const history = known ?? parseHistory(this.#historyText(ref) ?? '', versionOf(cached?.text ?? ''));
      // If no record leads to the session, another command may have written both between the two readings.
      const isSettled = !history.isUnknown || this.#isLocked(ref) || reading === READINGS;
      if (!isSettled && this.#read(ref)?.text !== cached?.text) continue;
      if (known !== history) this.#noteHistory(ref, history);
      // A damaged session has no history that leads to it: then the damage is what to report.
      if (history.isUnknown) this.look(ref);
      return history;
    }
  }

  timeAt(ref: SessionRef, position: number): number {
    return this.labAt(ref, position).clock.nowNs();
  }

  labAt(ref: SessionRef, position: number): Lab {
    const cached = this.#cache.last(ref);
    if (cached?.history?.position !== position) return this.#at(ref, position).lab;
    cached.lab ??= labOf(ref, cached.text);
    return cached.lab;
  }

  textAt(ref: SessionRef, position: number): string {
    const { text } = this.#at(ref, position);
    return text;
  }

  goTo(ref: SessionRef, position: number): void {
    const history = this.history(ref);
    const earlier = versionOf(this.#read(ref)?.text ?? '');
    const { text, lab } = this.#at(ref, position);
    const next = versionOf(text);
    this.#saver.save(ref, lab, { present: earlier, next, records: [moveRecord(position - history.position, earlier, next)] });
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
    this.#settle(this.#choiceFile);
    return readText(this.#choiceFile)?.trim() ?? null;
  }

  writeChoice(name: string): void {
    makeFolder(dirname(this.#choiceFile));
    this.#saver.together(({ transaction, releases }) => {
      const { target, there } = writableTarget(this.#choiceFile);
      releases.push(lockSettled(target, this.#patienceMs));
      transaction.add({ anchor: target, path: this.#choiceFile, target, text: `${name}\n`, like: there });
    });
  }

  writeAttached(ref: SessionRef, { path, text, explain }: AttachedFile): void {
    this.#saver.together(({ transaction }) => {
      try {
        makeFolder(dirname(path));
        const { target, there } = writableTarget(path);
        removeLeftovers(target);
        transaction.add({ anchor: followLinks(ref.path), path, target, text, like: there, explain });
      } catch (error) {
        throw error instanceof LabError ? explain(error) : error;
      }
    });
  }

  /** The records of a commit. */
  #recordsOf(
    ref: SessionRef,
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
      const moving = versionOf(this.#at(ref, this.history(ref).position + moved).text);
      records.push(moveRecord(moved, earlier, moving));
      earlier = moving;
    }
    // A command that was done is a step, even if it changed nothing.
    return lines?.length === 0 ? records : [...records, ...stepRecords({ earlier, later: next, lines, script })];
  }

  /** A session after so many steps of the history that was read last. @throws LabError as `look`, `HISTORY_DAMAGED` */
  #at(ref: SessionRef, position: number): OtherStep {
    const history = this.#cache.last(ref)?.history ?? this.history(ref);
    const cached = this.#cache.last(ref);
    if (cached?.other?.position === position) return cached.other;
    const text = textAt(ref, history, { text: cached?.text ?? '', position });
    const other = { position, text, lab: labOf(ref, text) };
    if (cached !== undefined) cached.other = other;
    return other;
  }

  #noteHistory(ref: SessionRef, history: RecordedHistory): void {
    const cached = this.#cache.last(ref);
    if (cached !== undefined) Object.assign(cached, { history, other: null });
  }

  #historyText(ref: SessionRef): string | null {
    const path = historyOf(ref);
    const pending = this.#saver.pending(path);
    return pending === undefined ? readHistoryText(path) : pending;
  }

  #isLocked({ path }: SessionRef): boolean {
    return [...this.#locks.values()].includes(path);
  }

  /** Null if there is no file. @throws LabError `SESSION_NOT_READABLE` */
  #read(ref: SessionRef) {
    if (this.#cache.last(ref) === undefined) this.#prepareToRead(ref);
    return this.#cache.read(ref);
  }

  #prepareToRead(ref: SessionRef): void {
    const target = this.identify(ref);
    this.#warnShared(target, ref.name !== null);
    if (!this.#locks.has(target)) this.#settle(target);
  }

  /** Undoes what a dead process left half-way, or waits until a living one is through. Who may only read, reads what is there. */
  #settle(target: string): void {
    if (!isUnsettled(target)) return;
    try {
      lockSettled(target, this.#patienceMs)();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
    }
  }

  /** What cannot be removed with its session is left: it does no harm, but tells what was done. */
  #isRemovable(path: string): boolean {
    try {
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() === true)
        this.#warnings.add(refused('SESSION_NOT_WRITABLE', 'cannot be removed', path, IS_FOLDER).message);
      return stat !== undefined && !stat.isDirectory();
    } catch (error) {
      this.#warnings.add(refused('SESSION_NOT_WRITABLE', 'cannot be removed', path, error).message);
      return false;
    }
  }

  /** Warns if others could put another file in the place of a session. */
  #warnShared(target: string, isNamed: boolean): void {
    const folders = [dirname(target), ...(isNamed ? [dirname(this.#folder)] : [])];
    const shared = folders.find(isShared);
    if (shared !== undefined) this.#warnings.add(`other users can write to ${shared} and could replace the session`);
  }
}

const IS_FOLDER = Object.assign(new Error('EISDIR'), { code: 'EISDIR' });

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
    throw new LabError(
      'HISTORY_DAMAGED',
      `the history of session ${label} does not match the session`,
      'The session is unchanged.',
    );
  }
}

function isLinkOrThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path, error);
  }
}
