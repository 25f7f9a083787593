import { describe, expect, it } from 'vitest';
import { placesOf, shareRows } from '../../../src/render/watch/layout.js';
import type { PaneName } from '../../../src/render/watch/pane-names.js';
import { PANE_NAMES } from '../../../src/render/watch/pane-names.js';

/** Shares in the order of the parts, which have so many lines each. */
function shares(room: number, counts: readonly number[]): number[] {
  const named = new Map<PaneName, number>(PANE_NAMES.map((name, index) => [name, counts[index] ?? 0]));
  return [...shareRows(room, named).values()];
}

describe('lines are shared out', () => {
  it.each([
    ['all that they have, where there is room', 50, [8, 4, 2, 1, 5, 3, 2], [8, 4, 2, 1, 5, 3, 2]],
    ['none to a part that has none', 15, [8, 4, 0, 0, 5, 3, 2], [5, 4, 0, 0, 2, 2, 2]],
    ['first one each, then what is good', 15, [8, 4, 2, 1, 5, 3, 2], [4, 4, 2, 1, 1, 1, 2]],
    ['what is left in turn', 40, [99, 99, 99, 99, 99, 99, 99], [7, 7, 6, 6, 4, 4, 6]],
    ['to what matters most, where there is hardly any room', 3, [9, 9, 9, 9, 9, 9, 9], [1, 1, 0, 1, 0, 0, 0]],
    ['nothing of nothing', 0, [9, 9, 9, 9, 9, 9, 9], [0, 0, 0, 0, 0, 0, 0]],
  ])('%s', (_what, room, counts, expected) => {
    expect(shares(room, counts)).toEqual(expected);
  });

  it('never more than there are, and all that there are if they are needed', () => {
    for (let room = 0; room < 60; room += 1) {
      expect(shares(room, [7, 99, 0, 3, 10, 99, 1]).reduce((sum, share) => sum + share)).toBe(room);
    }
  });
});

it.each([80, 149, 150, 300])('every part has one place, with %i columns', (columns) => {
  const places = placesOf(columns);
  expect(places).toHaveLength(columns < 150 ? 1 : 2);
  expect([...places.flat()].sort()).toEqual([...PANE_NAMES].sort());
});
