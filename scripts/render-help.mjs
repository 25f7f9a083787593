/**
 * Prints oclif's help on everything, on each topic and on each command as JSON: by name, with colour. The width is that of `OCLIF_COLUMNS`,
 * which oclif looks at when it is loaded; so the build starts this once for each width. The version, of which Node's is a part, is left open.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { helpText, versionText } = require('../dist/cli/oclif.cjs');
const { COMMANDS } = require('../dist/cli/oclif-commands.cjs');

const names = new Set(['']);
for (const id of Object.keys(COMMANDS)) {
  const words = id.split(':');
  for (let length = 1; length <= words.length; length += 1) names.add(words.slice(0, length).join(' '));
}
const pages = {};
for (const name of names) pages[name] = await helpText(process.cwd(), name === '' ? [] : name.split(' '));
process.stdout.write(JSON.stringify(pages).replaceAll(await versionText(process.cwd()), '<version>'));
