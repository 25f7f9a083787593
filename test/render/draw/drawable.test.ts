import { describe, expect, it } from 'vitest';
import { drawable } from '../../../src/render/draw/drawable.js';

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
