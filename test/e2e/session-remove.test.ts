import { describe, expect, it } from 'vitest';
import type { Bench } from './program.js';
import { createBench } from './program.js';

/** The sessions that are there. */
function names(bench: Bench): unknown {
  const { sessions } = bench.json('session list') as { sessions: { name: string }[] };
  return sessions.map(({ name }) => name);
}

function benchWith(...sessions: string[]): Bench {
  const bench = createBench();
  for (const session of sessions) bench.run('init', '--session', session);
  return bench;
}

describe('session remove', () => {
  it('takes names and patterns, and removes each session once', () => {
    const bench = benchWith('a', 'b', 'typo-1', 'typo-22', 'typo', 'x.typo-1');
    expect(bench.run('session', 'remove', 'a', 'b', 'typo-*', 'typo-1', '--yes')).toMatchObject({
      code: 0,
      stdout: ['a', 'b', 'typo-1', 'typo-22'].map((name) => `removed session ${name}\n`).join(''),
    });
    expect(names(bench)).toEqual(['typo', 'x.typo-1']);
  });

  it('takes ? for one character, and a dot for a dot', () => {
    const bench = benchWith('a1', 'a22', 'b.1', 'bx1');
    expect(bench.run('session', 'remove', 'a?', 'b.*', '--yes', '--json').stdout).toContain('"sessions":[{"session":"a1"');
    expect(names(bench)).toEqual(['a22', 'bx1']);
  });

  it.each([
    ['a pattern that matches nothing', ['a', 'zz*'], 4, 'no session matches "zz*"'],
    ['a name that is not there', ['a', 'b'], 4, 'there is no session b'],
    ['a word that is no name', ['a', 'x/*'], 2, 'invalid session name'],
  ])('removes nothing where there is %s', (_, words, code, message) => {
    const bench = benchWith('a');
    const ran = bench.run('session', 'remove', ...words, '--yes');
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
    expect(names(bench)).toEqual(['a']);
  });

  it('spares the session of the lessons where a pattern matches everything', () => {
    const bench = benchWith('a');
    bench.line('lesson start 1');
    bench.run('session', 'remove', '*', '--yes');
    expect(names(bench)).toEqual(['+lesson']);
  });

  it('changes nothing in a dry run', () => {
    const bench = benchWith('a1', 'a2');
    expect(bench.run('session', 'remove', 'a*', '--dry-run').stdout).toContain('removed session a2');
    expect(names(bench)).toEqual(['a1', 'a2']);
  });
});
