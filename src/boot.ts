import { chmodSync, closeSync, fstatSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { checksum } from './session/checksum.js';
import { cacheDirectory } from './session/directories.js';
import { makeFolders } from './session/folder.js';

/** Hash of the program's code, put in by the build. */
declare const BUILD_ID: string;

interface Program {
  readonly main: (words: readonly string[], root: string) => Promise<number>;
}

/**
 * Starts the program: `mcast.cjs` beside this file, with the code that V8 made of it on an earlier run, if there is one. Compiling anew is
 * always right, just slower; so whatever is wrong with the cache is no fault.
 *
 * @param root folder of the package
 */
export async function boot(root: string): Promise<void> {
  const filename = join(root, 'dist', 'cli', 'mcast.cjs');
  const cacheFile = join(cacheDirectory(process.env, process.platform), `code-${BUILD_ID}-${process.version}-${process.arch}`);
  const cachedData = readOwn(cacheFile);
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`;
  const script = new Script(wrapped, { filename, ...(cachedData !== null && { cachedData }) });
  const require = createRequire(filename);
  const module = { id: filename, filename, loaded: true, exports: {}, children: [], paths: [] };
  script.runInThisContext()(module.exports, require, module, filename, dirname(filename));
  // The files that are built apart take what they share with this one from it.
  Object.assign(require.cache, { [filename]: module });
  const program = module.exports as Program;
  process.exitCode = await program.main(process.argv.slice(2), root);
  if (cachedData === null || script.cachedDataRejected === true) writeOwn(cacheFile, script.createCachedData());
}

/** Bytes in front of the code: its checksum. V8 looks at a few words of what it is given, and not whether the rest is whole. */
const HEADER_BYTES = 4;

/** Reads code that nobody but its owner, who is us, can have written, and that is whole. Null if there is none like that. */
function readOwn(path: string): Buffer | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, 'r');
    const { uid, mode } = fstatSync(descriptor);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOurs ? unwrap(readFileSync(descriptor)) : null;
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function unwrap(file: Buffer): Buffer | null {
  const data = file.subarray(HEADER_BYTES);
  return data.length > 0 && file.readUInt32LE(0) === checksum(data) ? data : null;
}

function wrap(data: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(checksum(data), 0);
  return Buffer.concat([header, data]);
}

function writeOwn(path: string, data: Buffer): void {
  try {
    makeFolders(dirname(path));
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, wrap(data), { mode: 0o600 });
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
  } catch {
    // The next run compiles again.
  }
}
