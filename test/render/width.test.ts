import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { cut, pad, start, widthOf, wrap } from '../../src/render/width.js';

it.each([
  ['nothing', '', 0],
  ['ASCII', 'eth1 → ■□', 9],
  ['Latin letters with marks of their own', 'é', 1],
  ['a mark on a letter', 'e\u0301', 1],
  ['Chinese', '日本', 4],
  ['Korean, as syllables', '한글', 4],
  ['Korean, as letters', '\u1112\u1161\u11ab', 2],
  ['full-width letters', 'ａｂ', 4],
  ['an emoji', '🚀', 2],
  ['a flag', '🇩🇪', 2],
  ['a family', '👩‍👧', 2],
  ['colours', '\u001b[31mred\u001b[39m', 3],
  ['an emoji with a selector', '☔\ufe0f', 2],
])('%s: %s takes %i columns', (_what, text, width) => {
  expect(widthOf(text)).toBe(width);
});

it('counts columns, two for a wide letter', () => {
  expect([widthOf(''), widthOf('abc'), widthOf('漢字a')]).toEqual([0, 3, 5]);
  expect(pad('漢', 4)).toBe('漢  ');
});

it.each([
  ['abcdef', 6, 'abcdef'],
  ['abcdef', 5, 'abcd…'],
  ['漢字漢字', 6, '漢字…'],
  ['漢字漢字', 5, '漢字…'],
  ['漢字漢字', 4, '漢…'],
])('%s cut to %i columns is %s', (text, columns, shown) => {
  expect(cut(text, columns)).toBe(shown);
});

it('lines are parted at blanks, and a long word anywhere', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('one abcdefghij two', 4)).toEqual(['one', 'abcd', 'efgh', 'ij', 'two']);
  expect(wrap('漢字 漢', 1)).toEqual(['漢', '字', '漢']);
  expect(wrap('say `one two` now', 9)).toEqual(['say', '`one two`', 'now']);
  expect(wrap('say `one two` now', 6)).toEqual(['say', '`one', 'two`', 'now']);
});

it('a text of any length has a beginning', () => {
  expect(start('x'.repeat(10_000_000), 3)).toBe('xxx');
  expect(start('a漢b', 2)).toBe('a');
  expect(start('e\u0301x', 1)).toBe('e\u0301');
});

it('what is taken for one column wide is so', () => {
  const codes = [...range(0x20, 0x2ff), ...range(0x2010, 0x2720)];
  for (const code of codes) {
    const character = String.fromCodePoint(code);
    if (widthOf(character) !== stringWidth(character))
      expect(`${code.toString(16)} ${widthOf(character)}`).toBe(stringWidth(character));
  }
});

function range(from: number, end: number): number[] {
  return Array.from({ length: end - from }, (_, index) => from + index);
}
