import type { Stats } from 'node:fs';
import {
  chmodSync,
  closeSync,
  fstatSync,
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

/** Hash of the program's code, put in by the build. */
declare const BUILD_ID: string;

/** What the files begin with that are kept. */
const PREFIX = 'code-';

/** Files that are kept: of so many builds of the program and versions of Node, those that were written last. */
const FILES_AT_MOST = 8;

interface Program {
  readonly main: (words: readonly string[], root: string) => Promise<{ readonly code: number; readonly command: string | null }>;
}

/** What V8 made of the program on earlier runs. */
interface KeptCode {
  /** The commands that were carried out by then, whose functions are in it. */
  readonly commands: readonly string[];
  readonly data: Buffer;
}

/**
 * Starts the program: `mcast.cjs` beside this file, with the code that V8 made of it on earlier runs, if there is any. Compiling anew is
 * always right, just slower; so whatever is wrong with what is kept is no fault.
 *
 * @param root folder of the package
 */
export async function boot(root: string): Promise<void> {
  const filename = join(root, 'dist', 'cli', 'mcast.cjs');
  const folder = cacheDirectory(process.env, process.platform);
  const isUsable = mayKeepIn(folder);
  const file = join(folder, `${PREFIX}${BUILD_ID}-${process.version}-${process.arch}`);
  const kept = isUsable ? readOwn(file) : null;
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'latin1')}\n})`;
  const script = new Script(wrapped, { filename, ...(kept !== null && { cachedData: kept.data }) });
  const require = createRequire(filename);
  const module = { id: filename, filename, loaded: true, exports: {}, children: [], paths: [] };
  script.runInThisContext()(module.exports, require, module, filename, dirname(filename));
  // The files that are built apart take what they share with this one from it.
  Object.assign(require.cache, { [filename]: module });
  const program = module.exports as Program;
  const { code, command } = await program.main(process.argv.slice(2), root);
  process.exitCode = code;
  if (!isUsable) return;
  const commands = kept === null || script.cachedDataRejected === true ? [] : kept.commands;
  if (commands.length > 0 && (command === null || commands.includes(command))) return;
  // V8 compiles a function when it is first called, and keeps what it has compiled by now.
  writeOwn(file, { commands: [...commands, ...(command === null ? [] : [command])], data: script.createCachedData() });
  if (kept === null) removeOld(folder);
}

/**
 * Whether a folder is none yet, or one that nobody but its owner, who is us, can write to. In any other, somebody could put another file of
 * ours in the place of the one that is read, or a link in the place of the one that is written.
 */
function mayKeepIn(folder: string): boolean {
  try {
    const stat = statSync(folder, { throwIfNoEntry: false });
    return stat === undefined || isOursAlone(stat);
  } catch {
    return false;
  }
}

/** Windows has no such modes; there, folders of a user are for that user. */
function isOursAlone({ uid, mode }: Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** Reads code that nobody but its owner, who is us, can have written, and that is whole. Null if there is none like that. */
function readOwn(path: string): KeptCode | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, 'r');
    return isOursAlone(fstatSync(descriptor)) ? unwrap(readFileSync(descriptor)) : null;
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/**
 * V8 looks at a few words of what it is given, and not whether the rest is whole. So everything is in the file twice: comparing the two
 * costs a tenth of what a checksum does.
 */
function unwrap(file: Buffer): KeptCode | null {
  const half = file.length / 2;
  const one = file.subarray(0, half);
  if (!one.equals(file.subarray(half))) return null;
  const head = one.indexOf('\n');
  return head === -1 ? null : { commands: one.toString('latin1', 0, head).split(','), data: one.subarray(head + 1) };
}

function wrap({ commands, data }: KeptCode): Buffer {
  const one = Buffer.concat([Buffer.from(`${commands.join(',')}\n`), data]);
  return Buffer.concat([one, one]);
}

function writeOwn(path: string, code: KeptCode): void {
  try {
    makeFolders(dirname(path));
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, wrap(code), { mode: 0o600 });
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
  } catch {
    // The next run compiles again.
  }
}

/** Removes what earlier builds have left, and what a run that was stopped in the middle of writing has. */
function removeOld(folder: string): void {
  try {
    const files = readdirSync(folder)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => ({ path: join(folder, name), writtenMs: statSync(join(folder, name)).mtimeMs }));
    for (const { path } of files.sort((a, b) => b.writtenMs - a.writtenMs).slice(FILES_AT_MOST)) unlinkSync(path);
  } catch {
    // The next build tries again.
  }
}
