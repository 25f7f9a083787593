import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { LabError } from '../core/errors.js';
import { codeOf } from './fault-code.js';
import { refused, showPath } from './file-fault.js';
import { syncFolder } from './folder.js';
import { LOCK_PATIENCE_MS, lock } from './lock.js';
import { removeLeftovers, removeQuietly, temporaryName } from './temporary.js';
import { replaceFile } from './write-file.js';

/** A file that a transaction changes. */
export interface KeptFile {
  readonly path: string;
  /** Where what was there before is kept; null if there was nothing. */
  readonly aside: string | null;
}

/** What a transaction is about to change. */
export interface Intent {
  /** The files whose locks guard the changes. Each has a copy of the intent next to it; the copy of the first file counts. */
  readonly anchors: readonly string[];
  readonly files: readonly KeptFile[];
}

const FORMAT = 'mcast-lab intent';

/** A larger file is not an intent. */
const MAX_BYTES = 1_000_000;

function intentPath(anchor: string): string {
  return `${anchor}.intent`;
}

/** Writes an intent beside each anchor, beside the first one last: then it counts. @throws what the file system says */
export function writeIntents(intent: Intent): void {
  for (const anchor of intent.anchors.toReversed()) {
    // Relative, so that a folder can be moved with what is in it.
    const told = withPaths(intent, (path) => relative(dirname(anchor), path));
    replaceFile(intentPath(anchor), `${JSON.stringify({ format: FORMAT, ...told })}\n`, null);
    syncFolder(dirname(anchor));
  }
}

function withPaths({ anchors, files }: Intent, change: (path: string) => string): Intent {
  return {
    anchors: anchors.map(change),
    files: files.map(({ path, aside }) => ({ path: change(path), aside: aside === null ? null : change(aside) })),
  };
}

/**
 * Removes an intent, beside the first anchor first: then it counts no more.
 *
 * @returns what the file system says if the folder of the first cannot be flushed; null if it was
 * @throws what the file system says; the intent counts still
 */
export function dropIntents({ anchors: [first = '', ...others] }: Intent): unknown {
  removeIfThere(intentPath(first));
  const unflushed = syncFolder(dirname(first));
  for (const anchor of others) removeQuietly(intentPath(anchor));
  return unflushed;
}

/** Restores the previous state. Can be repeated after a partial failure. @throws what the file system says */
export function restore(files: readonly KeptFile[]): void {
  for (const { path, aside } of files) {
    if (aside === null) removeIfThere(path);
    else if (lstatSync(aside, { throwIfNoEntry: false }) !== undefined) putBack(aside, path);
  }
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) syncFolder(folder);
}

/** What is kept stays until the intent is gone: the power may fail meanwhile. */
function putBack(aside: string, path: string): void {
  const copy = temporaryName(path);
  linkOrCopy(aside, copy);
  renameSync(copy, path);
  // Where both are names of one file, nothing is renamed.
  removeQuietly(copy);
}

/** Gives a file, or a link itself, a second name; or copies it where there are no hard links. @throws what the file system says */
export function linkOrCopy(from: string, to: string): void {
  try {
    if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), to);
    else linkSync(from, to);
  } catch (error) {
    if (codeOf(error) === null) throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    const descriptor = openSync(to, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** Removes what was kept, once the intent is gone. */
export function removeAsides(files: readonly Pick<KeptFile, 'aside'>[]): void {
  for (const { aside } of files) if (aside !== null) removeQuietly(aside);
}

/** Whether the file system let it be done. */
export function isRestored(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return false;
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** Whether a transaction left a file half-way, or is just changing it. */
export function isUnsettled(anchor: string): boolean {
  try {
    return lstatSync(intentPath(anchor), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Takes the lock of a file, undoes the transaction that a dead process left there, and removes its temporary files.
 *
 * @returns what lets go of the lock
 * @throws LabError `SESSION_LOCKED`, `SESSION_NOT_WRITABLE`
 */
export function lockSettled(anchor: string, patienceMs: number): () => void {
  const { release, wasHeld } = lock(`${anchor}.lock`, patienceMs);
  try {
    const isLeft = isUnsettled(anchor);
    if (isLeft) settle(anchor);
    // Only now: before, they could be what is to be restored. A folder may hold thousands of sessions: it is not listed for every command.
    if (isLeft || wasHeld) removeLeftovers(anchor);
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

function settle(anchor: string): void {
  try {
    const own = readIntent(intentPath(anchor));
    const [first = anchor] = own?.anchors ?? [];
    // Another process may find the same intent beside another anchor.
    const { release } = lock(`${intentPath(first)}.lock`, LOCK_PATIENCE_MS);
    try {
      const found = readIntent(intentPath(first));
      if (own !== null && found !== null && JSON.stringify(found) === JSON.stringify(own)) {
        restore(found.files);
        dropIntents(found);
        removeAsides(found.files);
      }
      removeIfThere(intentPath(anchor));
    } finally {
      release();
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', anchor, error);
  }
}

/**
 * Null if there is none, or it is damaged: then it never counted, since it was flushed before it got its name.
 *
 * @throws LabError `SESSION_NOT_WRITABLE` if it belongs to somebody else, who could name any file
 */
function readIntent(path: string): Intent | null {
  const text = readOwn(path);
  if (text === null) return null;
  try {
    const { format, anchors, files }: Record<string, unknown> = JSON.parse(text);
    const isSound = format === FORMAT && isListOf(anchors, isText) && isListOf(files, isKeptFile);
    return isSound ? withPaths({ anchors, files }, (found) => resolve(dirname(path), found)) : null;
  } catch {
    return null;
  }
}

function readOwn(path: string): string | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    const user = process.getuid?.();
    if (!stat.isFile() || stat.nlink > 1 || (user !== undefined && stat.uid !== user)) throw notOurs(path);
    return stat.size > MAX_BYTES ? null : readFileSync(descriptor, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw codeOf(error) === 'ELOOP' ? notOurs(path) : error;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function notOurs(path: string): LabError {
  return new LabError(
    'SESSION_NOT_WRITABLE',
    `${showPath(path)} was left by another user's unfinished command`,
    'Ask that user to run mcast on this session, or remove the file.',
  );
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isKeptFile(value: unknown): value is KeptFile {
  if (typeof value !== 'object' || value === null || !('path' in value) || !('aside' in value)) return false;
  const { path, aside } = value;
  if (typeof path !== 'string') return false;
  return aside === null || (typeof aside === 'string' && dirname(aside) === dirname(path) && isBeside(aside, path));
}

function isBeside(aside: string, path: string): boolean {
  return basename(aside).startsWith(`.${basename(path)}.`) && aside.endsWith('.tmp');
}
