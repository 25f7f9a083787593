import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinWords, splitWords } from '../../src/grammar/words.js';

/** Parts of lines that mean the same to us and to a shell: blanks, quotes, backslashes, comments, and what has no meaning to either. */
const parts = fc.oneof(
  fc.constantFrom(
    ' ',
    '  ',
    '\t',
    ' # x',
    '#',
    'a',
    '10.0.1.9',
    'é',
    '😀',
    '--oif=eth2:10',
    '%s',
    '\\"',
    "\\'",
    '\\\\',
    '\\ ',
    '\\#',
    '\\é',
    '\\$',
  ),
  fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '#', '$', 'é', ';', '*') }).map((text) => `'${text}'`),
  fc
    .string({ unit: fc.constantFrom('a', ' ', "'", '\\\\', '\\"', '\\$', '\\`', '#', '\\a', 'é', ';') })
    .map((text) => `"${text}"`),
);
const lines = fc.array(parts, { maxLength: 12 }).map((all) => all.join(''));

const words = fc.array(
  fc.oneof(
    fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\r', '"', "'", '\\', '#', '$', '=', '-', '\u00a0') }),
    fc.string({ unit: 'binary' }).filter((word) => !word.includes('\n')),
  ),
);

describe('a line', () => {
  it.each([
    ['', []],
    [' \t\r ', []],
    ['route  add\ta\r', ['route', 'add', 'a']],
    [`a 'b c' "d e"`, ['a', 'b c', 'd e']],
    [`a'b'"c"d`, ['abcd']],
    [`'' "" ''""`, ['', '', '']],
    [`'a\\b' "a\\b" a\\b`, ['a\\b', 'a\\b', 'ab']],
    [`"\\"\\\\\\$\\\`\\'"`, [`"\\$\`\\'`]],
    [`'"' "'"`, ['"', "'"]],
    ['a # b', ['a']],
    ['# a', []],
    ['a#b \\#c "#d" \'\'#e', ['a#b', '#c', '#d', '#e']],
    ['a\u00a0b', ['a', 'b']],
    ["'a\u00a0b' a\\\u00a0b", ['a\u00a0b', 'a\u00a0b']],
  ])('%j has the words %j', (line, expected) => {
    expect(splitWords(line)).toEqual(expected);
  });

  it.each([
    [`a 'b`, `unterminated quote ' in column 3`],
    [`a "b`, `unterminated quote " in column 3`],
    [`'a' b'c`, `unterminated quote ' in column 6`],
    ['"a\\"', 'unterminated quote " in column 1'],
    ['"a\\', 'unterminated quote " in column 1'],
    ['a \\', 'the line ends with a backslash'],
    ["'a'\\", 'the line ends with a backslash'],
  ])('%j is refused', (line, message) => {
    expect(() => splitWords(line)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });

  it('has the words that a shell finds in it', () => {
    const sample = fc.sample(lines, { numRuns: 400, seed: 4711 });
    const script = sample.map((line) => `printf '%s\\0' begin ${line}\nprintf '\\1'`).join('\n');
    const { stdout, status } = spawnSync('sh', ['-f'], { input: script, encoding: 'utf8' });
    expect(status).toBe(0);
    const found = stdout
      .split('\x01')
      .slice(0, -1)
      .map((answer) => answer.split('\0').slice(1, -1));
    expect(sample.map((line) => [line, splitWords(line)])).toEqual(sample.map((line, index) => [line, found[index]]));
  });

  it('is made of words, and falls apart into the same', () => {
    fc.assert(
      fc.property(words, (list) => {
        const line = joinWords(list);
        expect(line).not.toContain('\n');
        expect(splitWords(line)).toEqual(list);
      }),
      { numRuns: 500 },
    );
  });

  it('quotes nothing that needs no quotes', () => {
    const plain = ['route', 'add', 'fc00:1::9', '239.1.1.1', '--oif=eth2:10', '10.0.1.1/24', '10s1ns', 'a@-1', 'a_b,c+d%'];
    expect(joinWords(plain)).toBe(plain.join(' '));
    expect(joinWords(['', "it's", 'a b', '#'])).toBe(`'' 'it'\\''s' 'a b' '#'`);
  });
});
