import { describe, expect, it } from 'vitest';
import { Address } from '../../src/core/address.js';
import { Packet } from '../../src/core/packet.js';
import { compareRouteKeys, InstalledRoute, isExpired, RouteKey, toRouteKey } from '../../src/core/route.js';

describe('a key', () => {
  it('is equal to another exactly when both addresses are', () => {
    const key = new RouteKey('FC00:0::9', 'ff0e::000a');
    expect(key.text).toBe('fc00::9 ff0e::a');
    expect(key.text).toBe(new RouteKey(Address.parse('fc00::9'), Address.parse('ff0e::a')).text);
    expect(key.text).not.toBe(new RouteKey('fc00::9', 'ff0e::b').text);
    expect(key.text).not.toBe(new RouteKey('fc00::8', 'ff0e::a').text);
  });

  it('is written as the pair it is', () => {
    expect(String(new RouteKey('10.0.1.9', '239.1.1.1'))).toBe('(10.0.1.9, 239.1.1.1)');
  });

  it('is made from whatever has its two addresses', () => {
    const key = new RouteKey('10.0.1.9', '239.1.1.1');
    expect(toRouteKey(key)).toBe(key);
    expect(toRouteKey({ source: '10.0.1.9', group: '239.1.1.1' })).toEqual(key);
    expect(toRouteKey(new Packet({ source: '10.0.1.9', group: '239.1.1.1', iif: 1 }))).toEqual(key);
    expect(() => toRouteKey({ source: '10.0.1.9', group: '' })).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
  });

  it('comes by its source first, then by its group', () => {
    const keys = [
      new RouteKey('10.0.1.8', '239.1.1.2'),
      new RouteKey('10.0.1.9', '239.1.1.1'),
      new RouteKey('10.0.1.9', '239.1.1.2'),
      new RouteKey('fc00::9', 'ff0e::a'),
    ];
    expect(keys.toReversed().sort(compareRouteKeys)).toEqual(keys);
  });
});

describe('an installed route', () => {
  const outgoing = { id: 2, minTtl: 1 };
  const route = { expectedInputInterface: 1, outgoingInterfaces: [outgoing] };

  it.each([
    ['an earlier time', 9, 10],
    ['the same time', 10, 10],
    ['a later time', 11, 11],
  ])('is last used at the latest time it was told: %s', (_when, timeNs, expected) => {
    const installed = new InstalledRoute(route, 10);
    installed.setLastUsedTimestamp(timeNs);
    expect(installed.lastUsedTimestamp()).toBe(expected);
  });

  it('has outgoing interfaces of its own, and nothing counted yet', () => {
    const installed = new InstalledRoute(route, 0);
    outgoing.minTtl = 7;
    expect(installed.outgoingInterfaces).toEqual([{ id: 2, minTtl: 1 }]);
    expect(installed.use).toEqual({ packets: 0, bytes: 0, wrongIf: 0 });
  });
});

describe('a pending route that expires at ten', () => {
  it.each([
    [9, false],
    [10, false],
    [11, true],
  ])('at %d is expired: %s', (nowNs, expected) => {
    expect(isExpired({ key: new RouteKey('10.0.1.9', '239.1.1.1'), expiresNs: 10, packets: [] }, nowNs)).toBe(expected);
  });
});
