import { constants, copyFileSync, linkSync, lstatSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { decodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import { codeOf } from '../files/fault-code.js';
import { readText, readTextNoLink } from '../files/file.js';
import { fault, refused, showPath } from '../files/file-fault.js';
import { syncFolder } from '../files/folder.js';
import { claimMemory } from '../files/memory.js';
import { removeQuietly } from '../files/temporary.js';
import { followLinks, followLinksIfCan, writeText } from '../files/write-file.js';
import type { HistoryRecord } from './history.js';
import { RecordedHistory } from './history.js';
import { historyPath, readHistoryLines } from './history-file.js';
import { RecordedTexts } from './recorded-texts.js';
import type { SessionRef } from './session-ref.js';
import { notFound } from './session-ref.js';
import { fingerprintOf } from './version.js';

/** What came of a check, and of a repair if that was asked for. */
export interface Examined {
  readonly sound: boolean;
  /** `line` is where the file differs from what it should be, if that is known. */
  readonly problem: { readonly code: LabError['code']; readonly message: string; readonly line: number | null } | null;
  readonly history: CheckedHistory;
  readonly good: { readonly nowNs: number; readonly command: string | null } | null;
  readonly restored: boolean;
  /** Where the damaged file is kept, if another one took its place. */
  readonly kept: string | null;
}

/** What is asked for. */
interface Asked {
  /** Whether it is restored if it is damaged. */
  readonly repair: boolean;
  /** Tells whether there is a session file: asked under the lock, since another command may just have started one. */
  readonly isThere: () => boolean;
}

/** What is wrong with a session file, and what can be done about it. */
interface Checked {
  /** Null if it is sound. */
  readonly problem: LabError | null;
  readonly history: CheckedHistory;
  /** The newest state that can be made again from the history. Null if there is none, or if none is needed. */
  readonly good: GoodState | null;
}

/** A history file, beside the session. */
interface CheckedHistory {
  readonly path: string;
  readonly records: number;
  /** Numbers of the lines that hold no record, from 1. */
  readonly damagedLines: readonly number[];
  /** Whether a record leads to the session as it is. */
  readonly fits: boolean;
  readonly undoable: number;
  readonly redoable: number;
}

interface GoodState {
  readonly text: string;
  readonly nowNs: number;
  /** The last command before it; null if nobody knows. */
  readonly command: string | null;
  /** Number of the first line in which the damaged file differs, from 1. */
  readonly line: number;
}

/** What can be damage, and not just something that this program does not know. */
const DAMAGE = new Set(['SESSION_CORRUPT', 'SESSION_NOT_FOUND', 'SESSION_NOT_OURS', 'SESSION_NOT_READABLE']);

/**
 * Looks at a session, and restores it if it is damaged and that is asked for.
 *
 * @param lock takes the session's lock, and returns what lets go of it; null if nothing is really done
 * @throws LabError `SESSION_NOT_FOUND`, `SESSION_NOT_READABLE`, `SESSION_NOT_WRITABLE`, `SESSION_LOCKED`
 */
export function examine(place: SessionRef, asked: Asked, lock: (() => () => void) | null): Examined {
  const release = lock?.();
  try {
    const isThere = asked.isThere();
    const aside = checkHistoryIsFile(place, lock !== null);
    const { problem, history, good } = checkSession(place, isThere);
    if (!isThere && good === null) throw notFound(place);
    const kept = lock !== null && good !== null ? restoreSession(place, good, isThere) : aside;
    return {
      sound: problem === null,
      problem:
        problem === null ? null : { code: problem.code, message: problem.message, line: isThere ? (good?.line ?? null) : null },
      history,
      good: good === null ? null : { nowNs: good.nowNs, command: good.command },
      restored: asked.repair && good !== null,
      kept,
    };
  } finally {
    release?.();
  }
}

/**
 * Anything but a regular file at the path of the history, such as a folder, keeps the session from being changed.
 *
 * @param repair whether to move it aside
 * @returns the path it was moved to; null if there was nothing to move
 * @throws LabError `SESSION_NOT_WRITABLE` if it stays
 */
function checkHistoryIsFile({ label, path: session }: SessionRef, repair: boolean): string | null {
  const path = historyPath(followLinksIfCan(session));
  if (mayBeHistory(path)) return null;
  if (!repair) {
    const message = `session ${label} cannot be changed: ${showPath(path)} is not a regular file`;
    throw new LabError('SESSION_NOT_WRITABLE', message, null, { kind: 'history' });
  }
  return keepBeside(path, moveBeside);
}

/** Whether there is nothing, a regular file, or a link, which reading it then examines. @throws LabError `SESSION_NOT_READABLE` */
function mayBeHistory(path: string): boolean {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    return stat === undefined || stat.isFile() || stat.isSymbolicLink();
  } catch (error) {
    throw refused('SESSION_NOT_READABLE', 'cannot be read', path, error);
  }
}

/**
 * Looks at a session file and its history, and changes nothing.
 *
 * @throws LabError `SESSION_NOT_READABLE` if the file system refuses it
 */
function checkSession(place: SessionRef, isThere: boolean): Checked {
  const target = followLinksIfCan(place.path);
  // Read as bytes, even if it is no longer text.
  const text = readAsItIs(place, target);
  const gone = new LabError('SESSION_NOT_FOUND', `the file of session ${place.label} no longer exists`);
  const problem = isThere ? problemOf(place) : gone;
  const path = historyPath(target);
  const lines = readHistoryLines(path);
  const records = lines.flatMap(({ record }) => record ?? []);
  const history = RecordedHistory.of(records, fingerprintOf(text));
  const good = problem !== null && DAMAGE.has(problem.code) ? newestGood(records, text) : null;
  return {
    problem,
    history: {
      path,
      records: records.length,
      damagedLines: lines.flatMap(({ number, record }) => (record === null ? [number] : [])),
      fits: !history.isUnknown,
      undoable: history.position,
      redoable: history.steps.length - history.position,
    },
    good,
  };
}

/**
 * Replaces a damaged file by a good state; the damaged file is kept next to it under a new name.
 *
 * @returns where the damaged file is kept; null if it is gone
 * @throws LabError `SESSION_NOT_WRITABLE`; then the file is unchanged
 */
function restoreSession({ path }: SessionRef, { text }: GoodState, isThere: boolean): string | null {
  const target = followLinks(path);
  const kept = isThere ? keepBeside(target, putBeside) : null;
  try {
    writeText(path, text);
  } catch (error) {
    if (kept !== null) removeQuietly(kept);
    throw error;
  }
  return kept;
}

function readAsItIs({ path }: SessionRef, target: string): string {
  try {
    return readTextNoLink(target) ?? '';
  } catch (error) {
    throw refused('SESSION_NOT_READABLE', 'cannot be read', path, error);
  }
}

function problemOf({ label, path }: SessionRef): LabError | null {
  try {
    decodeLab(readText(path) ?? '', claimMemory);
    return null;
  } catch (error) {
    if (!isAboutText(error)) throw error;
    return error.withMessage(`session ${label} is damaged: ${error.message}`);
  }
}

/** Whether something is wrong with what was read, and not with the memory for it. */
function isAboutText(error: unknown): error is LabError {
  return error instanceof LabError && error.code !== 'SESSION_TOO_LARGE';
}

/** Goes back through the records until a state is found that can be made again and loads. */
function newestGood(records: readonly HistoryRecord[], damaged: string): GoodState | null {
  const texts = new RecordedTexts(records);
  const tried = new Set<string>();
  for (const [index, { after: present }] of [...records.entries()].reverse()) {
    if (tried.has(present)) continue;
    tried.add(present);
    const text = texts.of(present);
    const nowNs = text === null ? null : timeOf(text);
    if (text === null || nowNs === null) continue;
    const history = RecordedHistory.of(records.slice(0, index + 1), present);
    return { text, nowNs, command: lastCommand(history), line: firstDifference(text, damaged) };
  }
  return null;
}

/** Null if it is not a session. */
function timeOf(text: string): number | null {
  try {
    return decodeLab(text, claimMemory).clock.nowNs();
  } catch (error) {
    if (!isAboutText(error)) throw error;
    return null;
  }
}

function lastCommand({ steps, position, earlier }: RecordedHistory): string | null {
  return (steps[position - 1]?.lines ?? earlier).at(-1)?.line ?? null;
}

function firstDifference(good: string, damaged: string): number {
  const lines = damaged.split('\n');
  const at = good.split('\n').findIndex((line, index) => line !== lines[index]);
  return (at === -1 ? lines.length : at) + 1;
}

/**
 * Keeps what is damaged under the first name beside it that is free.
 *
 * @param keep adds that name, or replaces its name. @throws what the file system says, `EEXIST` if the name is taken
 */
function keepBeside(target: string, keep: (target: string, kept: string) => void): string {
  for (let number = 1; ; number += 1) {
    const kept = `${target}.damaged-${number}`;
    try {
      keep(target, kept);
      syncFolder(dirname(target));
      return kept;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw refused('SESSION_NOT_WRITABLE', 'cannot be written', kept, error);
    }
  }
}

/** The damaged file stays in its place until another one takes it: there is never none. */
function putBeside(target: string, kept: string): void {
  try {
    linkSync(target, kept);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    copyFileSync(target, kept, constants.COPYFILE_EXCL);
  }
}

/** What is not a regular file can have no second name. */
function moveBeside(target: string, kept: string): void {
  if (lstatSync(kept, { throwIfNoEntry: false }) !== undefined) throw fault('EEXIST');
  renameSync(target, kept);
}
