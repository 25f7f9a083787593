import { expect, it } from 'vitest';
import { COUNTER_NAMES, counterMoves, zeroCounters } from '../../src/core/counters.js';

it('counters start at zero, in the order in which they are listed', () => {
  expect(Object.entries(zeroCounters())).toEqual(COUNTER_NAMES.map((name) => [name, 0]));
});

it('only counters that moved are told, in the listed order', () => {
  const before = { ...zeroCounters(), packetsReceived: 4, packetsDelivered: 2 };
  const after = { ...before, forwardingErrors: 1, packetsReceived: 7 };
  expect(Object.entries(counterMoves(before, after))).toEqual([
    ['packetsReceived', 3],
    ['forwardingErrors', 1],
  ]);
  expect(counterMoves(before, { ...before })).toEqual({});
});
