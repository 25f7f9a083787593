import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  fstatSync,
  open as openDescriptor,
  openSync,
  read as readFromDescriptor,
  realpathSync,
  statSync,
} from 'node:fs';
import { LabError } from '../core/errors.js';
import type { LineSource, Reading, ReadLine } from '../execute/definition.js';
import type { Pace } from '../execute/pace.js';
import { codeOf } from '../files/fault-code.js';
import { checkNobodyTypes, inputRefused, readCommands, readSome, SLOW_WRITER_MS, takeStandardInput } from '../files/file.js';

/** A line of a script is no longer than this, in bytes. */
export const MAX_LINE_BYTES = 1 << 20;

/** How much is read at once, in bytes. */
const CHUNK_BYTES = 1 << 18;

const LINE_END = 0x0a;

/** Opens a script: `-` is standard input. Lines that may be long in coming are waited for without blocking everything else. */
export function openLines(path: string, pace: Pace): LineSource {
  const reading = { bytes: 0, total: sizeOf(path) };
  const batches = isAwaited(path) ? awaitLines(path, (coming) => pace.waitFor(coming), reading) : readLines(path, reading);
  return { batches, reading, isStream: path === '-' };
}

/**
 * Reads lines from a file, or from standard input for `-`, as they come: the last one may lack its end.
 *
 * @param reading told how far it has come
 * @returns some lines at a time, without their ends
 * @throws LabError `USAGE` if the file cannot be read
 */
export function* readLines(path: string, reading: Reading = { bytes: 0, total: null }): Generator<readonly ReadLine[]> {
  readCommands();
  if (path === '-') takeStandardInput();
  const descriptor = path === '-' ? 0 : open(path);
  try {
    const gathered = new Gathered();
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let chunk = read(descriptor, path, buffer); chunk.length > 0; chunk = read(descriptor, path, buffer)) {
      reading.bytes += chunk.length;
      yield gathered.add(chunk);
    }
    yield gathered.end();
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

/**
 * Reads lines as {@link readLines} does, but without keeping everything else from happening while they are long in coming.
 *
 * @param waitFor waits for what may never come
 */
async function* awaitLines(
  path: string,
  waitFor: <Value>(coming: Promise<Value>) => Promise<Value>,
  reading: Reading,
): AsyncGenerator<readonly ReadLine[]> {
  readCommands();
  if (path === '-') takeStandardInput();
  else checkNobodyTypes(path);
  const descriptor = path === '-' ? 0 : await waitFor(openLater(path));
  const gathered = new Gathered();
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const chunk = await waitFor(coming(descriptor, path, buffer));
      if (chunk.length === 0) break;
      reading.bytes += chunk.length;
      yield gathered.add(chunk);
    }
    yield gathered.end();
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

/** Whether lines may be long in coming, as from a pipe. */
function isAwaited(path: string): boolean {
  try {
    const stat = path === '-' ? fstatSync(0) : statSync(path);
    return !stat.isFile() && !stat.isDirectory();
  } catch {
    // Reading it reports what is wrong.
    return false;
  }
}

/** How much a file has; null if that is not known, as of a pipe. */
function sizeOf(path: string): number | null {
  try {
    const stat = path === '-' ? fstatSync(0) : statSync(path);
    return stat.isFile() ? stat.size : null;
  } catch {
    // Reading it reports what is wrong.
    return null;
  }
}

/** What comes next, in the buffer; nothing at the end. */
async function coming(descriptor: number, path: string, buffer: Buffer): Promise<Buffer> {
  for (;;) {
    try {
      return buffer.subarray(0, await readSomeLater(descriptor, buffer));
    } catch (error) {
      if (codeOf(error) === 'EOF') return buffer.subarray(0, 0);
      if (codeOf(error) !== 'EAGAIN') throw inputRefused(path, error);
      await new Promise<void>((go) => setTimeout(go, SLOW_WRITER_MS));
    }
  }
}

function readSomeLater(descriptor: number, buffer: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    readFromDescriptor(descriptor, buffer, 0, buffer.length, null, (error, bytes) => {
      if (error === null) resolve(bytes);
      else reject(error);
    });
  });
}

function openLater(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    openDescriptor(path, 'r', (error, descriptor) => {
      if (error === null) resolve(descriptor);
      else reject(inputRefused(path, error));
    });
  });
}

/** Identifies a file, regardless of the path. @throws LabError `USAGE` */
export function identify(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw inputRefused(path, error);
  }
}

/** Bytes that were read, and are not lines yet. */
class Gathered {
  #rest: Buffer = Buffer.alloc(0);
  /** Whether the line that is being read was too long, and only its end is waited for. */
  #isTooLong = false;
  #isFirst = true;

  /** Lines that are whole now, and one that is too long already: its end may never come. Nothing of the chunk itself is kept. */
  add(chunk: Buffer): ReadLine[] {
    const end = chunk.lastIndexOf(LINE_END);
    if (end === -1) return this.#keep(chunk);
    const start = chunk.subarray(0, end);
    const whole = this.#rest.length === 0 ? start : Buffer.concat([this.#rest, start]);
    const lines = this.#decode(whole);
    if (this.#isTooLong) lines.shift();
    this.#isTooLong = false;
    this.#rest = Buffer.alloc(0);
    const tooLong = this.#keep(chunk.subarray(end + 1));
    return tooLong.length === 0 ? lines : [...lines, ...tooLong];
  }

  /** The line that had no end, if there is one. */
  end(): ReadLine[] {
    return this.#rest.length === 0 ? [] : this.#decode(this.#rest);
  }

  #keep(bytes: Buffer): ReadLine[] {
    if (this.#isTooLong) return [];
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (this.#rest.length <= MAX_LINE_BYTES) return [];
    if (this.#rest.includes(0)) throw notText();
    this.#isTooLong = true;
    this.#rest = Buffer.alloc(0);
    return [lineTooLong()];
  }

  #decode(bytes: Buffer): ReadLine[] {
    const text = bytes.toString('utf8');
    const lines: ReadLine[] = text.split('\n').map(detached);
    if (this.#isFirst && text.startsWith('\u{feff}'))
      lines[0] = text.slice(1, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'));
    this.#isFirst = false;
    const isPlain = isUtf8(bytes) && !bytes.includes(0) && bytes.length <= MAX_LINE_BYTES;
    return isPlain ? lines : checkEach(bytes, lines);
  }
}

/** The same text by itself: as a part of what was read, it and every word of it that is kept would keep all of that in memory. */
function detached(line: string): string {
  return ` ${line}`.slice(1);
}

/** Each line, or what is wrong with it. */
function checkEach(bytes: Buffer, lines: readonly ReadLine[]): ReadLine[] {
  let from = 0;
  return lines.map((line) => {
    const end = bytes.indexOf(LINE_END, from);
    const own = bytes.subarray(from, end === -1 ? undefined : end);
    from += own.length + 1;
    if (own.length > MAX_LINE_BYTES) return lineTooLong();
    if (own.includes(0)) return new LabError('USAGE', 'the line contains a NUL byte', 'A script must be a text file.');
    return isUtf8(own) ? line : lineNotUtf8();
  });
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw inputRefused(path, error);
  }
}

/** What there is, at least a byte, in the buffer; nothing at the end. */
function read(descriptor: number, path: string, buffer: Buffer): Buffer {
  try {
    return buffer.subarray(0, readSome(descriptor, buffer, 0));
  } catch (error) {
    throw inputRefused(path, error);
  }
}

/** Reading ends: the end of a line that has no text may never come. */
function notText(): LabError {
  return new LabError('USAGE', 'this is not text', 'A script has a command on each line.');
}

/** The error for a line that is longer than {@link MAX_LINE_BYTES}. */
export function lineTooLong(): LabError {
  return new LabError('USAGE', 'the line is longer than 1 MiB', 'Split it into shorter lines.');
}

/** The error for a line that is not text. */
export function lineNotUtf8(): LabError {
  return new LabError('USAGE', 'the line is not UTF-8', 'Write a payload of other bytes with --payload-hex.');
}
