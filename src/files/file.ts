import { isUtf8 } from 'node:buffer';
import type { Stats } from 'node:fs';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import { codeOf } from './fault-code.js';
import { fault, reason, refused, showPath } from './file-fault.js';
import { isLarge, isTooLarge } from './memory.js';
import { pause } from './pause.js';

/** How long to wait, in milliseconds, before standard input that has nothing yet is read again. */
export const SLOW_WRITER_MS = 2;

/**
 * Reads a whole file as text. Null if there is none.
 *
 * @param announce told the size of a file that takes long to read
 * @throws LabError `SESSION_NOT_READABLE`
 */
export function readText(path: string, announce?: (bytes: number) => void): string | null {
  try {
    const bytes = readBytes(path, 0, announce);
    if (bytes === null) return null;
    if (!isUtf8(bytes)) throw fault('NOT_UTF8');
    return bytes.toString('utf8');
  } catch (error) {
    throw refused('SESSION_NOT_READABLE', 'cannot be read', path, error);
  }
}

/** Reads a whole file as text, with U+FFFD for what is none. Null if there is none. @throws what the file system says, as of a link */
export function readTextNoLink(path: string): string | null {
  return readBytes(path, constants.O_NOFOLLOW)?.toString('utf8') ?? null;
}

/**
 * What is read is what was looked at, and no writer is waited for. Null if there is no file.
 *
 * @throws what the file system says, or a fault that there is a sentence for
 */
function readBytes(path: string, flags = 0, announce: (bytes: number) => void = () => {}): Buffer | null {
  const descriptor = openIfThere(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  if (descriptor === null) return null;
  try {
    const stat = fstatSync(descriptor);
    checkIsFile(stat);
    if (isTooLarge(stat.size)) throw fault('TOO_LARGE');
    if (isLarge(stat.size)) announce(stat.size);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function openIfThere(path: string, flags: number): number | null {
  try {
    return openSync(path, flags);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** @throws a fault that there is a sentence for */
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

/** Whether commands come from standard input, which then cannot be anything else. */
let isStandardInputTaken = false;

/** Whether there are more commands than one, which must not wait for what may never come. */
let areCommandsRead = false;

/** From now on, commands come from a script or a person. */
export function readCommands(): void {
  areCommandsRead = true;
}

/** Commands that a person types wait for no pipe and no terminal: it may never end, and nothing could break it off. @throws LabError `USAGE` */
export function checkNobodyTypes(path: string): void {
  if (isStandardInputTaken) throw endlessRefused(path);
}

function endlessRefused(path: string): LabError {
  return new LabError('USAGE', `${escapeText(path)} is not a file, and could block every command`, 'Name a file.');
}

/** Such as a pipe or a terminal. */
function mayNeverEnd(path: string): boolean {
  return path !== '-' && statSync(path, { throwIfNoEntry: false })?.isFile() === false;
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
  return new LabError('USAGE', 'standard input is already used for the commands', 'Name a file.');
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
  let descriptor: number | null = null;
  try {
    if (areCommandsRead && mayNeverEnd(path)) throw endlessRefused(path);
    descriptor = isStandardInput ? 0 : openSync(path, 'r');
    const buffer = new Uint8Array(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length <= maxBytes; length += read) read = readSome(descriptor, buffer, length);
    return buffer.slice(0, length);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw inputRefused(path, error);
  } finally {
    if (descriptor !== null && !isStandardInput) closeSync(descriptor);
  }
}

/** Turns what the file system says of an input into a sentence. */
export function inputRefused(path: string, error: unknown): LabError {
  const why = codeOf(error) === 'ENOENT' ? 'no such file' : reason(error);
  const name = path === '-' ? 'standard input' : showPath(path);
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
