import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ErrorCode } from '../core/errors.js';
import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/**
 * Reads a whole file as text. Null if there is none.
 *
 * @throws LabError `SESSION_NOT_READABLE`
 */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw refused('SESSION_NOT_READABLE', 'cannot be read', path, error);
  }
}

/**
 * Puts text in a file in one step: whoever looks finds what was there before, or all of the text. Written to a temporary file beside it,
 * flushed, renamed. A link is followed, so that it stays a link.
 *
 * @throws LabError `SESSION_NOT_WRITABLE`; the file is as it was then
 */
export function writeText(path: string, text: string): void {
  let temporary: string | null = null;
  try {
    const target = resolveLink(path);
    temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    writeFlushed(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== null) removeQuietly(temporary);
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
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw refused('SESSION_NOT_WRITABLE', 'cannot be made', path, error);
  }
}

/**
 * Reads a file that the user names as input, no more of it than asked for.
 *
 * @param maxBytes reading stops after one byte more than this
 * @throws LabError `USAGE`
 */
export function readInput(path: string, maxBytes: number): Uint8Array {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, 'r');
    if (fstatSync(descriptor).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return readFileSync(descriptor).subarray(0, maxBytes + 1);
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : reason(error);
    throw new LabError('USAGE', `${escapeText(path)} cannot be read: ${why}`);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Turns what the file system says into a sentence. */
export function refused(code: ErrorCode, what: string, path: string, error: unknown): LabError {
  return new LabError(
    code,
    `${escapeText(path)} ${what}: ${reason(error)}`,
    'Choose another place with --session or MCAST_SESSION.',
  );
}

/** The file system's name of an error, or null if it is an error of another kind. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function reason(error: unknown): string {
  const code = codeOf(error);
  if (code === null) throw error;
  return WHY[code] ?? code;
}

function resolveLink(path: string): string {
  try {
    if (statSync(path).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path;
    throw error;
  }
}

function writeFlushed(path: string, text: string): void {
  const descriptor = openSync(path, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY, 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not made, or is gone already.
  }
}
