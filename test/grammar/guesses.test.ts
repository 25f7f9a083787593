import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { LabError } from '../../src/core/errors.js';
import { dispatch } from '../../src/grammar/dispatch.js';
import { GUESSES } from '../../src/grammar/guesses.js';
import { splitWords, splitWordsAt, withoutProgram } from '../../src/grammar/words.js';

/** Reads a line as the prompt does, or as a shell hands it over; the error that it is refused with, or null. */
function refusal(line: string, isShort = true): LabError | null {
  try {
    const found = dispatch(COMMANDS, withoutProgram(splitWords(line)), isShort);
    if (found.kind === 'command') found.spec.prepare(found.words);
    return null;
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

describe('what people type without having read anything', () => {
  const typed = GUESSES.flatMap((guess) => guess.typed.map((line) => [line, guess.lines] as const));

  it.each(typed)('%s has an answer', (line, lines) => {
    for (const isShort of [true, false]) {
      const hint = refusal(line, isShort)?.hint;
      for (const answer of lines) expect(hint).toContain(`mcast ${answer}`);
    }
  });

  it.each([...new Set(GUESSES.flatMap(({ lines }) => lines))])('the answer %s is a whole line', (line) => {
    expect(refusal(line, false)).toBeNull();
  });

  it.each(['-v', '-V', '--version', 'version'])('%s asks for the version', (line) => {
    expect(dispatch(COMMANDS, [line]).kind).toBe('version');
  });
});

describe('the first word that is wrong is the one that is named', () => {
  it.each([
    [
      'show ip mroute',
      'unknown section "ip"; choose clock, links, hosts, members, interfaces, routes, pending, flight, rpf, packets, counters, events or all',
    ],
    ['show routes x y', '"x" is not an IP address'],
    ['show ip --frob', /^unknown section "ip"/],
    ['show --frob ip', 'unknown flag "--frob"'],
    ['inject S 239.1.1.1 --iif eth1 x', /^"S" /],
    ['inject 10.0.1.9 239.1.1.1 --ttl 300 x', /^--ttl must be a whole number/],
    ['inject 10.0.1.9 239.1.1.1 x --ttl 300', 'unexpected argument "x"'],
    ['show | grep eth1', '"|" is shell syntax'],
    ['show routes | grep eth1', '"|" is shell syntax'],
    ['show routes > file', '">" is shell syntax'],
    ['route | grep', '"|" is shell syntax'],
    ['undo && show', '"&&" is shell syntax'],
    ['route add 10.0.1.0/24 239.1.1.1 --iif eth1', 'ranges such as 10.0.1.0/24 do not exist in route tables'],
    ['route add fe80::1%eth0 ff0e::a --iif eth1', '"fe80::1%eth0" has a zone'],
  ])('%s', (line, message) => {
    const error = refusal(line);
    if (typeof message === 'string') expect(error?.message).toBe(message);
    else expect(error?.message).toMatch(message);
  });
});

describe('what is understood though it is written in another way', () => {
  it.each([
    ['$ mcast show', 'show'],
    ['mcast show', 'show'],
    ['show\u00a0routes', 'show routes'],
    ['sh ro', 'show routes'],
    ['show route', 'show routes'],
    ['show interface', 'show interfaces'],
    ['show event', 'show events'],
  ])('%s', (line, meant) => {
    const read = (text: string) => {
      const found = dispatch(COMMANDS, withoutProgram(splitWords(text)), true);
      return found.kind === 'command' ? [found.spec.id, ...found.words].join(' ') : found.kind;
    };
    expect(refusal(line)).toBeNull();
    expect(`${read(line)}s`).toContain(meant);
  });

  it.each(['--ttl 3', '--hop-limit 3', '--hop-limit=3'])('inject … %s', (flag) => {
    expect(refusal(`inject 10.0.1.9 239.1.1.1 --iif eth1 ${flag}`)).toBeNull();
    expect(refusal(`inject 10.0.1.9 239.1.1.1 --iif eth1 ${flag} --ttl 4`)?.message).toBe('--ttl is given twice');
  });

  it('several interfaces in one --oif', () => {
    expect(refusal('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2,eth3:10')).toBeNull();
    expect(refusal('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2,')?.message).toBe('"" does not name an interface');
    expect(refusal('expect route 10.0.1.9 239.1.1.1 --oif eth2,eth3')).toBeNull();
  });

  it('but no argument is cut short in a shell', () => {
    expect(refusal('show rout', false)?.hint).toBe('Did you mean routes?');
  });

  it.each([
    ['run ~/a', ['run', '/home/me/a']],
    ['run ~', ['run', '/home/me']],
    ["run '~/a' \\~/b a~/c ~you", ['run', '~/a', '~/b', 'a~/c', '~you']],
    ['run ~/"a b"', ['run', '/home/me/a b']],
  ])('a home folder: %s', (line, words) => {
    expect(splitWordsAt('/home/me', line)).toEqual(words);
    expect(splitWordsAt(undefined, line)).toEqual(splitWords(line));
  });
});
