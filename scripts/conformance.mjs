/** Replays conformance traces: `npm run --silent conformance -- FILE…`. */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, setUp } from './set-up.mjs';

setUp();
const { build } = await import('esbuild');
const outfile = resolve(ROOT, 'dist/conformance/main.mjs');
await mkdir(resolve(ROOT, 'dist/conformance'), { recursive: true });
await build({
  entryPoints: ['test/conformance/main.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile,
  logLevel: 'error',
});
// npm changes to the folder of the package; file names are meant from where it was called.
process.chdir(process.env.INIT_CWD ?? ROOT);
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = main(process.argv.slice(2));
