/** `npm run docs`: writes docs/commands.md from the program's own help. A test fails when the two differ. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT, setUp } from './set-up.mjs';

setUp();
const outfile = resolve(ROOT, 'dist/docs/commands-page.mjs');
await build({
  entryPoints: [join(ROOT, 'test/e2e/commands-page.ts')],
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile,
  logLevel: 'error',
});
const { commandsPage } = await import(pathToFileURL(outfile).href);
writeFileSync(join(ROOT, 'docs/commands.md'), commandsPage(ROOT));
