import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch, diffLines, reversePatch } from '../../src/session/text-patch.js';

/** As in the code: texts are compared in blocks of so many characters. */
const BLOCK = 4096;

function checkBothWays(earlier: string, later: string): void {
  const patch = diffLines(earlier, later);
  expect(applyPatch(earlier, patch)).toBe(later);
  expect(applyPatch(later, reversePatch(patch))).toBe(earlier);
  expect(reversePatch(reversePatch(patch))).toEqual(patch);
}

/** A text like a snapshot's: values, then rows in the order of their text. */
function snapshotOf(nowNs: number, rows: ReadonlyMap<string, number>): string {
  const list = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, used]) => `    {"key":"${key}","lastUsedNs":${used}}`);
  return `{\n  "nowNs": ${nowNs},\n  "rows": [${list.length === 0 ? '' : `\n${list.join(',\n')}\n  `}],\n  "end": {}\n}\n`;
}

const snapshots = fc
  .tuple(fc.nat(100), fc.array(fc.tuple(fc.stringMatching(/^10\.[0-3]\.[0-9]{1,2}$/), fc.nat(2)), { maxLength: 40 }))
  .map(([nowNs, rows]) => snapshotOf(nowNs, new Map(rows)));

/** Lines that often are the same, so that there is something to find. */
const texts = fc
  .array(fc.constantFrom('', 'a', 'b', '{a', '{b', '  ]', '}', 'a'.repeat(BLOCK - 1), 'b'.repeat(BLOCK)), { maxLength: 12 })
  .map((lines) => lines.join('\n'));

describe('a patch between two texts', () => {
  it.each([
    ['nothing and nothing', '', ''],
    ['nothing and a line', '', 'a\n'],
    ['a line without its end and one with it', 'a', 'a\n'],
    ['two lines without their end', 'a\nb', 'a\nc'],
    ['a text and its beginning', 'a\nb', 'a\n'],
    ['a text and its beginning within a line', 'a\nbb', 'a\nb'],
    ['an empty first line and one that is not', '\nfoo', 'xfoo'],
    ['only line ends', '\n\n\n', '\n'],
    ['line ends of two kinds', 'a\r\nb\r\n', 'a\nb\n'],
    ['halves of characters', '\ud83d\n\ude00', '\ud83d\n\ude01'],
  ])('%s', (_, earlier, later) => {
    checkBothWays(earlier, later);
    checkBothWays(later, earlier);
  });

  it('is empty for equal texts, and only for them', () => {
    expect(diffLines('a\nb\n', 'a\nb\n')).toEqual([]);
    expect(diffLines('a\nb\n', 'a\nb')).not.toEqual([]);
  });

  it.each([-2, -1, 0, 1, 2])('finds a row that begins or ends %i characters from the border of a block', (shift) => {
    const head = `${'x'.repeat(BLOCK + shift - 1)}\n`;
    const tail = 'y\n'.repeat(BLOCK);
    for (const row of ['{r}\n', `${'r'.repeat(BLOCK - 1)}\n`, '\n']) {
      checkBothWays(head + tail, head + row + tail);
      checkBothWays(head + row, head);
      checkBothWays(row + head + tail, head + tail + row);
    }
  });

  it('leads from any snapshot to any other, and back', () => {
    fc.assert(fc.property(snapshots, snapshots, checkBothWays), { numRuns: 400 });
  });

  it('leads from any text to any other, and back', () => {
    const any = fc.oneof(texts, fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('\n', 'a', '{', ' ', '\r') }));
    fc.assert(fc.property(any, any, checkBothWays), { numRuns: 600 });
  });

  it('tells no more than what changed', () => {
    const rows = new Map(Array.from({ length: 100_000 }, (_, index) => [`10.${index}`, index % 7]));
    const earlier = snapshotOf(5, rows);
    const size = (later: string) => {
      checkBothWays(earlier, later);
      return JSON.stringify(diffLines(earlier, later)).length;
    };
    expect(size(snapshotOf(5, new Map([...rows, ['10.50000', 9]])))).toBeLessThan(150);
    expect(size(snapshotOf(6, new Map([...rows, ['10.7', 1], ['10.99999', 2]])))).toBeLessThan(450);
    expect(size(snapshotOf(5, new Map([...rows, ['10.50000.1', 9]])))).toBeLessThan(100);
    expect(size(snapshotOf(5, new Map([...rows, ['99', 9]])))).toBeLessThan(200);
    expect(size(snapshotOf(5, new Map([...rows].filter(([key]) => key !== '10.50000'))))).toBeLessThan(100);
  });
});

describe('a patch that does not fit', () => {
  const patch = diffLines('a\nb\nc\n', 'a\nx\nc\n');

  it.each([
    ['another line', 'a\ny\nc\n'],
    ['a line less', 'b\nc\n'],
    ['nothing', ''],
    ['the later text', 'a\nx\nc\n'],
  ])('is refused for %s', (_, text) => {
    expect(() => applyPatch(text, patch)).toThrow(RangeError);
  });

  it.each([
    ['in front of the text', [[-1, '', 'x']] as const],
    ['behind it', [[5, '', 'x']] as const],
    ['back to front', [[2, 'b', 'x'], [0, 'a', 'y']] as const], // biome-ignore format: a table
    ['over each other', [[0, 'ab', 'x'], [1, 'b', 'y']] as const], // biome-ignore format: a table
  ])('is refused where a hunk stands %s', (_, wrong) => {
    expect(() => applyPatch('abcd', wrong)).toThrow(RangeError);
  });
});
