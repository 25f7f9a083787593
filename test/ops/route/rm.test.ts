import { describe, expect, it } from 'vitest';
import { encodeLab } from '../../../src/codec/snapshot.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { routeRm } from '../../../src/ops/route/rm.js';
import { busyLab } from '../../core/busy-lab.js';

describe('routes are removed', () => {
  it('one by its key', () => {
    const lab = busyLab();
    const key = new RouteKey('10.0.1.10', '239.1.1.1');
    expect(routeRm(lab, { key })).toEqual({
      nowNs: 2_000_000_000,
      removed: [
        {
          source: '10.0.1.10',
          group: '239.1.1.1',
          iif: 'eth1',
          oifs: [
            { oif: 'eth2', minTtl: 1 },
            { oif: 'dmz', minTtl: 0 },
            { oif: 'eth2', minTtl: 65 },
          ],
          lastUsedNs: 0,
        },
      ],
    });
    expect(lab.routers.ipv4.installedRoute(key)).toBeNull();
    expect(lab.routers.ipv4.installedCount).toBe(1);
  });

  it('all of both families, in the order of their keys; what is pending stays', () => {
    const lab = busyLab();
    const { removed } = routeRm(lab, { key: 'all' });
    expect(removed.map(({ source }) => source)).toEqual(['10.0.1.9', '10.0.1.10', 'fc00:1::9']);
    const { ipv4, ipv6 } = lab.routers;
    expect([ipv4.installedCount, ipv6.installedCount]).toEqual([0, 0]);
    expect([ipv4.pendingCount, ipv6.pendingCount]).toEqual([2, 1]);
  });

  it('all, though there are none', () => {
    expect(routeRm(standardLab(), { key: 'all' })).toEqual({ nowNs: 0, removed: [] });
  });
});

describe('a route is not removed', () => {
  it.each([
    ['that is not there', new RouteKey('10.0.1.9', '239.1.1.2'), 'ROUTE_NOT_FOUND'],
    ['that is pending', new RouteKey('10.0.1.9', '239.9.9.9'), 'ROUTE_NOT_FOUND'],
    ['that could not be one', new RouteKey('10.0.1.9', '10.0.1.1'), 'BAD_ADDRESS'],
  ])('%s', (_what, key, code) => {
    const lab = busyLab();
    const before = encodeLab(lab);
    expect(() => routeRm(lab, { key })).toThrow(expect.objectContaining({ code }));
    expect(encodeLab(lab)).toBe(before);
  });
});
