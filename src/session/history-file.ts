import { closeSync, constants, fstatSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { LabError } from '../core/errors.js';
import { checksum } from './checksum.js';
import { codeOf } from './fault-code.js';
import { readText, refused, writeText } from './file.js';
import type { HistoryRecord, LoggedLine } from './history.js';
import { RecordedHistory } from './history.js';
import type { TextPatch } from './text-patch.js';

/** Steps that can be undone at least, however many there were. */
export const UNDOABLE_STEPS = 128;

/** Records after which a history file is written anew, with the newest steps alone. */
const RECORDS_AT_MOST = 2 * UNDOABLE_STEPS;

/** Commands that a history keeps at most, in characters; with more of them it keeps none, and is not complete any more. */
const LOG_CHARACTERS_AT_MOST = 32_000_000;

/** How much of the end of a file tells what its last record is. */
const TAIL_BYTES = 160;

/** What a changing command adds to the history. */
export interface AddedStep {
  /** The text of the session before. */
  readonly earlier: string;
  readonly later: string;
  readonly patch: TextPatch;
  /** Null if they were too many to remember. */
  readonly lines: readonly LoggedLine[] | null;
  readonly script: string | null;
}

/** What tells one text of a session from another. */
export function fingerprint(text: string): string {
  const bytes = Buffer.from(text);
  return `${bytes.length.toString(36)}.${checksum(bytes).toString(36)}`;
}

/** Where the history of a session file is. */
export function historyPath(sessionPath: string): string {
  return `${sessionPath}.history`;
}

/** What is known of how a session came to be as it is. A history that is missing or damaged tells nothing, and is no fault. */
export function readHistory(path: string, text: string): RecordedHistory {
  return RecordedHistory.of(readRecords(path), fingerprint(text));
}

/**
 * Begins a history anew: the session is started with this text.
 *
 * @param line the command that starts it; null if it was made in another way
 * @throws LabError `SESSION_NOT_WRITABLE`
 */
export function startHistory(path: string, text: string, line: LoggedLine | null): void {
  writeText(path, format(line === null ? baseOf(text, [], false) : baseOf(text, [line], true), 0));
}

/** Adds a step, before the session itself is written. @throws LabError `SESSION_NOT_WRITABLE` */
export function addStep(path: string, { earlier, later, patch, lines, script }: AddedStep): void {
  const fields = { before: fingerprint(earlier), after: fingerprint(later), patch, script };
  if (lines !== null && charactersOf(lines) <= LOG_CHARACTERS_AT_MOST) {
    append(path, earlier, { kind: 'step', ...fields, lines });
    return;
  }
  writeText(path, format(baseOf(earlier, [], false), 0));
  append(path, earlier, { kind: 'step', ...fields, lines: [] });
}

/** Notes that steps were undone, or done again. @throws LabError `SESSION_NOT_WRITABLE` */
export function addMove(path: string, by: number, earlier: string, later: string): void {
  append(path, earlier, { kind: 'move', by, before: fingerprint(earlier), after: fingerprint(later) });
}

/** Puts the history of one session in place of another's, or of none. @throws LabError `SESSION_NOT_WRITABLE` */
export function copyHistory(from: string, to: string): void {
  const text = readOwn(from);
  if (text === null) removeHistory(to);
  else writeText(to, text);
}

/** @throws LabError `SESSION_NOT_WRITABLE` */
export function removeHistory(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw refused('SESSION_NOT_WRITABLE', 'cannot be removed', path, error);
  }
}

/** The last record of a file. */
interface Tail {
  readonly before: string;
  readonly after: string;
  /** Records in front of it. */
  readonly number: number;
}

function append(path: string, earlier: string, record: HistoryRecord, isCompacted = false): void {
  let tail: Tail | null;
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
    tail = readTail(descriptor);
    if (tail === null || tail.number < RECORDS_AT_MOST || isCompacted) {
      const bytes = Buffer.from(joining(tail, earlier, record));
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
      return;
    }
  } catch (error) {
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path, error);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
  compact(path, earlier);
  append(path, earlier, record, true);
}

/** A record, with what has to stand before it so that it follows from what is in the file. */
function joining(tail: Tail | null, earlier: string, record: HistoryRecord): string {
  // A record that was cut off in the middle ends here, and is no record.
  if (tail === null) return `\n${format(baseOf(earlier, [], false), 0)}${format(record, 1)}`;
  if (tail.after === record.before) return format(record, tail.number + 1);
  const isLastUndone = tail.before === record.before;
  const between: HistoryRecord = isLastUndone
    ? { kind: 'void', before: tail.after, after: tail.before }
    : baseOf(earlier, [], false);
  return `${format(between, tail.number + 1)}${format(record, tail.number + 2)}`;
}

function compact(path: string, text: string): void {
  const records = readHistory(path, text).compacted(text, UNDOABLE_STEPS, fingerprint).map(cutLog);
  writeText(path, records.map(format).join(''));
}

/** The same record, without commands if it has too many. */
function cutLog(record: HistoryRecord): HistoryRecord {
  if (record.kind !== 'base' || charactersOf(record.earlier) <= LOG_CHARACTERS_AT_MOST) return record;
  return { ...record, earlier: [], isComplete: false };
}

function baseOf(text: string, earlier: readonly LoggedLine[], isComplete: boolean): HistoryRecord {
  return { kind: 'base', earlier, isComplete, text, before: '', after: fingerprint(text) };
}

/** One line; what tells where the record fits and which one it is stands at its end. */
function format(record: HistoryRecord, number: number): string {
  const { before, after, ...fields } = record;
  return `${JSON.stringify({ ...fields, before, after, number })}\n`;
}

/** Null if the file has no record at its end. */
function readTail(descriptor: number): Tail | null {
  const { size } = fstatSync(descriptor);
  const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
  const length = readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
  const found = /"before":"([^"]*)","after":"([^"]+)","number":(\d+)\}\n$/.exec(bytes.toString('latin1', 0, length));
  if (found === null) return null;
  const [, before = '', after = '', number = ''] = found;
  return { before, after, number: Number(number) };
}

function readRecords(path: string): HistoryRecord[] {
  const text = readOwn(path);
  return text === null ? [] : text.split('\n').flatMap(parseRecord);
}

/** Null if there is none that can be read. */
function readOwn(path: string): string | null {
  try {
    return readText(path);
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** Nothing if the line is no record, as one that was cut off. */
function parseRecord(line: string): HistoryRecord[] {
  if (line === '') return [];
  try {
    const record: unknown = JSON.parse(line);
    return isRecord(record) ? [record] : [];
  } catch {
    return [];
  }
}

function isRecord(value: unknown): value is HistoryRecord {
  if (!isObject(value) || typeof value.before !== 'string' || typeof value.after !== 'string') return false;
  switch (value.kind) {
    case 'base':
      return isLog(value.earlier) && typeof value.isComplete === 'boolean' && typeof value.text === 'string';
    case 'step':
      return isLog(value.lines) && (value.script === null || typeof value.script === 'string') && isPatch(value.patch);
    case 'move':
      return Number.isInteger(value.by);
    default:
      return value.kind === 'void';
  }
}

function isLog(value: unknown): value is LoggedLine[] {
  const isLine = (line: unknown) => isObject(line) && typeof line.line === 'string' && typeof line.atNs === 'number';
  return Array.isArray(value) && value.every(isLine);
}

function isPatch(value: unknown): value is TextPatch {
  const isHunk = ([at, earlier, later]: unknown[]) =>
    Number.isInteger(at) && typeof earlier === 'string' && typeof later === 'string';
  return Array.isArray(value) && value.every((hunk) => Array.isArray(hunk) && isHunk(hunk));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function charactersOf(lines: readonly LoggedLine[]): number {
  return lines.reduce((sum, { line }) => sum + line.length, 0);
}
