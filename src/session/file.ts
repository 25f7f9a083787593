import { isUtf8 } from 'node:buffer';
import type { Stats } from 'node:fs';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ErrorCode } from '../core/errors.js';
import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import { codeOf } from './fault-code.js';
import { makeFolders } from './folder.js';
import { isLarge, isTooLarge } from './memory.js';
import { pause } from './pause.js';

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBADF: 'it is closed',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would be too large',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  NOT_A_FILE: 'it is not a file',
  NOT_UTF8: 'it is not text',
  TOO_LARGE: 'it is larger than what can be read here; Node takes more with NODE_OPTIONS=--max-old-space-size=8192',
};

/** How long to wait, in milliseconds, before standard input that has nothing yet is read again. */
export const SLOW_WRITER_MS = 2;

/** Links that are followed before they are taken to go in a circle. */
const MAX_LINKS = 40;

/**
 * Reads a whole file as text. Null if there is none.
 *
 * @param announce told the size of a file that takes long to read
 * @throws LabError `SESSION_NOT_READABLE`
 */
export function readText(path: string, announce?: (bytes: number) => void): string | null {
  try {
    const bytes = readBytes(path, announce);
    if (bytes === null) return null;
    if (!isUtf8(bytes)) throw fault('NOT_UTF8');
    return bytes.toString('utf8');
  } catch (error) {
    throw refused('SESSION_NOT_READABLE', 'cannot be read', path, error);
  }
}

/** Reads a whole file as text, with U+FFFD for what is none. Null if there is no file that can be read. */
export function readTextIfCan(path: string): string | null {
  try {
    return readBytes(path)?.toString('utf8') ?? null;
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return null;
  }
}

/** Null if there is no file. @throws what the file system says, or a fault that `WHY` has a sentence for */
function readBytes(path: string, announce: (bytes: number) => void = () => {}): Buffer | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  checkIsFile(stat);
  if (isTooLarge(stat.size)) throw fault('TOO_LARGE');
  if (isLarge(stat.size)) announce(stat.size);
  return readFileSync(path);
}

/** @throws a fault that `WHY` has a sentence for */
export function checkIsFile(stat: Stats): void {
  if (!stat.isFile()) throw fault(stat.isDirectory() ? 'EISDIR' : 'NOT_A_FILE');
}

/** Whether there is anything at a path. @throws LabError `SESSION_NOT_READABLE` */
export function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw refused('SESSION_NOT_READABLE', 'cannot be read', path, error);
  }
}

/**
 * Puts text in a file in one step: whoever looks finds what was there before, or all of the text. Written to a temporary file beside it,
 * flushed, renamed. A link is followed, so that it stays a link; a file keeps its permissions, and a new one is private.
 *
 * @param manner `unflushed` for what may be lost if the power fails
 * @throws LabError `SESSION_NOT_WRITABLE`; the file is as it was then
 */
export function writeText(path: string, text: string, manner: 'flushed' | 'unflushed' = 'flushed'): void {
  let temporary: string | null = null;
  try {
    const { target, mode } = findTarget(path);
    temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`);
    writeNew(temporary, text, mode, manner);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== null) removeQuietly(temporary);
    throw refused('SESSION_NOT_WRITABLE', 'cannot be written', path, error);
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

/** Where a path leads to, as {@link followLinks}, for whoever only wants to look: the path itself if that cannot be told. */
export function followLinksIfCan(path: string): string {
  try {
    let target = resolve(path);
    for (let links = 0; links < MAX_LINKS; links += 1) {
      if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return target;
      target = resolve(dirname(target), readlinkSync(target));
    }
  } catch (error) {
    if (codeOf(error) === null) throw error;
  }
  return path;
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

/** Whether commands come from standard input, which then cannot be anything else. */
let isStandardInputTaken = false;

/** Whether there are more commands than one, which must not wait for what may never come. */
let areCommandsRead = false;

/** From now on, commands come from a script or a person. */
export function readCommands(): void {
  areCommandsRead = true;
}

/** Commands that a person types wait for no pipe: it may never end, and nothing could break it off. @throws LabError `USAGE` */
export function checkNobodyTypes(path: string): void {
  if (isStandardInputTaken) throw pipeRefused(path);
}

function pipeRefused(path: string): LabError {
  return new LabError('USAGE', `${escapeText(path)} is a pipe, which could keep all commands waiting`, 'Name a file.');
}

function isPipe(path: string): boolean {
  return path !== '-' && statSync(path, { throwIfNoEntry: false })?.isFIFO() === true;
}

/**
 * From now on, nothing but commands comes from standard input.
 *
 * @throws LabError `USAGE` if they do already
 */
export function takeStandardInput(): void {
  if (isStandardInputTaken) throw standardInputTaken();
  isStandardInputTaken = true;
  readCommands();
}

function standardInputTaken(): LabError {
  return new LabError('USAGE', 'standard input is where the commands come from', 'Name a file.');
}

/**
 * Reads a file that the user names as input, or standard input for `-`, and no more of it than asked for.
 *
 * @param maxBytes reading stops one byte after this many, so that the caller sees that there is more
 * @throws LabError `USAGE`
 */
export function readInput(path: string, maxBytes: number): Uint8Array {
  const isStandardInput = path === '-';
  if (isStandardInput && isStandardInputTaken) throw standardInputTaken();
  if (areCommandsRead && isPipe(path)) throw pipeRefused(path);
  let descriptor: number | null = null;
  try {
    descriptor = isStandardInput ? 0 : openSync(path, 'r');
    const buffer = new Uint8Array(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length <= maxBytes; length += read) read = readSome(descriptor, buffer, length);
    return buffer.slice(0, length);
  } catch (error) {
    throw inputRefused(path, error);
  } finally {
    if (descriptor !== null && !isStandardInput) closeSync(descriptor);
  }
}

/**
 * Puts what a user wants to keep into a file of theirs, in place of what is there.
 *
 * @throws LabError `USAGE`
 */
export function writeOutput(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new LabError('USAGE', `${escapeText(path)} cannot be written: ${reason(error)}`, 'Name another file.');
  }
}

/** Turns what the file system says of an input into a sentence. */
export function inputRefused(path: string, error: unknown): LabError {
  const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : reason(error);
  const name = path === '-' ? 'standard input' : escapeText(path);
  return new LabError('USAGE', `${name} cannot be read: ${why}`, 'Name a file, or - for standard input.');
}

/** Reads what there is, at least a byte, unless the end is reached. */
export function readSome(descriptor: number, buffer: Uint8Array, from: number): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer, from, buffer.length - from, null);
    } catch (error) {
      if (codeOf(error) === 'EOF') return 0;
      if (codeOf(error) !== 'EAGAIN') throw error;
      pause(SLOW_WRITER_MS);
    }
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

function reason(error: unknown): string {
  const code = codeOf(error);
  if (code === null) throw error;
  return WHY[code] ?? code;
}

function fault(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Where a path leads to, through links, whether or not there is a file; and the permissions that a file written there is to have. */
function findTarget(path: string): { target: string; mode: number } {
  let target = resolve(path);
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const stat = lstatSync(target, { throwIfNoEntry: false });
    if (stat === undefined) return { target, mode: 0o600 };
    if (stat.isSymbolicLink()) {
      target = resolve(dirname(target), readlinkSync(target));
      continue;
    }
    checkIsFile(stat);
    accessSync(target, constants.W_OK);
    return { target, mode: stat.mode & 0o777 };
  }
  throw fault('ELOOP');
}

function writeNew(path: string, text: string, mode: number, manner: 'flushed' | 'unflushed'): void {
  const { O_CREAT, O_EXCL, O_WRONLY } = constants;
  const descriptor = openSync(path, O_CREAT | O_EXCL | O_WRONLY, 0o600);
  try {
    fchmodSync(descriptor, mode);
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    if (manner === 'flushed') fsyncSync(descriptor);
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
