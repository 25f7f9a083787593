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

/** All files, each with what is in it; data alone. */
function state() {
  const names = fs.readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return new Map(paths.map((path) => [path, fs.readFileSync(path, 'latin1')]));
}

/** Everything below the folder of the tries, and beside it, but for what is written here. */
function places() {
  const beside = fs.readdirSync(join(folder, '..')).map((name) => `../${name}`);
  return [...beside, ...fs.readdirSync(folder, { recursive: true })].filter(
    (path) => !path.startsWith('results') && !path.startsWith('cache'),
  );
}

async function drive() {
  const known = new Set(places());
  for (const words of JSON.parse(fs.readFileSync(join(folder, 'tries.json'), 'utf8'))) {
    written[1] = '';
    written[2] = '';
    const before = state();
    const from = performance.now();
    const { code, command } = await main(words, root);
    const ms = performance.now() - from;
    const after = state();
    const isChanged = [...before].some(([path, text]) => after.get(path) !== text);
    const added = places().filter((path) => !known.has(path));
    for (const path of added) known.add(path);
    const outcome = { code, command, ms, isChanged, added, stdout: written[1], stderr: written[2] };
    writeSync(results, `${JSON.stringify(outcome)}\n`);
  }
}

void drive();
