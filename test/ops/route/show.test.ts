import { describe, expect, it } from 'vitest';
import { RouteKey } from '../../../src/core/route.js';
import { routeShow } from '../../../src/ops/route/show.js';
import { busyLab } from '../../core/busy-lab.js';

describe('a route is shown', () => {
  it('with what was counted on it', () => {
    expect(routeShow(busyLab(), { key: new RouteKey('fc00:1::9', 'ff0e::a') })).toEqual({
      nowNs: 2_000_000_000,
      route: {
        source: 'fc00:1::9',
        group: 'ff0e::a',
        iif: 'eth1',
        oifs: [
          { oif: 'eth2', minTtl: 1 },
          { oif: 'dmz', minTtl: 0 },
          { oif: 'eth2', minTtl: 65 },
        ],
        lastUsedNs: 1_000_000_000,
        packets: 1,
        bytes: 48,
        wrongIf: 0,
      },
      pending: null,
    });
  });

  it('while it is pending, with its packets', () => {
    const { route, pending } = routeShow(busyLab(), { key: new RouteKey('10.0.1.9', '239.9.9.9') });
    expect(route).toBeNull();
    expect(pending?.queue.map(({ payload }) => payload)).toEqual(['', 'a "quoted" line\n', 'a\ufffd']);
  });
});

describe('a route is not shown', () => {
  it.each([
    [
      'that is not there',
      new RouteKey('10.0.1.9', '239.1.1.2'),
      'ROUTE_NOT_FOUND',
      'there is no route (10.0.1.9, 239.1.1.2), installed or pending',
    ],
    ['that could not be one', new RouteKey('10.0.1.9', '10.0.1.1'), 'BAD_ADDRESS', 'group 10.0.1.1 is not a multicast address'],
  ])('%s', (_what, key, code, message) => {
    expect(() => routeShow(busyLab(), { key })).toThrow(expect.objectContaining({ code, message }));
  });
});
