import { expect, it } from 'vitest';
import { addToCount, COUNTER_NAMES, CounterTally, zeroCounters } from '../../src/core/counters.js';

it('counters start at zero, in the order in which they are listed', () => {
  expect(Object.entries(zeroCounters())).toEqual(COUNTER_NAMES.map((name) => [name, 0]));
});

it('only counters that moved are told, both families together, in the listed order', () => {
  const tally = new CounterTally();
  expect(tally.moves()).toEqual({});
  tally.add('forwardingErrors', 1);
  tally.add('packetsReceived', 1);
  tally.add('packetsDelivered', 0);
  tally.add('packetsReceived', 2);
  expect(Object.entries(tally.moves())).toEqual([
    ['packetsReceived', 3],
    ['forwardingErrors', 1],
  ]);
});

it.each([
  [0, 2, 2],
  [2 ** 53 - 3, 1, 2 ** 53 - 2],
  [2 ** 53 - 3, 2, 2 ** 53 - 1],
  [2 ** 53 - 2, 2, 2 ** 53 - 1],
  [2 ** 53 - 1, 1, 2 ** 53 - 1],
])('%d and %d are counted as %d', (count, more, sum) => {
  expect(addToCount(count, more)).toBe(sum);
});
