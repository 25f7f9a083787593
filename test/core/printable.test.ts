import { describe, expect, it } from 'vitest';
import { escapeJson, escapeText, quoteText } from '../../src/core/printable.js';

describe('what could act on a terminal is written as an escape', () => {
  it.each([
    ['plain text', 'hello, wörld 😀', 'hello, wörld 😀'],
    ['line feed, carriage return, tab', 'a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['the first and the last of C0', '\u0000\u001f', '\\x00\\x1f'],
    ['a colour', '\u001b[31mred', '\\x1b[31mred'],
    ['a space, which is none', ' ', ' '],
    ['tilde, which is none, and DEL', '~\u007f', '~\\x7f'],
    ['the first and the last of C1', '\u0080\u009f', '\\x80\\x9f'],
    ['line and paragraph separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['a mark that turns the direction', '\u202eabc', '\\u{202e}abc'],
    ['a byte order mark', '\ufeff', '\\u{feff}'],
    ['an invisible tag beyond 16 bits', '\u{e0041}', '\\u{e0041}'],
    ['half of a character', '\ud83d', '\\u{d83d}'],
  ])('%s', (_what, text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });
});

describe('text in quotes', () => {
  it.each([
    ['nothing', '', '""'],
    ['a word', 'eth1', '"eth1"'],
    ['a quote and a backslash', 'a"b\\c', '"a\\"b\\\\c"'],
    ['a line feed', 'a\nb', '"a\\nb"'],
    ['59 characters', 'x'.repeat(59), `"${'x'.repeat(59)}"`],
    ['60 characters', 'x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['61 characters, shortened', 'x'.repeat(61), `"${'x'.repeat(60)}…"`],
    ['60 characters of two units each', '😀'.repeat(60), `"${'😀'.repeat(60)}"`],
    ['61 characters of two units each, shortened', '😀'.repeat(61), `"${'😀'.repeat(60)}…"`],
    ['a whole file, shortened', 'x'.repeat(1_000_000), `"${'x'.repeat(60)}…"`],
  ])('%s', (_what, text, quoted) => {
    expect(quoteText(text)).toBe(quoted);
  });
});

describe('JSON is shown so that it acts on no terminal, and means the same', () => {
  it.each([
    ['plain text', '{"a":"wörld 😀"}', '{"a":"wörld 😀"}'],
    ['lines', '{\n  "a": 1\n}', '{\n  "a": 1\n}'],
    ['DEL and C1', '"\u007f\u009f"', '"\\u007f\\u009f"'],
    ['a mark that turns the direction', '"\u202e"', '"\\u202e"'],
    ['an invisible tag beyond 16 bits', '"\u{e0041}"', '"\\udb40\\udc41"'],
  ])('%s', (_what, json, shown) => {
    expect(escapeJson(json)).toBe(shown);
    expect(JSON.parse(shown)).toEqual(JSON.parse(json));
  });
});

it('what is escaped are the control, format, separator and surrogate characters of Unicode 15, each of them and no other', () => {
  const wrong: number[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const character = String.fromCodePoint(code);
    const isEscaped = escapeText(character) !== character;
    if (isEscaped !== /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(character)) wrong.push(code);
  }
  expect(wrong).toEqual([]);
});
