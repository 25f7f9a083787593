import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheDirectory } from './session/directories.js';

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
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(filename), module, filename, dirname(filename));
  const program = module.exports as Program;
  process.exitCode = await program.main(process.argv.slice(2), root);
  if (cachedData === null || script.cachedDataRejected === true) writeOwn(cacheFile, script.createCachedData());
}

/** Reads a file that nobody but its owner, who is us, can have written. Null if there is none like that. */
function readOwn(path: string): Buffer | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, 'r');
    const { uid, mode } = fstatSync(descriptor);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOurs ? readFileSync(descriptor) : null;
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function writeOwn(path: string, data: Buffer): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, data, { mode: 0o600 });
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
  } catch {
    // The next run compiles again.
  }
}
