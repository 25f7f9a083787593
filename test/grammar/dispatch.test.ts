import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { LabError } from '../../src/core/errors.js';
import { dispatch } from '../../src/grammar/dispatch.js';
import { nearest } from '../../src/grammar/nearest.js';
import { usageOf } from '../../src/grammar/usage.js';

function found(...words: string[]): object {
  const line = dispatch(COMMANDS, words);
  if (line.kind === 'command') return { id: line.spec.id, words: line.words };
  return line.kind === 'help' ? { kind: line.kind, words: line.words } : { kind: line.kind };
}

describe('a line names a command', () => {
  const CASES: readonly (readonly [readonly string[], object])[] = [
    [['show'], { id: 'show', words: [] }],
    [['route', 'add', 'S', 'G'], { id: 'route add', words: ['S', 'G'] }],
    [['--json', 'show'], { id: 'show', words: ['--json'] }],
    [['--session', 'show', 'show'], { id: 'show', words: ['--session', 'show'] }],
    [['--session=show', 'show', 'routes'], { id: 'show', words: ['--session=show', 'routes'] }],
    [['route', '--json', 'add', 'S'], { id: 'route add', words: ['--json', 'S'] }],
    [['--dry-run', '-q', 'inject'], { id: 'inject', words: ['--dry-run', '-q'] }],
    [[], { kind: 'nothing' }],
    [['--help'], { kind: 'help', words: [] }],
    [['help'], { kind: 'help', words: [] }],
    [['help', 'route', 'add'], { kind: 'help', words: ['route', 'add'] }],
    [['route'], { kind: 'help', words: ['route'] }],
    [['route', '--help'], { kind: 'help', words: ['route'] }],
    [['--version'], { kind: 'version' }],
    [['version'], { kind: 'version' }],
    [['--json', '--version'], { kind: 'version' }],
    [['--oif', 'eth2', 'route', '--iif=eth1', 'add', 'S'], { id: 'route add', words: ['--oif', 'eth2', '--iif=eth1', 'S'] }],
    [['--count=2', 'inject'], { id: 'inject', words: ['--count=2'] }],
    [['explain'], { id: 'explain', words: [] }],
    [['explain', 'S', 'G'], { id: 'explain', words: ['S', 'G'] }],
    [['explain', '--json', 'S', 'G'], { id: 'explain', words: ['--json', 'S', 'G'] }],
    [['explain', 'route', 'S', 'G'], { id: 'explain route', words: ['S', 'G'] }],
    [['explain', '--iif', 'route', 'S', 'G'], { id: 'explain', words: ['--iif', 'route', 'S', 'G'] }],
    [['--json', 'explain', '--brief', 'route', 'S', 'G'], { id: 'explain route', words: ['--json', '--brief', 'S', 'G'] }],
    [['explain', '--', 'route'], { id: 'explain', words: ['--', 'route'] }],
    [['explain', 'S', 'route'], { id: 'explain', words: ['S', 'route'] }],
    [['help', 'explain', 'route'], { kind: 'help', words: ['explain', 'route'] }],
    [['help', 'explain'], { kind: 'help', words: ['explain'] }],
  ];

  it.each(CASES)('%j', (words, line) => {
    expect(found(...words)).toEqual(line);
  });

  it.each([
    [['ex', 'cl'], 'expect clock'],
    [['exp', 'ro'], 'expect route'],
    [['expl', 'ro'], 'explain route'],
    [['expl', 'S'], 'explain'],
  ])('%j, cut short, is %s', (words, id) => {
    expect(dispatch(COMMANDS, words, true)).toMatchObject({ kind: 'command', spec: { id } });
  });

  const UNKNOWN: readonly (readonly [readonly string[], string, RegExp])[] = [
    [['shwo'], 'unknown command "shwo"', /Did you mean show\?/],
    [['route', 'remove', 'S'], 'unknown command "route remove"', /Did you mean route rm\?/],
    [['route', 'list'], 'unknown command "route list"', /^Routes: mcast show routes$/],
    [['session', 'mv'], 'unknown command "session mv"', /Did you mean session rename\?/],
    [
      ['iface', 'frobnicate'],
      'unknown command "iface frobnicate"',
      /^Commands: add, rm, set, join, leave; see: mcast iface --help$/,
    ],
    [['iface', 'ls'], 'unknown command "iface ls"', /^Interfaces: mcast show interfaces$/],
    [['advance', '10s'], 'unknown command "advance"', /Did you mean advance-clock\?/],
    [['route', 'ad'], 'unknown command "route ad"', /Did you mean route add\?/],
    [['route', 'frobnicate'], 'unknown command "route frobnicate"', /^Commands: add, rm, show, touch/],
    [['frobnicate'], 'unknown command "frobnicate"', /^Commands: init, route/],
  ];

  it.each(UNKNOWN)('%j is unknown', (words, message, hint) => {
    try {
      dispatch(COMMANDS, words);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(LabError);
      expect(error).toMatchObject({ code: 'USAGE', message, hint: expect.stringMatching(hint) });
    }
  });
});

describe('the nearest of several words', () => {
  it.each([
    ['show', 'show'],
    ['shwo', 'show'],
    ['sow', 'show'],
    ['route', 'route'],
    ['rout', 'route'],
    ['inejct', 'inject'],
    ['x', null],
    ['something', null],
  ])('%s is %s', (word, nearby) => {
    expect(nearest(word, ['route', 'show', 'inject'])).toBe(nearby);
  });
});

describe('usage', () => {
  it.each([
    ['route add', 'route add SOURCE GROUP --iif IF --oif IF[:MINTTL]… [FLAGS]'],
    ['inject', 'inject SOURCE GROUP --iif IF [FLAGS]'],
    ['route rm', 'route rm [SOURCE] [GROUP] [FLAGS]'],
    ['show', 'show [SECTION] [SOURCE] [GROUP] [FLAGS]'],
    ['session copy', 'session copy [FROM] TO [FLAGS]'],
  ])('of %s', (id, usage) => {
    const spec = COMMANDS.find((candidate) => candidate.id === id);
    expect(spec === undefined ? '' : usageOf(spec)).toBe(usage);
  });
});

it('a word after help that names no command may be a topic', () => {
  const otherwise = expect.objectContaining({ message: 'unknown command "nothing"' });
  expect(dispatch(COMMANDS, ['help', 'nothing'])).toMatchObject({ kind: 'topic', word: 'nothing', otherwise });
});
