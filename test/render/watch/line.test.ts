import { describe, expect, it } from 'vitest';
import { plainStyle } from '../../../src/render/style.js';
import { align, dress, fitLine, span } from '../../../src/render/watch/line.js';
import { widthOf } from '../../../src/render/width.js';

function fitted(text: string, columns: number): string {
  return dress(fitLine([span(text)], columns), plainStyle);
}

describe('a line', () => {
  it.each([
    ['is filled with blanks', 'abc', 'abc  '],
    ['is left as it is where it fits', 'abcde', 'abcde'],
    ['is cut where it does not', 'abcdef', 'abcd…'],
    ['is not cut within a wide character', '日本語', '日本…'],
    ['is filled where a wide character is left out', 'a日本語', 'a日… '],
    ['keeps the marks on the last letter that fits', 'abcde\u0301', 'abcde\u0301'],
    ['shows what would act on the terminal', '\u001b[2', '\\x1b…'],
    ['may be empty', '', '     '],
  ])('%s', (_what, text, shown) => {
    expect(fitted(text, 5)).toBe(shown);
    expect(widthOf(fitted(text, 5))).toBe(5);
  });

  it('may be made of a great deal of text', () => {
    expect(fitted('x'.repeat(10_000_000), 10)).toBe('xxxxxxxxx…');
  });

  it('keeps what its pieces mean when it is cut', () => {
    const style = { ...plainStyle, paint: (role: string, text: string) => `<${role}:${text}>` };
    expect(dress(fitLine([span('ab', 'good'), span('cd'), span('ef', 'bad')], 6), style)).toBe('<good:ab>cd<bad:ef>');
    expect(dress(fitLine([span('ab', 'good'), span('cd'), span('ef', 'bad')], 4), style)).toBe('<good:ab>c…');
  });
});

it('rows have their cells below each other, and none where no row has any', () => {
  const rows = [
    [[span('a')], [], [span('日本', 'strong')], [span('x')]],
    [[span('bbb')], [], [], [span('y')]],
    [[span('c')], [], [], []],
  ];
  expect(align(rows).map((line) => dress(line, plainStyle))).toEqual(['a    日本  x', 'bbb        y', 'c']);
});
