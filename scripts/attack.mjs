/**
 * `npm run attack`: attacks the sessions and the program in full, and runs the random tests of `npm test` with all their tries. What follows `--`
 * says which attacks, how often, and with which seed; the random tests are left out then.
 */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inherit, ROOT, setUp } from './set-up.mjs';

setUp();
const { build } = await import('esbuild');
const outfile = resolve(ROOT, 'dist/attacks/main.mjs');
await build({
  entryPoints: ['test/attacks/main.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  outfile,
  logLevel: 'error',
});
const { main } = await import(pathToFileURL(outfile).href);
const words = process.argv.slice(2);
const attacked = await main(words);
process.exitCode = words.length > 0 ? attacked : attacked || walk();

/** Returns the exit code. */
function walk() {
  process.env.MCAST_TRIES = 'full';
  return inherit(process.execPath, [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    'test/laws',
    'test/ops/diff.test.ts',
    'test/e2e/code-cache.test.ts',
  ]);
}
