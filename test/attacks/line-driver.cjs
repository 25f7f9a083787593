/**
 * Carries out lines one after the other as if each were alone on a shell's command line: all but the start of a process is new for each, and
 * all is read from disk. Reads lists of words from `tries.json`; writes what each came to, a line each, as soon as it is known, so that whoever
 * waits sees which one it is that hangs.
 */
'use strict';
const fs = require('node:fs');
const { join } = require('node:path');

const [root, folder] = process.argv.slice(2);
const results = fs.openSync(join(folder, 'results.jsonl'), 'a');
const written = { 1: '', 2: '' };
const { writeSync } = fs;
fs.writeSync = (descriptor, data, from, ...rest) => {
  if (descriptor !== 1 && descriptor !== 2) return writeSync(descriptor, data, from, ...rest);
  written[descriptor] += Buffer.from(data)
    .subarray(from ?? 0)
    .toString('utf8');
  return data.length - (from ?? 0);
};
const { main } = require(join(root, 'dist/cli/mcast.cjs'));

/** All files of sessions, as one text. */
function state() {
  const names = fs.readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  return { text: paths.map((path) => `${path}\n${fs.readFileSync(path, 'latin1')}`).join('\n'), paths };
}

(async () => {
  for (const words of JSON.parse(fs.readFileSync(join(folder, 'tries.json'), 'utf8'))) {
    written[1] = '';
    written[2] = '';
    const before = state();
    const from = performance.now();
    const { code, command } = await main(words, root);
    const ms = performance.now() - from;
    const after = state();
    const left = after.paths.filter((path) => !/(\.json|\.json\.history|current-session)$/.test(path));
    const isChanged = before.text !== after.text;
    writeSync(results, `${JSON.stringify({ code, command, ms, isChanged, left, stdout: written[1], stderr: written[2] })}\n`);
  }
})();
