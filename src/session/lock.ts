import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { LabError } from '../core/errors.js';
import { codeOf } from './fault-code.js';
import { refused } from './file.js';
import { pause } from './pause.js';
import { hostName } from './system.js';

/** How long a command waits for another one, in milliseconds. */
export const LOCK_PATIENCE_MS = 10_000;

/** After this long, in milliseconds, a lock that does not say who holds it was left by a process that died while it made it. */
const HALF_MADE_MS = 2_000;

/** Who holds a lock, as its file says. */
interface Holder {
  readonly host: string;
  readonly process: number;
  /** When the process started, in the system's own measure; tells it from a later one with the same number. Null if unknown. */
  readonly started: string | null;
}

/**
 * Takes a lock, so that nobody else does anything under it. The lock is a file that can be made only once; one whose holder is gone is
 * taken away.
 *
 * @param path of the lock file
 * @returns what lets go of it
 * @throws LabError `SESSION_LOCKED` if the holder lives and does not let go in time, `SESSION_NOT_WRITABLE`
 */
export function lock(path: string, patienceMs: number): () => void {
  const mine = describeHolder({ host: hostName(), process: process.pid, started: startOf(process.pid) });
  acquire(path, mine, patienceMs);
  return () => removeIfThere(path);
}

function acquire(path: string, mine: string, patienceMs: number): void {
  const from = Date.now();
  for (let pauseMs = 1; !tryMake(path, mine); pauseMs = Math.min(2 * pauseMs, 25)) {
    const found = readLock(path);
    if (found !== null && isStale(found)) takeAway(path, found.text);
    else if (Date.now() - from > patienceMs) throw locked(found?.holder ?? null, path);
    // Not quite so long, so that those who wait for the same lock do not go in step.
    else pause(pauseMs * (0.5 + Math.random()));
  }
}

function tryMake(path: string, mine: string): boolean {
  try {
    const descriptor = openSync(path, 'wx', 0o600);
    try {
      writeSync(descriptor, mine);
    } catch (error) {
      // An empty one would hold up whoever comes next.
      removeIfThere(path);
      throw error;
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path.replace(/\.lock$/, ''), error);
  }
}

/** A lock file as somebody else finds it. */
interface FoundLock {
  readonly text: string;
  /** Null while it is just being made. */
  readonly holder: Holder | null;
  readonly ageMs: number;
}

/** Null if the lock is gone by now. */
function readLock(path: string): FoundLock | null {
  try {
    const ageMs = Date.now() - statSync(path).mtimeMs;
    const text = readFileSync(path, 'utf8');
    const [host, number, started] = text.trimEnd().split(' ');
    const isWhole = host !== undefined && number !== undefined && started !== undefined && /^[1-9]\d*$/.test(number);
    return { text, ageMs, holder: isWhole ? { host, process: Number(number), started: started === '-' ? null : started } : null };
  } catch {
    return null;
  }
}

/** Whether nobody will ever let go of a lock. Making one takes no time, so one that is half made for long was left by a process that died. */
function isStale({ holder, ageMs }: FoundLock): boolean {
  return holder === null ? ageMs > HALF_MADE_MS : isGone(holder);
}

/**
 * Removes a stale lock. Only one process at a time may do so, and only if the lock is still the one that was found: by now its holder may
 * have let go of it before it ended, and another process may have made its own.
 */
function takeAway(path: string, stale: string): void {
  const guard = `${path}.guard`;
  try {
    closeSync(openSync(guard, 'wx', 0o600));
  } catch {
    const found = readLock(guard);
    if (found !== null && found.ageMs > HALF_MADE_MS) removeIfThere(guard);
    else pause(1);
    return;
  }
  try {
    if (readLock(path)?.text === stale) removeIfThere(path);
  } finally {
    removeIfThere(guard);
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function isGone({ host, process: number, started }: Holder): boolean {
  if (host !== hostName()) return false;
  try {
    process.kill(number, 0);
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
  const startedNow = startOf(number);
  return started !== null && startedNow !== null && started !== startedNow;
}

/** When a process started, as Linux tells in /proc; null elsewhere. */
function startOf(number: number): string | null {
  try {
    const stat = readFileSync(`/proc/${number}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function describeHolder({ host, process: number, started }: Holder): string {
  return `${host} ${number} ${started ?? '-'}\n`;
}

function locked(holder: Holder | null, path: string): LabError {
  const who =
    holder === null ? 'another process' : `process ${holder.process}${holder.host === hostName() ? '' : ` on ${holder.host}`}`;
  return new LabError('SESSION_LOCKED', `the session is in use by ${who}`, `If that is not so, remove ${path}`);
}
