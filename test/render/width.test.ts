import { expect, it } from 'vitest';
import { widthOf } from '../../src/render/width.js';

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
  ['the characters beside a range', '\u303f\u3040', 2],
  ['an emoji with a selector', '☔\ufe0f', 2],
])('%s: %s takes %i columns', (_what, text, width) => {
  expect(widthOf(text)).toBe(width);
});
