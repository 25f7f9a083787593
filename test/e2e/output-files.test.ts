import { existsSync, linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bench } from './program.js';
import { createBench } from './program.js';

const sessionOf = ({ folder }: Bench, name: string): string => join(folder, 'data', 'sessions', `${name}.json`);

describe('a file that a drawing goes to', () => {
  it.each(['session', 'history', 'hard link', 'link', 'lock'])('is no part of a session: %s', (what) => {
    const bench = createBench();
    for (const name of ['default', 'other']) bench.run('init', '--session', name);
    const other = sessionOf(bench, 'other');
    const link = join(bench.folder, 'drawing.svg');
    if (what === 'hard link') linkSync(other, link);
    if (what === 'link') symlinkSync(`${other}.history`, link);
    const file = { session: other, history: `${other}.history`, lock: `${other}.lock` }[what] ?? link;
    const before = [readFileSync(other, 'utf8'), readFileSync(`${other}.history`, 'utf8')];
    const { code, stderr } = bench.run('draw', '--output', file, '--format', 'svg');
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is part of a session, which this would damage'),
    });
    expect([readFileSync(other, 'utf8'), readFileSync(`${other}.history`, 'utf8')]).toEqual(before);
    expect(existsSync(`${other}.lock`)).toBe(false);
  });

  it.each([
    ['a dry run', ['run', '--dry-run', '-'], '', 0, false],
    ['a script that is nothing or all, and fails', ['run', '--atomic', '-'], 'nonsense\n', 2, false],
    ['one that does not', ['run', '--atomic', '-'], '', 0, true],
    ['a script that fails later', ['run', '-'], 'nonsense\n', 2, true],
    ['a script on scratch sessions', ['run', '--scratch', '-'], '', 0, true],
  ])('is written when what was done is kept: %s', (_name, words, rest, code, isWritten) => {
    const bench = createBench();
    expect(bench.piped(`draw --output drawing.svg\n${rest}`, ...words).code).toBe(code);
    expect(existsSync(join(bench.folder, 'drawing.svg'))).toBe(isWritten);
  });

  it('is not written by a test, nor by the lines of a lesson', () => {
    const bench = createBench();
    const line = 'draw --output drawing.svg';
    writeFileSync(join(bench.folder, 'a.mcast'), `${line}\nexpect clock = 0s\n`);
    expect(bench.run('test', 'a.mcast').code).toBe(0);
    const lesson = ['title: x', '== Text', 'hi', '== Task', 'do', '== Start', line, '== Goals', 'G', '  expect clock = 1s'];
    writeFileSync(join(bench.folder, 'a.lesson'), `${[...lesson, '== Solution', line, 'advance-clock 1s'].join('\n')}\n`);
    bench.run('lesson', 'check-file', 'a.lesson');
    bench.run('lesson', 'start', '--no-prompt', 'a.lesson');
    expect(existsSync(join(bench.folder, 'drawing.svg'))).toBe(false);
  });
});
