/** `npm run docs`: writes docs/commands.md from the program's own help, and the picture of docs/drawing.md. A test fails when one of them differs. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT, setUp } from './set-up.mjs';

setUp();
const { commandsPage } = await bundled('commands-page');
writeFileSync(join(ROOT, 'docs/commands.md'), commandsPage(run));
const { routerPicture } = await bundled('router-picture');
writeFileSync(join(ROOT, 'docs/router.svg'), routerPicture(ROOT));

/** Runs the program. Returns its stdout. */
function run(words) {
  const env = { ...process.env, NO_COLOR: '1' };
  return spawnSync(process.execPath, [join(ROOT, 'bin/mcast.js'), ...words], { encoding: 'utf8', env }).stdout;
}

/** A module of the tests, made into one that runs here. */
async function bundled(name) {
  const outfile = resolve(ROOT, `dist/docs/${name}.mjs`);
  await build({
    entryPoints: [join(ROOT, `test/e2e/${name}.ts`)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}
