import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { draw } from '../../../src/ops/draw.js';
import type { Box, PlacedText, Rect } from '../../../src/render/draw/box.js';
import { textWidth } from '../../../src/render/draw/box.js';
import type { Connector, Layout } from '../../../src/render/draw/layout.js';
import { layoutOf } from '../../../src/render/draw/svg.js';
import { labs, markable } from './random-lab.js';

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function contains(outer: Rect, inner: Rect): boolean {
  const slack = 0.001;
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack
  );
}

/** What a line of text covers, from the tops of its capitals to below its descenders. */
function coverOf({ text, size, x, y }: PlacedText): Rect {
  return { x, y: y - 0.78 * size, width: textWidth(text, size), height: size };
}

/** A curve that leaves and arrives level stays within the rectangle between its ends. */
function boundsOf({ from, to }: Connector): Rect {
  return { x: from.x, y: Math.min(from.y, to.y), width: to.x - from.x, height: Math.abs(to.y - from.y) + 0.01 };
}

function pairs<Value>(values: readonly Value[]): [Value, Value][] {
  return values.flatMap((a, index) => values.slice(index + 1).map((b): [Value, Value] => [a, b]));
}

/** What is wrong with a layout, in words; empty if nothing is. */
function faultsOf({ boxes, connectors, frame, width, height }: Layout): string[] {
  const nameOf = ({ kind, texts }: Box) => `${kind} ${texts[0]?.text}`;
  const canvas = { x: 0, y: 0, width, height };
  const cards = boxes.filter(({ kind }) => !['port', 'gone', 'header'].includes(kind));
  const sides = boxes.filter(({ kind }) => kind === 'port' || kind === 'gone');
  return [
    ...pairs(boxes).flatMap(([a, b]) => (overlaps(a, b) ? [`${nameOf(a)} overlaps ${nameOf(b)}`] : [])),
    ...boxes.flatMap((box) => (contains(canvas, box) ? [] : [`${nameOf(box)} is not on the page`])),
    ...cards.flatMap((card) => (contains(frame, card) ? [] : [`${nameOf(card)} is not within the router`])),
    ...sides.flatMap((side) => (overlaps(frame, side) ? [`${nameOf(side)} is within the router`] : [])),
    ...boxes.flatMap(faultsWithin),
    ...connectors.flatMap((connector) =>
      boxes.flatMap((box) => (overlaps(boundsOf(connector), box) ? [`a line crosses ${nameOf(box)}`] : [])),
    ),
    ...connectors.flatMap((connector) => (isAttached(connector, sides, cards) ? [] : ['a line ends nowhere'])),
  ];
}

function faultsWithin(box: Box): string[] {
  const texts = box.texts.map((text) => ({ name: text.text, ...coverOf(text) }));
  const parts = [...texts, ...box.slots.map((slot, index) => ({ name: `place ${index}`, ...slot }))];
  return [
    ...parts.flatMap((part) => (contains(box, part) ? [] : [`"${part.name}" is not within its box`])),
    ...pairs(parts).flatMap(([a, b]) => (overlaps(a, b) ? [`"${a.name}" overlaps "${b.name}"`] : [])),
  ];
}

/** Whether both ends touch the side of a box. */
function isAttached({ from, to }: Connector, sides: readonly Box[], cards: readonly Box[]): boolean {
  const within = (y: number, box: Box) => y > box.y && y < box.y + box.height;
  const starts = [...sides, ...cards].some((box) => Math.abs(box.x + box.width - from.x) < 0.001 && within(from.y, box));
  const ends = [...sides, ...cards].some((box) => Math.abs(box.x - to.x) < 0.001 && within(to.y, box));
  return starts && ends;
}

function checkAll(lab: Lab): void {
  for (const packet of markable(lab)) expect(faultsOf(layoutOf(draw(lab, { keys: null, packet })))).toEqual([]);
}

describe('nothing overlaps, all text is within its box, and no line crosses one', () => {
  it.each(Array.from({ length: 17 }, (_, count) => count))('with %i interfaces, whatever the router has', (count) => {
    checkAll(standardLab(count));
    fc.assert(fc.property(labs({ min: count, max: count }), checkAll), { numRuns: 12 });
  });

  it('with a great many interfaces', () => {
    fc.assert(fc.property(labs({ min: 30, max: 60 }), checkAll), { numRuns: 10 });
    checkAll(standardLab(255));
  });
});

describe('a drawing is no larger than a slide shows legibly', () => {
  it('with sixteen interfaces and more routes than fit', () => {
    const heights: number[] = [];
    fc.assert(
      fc.property(labs({ min: 16, max: 16 }), (lab) => {
        const { width, height } = layoutOf(draw(lab, { keys: null, packet: null }));
        heights.push(height);
        expect(width).toBeLessThan(1200);
        expect(height).toBeLessThan(1000);
      }),
      { numRuns: 40 },
    );
    expect(Math.max(...heights)).toBeGreaterThan(700);
  });

  it('and no text is smaller than eleven pixels', () => {
    fc.assert(
      fc.property(labs({ min: 0, max: 20 }), (lab) => {
        const sizes = layoutOf(draw(lab, { keys: null, packet: null })).boxes.flatMap(({ texts }) =>
          texts.map(({ size }) => size),
        );
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
      }),
      { numRuns: 20 },
    );
  });
});

it('the test of overlaps finds them', () => {
  const layout = layoutOf(draw(standardLab(), { keys: null, packet: null }));
  const [first, ...others] = layout.boxes;
  if (first === undefined) throw new Error('there are no boxes');
  const onto = { ...first, x: others[4]?.x ?? 0, y: others[4]?.y ?? 0 };
  expect(faultsOf({ ...layout, boxes: [onto, ...others] })).not.toEqual([]);
  const long = {
    ...first,
    texts: [{ x: first.x, y: first.y + 20, text: 'x'.repeat(500), size: 14, isBold: false, tone: 'text' as const }],
  };
  expect(faultsOf({ ...layout, boxes: [long, ...others] })).not.toEqual([]);
  const line: Connector = { from: { x: 0, y: 0 }, to: { x: 900, y: 300 }, mark: 'none', card: 0, isQueue: false, cardEnd: 'to' };
  expect(faultsOf({ ...layout, connectors: [line] })).not.toEqual([]);
});
