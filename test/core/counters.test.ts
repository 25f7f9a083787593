import { expect, it } from 'vitest';
import { addToCount, COUNTER_NAMES, counterMoves, zeroCounters } from '../../src/core/counters.js';

it('counters start at zero, in the order in which they are listed', () => {
  expect(Object.entries(zeroCounters())).toEqual(COUNTER_NAMES.map((name) => [name, 0]));
});

it('only counters that moved are told, in the listed order', () => {
  const before = { ...zeroCounters(), packetsReceived: 4, packetsDelivered: 2 };
  const after = { ...before, forwardingErrors: 1, packetsReceived: 7 };
  expect(Object.entries(counterMoves([before, zeroCounters()], [after, zeroCounters()]))).toEqual([
    ['packetsReceived', 3],
    ['forwardingErrors', 1],
  ]);
  expect(counterMoves([before, before], [{ ...before }, before])).toEqual({});
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
