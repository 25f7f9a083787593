import { beforeEach, describe, expect, it } from 'vitest';
import { Address, parseAddressWithPrefix } from '../../../src/core/address.js';
import { SECOND_NS } from '../../../src/core/clock.js';
import type { CounterMoves } from '../../../src/core/counters.js';
import { decideCopy } from '../../../src/core/gvisor/copy-decision.js';
import { Interface } from '../../../src/core/interface.js';
import type { Injection, Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { Packet } from '../../../src/core/packet.js';
import type { PacketReport } from '../../../src/core/packet-report.js';
import { RouteKey } from '../../../src/core/route.js';
import type { AddedRoute } from '../../../src/core/stack-router.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const KEY6 = new RouteKey('fc00:1::9', 'ff0e::a');
const TO_ETH2 = [{ oif: 'eth2', minTtl: 1 }];

let lab: Lab;

beforeEach(() => {
  lab = standardLab();
});

interface Arrival {
  readonly report: PacketReport;
  readonly counters: CounterMoves;
  readonly events: readonly string[];
}

/** A packet of KEY arrives on eth1, except for what is said otherwise. */
function arrive(otherwise: Partial<Injection> = {}): Arrival {
  const injection = { source: KEY.source, group: KEY.group, iif: 'eth1', ttl: 64, payload: new Uint8Array(), ...otherwise };
  const { result: report, effects } = lab.observe(() => lab.inject(injection));
  return { report, counters: effects.counters, events: effects.events.map(({ event }) => event.type) };
}

function addRoute(oifs: readonly { readonly oif: string; readonly minTtl: number }[] = TO_ETH2, key = KEY): AddedRoute {
  return lab.routerOf(key).addRoute({ key, iif: 'eth1', oifs });
}

describe('forwarding of a family', () => {
  it('is switched, and tells what it was', () => {
    const router = lab.routers.ipv4;
    expect([router.enableForwarding(), router.disableForwarding(), router.disableForwarding()]).toEqual([true, true, false]);
    expect(router.enableForwarding()).toBe(false);
    expect(router.forwarding).toBe(true);
  });

  it('switched off clears the installed routes of the family, and keeps what is pending', () => {
    addRoute();
    addRoute(TO_ETH2, KEY6);
    arrive({ group: '239.9.9.9' });
    lab.routers.ipv4.disableForwarding();
    expect([lab.routers.ipv4.installedCount, lab.routers.ipv4.pendingCount]).toEqual([0, 1]);
    expect(lab.routers.ipv6.installedCount).toBe(1);
  });
});

describe('a route is added', () => {
  it('with ids in place of names, last used now', () => {
    lab.advance(5);
    const { route, replaced, flushed, lost } = addRoute([
      { oif: 'eth2', minTtl: 1 },
      { oif: '3', minTtl: 255 },
      { oif: 'eth2', minTtl: 0 },
    ]);
    expect(route.expectedInputInterface).toBe(1);
    expect(route.outgoingInterfaces).toEqual([
      { id: 2, minTtl: 1 },
      { id: 3, minTtl: 255 },
      { id: 2, minTtl: 0 },
    ]);
    expect(route.lastUsedTimestamp()).toBe(5);
    expect([replaced, flushed, lost]).toEqual([null, [], []]);
    expect(lab.routers.ipv4.installedRoute(KEY)).toBe(route);
  });

  it('in place of an earlier one of its key', () => {
    const first = addRoute().route;
    const { route, replaced } = addRoute();
    expect(replaced).toBe(first);
    expect(lab.routers.ipv4.requireRoute(KEY)).toBe(route);
  });

  it('and forwards the packets that were waiting, oldest first, each checked on the interface it arrived on', () => {
    arrive({ payload: Uint8Array.of(1) });
    arrive({ payload: Uint8Array.of(2), iif: 'eth3' });
    arrive({ payload: Uint8Array.of(3), ttl: 0 });
    const { result, effects } = lab.observe(() => addRoute());
    expect(result.flushed.map(({ packet, outcome, reason, state }) => [packet.id, outcome, reason, state])).toEqual([
      [1, 'forwarded', null, 'NoRouteFoundAndPendingInserted'],
      [2, 'dropped', 'UNEXPECTED_INPUT_INTERFACE', 'PacketQueuedInPendingRoute'],
      [3, 'dropped', 'ALL_COPIES_SKIPPED', 'PacketQueuedInPendingRoute'],
    ]);
    expect(effects.counters).toEqual({
      forwardingErrors: 2,
      forwardingExhaustedTtl: 1,
      forwardingUnexpectedMulticastInputInterface: 1,
    });
    expect(effects.events.map(({ event }) => event)).toMatchObject([
      { type: 'unexpectedInputInterface', iif: 3, expectedIif: 1 },
    ]);
    expect(result.route.use).toEqual({ packets: 3, bytes: 3 * 29, wrongIf: 1 });
  });

  it('and drops packets whose interface forwards no more, or is gone', () => {
    arrive();
    arrive({ iif: 'eth3' });
    lab.interfaces.require('eth1').forwarding.ipv4 = false;
    lab.interfaces.remove(lab.interfaces.require('eth3'));
    const { result, effects } = lab.observe(() => addRoute());
    expect(result.flushed.map(({ reason }) => reason)).toEqual(['INTERFACE_FORWARDING_DISABLED', 'INPUT_INTERFACE_REMOVED']);
    expect(effects.counters).toEqual({});
    expect(result.route.use.packets).toBe(0);
  });

  it.each([
    [10 * SECOND_NS - 1, ['forwarded', 'forwarded'], []],
    [10 * SECOND_NS, ['forwarded', 'forwarded'], []],
    [10 * SECOND_NS + 1, [], ['NoRouteFoundAndPendingInserted', 'PacketQueuedInPendingRoute']],
  ])('%d ns after the first packet, and tells of packets that came too late for it', (durationNs, forwarded, states) => {
    arrive();
    arrive();
    lab.advance(durationNs);
    const { flushed, lost } = addRoute();
    expect(flushed.map(({ outcome }) => outcome)).toEqual(forwarded);
    expect(lost.map(({ state }) => state)).toEqual(states);
    expect(lost.every(({ reason }) => reason === 'PENDING_ROUTE_EXPIRED')).toBe(true);
  });
});

describe('a route is refused', () => {
  const refused = { key: new RouteKey('224.0.0.1', '10.0.0.1'), iif: 'eth9', oifs: [] };

  it('for one reason at a time, in the order of gVisor', () => {
    const router = lab.routers.ipv4;
    router.disableForwarding();
    expect(() => router.addRoute(refused)).toThrow(
      expect.objectContaining({
        code: 'NOT_PERMITTED',
        message: 'multicast forwarding is off for IPv4',
        data: { kind: 'family', family: 'ipv4' },
      }),
    );
    router.enableForwarding();
    expect(() => router.addRoute(refused)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
    expect(() => router.addRoute({ ...refused, key: KEY })).toThrow(
      expect.objectContaining({ code: 'MISSING_REQUIRED_FIELDS', message: 'a route needs an outgoing interface' }),
    );
    const oifs = [
      { oif: 'eth2', minTtl: 1 },
      { oif: '1', minTtl: 1 },
      { oif: 'eth8', minTtl: 1 },
    ];
    expect(() => router.addRoute({ key: KEY, iif: 'eth9', oifs })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_INTERFACE', message: 'there is no interface "eth9"' }),
    );
    expect(() => router.addRoute({ key: KEY, iif: 'eth1', oifs })).toThrow(
      expect.objectContaining({
        code: 'INPUT_CANNOT_BE_OUTPUT',
        message: '1 is the input interface and cannot also be an outgoing interface',
      }),
    );
    expect(() => router.addRoute({ key: KEY, iif: 'eth3', oifs })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_INTERFACE', message: 'there is no interface "eth8"' }),
    );
    expect(router.installedCount).toBe(0);
  });

  it.each([
    ['0.0.0.0', '239.1.1.1', 'source 0.0.0.0 is not a host address'],
    ['224.0.0.1', '239.1.1.1', 'source 224.0.0.1 is a multicast address'],
    ['255.255.255.255', '239.1.1.1', 'source 255.255.255.255 is the broadcast address'],
    ['10.0.3.255', '239.1.1.1', "source 10.0.3.255 is the broadcast address of eth3's subnet"],
    ['169.254.0.1', '239.1.1.1', 'source 169.254.0.1 is link-local and never forwarded'],
    ['10.0.1.9', '223.255.255.255', 'group 223.255.255.255 is not a multicast address'],
    ['10.0.1.9', '240.0.0.0', 'group 240.0.0.0 is not a multicast address'],
    ['10.0.1.9', '224.0.0.255', 'group 224.0.0.255 is link-local and never forwarded'],
    ['::', 'ff0e::a', 'source :: is not a host address'],
    ['ff0e::1', 'ff0e::a', 'source ff0e::1 is a multicast address'],
    ['fe80::1', 'ff0e::a', 'source fe80::1 is link-local and never forwarded'],
    ['fc00:1::9', 'fc00::1', 'group fc00::1 is not a multicast address'],
    ['fc00:1::9', 'ff02::1', 'group ff02::1 is link-local and never forwarded'],
    ['10.0.1.9', 'ff0e::a', 'source 10.0.1.9 is not an IPv6 address'],
    ['fc00:1::9', '239.1.1.1', 'source fc00:1::9 is not an IPv4 address'],
  ])('as (%s, %s)', (source, group, message) => {
    const key = new RouteKey(source, group);
    expect(() => lab.routerOf(key).checkKey(key)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS', message }));
    expect(() => addRoute(TO_ETH2, key)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS', message }));
    expect(lab.routerOf(key).installedCount).toBe(0);
  });

  it.each([
    ['the address of an interface', '10.0.3.1', '239.1.1.1'],
    ['a loopback address', '127.0.0.1', '239.1.1.1'],
    ['the first group beyond the link-local ones', '10.0.1.9', '224.0.1.0'],
    ['the last group', '10.0.1.9', '239.255.255.255'],
  ])('but not with %s', (_what, source, group) => {
    expect(addRoute(TO_ETH2, new RouteKey(source, group)).replaced).toBeNull();
  });

  it.each([
    ['224.0.0.1', '10.0.1.1'],
    ['0.0.0.0', '224.0.0.1'],
    ['fe80::1', 'ff02::1'],
  ])('but not with (%s, %s) where any address may be a key', (source, group) => {
    lab = standardLab(4, { anyAddress: true });
    expect(addRoute(TO_ETH2, new RouteKey(source, group)).replaced).toBeNull();
  });

  it('of the other family even there', () => {
    lab = standardLab(4, { anyAddress: true });
    expect(() => lab.routers.ipv4.checkKey(KEY6)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
    expect(() => lab.routers.ipv6.checkKey(KEY)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
  });
});

describe('a route is removed', () => {
  it('and given back', () => {
    const { route } = addRoute();
    expect(lab.routers.ipv4.removeRoute(KEY)).toBe(route);
    expect(lab.routers.ipv4.installedCount).toBe(0);
  });

  it('only if it is there', () => {
    arrive();
    expect(() => lab.routers.ipv4.removeRoute(KEY)).toThrow(
      expect.objectContaining({ code: 'ROUTE_NOT_FOUND', message: 'there is no installed route (10.0.1.9, 239.1.1.1)' }),
    );
    expect(lab.routers.ipv4.pendingCount).toBe(1);
  });

  it('only if its key could be one', () => {
    const key = new RouteKey('10.0.1.9', '10.0.1.1');
    expect(() => lab.routers.ipv4.removeRoute(key)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
  });
});

describe('a packet without a route', () => {
  it('waits, with one event for all that wait, and is rejected when the queue is full', () => {
    const queued = { packetsReceived: 1, validPacketsReceived: 1, forwardingErrors: 1, forwardingUnrouteable: 1 };
    for (const [state, events] of [
      ['NoRouteFoundAndPendingInserted', ['missingRoute']],
      ['PacketQueuedInPendingRoute', []],
      ['PacketQueuedInPendingRoute', []],
    ]) {
      expect(arrive()).toMatchObject({ report: { outcome: 'queued', reason: null, state }, counters: queued, events });
    }
    expect(arrive()).toEqual({
      report: expect.objectContaining({ outcome: 'dropped', reason: 'NO_BUFFER_SPACE', state: null }),
      counters: {
        packetsReceived: 1,
        validPacketsReceived: 1,
        forwardingErrors: 1,
        forwardingNoMulticastPendingQueueBufferSpace: 1,
      },
      events: [],
    });
  });
});

describe('a packet with a route', () => {
  it('leaves by every outgoing interface, with one off its TTL', () => {
    const { route } = addRoute([
      { oif: 'eth3', minTtl: 1 },
      { oif: 'eth2', minTtl: 1 },
      { oif: 'eth3', minTtl: 1 },
    ]);
    lab.advance(5);
    const { report, counters, events } = arrive({ payload: Uint8Array.of(1, 2) });
    expect(report).toMatchObject({ outcome: 'forwarded', reason: null, state: 'InstalledRouteFound', deliveredLocally: false });
    expect(report.copies).toEqual([3, 2, 3].map((oif) => ({ kind: 'copy', oif, ttl: 63 })));
    expect(counters).toEqual({ packetsReceived: 1, validPacketsReceived: 1 });
    expect(events).toEqual([]);
    expect(route.lastUsedTimestamp()).toBe(5);
    expect(route.use).toEqual({ packets: 1, bytes: 30, wrongIf: 0 });
  });

  it.each([
    [1, 1, 0],
    [0, 0, 255],
    [255, 255, 254],
    [64, 64, 63],
    [64, 63, 63],
  ])('and TTL %d through a minimum of %d leaves with TTL %d', (ttl, minTtl, left) => {
    addRoute([{ oif: 'eth2', minTtl }]);
    expect(arrive({ ttl }).report.copies).toEqual([{ kind: 'copy', oif: 2, ttl: left }]);
  });

  it.each([
    [0, 1],
    [63, 64],
    [254, 255],
  ])('and TTL %d does not leave through a minimum of %d', (ttl, minTtl) => {
    const { route } = addRoute([{ oif: 'eth2', minTtl }]);
    lab.advance(5);
    const { report, counters } = arrive({ ttl });
    expect(report).toMatchObject({ outcome: 'dropped', reason: 'ALL_COPIES_SKIPPED', state: 'InstalledRouteFound' });
    expect(report.copies).toEqual([{ kind: 'skip', oif: 2, minTtl, reason: 'TTL_BELOW_MINIMUM' }]);
    expect(counters).toMatchObject({ forwardingErrors: 1, forwardingExhaustedTtl: 1 });
    expect(route.lastUsedTimestamp()).toBe(0);
  });

  it('skips an interface that is gone, or that has no address of the family', () => {
    addRoute([
      { oif: 'eth2', minTtl: 1 },
      { oif: 'eth3', minTtl: 2 },
      { oif: 'eth4', minTtl: 3 },
    ]);
    lab.interfaces.remove(lab.interfaces.require('eth2'));
    lab.interfaces.remove(lab.interfaces.require('eth3'));
    const addresses = [parseAddressWithPrefix('fc00:3::1/64')];
    lab.interfaces.add(new Interface({ id: 3, name: 'eth3', addresses, forwarding: { ipv4: true, ipv6: true } }));
    const { report, counters } = arrive();
    expect(report.outcome).toBe('forwarded');
    expect(report.copies).toEqual([
      { kind: 'skip', oif: 2, minTtl: 1, reason: 'OUTGOING_INTERFACE_REMOVED' },
      { kind: 'skip', oif: 3, minTtl: 2, reason: 'OUTGOING_INTERFACE_HAS_NO_ADDRESS' },
      { kind: 'copy', oif: 4, ttl: 63 },
    ]);
    expect(counters).toMatchObject({ forwardingErrors: 2, forwardingUnrouteable: 2 });
  });

  it('is compared with the minimum TTL before anything else about the interface', () => {
    const packet = new Packet({ ...KEY, iif: 1, ttl: 1 });
    expect(decideCopy(packet, { id: 9, minTtl: 2 }, lab.interfaces)).toMatchObject({ reason: 'TTL_BELOW_MINIMUM' });
    expect(decideCopy(packet, { id: 9, minTtl: 1 }, lab.interfaces)).toMatchObject({ reason: 'OUTGOING_INTERFACE_REMOVED' });
  });

  it('that arrives on another interface is dropped, with an event each time', () => {
    const { route } = addRoute();
    for (const wrongIf of [1, 2]) {
      const { report, counters, events } = arrive({ iif: 'eth3' });
      expect(report).toMatchObject({ outcome: 'dropped', reason: 'UNEXPECTED_INPUT_INTERFACE', state: 'InstalledRouteFound' });
      expect(counters).toMatchObject({ forwardingErrors: 1, forwardingUnexpectedMulticastInputInterface: 1 });
      expect(events).toEqual(['unexpectedInputInterface']);
      expect(route.use).toMatchObject({ packets: wrongIf, wrongIf });
    }
    expect(route.lastUsedTimestamp()).toBe(0);
  });
});

describe('a packet that is not forwarded', () => {
  it.each([
    ['from loopback', { source: '127.0.0.1' }, 'LOOPBACK_SOURCE', 'invalidSourceAddressesReceived'],
    ['from IPv6 loopback', { source: '::1', group: 'ff0e::a' }, 'LOOPBACK_SOURCE', 'invalidSourceAddressesReceived'],
    ['to loopback', { group: '127.0.0.1' }, 'LOOPBACK_DESTINATION', 'invalidDestinationAddressesReceived'],
    ['from loopback to loopback', { source: '::1', group: '::1' }, 'LOOPBACK_SOURCE', 'invalidSourceAddressesReceived'],
  ])('%s is not even valid', (_what, otherwise, reason, counter) => {
    const { report, counters } = arrive(otherwise);
    expect(report).toMatchObject({ outcome: 'dropped', reason, state: null, deliveredLocally: false });
    expect(counters).toEqual({ packetsReceived: 1, [counter]: 1 });
  });

  it.each([
    ['a group', { source: '239.1.1.1' }],
    ['an IPv6 group', { source: 'ff0e::b', group: 'ff0e::a' }],
    ['the broadcast address', { source: '255.255.255.255' }],
    ["the broadcast address of the interface's subnet", { source: '10.0.1.255' }],
  ])('from %s has an invalid source', (_what, otherwise) => {
    const { report, counters } = arrive(otherwise);
    expect(report).toMatchObject({ outcome: 'dropped', reason: 'INVALID_SOURCE', deliveredLocally: false });
    expect(counters).toEqual({ packetsReceived: 1, validPacketsReceived: 1, invalidSourceAddressesReceived: 1 });
  });

  it("from the broadcast address of another interface's subnet has a valid source", () => {
    expect(arrive({ source: '10.0.2.255' }).report.outcome).toBe('queued');
  });

  it.each([
    ['to a stranger', { group: '10.0.1.7' }, false, { invalidDestinationAddressesReceived: 1 }],
    ["to another interface's address", { group: '10.0.2.1' }, false, { invalidDestinationAddressesReceived: 1 }],
    ["to the interface's address", { group: '10.0.1.1' }, true, { packetsDelivered: 1 }],
    ["to the interface's broadcast address", { group: '10.0.1.255' }, true, { packetsDelivered: 1 }],
    ['to the broadcast address', { group: '255.255.255.255' }, true, { packetsDelivered: 1 }],
    ["to the interface's IPv6 address", { source: 'fc00:1::9', group: 'fc00:1::1' }, true, { packetsDelivered: 2 }],
  ])('%s is not multicast', (_what, otherwise, deliveredLocally, moves) => {
    const { report, counters } = arrive(otherwise);
    expect(report).toMatchObject({ outcome: 'dropped', reason: 'NOT_MULTICAST', state: null, deliveredLocally });
    expect(counters).toEqual({ packetsReceived: 1, validPacketsReceived: 1, ...moves });
  });

  it.each([
    ['from a link-local address', { source: '169.254.0.1' }, 'LINK_LOCAL_SOURCE', 'forwardingLinkLocalSource'],
    ['to a link-local group', { group: '224.0.0.9' }, 'LINK_LOCAL_DESTINATION', 'forwardingLinkLocalDestination'],
    ['from and to link-local', { source: 'fe80::1', group: 'ff02::9' }, 'LINK_LOCAL_SOURCE', 'forwardingLinkLocalSource'],
    [
      'to an IPv6 link-local group',
      { source: 'fc00:1::9', group: 'ff02::9' },
      'LINK_LOCAL_DESTINATION',
      'forwardingLinkLocalDestination',
    ],
  ])('%s stays on its link', (_what, otherwise, reason, counter) => {
    const { report, counters } = arrive(otherwise);
    expect(report).toMatchObject({ outcome: 'dropped', reason, state: null, deliveredLocally: false });
    expect(counters).toEqual({ packetsReceived: 1, validPacketsReceived: 1, forwardingErrors: 1, [counter]: 1 });
  });

  it('while forwarding is off counts as addressed to nobody', () => {
    lab.routers.ipv4.disableForwarding();
    const { report, counters } = arrive();
    expect(report).toMatchObject({ outcome: 'dropped', reason: 'FORWARDING_DISABLED', state: null });
    expect(counters).toEqual({ packetsReceived: 1, validPacketsReceived: 1, invalidDestinationAddressesReceived: 1 });
    expect(arrive({ source: 'fc00:1::9', group: 'ff0e::a' }).report.outcome).toBe('queued');
  });

  it('while its interface does not forward its family counts as addressed to nobody', () => {
    lab.interfaces.require('eth1').forwarding.ipv4 = false;
    const { report, counters } = arrive();
    expect(report).toMatchObject({ outcome: 'dropped', reason: 'INTERFACE_FORWARDING_DISABLED', state: null });
    expect(counters).toEqual({ packetsReceived: 1, validPacketsReceived: 1, invalidDestinationAddressesReceived: 1 });
    expect(arrive({ source: 'fc00:1::9', group: 'ff0e::a' }).report.outcome).toBe('queued');
    expect(arrive({ iif: 'eth2' }).report.outcome).toBe('queued');
  });
});

describe('a packet to a group that its interface has joined', () => {
  beforeEach(() => {
    lab.interfaces.require('eth1').join(Address.parse('239.1.1.1'));
    lab.interfaces.require('eth1').join(Address.parse('ff0e::a'));
  });

  it('is delivered beside being queued, and counted twice over IPv6', () => {
    expect(arrive()).toMatchObject({
      report: { outcome: 'queued', deliveredLocally: true },
      counters: { packetsDelivered: 1, forwardingUnrouteable: 1 },
    });
    expect(arrive({ source: 'fc00:1::9', group: 'ff0e::a' })).toMatchObject({
      report: { outcome: 'queued', deliveredLocally: true },
      counters: { packetsDelivered: 2, forwardingUnrouteable: 1 },
    });
  });

  it('is delivered beside being forwarded', () => {
    addRoute();
    expect(arrive()).toMatchObject({
      report: { outcome: 'forwarded', deliveredLocally: true },
      counters: { packetsDelivered: 1 },
    });
  });

  it('is delivered though forwarding is off', () => {
    lab.routers.ipv4.disableForwarding();
    const { report, counters } = arrive();
    expect(report).toMatchObject({ outcome: 'dropped', reason: 'FORWARDING_DISABLED', deliveredLocally: true });
    expect(counters).toEqual({ packetsReceived: 1, validPacketsReceived: 1, packetsDelivered: 1 });
  });

  it('is not delivered where another interface has joined it', () => {
    expect(arrive({ iif: 'eth2' }).report.deliveredLocally).toBe(false);
  });
});

describe('where any address may be a key', () => {
  it.each([
    ['127.0.0.1', '239.1.1.1'],
    ['10.0.1.255', '239.1.1.1'],
    ['224.0.0.1', '10.0.1.7'],
    ['169.254.0.1', '224.0.0.9'],
    ['::1', '::1'],
  ])('a packet (%s, %s) goes to the table', (source, group) => {
    lab = standardLab(4, { anyAddress: true });
    expect(arrive({ source, group }).report).toMatchObject({ outcome: 'queued', state: 'NoRouteFoundAndPendingInserted' });
    addRoute(TO_ETH2, new RouteKey(source, group));
    expect(arrive({ source, group }).report).toMatchObject({ outcome: 'forwarded' });
  });
});
