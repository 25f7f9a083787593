import type { Stats } from 'node:fs';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf } from './fault-code.js';
import { checkIsFile } from './file.js';
import { fault, refused } from './file-fault.js';
import { makeFolders, syncFolder } from './folder.js';
import { removeQuietly, temporaryName } from './temporary.js';

/** Links that are followed before they are taken to go in a circle. */
const MAX_LINKS = 40;

/**
 * Puts text in a file in one step: a reader finds the previous contents or the complete text, even after a power failure. Written to a
 * temporary file beside it, flushed, renamed, and the folder flushed. A link is followed, so that it stays a link; a file keeps its
 * permissions and, as far as that is allowed, its owner, and a new one is private.
 *
 * @returns what the file system says if the folder cannot be flushed: the text is there, but perhaps not after a power failure. Null if it was
 * @throws LabError `SESSION_NOT_WRITABLE`; then the file is unchanged
 */
export function writeText(path: string, text: string): unknown {
  try {
    const { target, there } = findTarget(path);
    replaceFile(target, text, there);
    return syncFolder(dirname(target));
  } catch (error) {
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path, error);
  }
}

/**
 * The same, without following a link, and without flushing the folder.
 *
 * @param like the file whose permissions and owner it is to have
 * @throws what the file system says; then the file is unchanged
 */
export function replaceFile(path: string, text: string, like: Stats | null): void {
  const temporary = temporaryName(path);
  writeNew(temporary, text, { like, isFlushed: true });
  try {
    renameSync(temporary, path);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}

interface NewFile {
  /** The file whose permissions and owner it is to have; else it is private. */
  readonly like?: Stats | null;
  readonly isFlushed: boolean;
}

/** Creates a new file; anything that already has its name, even a link, is left alone. @throws what the file system says */
export function writeNew(path: string, text: string, { like = null, isFlushed }: NewFile): void {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
  const descriptor = openSync(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
  try {
    makeLike(descriptor, like);
    writeAll(descriptor, text);
    if (isFlushed) fsyncSync(descriptor);
  } catch (error) {
    removeQuietly(path);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

export function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

/**
 * Adds text to a file, which is private if it is new; one that is there, be it through a link, keeps its permissions.
 *
 * @throws what the file system says, or a fault if it is not a regular file
 */
export function appendText(path: string, text: string): void {
  const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
  const isNew = lstatSync(path, { throwIfNoEntry: false }) === undefined;
  const flags = isNew ? O_CREAT | O_EXCL | O_NOFOLLOW : O_NONBLOCK;
  const descriptor = openSync(path, O_WRONLY | O_APPEND | flags, 0o600);
  try {
    checkIsFile(fstatSync(descriptor));
    if (isNew) makeLike(descriptor, null);
    writeAll(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Gives a new file the permissions and the owner of another; without one, it is private, regardless of the umask. */
export function makeLike(descriptor: number, like: Stats | null): void {
  if (like !== null && like.uid !== process.getuid?.()) giveTo(descriptor, like);
  fchmodSync(descriptor, like === null ? 0o600 : like.mode & 0o777);
}

/** The administrator may work on somebody's session, who would like to work on it again. */
function giveTo(descriptor: number, { uid, gid }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch (error) {
    if (codeOf(error) === null) throw error;
  }
}

/**
 * Where a path leads to, through links, whether or not there is a file.
 *
 * @throws LabError `SESSION_NOT_WRITABLE`
 */
export function followLinks(path: string): string {
  try {
    return findTarget(path).target;
  } catch (error) {
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path, error);
  }
}

/** The target of a path, as {@link followLinks}, for reading only: the path itself if it cannot be resolved. */
export function followLinksIfCan(path: string): string {
  try {
    return walkLinks(path).target;
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return path;
  }
}

/**
 * Makes sure that a file could be written, as far as that can be told without doing it.
 *
 * @throws LabError `SESSION_NOT_WRITABLE`
 */
export function checkWritable(path: string): void {
  try {
    accessSync(dirname(findTarget(path).target), constants.W_OK);
  } catch (error) {
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path, error);
  }
}

/**
 * Makes a folder that only its owner can enter, and those above it.
 *
 * @throws LabError `SESSION_NOT_WRITABLE`
 */
export function makeFolder(path: string): void {
  try {
    makeFolders(path);
  } catch (error) {
    throw refused('SESSION_NOT_WRITABLE', 'cannot be made', path, error);
  }
}

/** A file that may be written. */
interface Target {
  /** Where it is: no link. */
  readonly target: string;
  /** Null if there is none yet. */
  readonly there: Stats | null;
}

/** Where a path leads to, through links, if what is there can be replaced. @throws LabError `SESSION_NOT_WRITABLE` */
export function writableTarget(path: string): Target {
  try {
    return findTarget(path);
  } catch (error) {
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path, error);
  }
}

/** @throws what the file system says */
function findTarget(path: string): Target {
  const found = walkLinks(path);
  if (found.there !== null) {
    checkIsFile(found.there);
    accessSync(found.target, constants.W_OK);
  }
  return found;
}

/**
 * The same, following only links that the user made: one of somebody else's could lead to anything that the user may write.
 *
 * @throws what the file system says
 */
export function followOwnLinks(path: string): string {
  const { target, there } = walkLinks(path, process.getuid?.());
  if (there !== null) checkIsFile(there);
  return target;
}

/** @param owner whose links are followed, if not everybody's */
function walkLinks(path: string, owner?: number): { readonly target: string; readonly there: Stats | null } {
  let target = resolve(path);
  for (let links = 0; links < MAX_LINKS; links += 1) {
    target = join(realFolder(dirname(target)), basename(target));
    const there = lstatSync(target, { throwIfNoEntry: false }) ?? null;
    if (there?.isSymbolicLink() !== true) return { target, there };
    if (owner !== undefined && there.uid !== owner) throw fault('IS_LINK');
    target = resolve(dirname(target), readlinkSync(target));
  }
  throw fault('ELOOP');
}

/** A folder by the one name that does not lead through links; as it is named if that cannot be told, as where it is not there yet. */
function realFolder(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return path;
  }
}
