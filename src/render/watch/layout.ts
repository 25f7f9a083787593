import type { PaneName } from './pane-names.js';
import { PANE_NAMES } from './pane-names.js';

/** From so many columns on, parts stand in two columns. */
const TWO_COLUMNS_FROM = 150;

/** What stands in which column, from top to bottom. */
export function placesOf(columns: number): readonly (readonly PaneName[])[] {
  if (columns < TWO_COLUMNS_FROM) return [PANE_NAMES];
  return [
    ['interfaces', 'routes', 'pending'],
    ['changes', 'packets', 'events', 'counters'],
  ];
}

/** Lines with which a part says most of what there is to say, the part that needs them most first. */
const GOOD_HEIGHTS: readonly (readonly [PaneName, number])[] = [
  ['interfaces', 4],
  ['changes', 4],
  ['pending', 3],
  ['routes', 3],
  ['counters', 3],
  ['events', 2],
  ['packets', 2],
];

/**
 * How many lines each part below another gets, without its title: one for each that has any, then as many as are good for it, then the
 * rest in turn.
 *
 * @param room lines that there are, titles not counted
 * @param counts lines that each has
 */
export function shareRows(room: number, counts: ReadonlyMap<PaneName, number>): Map<PaneName, number> {
  const shares = new Map([...counts.keys()].map((name) => [name, 0]));
  let left = room;
  const give = (name: PaneName, upTo: number) => {
    const has = shares.get(name) ?? 0;
    const given = Math.max(0, Math.min(left, upTo - has, (counts.get(name) ?? 0) - has));
    shares.set(name, has + given);
    left -= given;
    return given;
  };
  const names = GOOD_HEIGHTS.filter(([name]) => counts.has(name));
  for (const [name] of names) give(name, 1);
  for (const [name, height] of names) give(name, height);
  for (let given = 1; given > 0; ) {
    given = 0;
    for (const [name] of names) given += give(name, (shares.get(name) ?? 0) + 1);
  }
  return shares;
}
