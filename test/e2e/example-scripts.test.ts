import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutantsOf } from './expectation-mutants.js';
import type { Bench } from './program.js';
import { createBench } from './program.js';

const FOLDER = resolve(import.meta.dirname, '../../examples');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.mcast'));
const SCRIPTS = NAMES.map((name) => ({ name, lines: readFileSync(join(FOLDER, name), 'utf8').trimEnd().split('\n') }));

/** What `test --json` tells of one script. */
interface Tested {
  readonly file: string;
  readonly ok: boolean;
  readonly exitCode: number;
  readonly output: string | null;
}

function testScripts({ run }: Bench, files: readonly string[]): { code: number | null; tests: readonly Tested[] } {
  const { code, stdout } = run('test', '--json', ...files);
  return { code, tests: JSON.parse(stdout).tests };
}

describe('the scripts in examples/', () => {
  it('pass, each of them', () => {
    const { code, stdout, stderr } = createBench().run('test', ...NAMES.map((name) => join(FOLDER, name)));
    const lines = NAMES.map((name, index) => `ok ${index + 1} - ${join(FOLDER, name)}`);
    expect({ code, stderr, stdout }).toEqual({
      code: 0,
      stderr: '',
      stdout: `${['TAP version 14', `1..${NAMES.length}`, ...lines].join('\n')}\n`,
    });
  });

  it('are numbered without a gap, and the table in docs/scripting.md has each of them', () => {
    expect(NAMES.map((name) => Number(name.slice(0, 2)))).toEqual(NAMES.map((_, index) => index + 1));
    const page = readFileSync(join(FOLDER, '../docs/scripting.md'), 'utf8');
    const listed = [...page.matchAll(/\]\(\.\.\/examples\/([^)]+)\)/g)].map(([, name]) => name);
    expect(listed).toEqual(NAMES);
  });

  it.each(SCRIPTS)('$name says at its head what it shows', ({ lines }) => {
    const head = lines.slice(0, lines.indexOf(''));
    expect(head.length).toBeGreaterThan(1);
    expect(head.filter((line) => !line.startsWith('# '))).toEqual([]);
    expect(lines.filter((line) => line.length > 125)).toEqual([]);
  });

  // Every expectation is falsified in every way that `mutantsOf` lists, one at a time, and the script must then stop at that very line.
  it.each(SCRIPTS)('$name: none of its expectations is empty', ({ lines }) => {
    const mutants = lines.flatMap((line, index) =>
      line.startsWith('expect ') ? mutantsOf(line).map((mutant) => ({ mutant, line: index + 1 })) : [],
    );
    expect(mutants.length).toBeGreaterThan(10);
    const bench = createBench();
    const folder = join(bench.folder, 'mutants');
    mkdirSync(folder);
    const files = mutants.map(({ mutant, line }, index) => {
      const file = `mutants/${index}.mcast`;
      writeFileSync(join(bench.folder, file), `${lines.with(line - 1, mutant).join('\n')}\n`);
      return file;
    });
    const { code, tests } = testScripts(bench, files);
    const survivors = tests.flatMap(({ file, ok, exitCode, output }, index) => {
      const { mutant = '', line = 0 } = mutants[index] ?? {};
      const stopped = !ok && exitCode === 3 && output?.includes(`\n${file}:${line}: `);
      return stopped === true ? [] : [`line ${line}: ${mutant}`];
    });
    expect({ code, tested: tests.length, survivors }).toEqual({ code: 3, tested: mutants.length, survivors: [] });
  });
});
