/** `npm run bench`: measures how fast everything is, against something named. What follows `--` names what to measure. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT, setUp } from './set-up.mjs';

setUp();
const outdir = resolve(ROOT, 'dist/bench');
await build({
  entryPoints: ['bench/main.ts', 'bench/table.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outdir,
  outExtension: { '.js': '.mjs' },
  logLevel: 'error',
});
const { main } = await import(pathToFileURL(resolve(outdir, 'main.mjs')).href);
process.exitCode = main(process.argv.slice(2), ROOT);
