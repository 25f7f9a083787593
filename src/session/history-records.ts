import type { HistoryRecord, LoggedLine } from './history.js';
import { charactersOfLines, charactersOfPatch } from './history.js';
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

/** The record of steps that were undone, or done again. */
export function moveRecord(by: number, earlier: Version, later: Version): HistoryRecord {
  return { kind: 'move', by, before: earlier.fingerprint, after: later.fingerprint };
}

/** The same record, without commands if it has too many. */
export function cutLog(record: HistoryRecord): HistoryRecord {
  if (record.kind !== 'base' || charactersOfLines(record.earlier) <= LOG_CHARACTERS_AT_MOST) return record;
  return { ...record, earlier: [], isComplete: false };
}
