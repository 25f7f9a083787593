import { linkSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../core/errors.js';
import { codeOf } from './fault-code.js';
import { refused } from './file-fault.js';
import type { FoundLock, Holder } from './lock-holder.js';
import { describeHolder, isGone, readLock, thisProcess } from './lock-holder.js';
import { pause } from './pause.js';
import { namesIn, removeQuietly, temporaryName } from './temporary.js';
import { writeNew } from './write-file.js';

/** How long a command waits for another one, in milliseconds. */
export const LOCK_PATIENCE_MS = 10_000;

/** After this long, in milliseconds, a lock that does not say who holds it is nobody's. */
const DAMAGED_MS = 2_000;

/** How long to wait for others that take a lock away, in milliseconds. */
const GUARD_PATIENCE_MS = 1_000;

/** The last moment that a date can name, in milliseconds. */
const MAX_DATE_MS = 8.64e15;

/** Locks that this process could not remove when it let go of them. */
const left = new Set<string>();

/** Locks that this process holds. */
const held = new Set<string>();

/** A lock that was acquired. */
export interface Lock {
  readonly release: () => void;
  /** Whether another process held it: it may have died, and left temporary files. */
  readonly wasHeld: boolean;
}

/**
 * Acquires a lock, so that nobody else does anything under it. The lock is a file that can be made only once; one whose holder is gone is
 * removed.
 *
 * @param path of the lock file
 * @throws LabError `SESSION_LOCKED` if the holder lives and does not release it in time, `SESSION_NOT_WRITABLE`
 */
export function lock(path: string, patienceMs: number): Lock {
  const mine = describeHolder(thisProcess());
  const wasHeld = acquire(path, mine, patienceMs);
  held.add(path);
  const release = () => {
    held.delete(path);
    letGo(path, mine);
  };
  return { release, wasHeld };
}

/**
 * What is written into the lock is written before it is there, so that nobody ever finds half of one.
 *
 * @returns whether another process held it
 */
function acquire(path: string, mine: string, patienceMs: number): boolean {
  let wasHeld = false;
  const temporary = temporaryName(path);
  try {
    writeNew(temporary, mine, { isFlushed: false });
    let from: number | null = null;
    for (let pauseMs = 1; !tryMake(path, temporary, mine); pauseMs = Math.min(2 * pauseMs, 25)) {
      wasHeld = true;
      const found = readLock(path);
      if (found === null) continue;
      // The wall clock may be set meanwhile; Node takes a millisecond to make this one ready, so only who waits asks it.
      from ??= performance.now();
      const waitedMs = performance.now() - from;
      if (isStale(found, waitedMs) || (left.has(path) && found.text === mine)) {
        takeAway(path, found, mine);
        continue;
      }
      if (isDeadlock(path, found.holder)) throw deadlocked(found);
      if (waitedMs > patienceMs) throw locked(found, path);
      // Not quite so long, so that those who wait for the same lock do not go in step.
      pause(pauseMs * (0.5 + Math.random()));
    }
    return wasHeld;
  } catch (error) {
    throw error instanceof LabError ? error : cannotLock(path, error);
  } finally {
    removeQuietly(temporary);
  }
}

/** Reports that the session cannot be written, or the folder that has the name of the lock. */
function cannotLock(path: string, error: unknown): LabError {
  const faulty = codeOf(error) === 'EISDIR' ? path : path.replace(/\.lock$/, '');
  return refused('SESSION_NOT_WRITABLE', 'cannot be written', faulty, error);
}

/** @throws what the file system says */
function tryMake(path: string, temporary: string, mine: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    if (code === null || !WITHOUT_LINKS.has(code)) throw error;
    return tryMakePlain(path, mine);
  }
}

/** What file systems say that have no hard links. */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Where there are no links, it is written just after it is made: others leave it in peace for a while, although it says nothing yet. */
function tryMakePlain(path: string, mine: string): boolean {
  try {
    writeNew(path, mine, { isFlushed: false });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function isStale(found: FoundLock, waitedMs: number): boolean {
  return found.holder === null ? found.ageMs > DAMAGED_MS : isGone(found.holder, found.madeAtMs, waitedMs);
}

/**
 * Removes a lock that is nobody's, if it still is: by now its holder may have let go of it before it ended, and another process may have
 * made its own. Removing one requires another lock, so no process removes a lock that it has not examined.
 */
function takeAway(path: string, stale: FoundLock, mine: string): void {
  const guard = `${path}.guard`;
  try {
    acquire(guard, mine, GUARD_PATIENCE_MS);
  } catch (error) {
    // Another process has been removing it for long; the waiting caller names the lock's holder.
    if (error instanceof LabError && error.code === 'SESSION_LOCKED') return;
    throw error;
  }
  try {
    const now = readLock(path);
    if (now?.text !== stale.text || now.madeAtMs !== stale.madeAtMs) return;
    unlinkSync(path);
    left.delete(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  } finally {
    letGo(guard, mine);
  }
}

/** The work under the lock is complete: if the lock cannot be removed, the next process finds it stale and removes it. */
function letGo(path: string, mine: string): void {
  try {
    // Somebody may have removed it by hand, and somebody else made one.
    if (readLock(path)?.text === mine) unlinkSync(path);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    if (codeOf(error) !== 'ENOENT') left.add(path);
  }
}

/**
 * Whether the holder of a lock waits, itself or through others, for one that this process holds. Of all in the circle, those give up that did
 * not acquire their locks in the order of their paths: there is always one.
 */
function isDeadlock(path: string, holder: Holder | null): boolean {
  if ([...held].every((own) => own < path)) return false;
  const waiting = new Map([...new Set([path, ...held].map(dirname))].flatMap(waitingIn));
  let next = holder;
  while (next !== null) {
    const wanted = waiting.get(next.process);
    if (wanted === undefined || held.has(wanted)) return wanted !== undefined;
    waiting.delete(next.process);
    next = readLock(wanted)?.holder ?? null;
  }
  return false;
}

/** Processes, each with the lock in a folder that it waits for: as long as it waits, its temporary file exists. */
function waitingIn(folder: string): [process: number, lock: string][] {
  return namesIn(folder).flatMap((name): [number, string][] => {
    const [, lock, number] = /^\.(.+\.lock)\.(\d{1,10})\.[a-z0-9]+\.tmp$/.exec(name) ?? [];
    return lock === undefined ? [] : [[Number(number), join(folder, lock)]];
  });
}

function deadlocked({ holder }: FoundLock): LabError {
  return new LabError(
    'SESSION_LOCKED',
    `the session is in use by ${describeWho(holder)}, which waits for a session that is in use here`,
    'Let all scripts use their sessions in the same order.',
  );
}

function locked({ holder, madeAtMs }: FoundLock, path: string): LabError {
  const message = `the session is in use by ${describeWho(holder)}${describeSince(madeAtMs)}`;
  const isHere = holder !== null && holder.host === thisProcess().host;
  return new LabError(
    'SESSION_LOCKED',
    message,
    `${isHere ? 'If it hangs, end it; if it is not mcast' : 'If it has ended'}, remove ${path}`,
  );
}

/** Empty if the file's date is none. */
function describeSince(madeAtMs: number): string {
  if (!(Math.abs(madeAtMs) <= MAX_DATE_MS)) return '';
  return ` since ${new Date(madeAtMs).toISOString().replace('T', ' ').replace(/\..*/, ' UTC')}`;
}

function describeWho(holder: Holder | null): string {
  if (holder === null) return 'another process';
  return `process ${holder.process}${holder.host === thisProcess().host ? '' : ` on ${holder.host}`}`;
}
