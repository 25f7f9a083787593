import { describe, expect, it } from 'vitest';
import { parseAddressWithPrefix } from '../../../src/core/address.js';
import { ManualClock, SECOND_NS } from '../../../src/core/clock.js';
import { Interface, Interfaces } from '../../../src/core/interface.js';
import { LinuxRouter } from '../../../src/core/linux/router.js';
import { Packet } from '../../../src/core/packet.js';
import { RouteKey } from '../../../src/core/route.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');

/** A router with the vifs 1 to 3 on eth1 to eth3, and what it has said. */
function setUp() {
  const interfaces = new Interfaces();
  const nics = [1, 2, 3].map((id) => {
    const addresses = [parseAddressWithPrefix(`10.0.${id}.1/24`)];
    return new Interface({ id, name: `eth${id}`, addresses, forwarding: { ipv4: true, ipv6: true } });
  });
  for (const nic of nics) interfaces.add(nic);
  const clock = new ManualClock();
  const events: string[] = [];
  const expired: string[] = [];
  const router = new LinuxRouter('ipv4', {
    clock,
    interfaces,
    onEvent: ({ type }) => events.push(type),
    onPacket: () => {},
    onExpired: ({ key, frames }) => expired.push(`${key} ${frames.length} at ${clock.nowNs()}`),
  });
  for (const id of [1, 2, 3]) router.addVif(id, id);
  const inject = (on: number, ttl = 64, source = '10.0.1.9') => {
    const packet = new Packet({ source, group: '239.1.1.1', iif: on, ttl });
    return router.receive(packet, interfaces.require(on));
  };
  const add = (parent: number, outputs: readonly { vif: number; threshold: number }[]) =>
    router.addRoute({ key: KEY, parent, outputs, isProxy: false });
  return { clock, events, expired, router, inject, add, interfaces };
}

describe('unresolved entries', () => {
  it('take four packets, and end ten seconds after the first', () => {
    const { clock, expired, inject, router } = setUp();
    const outcomes = Array.from({ length: 5 }, () => {
      clock.advance(SECOND_NS);
      return inject(1).reason ?? 'queued';
    });
    expect(outcomes).toEqual(['queued', 'queued', 'queued', 'queued', 'NO_BUFFER_SPACE']);
    expect(clock.armedTimers().map(({ firesAtNs }) => firesAtNs)).toEqual([11 * SECOND_NS]);
    clock.advance(6 * SECOND_NS - 1);
    expect(router.mfc.unresolved.size).toBe(1);
    clock.advance(1);
    expect(expired).toEqual([`${KEY} 4 at ${11 * SECOND_NS}`]);
    expect(clock.armedTimers()).toEqual([]);
  });

  it('each end at their own deadline, also when an older one was resolved', () => {
    const { clock, expired, inject, add } = setUp();
    inject(1);
    clock.advance(SECOND_NS);
    inject(1, 64, '10.0.1.8');
    clock.advance(SECOND_NS);
    inject(1, 64, '10.0.1.7');
    add(1, [{ vif: 2, threshold: 1 }]);
    expect(clock.armedTimers().map(({ firesAtNs }) => firesAtNs)).toEqual([11 * SECOND_NS]);
    clock.advance(20 * SECOND_NS);
    expect(expired.map((line) => line.replace(/.* at /, ''))).toEqual([`${11 * SECOND_NS}`, `${12 * SECOND_NS}`]);
  });
});

describe('what becomes of a packet', () => {
  it.each([
    { name: 'TTL at the threshold', ttl: 10, copies: [2], skipped: [[3, 'TTL_BELOW_MINIMUM']], reason: null },
    { name: 'TTL above the threshold', ttl: 11, copies: [3, 2], skipped: [], reason: null },
    {
      name: 'TTL 1',
      ttl: 1,
      copies: [],
      skipped: [
        [3, 'TTL_BELOW_MINIMUM'],
        [2, 'TTL_BELOW_MINIMUM'],
      ],
      reason: 'ALL_COPIES_SKIPPED',
    },
  ])('$name', ({ ttl, copies, skipped, reason }) => {
    const { inject, add } = setUp();
    add(1, [
      { vif: 2, threshold: 1 },
      { vif: 3, threshold: 10 },
    ]);
    const report = inject(1, ttl);
    expect(report.copies.map(({ vif }) => vif)).toEqual(copies);
    expect(report.skipped.map((skip) => [skip.vif, skip.reason])).toEqual(skipped);
    expect(report.reason).toBe(reason);
  });

  it('is told decision by decision', () => {
    const { inject, add, router, interfaces } = setUp();
    add(1, [{ vif: 2, threshold: 1 }]);
    interfaces.require(2).join(KEY.group);
    const codes: string[] = [];
    router.forwarder.sink = (_, { code }) => codes.push(code);
    inject(1);
    expect(codes).toEqual([
      ...[
        'DESTINATION_ADDRESS',
        'SOURCE_ADDRESS',
        'REVERSE_PATH',
        'LOCAL_DELIVERY',
        'LINK_LOCAL_ADDRESS',
        'INPUT_VIF',
        'ROUTE_LOOKUP',
        'INPUT_INTERFACE',
      ],
      ...['LOOPED_COPY', 'OUTGOING_INTERFACE'].toReversed(),
      ...['LOCAL_DELIVERY', 'LINK_LOCAL_ADDRESS', 'INPUT_VIF', 'ROUTE_LOOKUP', 'INPUT_INTERFACE'],
    ]);
  });

  it('is nothing that rp_filter lets through, and only its own counter moves', () => {
    const { inject, add, router, events } = setUp();
    const added = add(1, [{ vif: 2, threshold: 1 }]);
    router.forwarder.rpFilters.set(null, 1);
    expect(inject(2).reason).toBe('REVERSE_PATH_FILTER');
    expect(router.forwarder.reversePathDrops).toBe(1);
    expect(typeof added === 'string' ? null : added.route.packets).toBe(0);
    expect(events).toEqual([]);
  });
});

describe('refusals', () => {
  it.each([
    { name: 'vif 32', of: (r: LinuxRouter) => r.addVif(32, 1), code: 'VIF_OUT_OF_RANGE' },
    { name: 'a vif twice', of: (r: LinuxRouter) => r.addVif(1, 9), code: 'VIF_IN_USE' },
    { name: 'a vif of an unknown interface', of: (r: LinuxRouter) => r.addVif(4, 9), code: 'UNKNOWN_INTERFACE' },
    { name: 'removing an unknown vif', of: (r: LinuxRouter) => r.removeVif(4), code: 'VIF_NOT_FOUND' },
    { name: 'removing an unknown route', of: (r: LinuxRouter) => r.removeRoute(KEY), code: 'ROUTE_NOT_FOUND' },
    {
      name: 'a parent of 32',
      of: (r: LinuxRouter) => r.addRoute({ key: KEY, parent: 32, outputs: [], isProxy: false }),
      code: 'VIF_OUT_OF_RANGE',
    },
    {
      name: 'a group that is none',
      of: (r: LinuxRouter) => r.addRoute({ key: new RouteKey('10.0.1.9', '10.0.2.9'), parent: 1, outputs: [], isProxy: false }),
      code: 'BAD_ADDRESS',
    },
  ])('$name', ({ of, code }) => {
    expect(of(setUp().router)).toBe(code);
  });
});

it('an interface that goes takes its vifs along, and its packets wait on', () => {
  const { inject, add, router } = setUp();
  inject(1);
  router.removeInterface(1);
  expect(router.vifs.list().map(({ number }) => number)).toEqual([2, 3]);
  const added = add(1, [{ vif: 2, threshold: 1 }]);
  expect(typeof added === 'string' ? null : added.flushed.map(({ reason }) => reason)).toEqual(['UNEXPECTED_INPUT_INTERFACE']);
});

it('closing clears routes, unresolved entries and vifs', () => {
  const { clock, inject, add, router } = setUp();
  add(1, []);
  inject(1, 64, '10.0.1.8');
  router.close();
  expect([router.mfc.size, router.mfc.unresolved.size, router.vifs.list().length, clock.armedTimers().length]).toEqual([
    0, 0, 0, 0,
  ]);
});
