/** `npm run docs`: writes docs/commands.md from the program's own help, and the picture of docs/drawing.md. A test fails when one of them differs. */
import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT, setUp } from './set-up.mjs';

setUp();
const { commandsPage } = await bundled('test/e2e/commands-page');
const { readHelp } = await bundled('src/cli/help');
// What the program prints, without a process for each command.
const help = (words) => readHelp(ROOT, words.slice(0, -1), { columns: null, isPlain: true });
writeFileSync(
  join(ROOT, 'docs/commands.md'),
  commandsPage((words) => `${help(words)}\n`),
);
const { routerPicture } = await bundled('test/e2e/router-picture');
writeFileSync(join(ROOT, 'docs/router.svg'), routerPicture(ROOT));

/** A module, made into one that runs here. */
async function bundled(path) {
  const outfile = resolve(ROOT, `dist/docs/${basename(path)}.mjs`);
  await build({
    entryPoints: [join(ROOT, `${path}.ts`)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}
