import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { splitWords } from '../../src/grammar/words.js';
import { validated } from './json-documents.js';
import type { Bench, Ran } from './program.js';
import { createBench, PROGRAM } from './program.js';
import { randomScript } from './random-script.js';

const ROOT = resolve(import.meta.dirname, '../..');
const LENGTH = 200;

/** Does each line as if it were alone on a shell's command line: all but the start of a process is new for each, and all is read from disk. */
const LINE_BY_LINE = `
const { main } = require(${JSON.stringify(join(ROOT, 'dist/cli/mcast.cjs'))});
(async () => {
  let first = 0;
  for (const words of JSON.parse(require('node:fs').readFileSync('words.json', 'utf8'))) {
    const { code } = await main(words, ${JSON.stringify(ROOT)});
    first ||= code;
  }
  process.exitCode = first;
})();`;

/** Carries out lines, and leaves their documents on stdout. */
type Way = (bench: Bench, lines: readonly string[]) => Ran;

const runAlone: Way = (bench, lines) => {
  const words = lines.map((line) => withJson(splitWords(line)));
  writeFileSync(join(bench.folder, 'words.json'), JSON.stringify(words));
  return runNode(bench, ['-e', LINE_BY_LINE], '');
};

/** Ways to carry out lines that are not alone. */
const WAYS: Readonly<Record<string, Way>> = {
  'a file': (bench, lines) => {
    writeFileSync(join(bench.folder, 'a.mcast'), `${lines.join('\n')}\n`);
    return bench.run('run', 'a.mcast', '--keep-going', '--json');
  },
  'a pipe': (bench, lines) => runNode(bench, [PROGRAM, 'run', '-', '--keep-going', '--json'], lines.join('\n')),
  'the prompt': (bench, lines) => runNode(bench, [PROGRAM, 'repl', '--json'], lines.join('\n')),
};

function withJson(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.toSpliced(end === -1 ? words.length : end, 0, '--json');
}

function runNode({ folder: cwd, environment: env }: Bench, words: readonly string[], input: string): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd,
    env,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return validated({ code: status, stdout, stderr });
}

/** What a way came to: exit code, documents without the number of the line, and the session files. */
function carryOut(way: Way, lines: readonly string[]) {
  const bench = createBench();
  const { code, stdout } = way(bench, lines);
  const documents = stdout
    .trimEnd()
    .split('\n')
    .map((text) => {
      const { line, ...document } = JSON.parse(text.replaceAll(bench.folder, 'FOLDER'));
      return JSON.stringify(document);
    });
  return { code, documents, files: sessionFiles(bench) };
}

function sessionFiles({ folder }: Bench): Record<string, string> {
  const sessions = join(folder, 'data/sessions');
  const names = existsSync(sessions) ? readdirSync(sessions).filter((name) => name.endsWith('.json')) : [];
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(sessions, name), 'utf8')]));
}

/** Commands that stand for several, or for a person at a terminal, or are about the files of sessions, which a script writes at its end, or lessons, which no script takes. */
const LEFT_OUT = [
  'run',
  'test',
  'compare',
  'repl',
  'complete',
  'session list',
  'session use',
  'session copy',
  'session rename',
  'session remove',
  ...COMMANDS.flatMap(({ id }) => (id.startsWith('lesson ') ? [id] : [])),
  'session check',
];

const SCRIPTS = [1, 2, 14, 48].map((seed) => {
  const lines = randomScript(seed, LENGTH);
  return { seed, lines, alone: once(() => carryOut(runAlone, lines)) };
});

describe.each(SCRIPTS)(
  `${LENGTH} lines at random, of seed $seed, come to the same as each line alone if they come from`,
  ({ lines, alone }) => {
    it.each(Object.entries(WAYS))('%s', (_name, way) => {
      const { code, documents, files } = carryOut(way, lines);
      expect(alone().documents.length).toBe(LENGTH);
      expect(documents.map((document, index) => `${lines[index]}: ${document}`)).toEqual(
        alone().documents.map((document, index) => `${lines[index]}: ${document}`),
      );
      expect({ code, files }).toEqual({ code: alone().code, files: alone().files });
    });
  },
);

it('the lines are of every command that does one thing, some of them refused', () => {
  const documents = SCRIPTS.flatMap(({ alone }) => alone().documents.map((document) => JSON.parse(document)));
  const commands = new Set(documents.map(({ command }) => command));
  const missing = COMMANDS.filter(({ id }) => !commands.has(id) && !LEFT_OUT.includes(id)).map(({ id }) => id);
  expect(missing).toEqual([]);
  const refused = documents.filter(({ error }) => error !== undefined).length;
  expect(refused / documents.length).toBeGreaterThan(0.1);
  expect(refused / documents.length).toBeLessThan(0.5);
});

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
