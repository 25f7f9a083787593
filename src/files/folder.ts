import type { Stats } from 'node:fs';
import { closeSync, constants, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './fault-code.js';

/**
 * Makes a folder that only its owner can enter, and those above it; does nothing if it is there.
 *
 * Node's own recursive `mkdirSync` never ends where the system says ENOENT of a folder that has a parent, as /proc does.
 *
 * @throws what the file system says
 */
export function makeFolders(path: string): void {
  if (tryMake(path) !== 'ENOENT') return;
  const parent = dirname(path);
  if (parent !== path) makeFolders(parent);
  // By now another process may have made it.
  if (tryMake(path) === 'ENOENT') makePrivate(path);
}

/** Returns `ENOENT` where a folder above is missing. */
function tryMake(path: string): 'done' | 'ENOENT' {
  try {
    makePrivate(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return 'done';
    if (code === 'ENOENT') return 'ENOENT';
    throw error;
  }
  syncFolder(dirname(path));
  return 'done';
}

/** A umask can take from the owner as well. No mode is set afterwards: by then a link could be in the place of the folder. */
function makePrivate(path: string): void {
  const umask = process.umask(0o077);
  try {
    mkdirSync(path, { mode: 0o700 });
  } finally {
    process.umask(umask);
  }
}

/** What systems say that flush no folders. */
const WITHOUT_FLUSHING = new Set(['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM']);

/**
 * Makes sure that names in a folder stay as they are now if the power fails.
 *
 * @returns the error of the file system; null if there was none, or if the system cannot flush folders. The change itself stands either way
 */
export function syncFolder(path: string): unknown {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      fsyncSync(descriptor);
      return null;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return WITHOUT_FLUSHING.has(code) ? null : error;
  }
}

/**
 * Whether somebody else can put another file in the place of one that is in a folder. Not where the folder has the sticky bit, as /tmp does:
 * there, they cannot. A group that has its only member's number is a private one. Windows has no such modes.
 */
export function isShared(path: string): boolean {
  const user = process.getuid?.();
  const stat = statIfCan(path);
  if (user === undefined || stat === null || (stat.mode & 0o1000) !== 0) return false;
  const isPrivateGroup = stat.gid === process.getgid?.() && stat.gid === user;
  return (stat.mode & 0o002) !== 0 || ((stat.mode & 0o020) !== 0 && !isPrivateGroup);
}

/** Null if it does not exist or cannot be read. */
export function statIfCan(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return null;
  }
}
