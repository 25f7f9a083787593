import { readdirSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf } from './fault-code.js';
import { isGone, readLock } from './lock-holder.js';

/** What follows the dot and the name of the file that a temporary file belongs to: the process, and a random part. */
const TEMPORARY = /^(?:\.history|\.intent|\.lock|\.guard)*\.\d{1,10}\.[a-z0-9]+\.tmp$/;

/** A name that nobody else gives, for a file that is to take the place of another. */
export function temporaryName(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`);
}

/**
 * Removes the orphaned temporary files of a file and of the files next to it. They do no harm, so it ignores those that cannot be
 * removed.
 *
 * The caller holds the lock of the file and has written nothing yet: so all belong to dead processes, but for locks of those who wait.
 */
export function removeLeftovers(target: string): void {
  const folder = dirname(target);
  const start = `.${basename(target)}.`;
  for (const name of namesIn(folder)) {
    if (!name.startsWith(start) || !TEMPORARY.test(name.slice(start.length - 1))) continue;
    const path = join(folder, name);
    if (!name.includes('.lock.') || isOfDead(path)) removeQuietly(path);
  }
}

/** Names of the files in a folder; none if it cannot be listed. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Whether a lock that was never put in place was made by a process that is gone. */
function isOfDead(path: string): boolean {
  try {
    const lock = readLock(path);
    return lock?.holder != null && isGone(lock.holder, lock.madeAtMs, 0);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return false;
  }
}

/** Removes a file, if it is there and that can be done. */
export function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not made, or is gone already.
  }
}
