import { beforeEach, describe, expect, it } from 'vitest';
import { encodeLab } from '../../../src/codec/snapshot.js';
import { SECOND_NS } from '../../../src/core/clock.js';
import type { Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { routeAdd } from '../../../src/ops/route/add.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const REQUEST = { key: KEY, iif: 'eth1', oifs: [{ oif: '2', minTtl: 1 }] };
const ROUTE = { source: '10.0.1.9', group: '239.1.1.1', iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }], lastUsedNs: 0 };

let lab: Lab;

function arrive(ttl = 64, iif = 'eth1'): void {
  lab.inject({ source: KEY.source, group: KEY.group, iif, ttl, payload: new Uint8Array() });
}

beforeEach(() => {
  lab = standardLab();
});

describe('a route is added', () => {
  it('and told', () => {
    expect(routeAdd(lab, REQUEST)).toEqual({
      nowNs: 0,
      route: ROUTE,
      replaced: null,
      flushed: [],
      lost: [],
      events: [],
      counters: {},
    });
  });

  it('in place of an earlier one, which is told as it was', () => {
    routeAdd(lab, REQUEST);
    lab.advance(5);
    arrive();
    lab.advance(5);
    const result = routeAdd(lab, { key: KEY, iif: 3, oifs: [{ oif: 'eth4', minTtl: 9 }] });
    expect(result.replaced).toEqual({ ...ROUTE, lastUsedNs: 5 });
    expect(result.route).toEqual({ ...ROUTE, iif: 'eth3', oifs: [{ oif: 'eth4', minTtl: 9 }], lastUsedNs: 10 });
  });

  it('and tells what became of the packets that waited, what was counted and what was emitted', () => {
    arrive();
    arrive(0);
    arrive(64, 'eth3');
    const result = routeAdd(lab, REQUEST);
    expect(result.flushed.map(({ id, outcome, reason, state }) => [id, outcome, reason, state])).toEqual([
      [1, 'forwarded', null, 'NoRouteFoundAndPendingInserted'],
      [2, 'dropped', 'ALL_COPIES_SKIPPED', 'PacketQueuedInPendingRoute'],
      [3, 'dropped', 'UNEXPECTED_INPUT_INTERFACE', 'PacketQueuedInPendingRoute'],
    ]);
    expect(result.lost).toEqual([]);
    expect(result.events).toEqual([
      { type: 'unexpectedInputInterface', source: '10.0.1.9', group: '239.1.1.1', iif: 'eth3', expectedIif: 'eth1' },
    ]);
    expect(result.counters).toEqual({
      forwardingErrors: 2,
      forwardingExhaustedTtl: 1,
      forwardingUnexpectedMulticastInputInterface: 1,
    });
  });

  it.each([
    [10 * SECOND_NS, 1, 0],
    [10 * SECOND_NS + 1, 0, 1],
  ])('%d ns after a packet, which makes %d flushed and %d lost', (durationNs, flushed, lost) => {
    arrive();
    lab.advance(durationNs);
    const result = routeAdd(lab, REQUEST);
    expect([result.flushed.length, result.lost.length]).toEqual([flushed, lost]);
    expect(result.lost.map(({ reason }) => reason)).toEqual(new Array<string>(lost).fill('PENDING_ROUTE_EXPIRED'));
  });
});

describe('a route is refused', () => {
  it.each([
    ['with a source that is none', { key: new RouteKey('224.0.0.1', '239.1.1.1') }, 'BAD_ADDRESS'],
    ['with addresses of two families', { key: new RouteKey('fc00:1::9', '239.1.1.1') }, 'BAD_ADDRESS'],
    ['without outgoing interfaces', { oifs: [] }, 'MISSING_REQUIRED_FIELDS'],
    ['with an unknown input', { iif: 'eth9' }, 'UNKNOWN_INTERFACE'],
    ['with an unknown output', { oifs: [{ oif: 'eth9', minTtl: 1 }] }, 'UNKNOWN_INTERFACE'],
    ['with its input as output', { oifs: [{ oif: 1, minTtl: 1 }] }, 'INPUT_CANNOT_BE_OUTPUT'],
  ])('%s, and changes nothing', (_what, otherwise, code) => {
    arrive();
    const before = encodeLab(lab);
    expect(() => routeAdd(lab, { ...REQUEST, ...otherwise })).toThrow(expect.objectContaining({ code }));
    expect(encodeLab(lab)).toBe(before);
  });

  it('while forwarding is off, and changes nothing', () => {
    lab.routers.ipv4.disableForwarding();
    const before = encodeLab(lab);
    expect(() => routeAdd(lab, REQUEST)).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
    expect(encodeLab(lab)).toBe(before);
  });
});
