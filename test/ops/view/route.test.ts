import { describe, expect, it } from 'vitest';
import { standardLab } from '../../../src/core/lab.js';
import { Packet } from '../../../src/core/packet.js';
import { InstalledRoute, RouteKey } from '../../../src/core/route.js';
import { viewCountedRoute, viewPending, viewRoute } from '../../../src/ops/view/route.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const VIEW = { source: '10.0.1.9', group: '239.1.1.1' };

describe('an installed route is shown', () => {
  const outgoingInterfaces = [
    { id: 2, minTtl: 1 },
    { id: 8, minTtl: 0 },
  ];
  const route = new InstalledRoute({ expectedInputInterface: 9, outgoingInterfaces }, 5);
  route.restoreUse({ packets: 3, bytes: 90, wrongIf: 1 });
  const view = {
    ...VIEW,
    iif: '9',
    oifs: [
      { oif: 'eth2', minTtl: 1 },
      { oif: '8', minTtl: 0 },
    ],
    lastUsedNs: 5,
  };

  it('with its interfaces by name, and by id where they are gone', () => {
    expect(viewRoute(standardLab(), KEY, route)).toEqual(view);
  });

  it('and with what was counted', () => {
    expect(viewCountedRoute(standardLab(), KEY, route)).toEqual({ ...view, packets: 3, bytes: 90, wrongIf: 1 });
  });
});

describe('a pending route is shown', () => {
  const packets = [new Packet({ ...KEY, id: 4, iif: 1, ttl: 7, payload: 'x' }), new Packet({ ...KEY, id: 5, iif: 9, ttl: 8 })];
  const pending = { key: KEY, expiresNs: 10, packets };

  it.each([
    [9, false],
    [10, false],
    [11, true],
  ])('at %d of 10 as expired: %s', (nowNs, expired) => {
    const lab = standardLab();
    lab.advance(nowNs);
    expect(viewPending(lab, pending)).toEqual({
      ...VIEW,
      expiresNs: 10,
      expired,
      packets: 2,
      queue: [
        { id: 4, iif: 'eth1', ttl: 7, payload: 'x' },
        { id: 5, iif: '9', ttl: 8, payload: '' },
      ],
      nextCleanupNs: null,
    });
  });

  it('with the time of the next cleanup of its family', () => {
    const lab = standardLab();
    lab.advance(3);
    lab.inject({ source: KEY.source, group: KEY.group, iif: 1, ttl: 64, payload: new Uint8Array() });
    expect(viewPending(lab, pending).nextCleanupNs).toBe(10_000_000_003);
    lab.routers.ipv4.addRoute({ key: KEY, iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
    expect(viewPending(lab, pending).nextCleanupNs).toBeNull();
  });
});
