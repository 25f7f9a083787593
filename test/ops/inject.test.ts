import { beforeEach, describe, expect, it } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import type { InjectRequest, InjectResult } from '../../src/ops/inject.js';
import { inject } from '../../src/ops/inject.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');

let lab: Lab;

/** One packet of KEY on eth1, except for what is said otherwise. */
function injectWith(otherwise: Partial<InjectRequest> = {}): InjectResult {
  const payload = new TextEncoder().encode('hello');
  return inject(lab, { key: KEY, iif: 'eth1', ttl: 64, payload, count: 1, intervalNs: 0, ...otherwise });
}

beforeEach(() => {
  lab = standardLab();
});

describe('packets arrive', () => {
  it('and one without a route waits', () => {
    lab.advance(5);
    const packet = { id: 1, iif: 'eth1', ttl: 64, payload: 'hello' };
    expect(injectWith()).toEqual({
      nowNs: 5,
      intervalNs: 0,
      packets: [
        {
          ...packet,
          source: '10.0.1.9',
          group: '239.1.1.1',
          outcome: 'queued',
          reason: null,
          state: 'NoRouteFoundAndPendingInserted',
          copies: [],
          skipped: [],
          deliveredLocally: false,
        },
      ],
      expired: [],
      pending: {
        source: '10.0.1.9',
        group: '239.1.1.1',
        expiresNs: 10 * SECOND_NS + 5,
        expired: false,
        packets: 1,
        queue: [packet],
        nextCleanupNs: 10 * SECOND_NS + 5,
      },
      maxPendingQueueSize: 3,
      events: [{ type: 'missingRoute', source: '10.0.1.9', group: '239.1.1.1', iif: 'eth1' }],
      counters: { packetsReceived: 1, validPacketsReceived: 1, forwardingErrors: 1, forwardingUnrouteable: 1 },
    });
  });

  it('and one with a route leaves by it', () => {
    const oifs = [
      { oif: 'eth2', minTtl: 1 },
      { oif: 'eth3', minTtl: 65 },
    ];
    lab.routers.ipv4.addRoute({ key: KEY, iif: 1, oifs });
    const result = injectWith({ iif: '1' });
    expect(result).toMatchObject({
      packets: [
        {
          iif: 'eth1',
          outcome: 'forwarded',
          state: 'InstalledRouteFound',
          copies: [{ oif: 'eth2', ttl: 63 }],
          skipped: [{ oif: 'eth3', reason: 'TTL_BELOW_MINIMUM', minTtl: 65 }],
        },
      ],
      pending: null,
      events: [],
    });
  });

  it.each([
    [1, ['queued'], 1],
    [3, ['queued', 'queued', 'queued'], 3],
    [4, ['queued', 'queued', 'queued', 'dropped'], 3],
  ])('%d at one moment', (count, outcomes, waiting) => {
    const result = injectWith({ count });
    expect(result.packets.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(result.packets.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
    expect(result.pending?.packets).toBe(waiting);
    expect(result.counters.packetsReceived).toBe(count);
    expect(result.events).toHaveLength(1);
  });

  it('with the clock moving between them, and not after the last', () => {
    const result = injectWith({ count: 3, intervalNs: 10 * SECOND_NS });
    expect(result.nowNs).toBe(20 * SECOND_NS);
    expect(result.expired).toEqual([{ source: '10.0.1.9', group: '239.1.1.1', packets: 2, atNs: 20 * SECOND_NS }]);
    expect(result.packets.map(({ state }) => state)).toEqual([
      'NoRouteFoundAndPendingInserted',
      'PacketQueuedInPendingRoute',
      'NoRouteFoundAndPendingInserted',
    ]);
    expect(result.pending).toMatchObject({ packets: 1, expiresNs: 30 * SECOND_NS });
  });

  it('up to the end of the clock', () => {
    const intervalNs = (MAX_TIME_NS - 1) / 2;
    lab.advance(1);
    lab.routers.ipv4.addRoute({ key: KEY, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
    expect(injectWith({ count: 3, intervalNs }).nowNs).toBe(MAX_TIME_NS);
  });
});

describe('packets are refused, all or none', () => {
  it.each([
    [
      'on an interface that is not there',
      { iif: 'eth9', count: 2 },
      { code: 'UNKNOWN_INTERFACE', message: 'there is no interface "eth9"' },
    ],
    [
      'that would take the clock past its end',
      { count: 3, intervalNs: (MAX_TIME_NS - 1) / 2 },
      { code: 'CLOCK_OVERFLOW', message: '3 packets 1250h59m59.627370495s apart would take the clock past its end' },
    ],
    [
      'that no numbers are left for',
      { count: Number.MAX_SAFE_INTEGER },
      { code: 'NUMBERS_EXHAUSTED', message: 'the session has run out of numbers for packets and events' },
    ],
    ['that are of two families', { key: new RouteKey('fc00:1::9', '239.1.1.1') }, { code: 'BAD_ADDRESS' }],
  ])('%s', (_what, otherwise, refusal) => {
    lab.advance(2);
    const before = encodeLab(lab);
    expect(() => injectWith(otherwise)).toThrow(expect.objectContaining(refusal));
    expect(encodeLab(lab)).toBe(before);
  });
});
