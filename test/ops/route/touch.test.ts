import { beforeEach, describe, expect, it } from 'vitest';
import { encodeLab } from '../../../src/codec/snapshot.js';
import { asGvisor } from '../../../src/core/gvisor/as-gvisor.js';
import type { Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { routeTouch } from '../../../src/ops/route/touch.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');

let lab: Lab;

/** A lab at twenty, with a route that was last used at ten. */
beforeEach(() => {
  lab = standardLab();
  lab.advance(10);
  lab.routers.ipv4.addRoute({ key: KEY, iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
  lab.advance(10);
});

describe('a route is touched', () => {
  it.each([
    ['now', null, 20],
    ['at a time before its last use', 9, 10],
    ['at its last use', 10, 10],
    ['at a time after its last use', 11, 11],
    ['at the present time', 20, 20],
  ])('%s', (_when, atNs, lastUsedNs) => {
    expect(routeTouch(lab, { key: KEY, atNs })).toEqual({
      nowNs: 20,
      route: { source: '10.0.1.9', group: '239.1.1.1', iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }], lastUsedNs },
      wasNs: 10,
    });
    expect(asGvisor(lab.routers.ipv4).table.getLastUsedTimestamp(KEY)).toBe(lastUsedNs);
  });
});

describe('a route is not touched', () => {
  it.each([
    ['in the future', KEY, 21, 'TIME_IN_FUTURE', '21ns is in the future; the clock is at 20ns'],
    [
      'that is not there',
      new RouteKey('10.0.1.9', '239.1.1.2'),
      null,
      'ROUTE_NOT_FOUND',
      'there is no installed route (10.0.1.9, 239.1.1.2)',
    ],
    [
      'that could not be one',
      new RouteKey('10.0.1.9', '10.0.1.1'),
      20,
      'BAD_ADDRESS',
      'group 10.0.1.1 is not a multicast address',
    ],
  ])('%s', (_what, key, atNs, code, message) => {
    const before = encodeLab(lab);
    expect(() => routeTouch(lab, { key, atNs })).toThrow(expect.objectContaining({ code, message }));
    expect(encodeLab(lab)).toBe(before);
  });
});
