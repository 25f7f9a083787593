import type { HistoryRecord, LoggedLine } from './history.js';
import { charactersOfLines, charactersOfPatch } from './history.js';
import type { TextPatch } from './text-patch.js';
import { diffLines } from './text-patch.js';
import type { Version } from './version.js';

/** Commands that a history keeps at most, in characters; with more of them it keeps none, and is not complete any more. */
const LOG_CHARACTERS_AT_MOST = 32_000_000;

/** What one step changed at most, in characters, so that it can be undone. */
const PATCH_CHARACTERS_AT_MOST = 64_000_000;

/** A text up to this length, in characters, is written down whenever a history begins. */
const SMALL_TEXT = 65_536;

/** What a changing command adds to the history. */
export interface AddedStep {
  readonly earlier: Version;
  readonly later: Version;
  /** Null if they were too many to remember. */
  readonly lines: readonly LoggedLine[] | null;
  readonly script: string | null;
}

/** The record of a session that is started, or was found as it is. @param line the command that started it; null if nobody knows */
export function baseRecord({ fingerprint }: Version, line: LoggedLine | null): HistoryRecord {
  return { kind: 'base', earlier: line === null ? [] : [line], isComplete: line !== null, before: '', after: fingerprint };
}

/** The session's text in whole, if it is not too long to be written once more. */
export function textRecords({ text, fingerprint }: Version, longest = SMALL_TEXT): HistoryRecord[] {
  return text.length > longest ? [] : [{ kind: 'text', text, before: fingerprint, after: fingerprint }];
}

/** The records of a step: more than one if it is too much to remember. */
export function stepRecords({ earlier, later, lines, script }: AddedStep): HistoryRecord[] {
  const patch = diffLines(earlier.text, later.text);
  if (charactersOfPatch(patch) > PATCH_CHARACTERS_AT_MOST) return [baseRecord(later, null)];
  const isKept = lines !== null && charactersOfLines(lines) <= LOG_CHARACTERS_AT_MOST;
  const fitting = { before: earlier.fingerprint, after: later.fingerprint };
  const step: HistoryRecord = { kind: 'step', patch, lines: isKept ? lines : [], script, ...fitting };
  return isKept ? [step] : [baseRecord(earlier, null), step];
}

/** The record of steps that were undone or redone. */
export function moveRecord(by: number, earlier: Version, later: Version): HistoryRecord {
  return { kind: 'move', by, before: earlier.fingerprint, after: later.fingerprint };
}

/** The same record, without commands if it has too many. */
export function cutLog(record: HistoryRecord): HistoryRecord {
  if (record.kind !== 'base' || charactersOfLines(record.earlier) <= LOG_CHARACTERS_AT_MOST) return record;
  return { ...record, earlier: [], isComplete: false };
}

/** How much of the end of a file tells what its last record is, in bytes. */
export const TAIL_BYTES = 100;

/** The last record of a file. */
export interface Tail {
  /** Where it leads. */
  readonly after: string;
  /** Number of records added before it since the file was rewritten. */
  readonly number: number;
}

/** How the line of a whole text begins. */
export const TEXT_START = '{"kind":"text",';

/** One line with its end; what tells where the record leads and which one it is stands at its end. */
export function formatRecord(record: HistoryRecord, number: number): string {
  const { before, after, ...fields } = record;
  const packed = {
    ...fields,
    ...('lines' in fields && { lines: packLog(fields.lines) }),
    ...('earlier' in fields && { earlier: packLog(fields.earlier) }),
  };
  return `${JSON.stringify({ ...packed, before, after, number })}\n`;
}

/** Commands as one text, which costs a fraction of what a list of them does. */
function packLog(lines: readonly LoggedLine[]): string {
  let text = '';
  for (const { line, atNs } of lines) text += `${text === '' ? '' : '\n'}${atNs} ${line}`;
  return text;
}

/** The reverse of {@link packLog}. Text that is not a packed log is kept, and rejected later. */
function unpackLog(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  if (text === '') return [];
  return text.split('\n').map((line) => {
    const space = line.indexOf(' ');
    return { line: line.slice(space + 1), atNs: /^\d+$/.test(line.slice(0, space)) ? Number(line.slice(0, space)) : null };
  });
}

/** What the last {@link TAIL_BYTES} of a file tell. Null if they are not the end of a record. */
export function parseTail(text: string): Tail | null {
  const found = /,"after":"([^"]+)","number":(\d{1,9})\}\n$/.exec(text);
  const [, after = '', number = ''] = found ?? [];
  return found === null ? null : { after, number: Number(number) };
}

/** Empty for a line that is not a record, such as a truncated one. */
export function parseRecord(line: string): HistoryRecord[] {
  if (line === '') return [];
  try {
    const packed: unknown = JSON.parse(line);
    if (!isObject(packed)) return [];
    const record = { ...packed };
    for (const name of ['lines', 'earlier']) if (name in packed) record[name] = unpackLog(packed[name]);
    return isRecord(record) ? [record] : [];
  } catch {
    return [];
  }
}

function isRecord(value: unknown): value is HistoryRecord {
  if (!isObject(value) || typeof value.before !== 'string' || typeof value.after !== 'string') return false;
  switch (value.kind) {
    case 'base':
      return isLog(value.earlier) && typeof value.isComplete === 'boolean' && value.before === '';
    case 'step':
      return isLog(value.lines) && (value.script === null || typeof value.script === 'string') && isPatch(value.patch);
    case 'move':
      return Number.isSafeInteger(value.by);
    case 'text':
      return typeof value.text === 'string' && value.before === value.after;
    default:
      return value.kind === 'void';
  }
}

function isLog(value: unknown): value is LoggedLine[] {
  const isLine = (line: unknown) => isObject(line) && typeof line.line === 'string' && isWhole(line.atNs);
  return Array.isArray(value) && value.every(isLine);
}

function isPatch(value: unknown): value is TextPatch {
  const isHunk = ([at, earlier, later]: unknown[]) => isWhole(at) && typeof earlier === 'string' && typeof later === 'string';
  return Array.isArray(value) && value.every((hunk) => Array.isArray(hunk) && isHunk(hunk));
}

function isWhole(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
