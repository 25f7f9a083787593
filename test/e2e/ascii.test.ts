import { describe, expect, it } from 'vitest';
import { createBench, runProcess, wordsOf } from './program.js';

const ASCII = /^[\0-\x7f]*$/;

/** Commands whose output has signs of its own. */
const LINES = [
  'watch --once --columns 100 --rows 30',
  'watch --once --columns 140 --rows 40',
  'watch --once --columns 50 --rows 14',
  'show',
  'draw',
  'timeline',
  'explain 10.0.1.9 239.1.1.1 --iif eth1 --full',
  'explain route 10.0.1.9 239.1.1.1',
  'expect route 10.0.1.9 239.1.1.1 --oif eth3',
  'log',
  'diff @0',
  'undo --dry-run',
  'lesson list',
  'tour',
];

describe.each(LINES)('%s', (line) => {
  it.each([
    ['--ascii', `${line} --ascii`, {}],
    ['MCAST_ASCII=1', line, { MCAST_ASCII: '1' }],
  ])('prints ASCII with %s', (_, words, more) => {
    const bench = createBench();
    const script = [
      'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3:65',
      'inject 10.0.1.9 239.1.1.1 --iif eth1 --count 2',
      'inject 10.0.1.8 239.1.1.1 --iif eth1',
      'advance-clock 1s',
    ];
    bench.run('run', ...script.flatMap((each) => ['-c', each]));
    const env = { ...bench.environment, ...more };
    const { stdout, stderr } = runProcess({ words: wordsOf(words), cwd: bench.folder, env, input: null });
    expect(stdout + stderr).not.toBe('');
    expect(stdout + stderr).toMatch(ASCII);
  });
});

it('each line of watch is as wide as it is with signs', () => {
  const bench = createBench();
  bench.line('inject 10.0.1.9 239.1.1.1 --iif eth1');
  const widths = (line: string) =>
    bench
      .line(line)
      .stdout.split('\n')
      .map(({ length }) => length);
  expect(widths('watch --once --columns 140 --ascii')).toEqual(widths('watch --once --columns 140'));
});

it.each([
  ['run', ['run', '-c', 'route show 10.0.1.9 239.1.1.1', '--ascii'], null],
  ['repl', ['repl', '--ascii'], 'route show 10.0.1.9 239.1.1.1\n'],
])('%s --ascii holds for its lines', (_, words, input) => {
  const bench = createBench();
  bench.line('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2');
  const { stdout } = bench.piped(input ?? '', ...words);
  expect(stdout).toContain('->');
  expect(stdout).toMatch(ASCII);
});
