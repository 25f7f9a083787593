import { describe, expect, it } from 'vitest';
import { readTypedLine } from '../../src/completion/typed-line.js';

describe('a line that is being typed', () => {
  it.each([
    ['', [], ''],
    ['sh', [], 'sh'],
    ['show ', ['show'], ''],
    ['mcast route  add\t10.0.1', ['route', 'add'], '10.0.1'],
    ['inject "a b" c', ['inject', 'a b'], 'c'],
  ])('%j', (text, words, partial) => {
    expect(readTypedLine(text)).toEqual({ words, partial });
  });

  it.each(['show "ro', "show 'a b", 'show ro\\'])('%j is the own text of whoever types', (text) => {
    expect(readTypedLine(text)).toBeNull();
  });

  it('is read at once, however long a word of it is', () => {
    const from = performance.now();
    expect(readTypedLine(`${'x'.repeat(1 << 20)} a`)?.partial).toBe('a');
    // Looking for its end from every character would take minutes.
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});
