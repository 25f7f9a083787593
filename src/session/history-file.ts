import type { Stats } from 'node:fs';
import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, lstatSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../core/errors.js';
import { codeOf } from '../files/fault-code.js';
import { checkIsFile, readTextNoLink } from '../files/file.js';
import { refused } from '../files/file-fault.js';
import { statIfCan, syncFolder } from '../files/folder.js';
import { isTooLarge } from '../files/memory.js';
import { removeQuietly } from '../files/temporary.js';
import { followOwnLinks, makeLike, replaceFile, writeAll } from '../files/write-file.js';
import type { HistoryRecord } from './history.js';
import { RecordedHistory } from './history.js';
import type { Tail } from './history-records.js';
import {
  baseRecord,
  cutLog,
  formatRecord,
  parseRecord,
  parseTail,
  TAIL_BYTES,
  TEXT_START,
  textRecords,
} from './history-records.js';
import type { Version } from './version.js';

/** Steps that can be undone at least, however many there were, unless what they changed is more than is kept. */
export const UNDOABLE_STEPS = 128;

/** Number of records after which a history file is rewritten with only the newest steps. */
const RECORDS_AT_MOST = 2 * UNDOABLE_STEPS;

/** A file larger than this is rewritten too, in bytes; less, if less can be read. */
const BYTES_AT_MOST = 200_000_000;

/** Maximum characters of commands and of their changes to keep when a file is rewritten. */
const CHARACTERS_KEPT = 50_000_000;

/** A longer one is dropped when the file is rewritten; one that is longer still is never written. */
const LARGE_TEXT = 32_000_000;

/** Where the history of a session file is. */
export function historyPath(sessionPath: string): string {
  return `${sessionPath}${SUFFIX}`;
}

const SUFFIX = '.history';

/**
 * What is known of how a session came to be as it is. A missing or damaged history is empty, and not an error.
 *
 * @throws LabError `SESSION_NOT_READABLE` if the file system refuses it
 */
export function readHistory(path: string, present: Version): RecordedHistory {
  return parseHistory(readHistoryText(path) ?? '', present);
}

/** The same, of the text of a history. */
export function parseHistory(text: string, { fingerprint }: Version): RecordedHistory {
  return RecordedHistory.of(parseRecords(text), fingerprint);
}

/** Where a history is written, and whose permissions it gets. @throws LabError `SESSION_NOT_WRITABLE` */
export function historyTarget(path: string): { readonly target: string; readonly like: Stats | null } {
  try {
    return { target: followOwnLinks(path), like: sessionOf(path) };
  } catch (error) {
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path, error);
  }
}

/** The text of a history with more records at its end. */
export function extendText(text: string, records: readonly HistoryRecord[]): string {
  const first = (parseTail(text.slice(-TAIL_BYTES))?.number ?? -1) + 1;
  return text + records.map((record, index) => formatRecord(record, first + index)).join('');
}

/** What came of adding records. */
export interface Appended {
  /** Whether the file has become so long that it should be {@link tidyHistory tidied} once the session is written. */
  readonly isLong: boolean;
  /** Takes the records out again if possible: they do no harm if the session is never written. */
  readonly takeBack: () => void;
}

/**
 * Adds records, before the session itself is written, and flushes them: so that a session never lacks the step that led to it.
 *
 * @param present the session as it is until then
 * @throws LabError `SESSION_NOT_WRITABLE`; then the file is unchanged
 */
export function appendHistory(path: string, present: Version, records: readonly HistoryRecord[]): Appended {
  try {
    const target = followOwnLinks(path);
    const isNew = lstatSync(target, { throwIfNoEntry: false }) === undefined;
    const { O_RDWR, O_CREAT, O_APPEND, O_NONBLOCK, O_NOFOLLOW } = constants;
    const descriptor = openSync(target, O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK | O_NOFOLLOW, 0o600);
    try {
      return appendTo(descriptor, { path, made: isNew ? target : null, present, records });
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path, error);
  }
}

/** Rewrites a long history with only the newest steps. A failure is ignored, since it can be done later. */
export function tidyHistory(path: string, present: Version): void {
  try {
    const keeping = { undoable: UNDOABLE_STEPS, characters: CHARACTERS_KEPT };
    const kept = readHistory(path, present).compacted(present.fingerprint, keeping).map(cutLog);
    const records = [...kept, ...textRecords(present, LARGE_TEXT)];
    // All have the number 0, so that it takes as many more until the next time.
    const { target, like } = historyTarget(path);
    replaceFile(target, records.map((record) => formatRecord(record, 0)).join(''), like);
    syncFolder(dirname(path));
  } catch (error) {
    if (!(error instanceof LabError) && codeOf(error) === null) throw error;
  }
}

interface Addition {
  readonly path: string;
  /** The file itself if it was just made. */
  readonly made: string | null;
  readonly present: Version;
  readonly records: readonly HistoryRecord[];
}

/** @throws what the file system says */
function appendTo(descriptor: number, { path, made, present, records }: Addition): Appended {
  const stat = fstatSync(descriptor);
  checkIsFile(stat);
  if (stat.size === 0) makeLike(descriptor, sessionOf(path));
  const tail = readTail(descriptor, stat.size);
  const fits = tail?.after === present.fingerprint;
  const between = fits ? [] : connect(path, present, stat.size);
  const first = tail === null ? 0 : tail.number + 1;
  const lines = [...between, ...records].map((record, index) => formatRecord(record, first + index));
  // A truncated record ends here, and is ignored.
  try {
    writeAll(descriptor, `${tail === null && stat.size > 0 ? '\n' : ''}${lines.join('')}`);
    fsyncSync(descriptor);
  } catch (error) {
    if (made === null) cutQuietly(() => ftruncateSync(descriptor, stat.size));
    else removeQuietly(made);
    throw error;
  }
  const { size } = fstatSync(descriptor);
  const isLong = first + lines.length > RECORDS_AT_MOST || size > BYTES_AT_MOST || isTooLarge(2 * size);
  return { isLong, takeBack: () => (made === null ? cutQuietly(() => cutTo(path, stat)) : removeQuietly(made)) };
}

/** Records of what never came to the session do no harm. */
function cutQuietly(cut: () => void): void {
  try {
    cut();
  } catch (error) {
    if (codeOf(error) === null) throw error;
  }
}

/** Cuts a file to the length that it had, if it is still the same file. */
function cutTo(path: string, { ino, dev, size }: Stats): void {
  const { O_WRONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  const descriptor = openSync(followOwnLinks(path), O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const now = fstatSync(descriptor);
    if (now.ino === ino && now.dev === dev) ftruncateSync(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}

/** The records to write first if the new ones do not follow from the last one in the file. */
function connect(path: string, present: Version, size: number): HistoryRecord[] {
  // Errors here are ignored.
  const records = isTooLarge(size) ? [] : parseRecords(readHistoryText(path) ?? '');
  const last = records.at(-1);
  const isKnown = last !== undefined && !RecordedHistory.of(records, present.fingerprint).isUnknown;
  if (isKnown) return [{ kind: 'void', before: last.after, after: present.fingerprint }];
  return [baseRecord(present, null), ...textRecords(present)];
}

/** Null if there is no record, or what came last is none. */
function readTail(descriptor: number, size: number): Tail | null {
  const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
  const length = readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
  return parseTail(bytes.toString('latin1', 0, length));
}

/** Whole texts are left out: they are for {@link readHistoryLines}. */
function parseRecords(text: string): HistoryRecord[] {
  return text.split('\n').flatMap((line) => (line.startsWith(TEXT_START) ? [] : parseRecord(line)));
}

/** Every line of a history with its number, from 1, and the record that it holds: null if it holds none. */
export function readHistoryLines(path: string): { readonly number: number; readonly record: HistoryRecord | null }[] {
  const lines = (readHistoryText(path) ?? '')
    .split('\n')
    .map((line, index) => ({ number: index + 1, record: parseRecord(line)[0] ?? null, line }));
  return lines.flatMap(({ line, ...read }) => (line === '' ? [] : [read]));
}

/** Null if there is no history file. @throws LabError `SESSION_NOT_READABLE` if it cannot be told */
export function readHistoryText(path: string): string | null {
  try {
    return readTextNoLink(followOwnLinks(path));
  } catch (error) {
    const code = codeOf(error);
    if (code !== null && (NO_HISTORY.has(code) || (code === 'TOO_LARGE' && isTooLargeForAny(path)))) return null;
    throw refused('SESSION_NOT_READABLE', 'cannot be read', path, error);
  }
}

/** Whether a file is larger than any history that we write, on any machine. */
function isTooLargeForAny(path: string): boolean {
  return (statIfCan(path)?.size ?? 0) > 2 * BYTES_AT_MOST;
}

/** The result for a file that is not a history. */
const NO_HISTORY = new Set(['EISDIR', 'ELOOP', 'ENOTDIR', 'ENXIO', 'IS_LINK', 'NOT_A_FILE']);

/** Who may read a session may read its history. Null if there is none yet. */
function sessionOf(path: string): Stats | null {
  return statSync(path.slice(0, -SUFFIX.length), { throwIfNoEntry: false }) ?? null;
}
