/** `npm run attack`: attacks the sessions and the program in full. What follows `--` says which, how often, and with which seed. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, setUp } from './set-up.mjs';

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
process.exitCode = await main(process.argv.slice(2));
