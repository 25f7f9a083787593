import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './fault-code.js';

/**
 * Makes a folder that only its owner can enter, and those above it; does nothing if it is there.
 *
 * Node's own recursive `mkdirSync` never ends where the system says ENOENT of a folder that has a parent, as /proc does.
 *
 * @throws what the file system says
 */
export function makeFolders(path: string): void {
  if (tryMake(path) !== 'ENOENT') return;
  const parent = dirname(path);
  if (parent !== path) makeFolders(parent);
  // By now another process may have made it.
  if (tryMake(path) === 'ENOENT') mkdirSync(path, { mode: 0o700 });
}

/** Returns `ENOENT` where a folder above is missing. */
function tryMake(path: string): 'done' | 'ENOENT' {
  try {
    mkdirSync(path, { mode: 0o700 });
    return 'done';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return 'done';
    if (code === 'ENOENT') return 'ENOENT';
    throw error;
  }
}
