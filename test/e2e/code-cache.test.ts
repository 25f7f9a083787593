import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tries } from '../tries.js';
import type { Ran } from './program.js';
import { cleanEnvironment, PROGRAM } from './program.js';

const MAIN = resolve(import.meta.dirname, '../../dist/cli/mcast.cjs');
const LATER = resolve(import.meta.dirname, '../../dist/cli/later.cjs');
const LINE = ['inject', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--payload', 'hello'];
const WORKERS = 4;
const FLIPS = tries(12, 80);
const CUTS = tries(10, 40);
const NOBODY = 65_534;

/** A folder for kept code, and runs of the program with it. */
class Cache {
  readonly parent = mkdtempSync(join(tmpdir(), 'mcast-cache-'));
  readonly folder = join(this.parent, 'cache');

  /** Runs the program as if nobody had ever run it, but for the code that is kept. */
  async run(folder = this.folder, line: readonly string[] = LINE): Promise<Ran> {
    rmSync(join(this.parent, 'data'), { recursive: true, force: true });
    const env = { ...cleanEnvironment(this.parent), MCAST_CACHE_DIR: folder };
    const ended = await promisify(execFile)(process.execPath, [PROGRAM, ...line], { env }).catch((error) => error);
    return { code: ended.code ?? 0, stdout: ended.stdout, stderr: ended.stderr };
  }

  /** Has one file in the folder, which nobody else can read or write. */
  put(name: string, bytes: Uint8Array): string {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { mode: 0o700 });
    const path = join(this.folder, name);
    writeFileSync(path, bytes, { mode: 0o600 });
    return path;
  }

  remove(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }
}

/** Numbers that look like chance and are the same every time. */
function* numbers(seed: number): Generator<number, never> {
  for (let x = seed; ; ) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    yield x >>> 4;
  }
}

/** A copy in which one bit is another. */
function flip(bytes: Buffer, bit: number): Buffer {
  const place = (bit >>> 3) % bytes.length;
  const damaged = Buffer.from(bytes);
  damaged[place] = (bytes[place] ?? 0) ^ (1 << (bit & 7));
  return damaged;
}

/** The same change in both of the copies that a file has. */
function inBoth(bytes: Buffer, change: (one: Buffer) => Buffer): Buffer {
  const one = change(Buffer.from(bytes.subarray(0, bytes.length / 2)));
  return Buffer.concat([one, one]);
}

/**
 * Kept code of another program that is as long as ours, which is all that V8 looks at: it says that it ran. Whether a file is read is seen by
 * whether it does.
 */
function foreignCode(file = MAIN): Buffer {
  const maker = `
    const body = 'process.stdout.write("foreign code ran\\\\n"); process.exit(99);';
    const { length } = require('node:fs').readFileSync(process.argv[1], 'utf8');
    const wrapped = '(function (exports, require, module, __filename, __dirname) {' + body.padEnd(length) + '\\n})';
    const { Script } = require('node:vm');
    process.stdout.write(new Script(wrapped, { filename: process.argv[1] }).createCachedData());
  `;
  const { status, stdout } = spawnSync(process.execPath, ['-e', maker, file], { maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error('no code was made');
  const one = Buffer.concat([Buffer.from('inject,explain\n'), stdout]);
  return Buffer.concat([one, one]);
}

describe('the code that is kept of earlier runs', () => {
  const cache = new Cache();
  let plain: Ran = { code: null, stdout: '', stderr: '' };
  let name = '';
  let whole: Buffer = Buffer.alloc(0);

  beforeAll(async () => {
    plain = await cache.run();
    [name = ''] = readdirSync(cache.folder);
    whole = readFileSync(join(cache.folder, name));
  });
  afterAll(() => cache.remove());

  it('is kept, for us alone, and changes nothing that is seen', async () => {
    expect(plain).toMatchObject({ code: 0, stdout: expect.stringContaining('packet 1 queued') });
    expect(statSync(cache.folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(cache.folder, name)).mode & 0o777).toBe(0o600);
    expect(await cache.run()).toEqual(plain);
    expect(readFileSync(join(cache.folder, name)).equals(whole)).toBe(true);
  });

  it('is kept of files that only some commands load as well', async () => {
    const own = new Cache();
    const line = ['explain', '10.0.1.9', '239.1.1.1', '--iif', 'eth1'];
    const first = await own.run(own.folder, line);
    const names = readdirSync(own.folder).sort();
    expect(names).toEqual([name.replace(/mcast$/, 'later'), name]);
    const kept = names.map((each) => readFileSync(join(own.folder, each)));
    expect(await own.run(own.folder, line)).toEqual(first);
    expect(names.map((each) => readFileSync(join(own.folder, each)))).toEqual(kept);
    own.put(names[0] ?? '', foreignCode(LATER));
    expect(await own.run(own.folder, line)).toMatchObject({ code: 99, stdout: 'foreign code ran\n' });
    own.remove();
  });

  it('is written beside a link and over it, never through it', async () => {
    const own = new Cache();
    const path = own.put('notes.txt', Buffer.from('mine'));
    chmodSync(path, 0o644);
    symlinkSync(path, join(own.folder, name));
    expect(await own.run()).toEqual(plain);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(lstatSync(join(own.folder, name)).isFile()).toBe(true);
    own.remove();
  });

  it(`does no harm when it is cut, at ${CUTS} lengths`, async () => {
    const lengths = [0, 1, 2, whole.length / 2, whole.length - 1, whole.length - 2];
    for (const number of numbers(1)) {
      if (lengths.length === CUTS) break;
      lengths.push(number % whole.length);
    }
    await eachLike(lengths.map((length) => whole.subarray(0, length)));
  });

  it(`does no harm when a bit is another, for ${FLIPS} bits`, async () => {
    const bits = numbers(2);
    await eachLike(Array.from({ length: FLIPS }, () => flip(whole, bits.next().value)));
  });

  it('does no harm when it is something else', async () => {
    const of = (text: string) => Buffer.from(text);
    const twice = (text: string) => inBoth(of(text + text), (one) => one);
    const headless = inBoth(whole, (one) => one.subarray(one.indexOf('\n') + 1));
    const empty = inBoth(whole, (one) => one.subarray(0, one.indexOf('\n') + 1));
    const others = [
      of('{}'),
      of('\n'),
      twice('\n'),
      twice('inject\n'),
      twice('inject\nno code'),
      twice('no line'),
      headless,
      empty,
    ];
    await eachLike([...others, Buffer.alloc(whole.length), Buffer.concat([whole, whole, whole])]);
  });

  it('does no harm when it is of another V8', async () => {
    // V8's head begins with a magic number, a hash of its version, one of the source and one of the flags.
    const changed = [0, 4, 8, 12].map((word) => inBoth(whole, (one) => flip(one, (one.indexOf('\n') + 1 + word) << 3)));
    await eachLike(changed);
  });

  /** Runs the program with each of these as what is kept. */
  async function eachLike(kept: readonly Uint8Array[]): Promise<void> {
    const queue = [...kept.entries()];
    const work = async () => {
      const own = new Cache();
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        own.put(name, next[1]);
        expect(await own.run(), `kept code number ${next[0]}`).toEqual(plain);
      }
      own.remove();
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
  }

  it.each<[string, (folder: string) => void]>([
    ['is not there', (folder) => rmSync(folder, { recursive: true })],
    ['cannot be written to', (folder) => chmodSync(folder, 0o500)],
    ['cannot be entered', (folder) => chmodSync(folder, 0o000)],
    ['is a file', (folder) => replaceBy(folder, () => writeFileSync(folder, 'no folder'))],
    ['is below a file', (folder) => replaceBy(dirname(folder), () => writeFileSync(dirname(folder), 'no folder'))],
    ['is a FIFO', (folder) => replaceBy(folder, makeFifo)],
    ['has a FIFO where the file should be', (folder) => replaceBy(join(folder, name), makeFifo)],
    ['is a link to nowhere', (folder) => replaceBy(folder, () => symlinkSync('/nowhere/at/all', folder))],
    ['is a link to itself', (folder) => replaceBy(folder, () => symlinkSync(folder, folder))],
    ['has folders where the file should be', (folder) => replaceBy(join(folder, name), (path) => mkdirSync(path))],
  ])('does no harm when its folder %s', async (_, change) => {
    const own = new Cache();
    const folder = join(own.parent, 'outer', 'cache');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, name), whole.subarray(1), { mode: 0o600 });
    change(folder);
    expect(await own.run(folder)).toEqual(plain);
    expect(await own.run(folder)).toEqual(plain);
    own.remove();
  });

  it('does no harm when its folder is in a place where none can be made', async () => {
    for (const folder of ['/proc/mcast/cache', '/dev/null', '/dev/null/cache']) expect(await cache.run(folder)).toEqual(plain);
  });

  it('is that of this version of Node alone', async () => {
    const own = new Cache();
    const other = name.replace(process.version, 'v20.0.0-other');
    expect(other).not.toBe(name);
    const foreign = foreignCode();
    const path = own.put(other, foreign);
    expect(await own.run()).toEqual(plain);
    expect(readdirSync(own.folder).sort()).toEqual([name, other].sort());
    expect(readFileSync(path).equals(foreign)).toBe(true);
    own.remove();
  });

  it('goes, the oldest first, once there is that of many builds; nothing else does', async () => {
    const own = new Cache();
    own.put('notes.txt', Buffer.from('mine'));
    const olds = Array.from({ length: 20 }, (_, index) => `code-build${index + 10}`);
    for (const [index, old] of olds.entries()) {
      writeFileSync(join(own.folder, old), '');
      utimesSync(join(own.folder, old), 1_000 + index, 1_000 + index);
    }
    expect(await own.run()).toEqual(plain);
    expect(readdirSync(own.folder).sort()).toEqual([name, 'notes.txt', ...olds.slice(3)].sort());
    own.remove();
  });
});

function makeFifo(path: string): void {
  if (spawnSync('mkfifo', ['-m', '600', path]).status !== 0) throw new Error('no FIFO was made');
}

function replaceBy(path: string, make: (path: string) => void): void {
  rmSync(path, { recursive: true, force: true });
  make(path);
}

describe('kept code is read from no place that another user can write to', () => {
  const cache = new Cache();
  let plain: Ran = { code: null, stdout: '', stderr: '' };
  let name = '';
  let foreign: Buffer = Buffer.alloc(0);

  beforeAll(async () => {
    plain = await cache.run();
    [name = ''] = readdirSync(cache.folder);
    foreign = foreignCode();
  });
  beforeEach(() => {
    cache.put(name, foreign);
  });
  afterAll(() => cache.remove());

  it('from a place of our own it is read: so this test can tell', async () => {
    expect(await cache.run()).toEqual({ code: 99, stdout: 'foreign code ran\n', stderr: '' });
  });

  it.each([0o666, 0o620, 0o602, 0o660, 0o622])('a file of mode %o', async (mode) => {
    const path = join(cache.folder, name);
    chmodSync(path, mode);
    expect(await cache.run()).toEqual(plain);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await cache.run()).toEqual(plain);
  });

  it.each([0o777, 0o770, 0o707, 0o720, 0o1777])('a folder of mode %o, in which nothing is written either', async (mode) => {
    chmodSync(cache.folder, mode);
    expect(await cache.run()).toEqual(plain);
    expect(readFileSync(join(cache.folder, name)).equals(foreign)).toBe(true);
    unlinkSync(join(cache.folder, name));
    expect(await cache.run()).toEqual(plain);
    expect(readdirSync(cache.folder)).toEqual([]);
  });

  it('a link of ours to a folder that others can write to', async () => {
    const elsewhere = join(cache.parent, 'elsewhere');
    renameSync(cache.folder, elsewhere);
    chmodSync(elsewhere, 0o777);
    symlinkSync(elsewhere, cache.folder);
    expect(await cache.run()).toEqual(plain);
    unlinkSync(cache.folder);
    rmSync(elsewhere, { recursive: true });
  });

  it('a link in our folder to a file that others can write to', async () => {
    const elsewhere = join(cache.parent, 'elsewhere');
    const path = join(cache.folder, name);
    renameSync(path, elsewhere);
    chmodSync(elsewhere, 0o666);
    symlinkSync(elsewhere, path);
    expect(await cache.run()).toEqual(plain);
    expect(readFileSync(elsewhere).equals(foreign)).toBe(true);
  });

  // Only who may give files away can try these.
  const OF_ANOTHER = process.getuid?.() === 0 ? ['a file', 'a folder'] : [];
  it.each(OF_ANOTHER)('%s of another user', async (what) => {
    chownSync(what === 'a file' ? join(cache.folder, name) : cache.folder, NOBODY, NOBODY);
    expect(await cache.run()).toEqual(plain);
  });
});
