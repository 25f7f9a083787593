/**
 * Writes down what start-up loads now, for `test/e2e/start-up.test.ts`, which fails when it loads anything else. For those who have just made it
 * load something on purpose.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT, setUp } from './set-up.mjs';

setUp();
const outfile = resolve(ROOT, 'dist/docs/start-up-record.mjs');
await build({
  entryPoints: [join(ROOT, 'test/e2e/start-up-record.ts')],
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile,
  logLevel: 'error',
});
const { noteStartUp } = await import(pathToFileURL(outfile).href);
mkdirSync(join(ROOT, 'test/fixtures'), { recursive: true });
writeFileSync(join(ROOT, 'test/fixtures/start-up-modules.json'), `${JSON.stringify(noteStartUp(ROOT), null, 2)}\n`);
