import type { Stats } from 'node:fs';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheDirectory } from './files/directories.js';
import { makeFolders } from './files/folder.js';

/** Hash of the program's code. The build defines it. */
declare const BUILD_ID: string;

/** First part of the names of the files that hold kept code. */
const PREFIX = 'code-';

/** Number of files to keep; of more, over all builds and versions of Node, the oldest are removed. A build has at most seven. */
const MAX_FILES = 18;

interface Program {
  readonly main: (words: readonly string[], root: string) => Promise<{ readonly code: number; readonly command: string | null }>;
}

/** The machine code that V8 made of a file on earlier runs. */
interface KeptCode {
  /** Commands executed so far: the code has the functions that they called. */
  readonly commands: readonly string[];
  readonly data: Buffer;
}

/** A built file that this run has loaded. */
interface LoadedFile {
  readonly name: string;
  readonly script: Script;
  readonly kept: KeptCode | null;
}

/**
 * Starts the program. Every built file, the main one and those that only some commands load, runs with the code that V8 made of it on earlier
 * runs. Kept code only saves time: if it is missing or wrong in any way, V8 compiles the file again.
 *
 * @param root folder of the package
 */
export async function boot(root: string): Promise<void> {
  const files = new BuiltFiles(join(root, 'dist', 'cli'), cacheFolder());
  const program = files.load('mcast') as Program;
  const { code, command } = await program.main(process.argv.slice(2), root);
  process.exitCode = code;
  files.keep(command);
}

/** The program's built files, which load each other. */
class BuiltFiles {
  readonly #folder: string;
  readonly #cache: string | null;
  readonly #nodeRequire: NodeJS.Require;
  readonly #require: NodeJS.Require;
  readonly #loaded: LoadedFile[] = [];

  /** @param cache folder of the kept code; null to keep none */
  constructor(folder: string, cache: string | null) {
    this.#folder = folder;
    this.#cache = cache;
    this.#nodeRequire = createRequire(join(folder, 'mcast.cjs'));
    this.#require = Object.assign((id: string) => {
      const name = /^\.\/([\w-]+)\.cjs$/.exec(id)?.[1];
      return name === undefined ? this.#nodeRequire(id) : this.load(name);
    }, this.#nodeRequire);
  }

  /** Returns what a file exports. Runs the file once. */
  load(name: string): unknown {
    const filename = join(this.#folder, `${name}.cjs`);
    const { cache } = this.#nodeRequire;
    const known = cache[filename];
    if (known !== undefined) return known.exports;
    const kept = this.#cache === null ? null : readKept(pathOf(this.#cache, name));
    // Asked for text, Node reads pieces of 8 kB; asked for bytes, it reads the file at once.
    const source = readFileSync(filename).toString();
    const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
    const script = new Script(wrapped, { filename, ...(kept !== null && { cachedData: kept.data }) });
    const module = { id: filename, filename, loaded: true, exports: {}, children: [], paths: [] };
    // In Node's own cache, so that a file that oclif requires shares our modules.
    Object.assign(cache, { [filename]: module });
    script.runInThisContext()(module.exports, this.#require, module, filename, this.#folder);
    this.#loaded.push({ name, script, kept });
    return module.exports;
  }

  /** Keeps the code of the loaded files, unless it is kept already. V8 compiles a function when it is first called. */
  keep(command: string | null): void {
    if (this.#cache === null) return;
    for (const { name, script, kept } of this.#loaded) {
      const commands = script.cachedDataRejected === true ? [] : (kept?.commands ?? []);
      if (commands.length > 0 && (command === null || commands.includes(command))) continue;
      writeKept(pathOf(this.#cache, name), {
        commands: command === null ? commands : [...commands, command],
        data: script.createCachedData(),
      });
      if (kept === null) removeOld(this.#cache);
    }
  }
}

function pathOf(cache: string, name: string): string {
  return join(cache, `${PREFIX}${BUILD_ID}-${process.version}-${process.arch}-${name}`);
}

/**
 * The folder for kept code. Null unless it does not exist yet or only its owner, this user, can write to it: in any other folder, somebody else
 * could replace a file that we read, or put a link where we write.
 */
function cacheFolder(): string | null {
  try {
    const folder = cacheDirectory(process.env, process.platform);
    const stat = statSync(folder, { throwIfNoEntry: false });
    return stat === undefined || (stat.isDirectory() && isOursAlone(stat)) ? folder : null;
  } catch {
    return null;
  }
}

/** Windows has no such modes; there, a user's folders are for that user. */
function isOursAlone({ uid, mode }: Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** Null unless the path is a whole file, not a link, that only its owner, this user, can have written. Never waits, as on a FIFO. */
function readKept(path: string): KeptCode | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    return stat.isFile() && isOursAlone(stat) ? unwrap(readFileSync(descriptor)) : null;
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** V8 checks a few words of its data, not all of it. So the file has everything twice: comparing costs a tenth of what a checksum does. */
function unwrap(file: Buffer): KeptCode | null {
  const half = file.length / 2;
  const one = file.subarray(0, half);
  if (!one.equals(file.subarray(half))) return null;
  const head = one.indexOf('\n');
  return head === -1 ? null : { commands: one.toString('latin1', 0, head).split(','), data: one.subarray(head + 1) };
}

/** Replaces the file of that name. Touches only the temporary file that it creates; a link is replaced, not followed. */
function writeKept(path: string, { commands, data }: KeptCode): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const one = Buffer.concat([Buffer.from(`${commands.join(',')}\n`), data]);
  try {
    makeFolders(dirname(path));
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      // A umask can take from the owner as well.
      fchmodSync(descriptor, 0o600);
      writeFileSync(descriptor, Buffer.concat([one, one]));
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch {
    // The next run compiles again.
    removeOwn(temporary);
  }
}

/** Removes the oldest files: those of earlier builds, and temporary files whose writer was killed. */
function removeOld(cache: string): void {
  try {
    const files = readdirSync(cache)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => ({ path: join(cache, name), stat: lstatSync(join(cache, name)) }))
      .filter(({ stat }) => stat.isFile());
    for (const { path } of files.sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs).slice(MAX_FILES)) removeOwn(path);
  } catch {
    // The next build tries again.
  }
}

/** Removes a file of the cache folder. Of a link, this removes the link alone. */
function removeOwn(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not there, or cannot be removed: it does no harm.
  }
}
