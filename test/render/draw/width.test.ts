import { describe, expect, it } from 'vitest';
import { columnsOf, cut, drawable, pad, wrap } from '../../../src/render/draw/width.js';

describe('text of unknown origin', () => {
  it.each([
    ['plain', 'hello, world', 'hello, world'],
    ['of other alphabets', 'grün Привет αβ 漢字', 'grün Привет αβ 漢字'],
    ['that would act on a terminal', '\u001b[2J\u202e', '\\x1b[2J\\u{202e}'],
    ['with marks that stand above others', 'e\u0301', 'e\\u{301}'],
    ['from right to left', 'א', '\\u{5d0}'],
    ['of several parts', '👩‍👧', '\\u{1f469}\\u{200d}\\u{1f467}'],
    ['with a lone surrogate', '\ud800', '\\u{d800}'],
  ])('%s', (_, text, drawn) => {
    expect(drawable(text)).toBe(drawn);
  });
});

it('counts columns, two for a wide letter', () => {
  expect([columnsOf(''), columnsOf('abc'), columnsOf('漢字a')]).toEqual([0, 3, 5]);
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
});
