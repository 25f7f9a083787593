import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RouteKey, sameRouteKey } from '../../src/core/route.js';
import { RouteKeyMap } from '../../src/core/route-key-map.js';

/** Few keys, so that many steps meet the same, and many that share their slots. */
const SOURCES = ['10.0.0.1', '10.0.0.2', '0.0.0.0', '255.255.255.255', '::', '::1', 'fc00::1', '1::', '::1:0', '0:0:1::'];
const keyArbitrary = fc
  .tuple(fc.constantFrom(...SOURCES), fc.constantFrom(...SOURCES))
  .map(([source, group]) => new RouteKey(source, group));

const stepArbitrary = fc.oneof(
  { weight: 5, arbitrary: fc.record({ op: fc.constant('set' as const), key: keyArbitrary, value: fc.integer() }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('delete' as const), key: keyArbitrary }) },
  { weight: 1, arbitrary: fc.constant({ op: 'clear' as const }) },
);

type Step =
  | { readonly op: 'set'; readonly key: RouteKey; readonly value: number }
  | { readonly op: 'delete'; readonly key: RouteKey }
  | { readonly op: 'clear' };

/** Does a step to both, and compares what they answer. */
function take(step: Step, map: RouteKeyMap<number>, model: Map<string, number>): void {
  switch (step.op) {
    case 'clear':
      map.clear();
      model.clear();
      break;
    case 'set':
      map.set(step.key, step.value);
      model.set(step.key.text, step.value);
      break;
    case 'delete':
      expect(map.delete(step.key)).toBe(model.delete(step.key.text));
      break;
  }
  expect(map.size).toBe(model.size);
}

describe('a map of keys', () => {
  it('is as a map of their text, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 300 }), (steps) => {
        const map = new RouteKeyMap<number>();
        const model = new Map<string, number>();
        for (const step of steps) take(step, map, model);
        for (const source of SOURCES) {
          for (const group of SOURCES) {
            const key = new RouteKey(source, group);
            expect(map.get(key)).toBe(model.get(key.text));
          }
        }
        const entries = [...map.entries()].map(([key, value]) => [key.text, value] as const);
        expect(new Map(entries)).toEqual(model);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('holds a hundred thousand, and none after all are removed again', () => {
    const keys = Array.from({ length: 100_000 }, (_, i) => {
      const low = `${(i >>> 16) & 255}.${(i >>> 8) & 255}.${i & 255}`;
      return new RouteKey(`10.${low}`, `239.${low}`);
    });
    const map = new RouteKeyMap<number>();
    for (const [index, key] of keys.entries()) map.set(key, index);
    expect(keys.every((key, index) => map.get(new RouteKey(key.source.text, key.group.text)) === index)).toBe(true);
    for (const [index, key] of keys.entries()) if (index % 3 === 0) map.delete(key);
    expect(keys.every((key, index) => map.get(key) === (index % 3 === 0 ? undefined : index))).toBe(true);
    for (const key of keys) map.delete(key);
    expect(map.size).toBe(0);
    expect(map.get(keys[1] ?? new RouteKey('::', '::'))).toBeUndefined();
  });
});

it.each([
  ['10.0.0.1', '239.0.0.1', '10.0.0.1', '239.0.0.1', true],
  ['10.0.0.1', '239.0.0.1', '239.0.0.1', '10.0.0.1', false],
  ['0.0.0.1', '0.0.0.1', '::1', '::1', false],
  ['::1:0:0', '::1', '::1:0:0', '::1', true],
  ['::1:0:0', '::1', '::1', '::1:0:0', false],
])('(%s, %s) and (%s, %s) are the same: %s', (source, group, otherSource, otherGroup, isSame) => {
  expect(sameRouteKey(new RouteKey(source, group), new RouteKey(otherSource, otherGroup))).toBe(isSame);
});
