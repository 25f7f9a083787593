import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { Address } from '../../src/core/address.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import { zeroCounters } from '../../src/core/counters.js';
import { EventJournal } from '../../src/core/event.js';
import { Interface } from '../../src/core/interface.js';
import { Lab, MAX_STANDARD_INTERFACES, standardAddresses, standardLab } from '../../src/core/lab.js';
import type { PacketReport } from '../../src/core/packet-report.js';
import { RouteKey } from '../../src/core/route.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const TO_ETH2 = [{ oif: 'eth2', minTtl: 1 }];

function arrive(lab: Lab, source: string, group: string, iif: string | number = 'eth1'): PacketReport {
  return lab.inject({ source, group, iif, ttl: 64, payload: new Uint8Array() });
}

describe('an empty lab', () => {
  it('has a queue of three, address checks, time 0, and nothing else', () => {
    const lab = new Lab();
    expect(lab.config).toEqual({ maxPendingQueueSize: 3, anyAddress: false, journalSize: 100, stack: 'gvisor-2022' });
    expect(lab.clock.nowNs()).toBe(0);
    expect(lab.nextPacketId).toBe(1);
    expect(lab.interfaces.size).toBe(0);
    expect([lab.routers.ipv4.forwarding, lab.routers.ipv6.forwarding]).toEqual([false, false]);
    expect(lab.journal.nextNumber).toBe(1);
    expect(lab.timers()).toEqual([]);
  });

  it('may be configured and restored', () => {
    const journal = new EventJournal([], 5);
    const lab = new Lab({ maxPendingQueueSize: 0, anyAddress: true }, { nowNs: 7, nextPacketId: 9, journal });
    expect(lab.config).toEqual({ maxPendingQueueSize: 0, anyAddress: true, journalSize: 100, stack: 'gvisor-2022' });
    expect([lab.clock.nowNs(), lab.nextPacketId]).toEqual([7, 9]);
    expect(lab.journal).toBe(journal);
  });
});

describe('the standard lab', () => {
  it.each([0, 1, 4, MAX_STANDARD_INTERFACES])('with %d interfaces', (count) => {
    const lab = standardLab(count);
    expect(lab.interfaces.size).toBe(count);
    expect([lab.routers.ipv4.forwarding, lab.routers.ipv6.forwarding]).toEqual([true, true]);
  });

  it('has four interfaces with an address of each family, that forward both', () => {
    const rows = [...standardLab().interfaces].map(({ id, name, addresses, forwarding }) => ({
      id,
      name,
      addresses,
      forwarding,
    }));
    expect(rows).toEqual(
      [1, 2, 3, 4].map((n) => ({
        id: n,
        name: `eth${n}`,
        addresses: [
          { address: Address.parse(`10.0.${n}.1`), prefix: 24 },
          { address: Address.parse(`fc00:${n}::1`), prefix: 64 },
        ],
        forwarding: { ipv4: true, ipv6: true },
      })),
    );
  });

  it('can have no more, since their addresses would not be any', () => {
    expect(() => standardAddresses(MAX_STANDARD_INTERFACES + 1)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
  });
});

describe('a packet that arrives', () => {
  it('has the next id, whatever becomes of it', () => {
    const lab = standardLab();
    expect(arrive(lab, '10.0.1.9', '239.1.1.1').packet.id).toBe(1);
    expect(arrive(lab, '127.0.0.1', '239.1.1.1').packet.id).toBe(2);
    expect(arrive(lab, 'fc00:1::9', 'ff0e::a').packet.id).toBe(3);
    expect(lab.nextPacketId).toBe(4);
  });

  it('goes to the router of its family', () => {
    const lab = standardLab();
    arrive(lab, 'fc00:1::9', 'ff0e::a');
    expect([lab.routers.ipv4.counters.packetsReceived, lab.routers.ipv6.counters.packetsReceived]).toEqual([0, 1]);
    expect(lab.routerOf(new RouteKey('fc00:1::9', 'ff0e::a'))).toBe(lab.routers.ipv6);
    expect(lab.routerOf(new RouteKey('10.0.1.9', '239.1.1.1'))).toBe(lab.routers.ipv4);
  });

  it.each([
    ['on an interface that is not there', '10.0.1.9', 'eth9', 'UNKNOWN_INTERFACE'],
    ['from an address that is none', '10.0.1', 'eth1', 'BAD_ADDRESS'],
    ['from an address of the other family', 'fc00:1::9', 'eth1', 'BAD_ADDRESS'],
  ])('%s is refused, and uses up no id', (_what, source, iif, code) => {
    const lab = standardLab();
    expect(() => arrive(lab, source, '239.1.1.1', iif)).toThrow(expect.objectContaining({ code }));
    expect(lab.nextPacketId).toBe(1);
    expect(lab.totals()).toEqual(zeroCounters());
  });
});

describe('what is swept while the clock moves', () => {
  it('is told in the order of the cleanups, and within one in that of expiration, then of the key', () => {
    const lab = standardLab();
    arrive(lab, 'fc00:1::9', 'ff0e::a');
    arrive(lab, '10.0.1.9', '239.1.1.3');
    lab.advance(1);
    arrive(lab, '10.0.1.9', '239.1.1.2');
    arrive(lab, '10.0.1.9', '239.1.1.2');
    arrive(lab, '10.0.1.9', '239.1.1.1');
    const restored = decodeLab(encodeLab(lab));
    const inOrder = [
      ['fc00:1::9 ff0e::a', 1, 20 * SECOND_NS],
      ['10.0.1.9 239.1.1.3', 1, 20 * SECOND_NS],
      ['10.0.1.9 239.1.1.1', 1, 20 * SECOND_NS],
      ['10.0.1.9 239.1.1.2', 2, 20 * SECOND_NS],
    ];
    for (const either of [lab, restored]) {
      const expired = either.advance(100 * SECOND_NS).map(({ key, packets, atNs }) => [key.text, packets, atNs]);
      expect(expired).toEqual(inOrder);
    }
    expect(lab.advance(100 * SECOND_NS)).toEqual([]);
  });

  it('is nothing where the clock would pass its end', () => {
    const lab = standardLab();
    arrive(lab, '10.0.1.9', '239.1.1.1');
    expect(() => lab.advance(MAX_TIME_NS + 1)).toThrow(RangeError);
    lab.advance(1);
    expect(() => lab.advance(MAX_TIME_NS)).toThrow(expect.objectContaining({ code: 'CLOCK_OVERFLOW' }));
    expect(lab.routers.ipv4.pendingCount).toBe(1);
    expect(lab.clock.nowNs()).toBe(1);
  });
});

describe('what is observed', () => {
  it('is what was counted and emitted meanwhile, of both families together', () => {
    const lab = standardLab();
    arrive(lab, '10.0.1.9', '239.1.1.1');
    const { result, effects } = lab.observe(() => {
      arrive(lab, '10.0.1.9', '239.1.1.1');
      arrive(lab, 'fc00:1::9', 'ff0e::a');
      return 'done';
    });
    expect(result).toBe('done');
    expect(effects.events.map(({ number, event }) => [number, event.type, event.group.text])).toEqual([
      [2, 'missingRoute', 'ff0e::a'],
    ]);
    expect(effects.counters).toEqual({
      packetsReceived: 2,
      validPacketsReceived: 2,
      forwardingErrors: 2,
      forwardingUnrouteable: 2,
    });
  });

  it('is nothing where nothing happened', () => {
    expect(standardLab().observe(() => null)).toMatchObject({ result: null, effects: { events: [], counters: {} } });
  });

  it('is nothing of what a refused action left behind', () => {
    const lab = standardLab();
    const refused = () => {
      arrive(lab, '10.0.1.9', '239.1.1.1');
      arrive(lab, '10.0.1.9', '239.1.1.1', 'eth9');
    };
    expect(() => lab.observe(refused)).toThrow(expect.objectContaining({ code: 'UNKNOWN_INTERFACE' }));
    expect(lab.observe(() => null).effects).toMatchObject({ events: [], counters: {} });
  });

  it('does not change afterwards, whatever else happens', () => {
    const lab = standardLab();
    const { effects } = lab.observe(() => arrive(lab, '10.0.1.9', '239.1.1.1'));
    arrive(lab, '10.0.1.9', '239.1.1.2');
    expect(effects.events).toHaveLength(1);
  });
});

describe('the id that is free for a new interface', () => {
  it('is the smallest that no interface has', () => {
    const ids = [0, 1, 2].map((count) => standardLab(count).freeInterfaceId());
    expect(ids).toEqual([1, 2, 3]);
    const lab = standardLab(3);
    lab.interfaces.remove(lab.interfaces.require('eth2'));
    expect(lab.freeInterfaceId()).toBe(2);
  });

  it.each([
    ['a route expects packets on it', 'eth1', (lab: Lab) => lab.routers.ipv4.addRoute({ key: KEY, iif: 1, oifs: TO_ETH2 })],
    ['a route sends packets out by it', 'eth2', (lab: Lab) => lab.routers.ipv4.addRoute({ key: KEY, iif: 1, oifs: TO_ETH2 })],
    ['a packet that waits arrived on it', 'eth3', (lab: Lab) => arrive(lab, 'fc00:1::9', 'ff0e::a', 'eth3')],
  ])('is none of an interface that is gone while %s', (_why, name, use) => {
    const lab = standardLab(3);
    use(lab);
    lab.interfaces.remove(lab.interfaces.require(name));
    expect(lab.freeInterfaceId()).toBe(4);
  });
});

describe('numbers for packets and events', () => {
  const MAX = Number.MAX_SAFE_INTEGER;

  it.each([
    [MAX - 1, 1, 1],
    [1, MAX - 1, 1],
    [MAX, MAX, 0],
    [MAX - 100, 7, 100],
  ])('with the next ones %d and %d last for %d packets, and not for one more', (nextPacketId, nextNumber, packets) => {
    const lab = new Lab({}, { nextPacketId, journal: new EventJournal([], nextNumber) });
    lab.requireNumbers(packets);
    expect(() => lab.requireNumbers(packets + 1)).toThrow(
      expect.objectContaining({
        code: 'NUMBERS_EXHAUSTED',
        message: 'the session has run out of numbers for packets and events',
      }),
    );
  });
});

describe('the timers of a lab', () => {
  it('are listed in the order in which they will fire', () => {
    const lab = standardLab();
    arrive(lab, 'fc00:1::9', 'ff0e::a');
    arrive(lab, '10.0.1.9', '239.1.1.1');
    expect(lab.timers()).toEqual([
      { kind: 'cleanup', router: 'r1', family: 'ipv6', firesAtNs: 10 * SECOND_NS },
      { kind: 'cleanup', router: 'r1', family: 'ipv4', firesAtNs: 10 * SECOND_NS },
    ]);
  });

  it('are all its own: another one on its clock is a bug of ours', () => {
    const lab = standardLab();
    lab.clock.afterFunc(1, () => {});
    expect(() => lab.timers()).toThrow('a timer belongs to no router, no copy and no daemon');
  });
});

it('the counters of a lab are those of both families together', () => {
  const lab = standardLab();
  arrive(lab, '10.0.1.9', '239.1.1.1');
  arrive(lab, 'fc00:1::9', 'ff0e::a');
  expect(lab.totals()).toMatchObject({ packetsReceived: 2, forwardingUnrouteable: 2, packetsDelivered: 0 });
});

it('an interface that is gone leaves packets to arrive by its id nowhere', () => {
  const lab = new Lab();
  const nic = new Interface({ id: 3, name: 'eth3', addresses: [], forwarding: { ipv4: true, ipv6: true } });
  lab.interfaces.add(nic);
  expect(arrive(lab, '10.0.1.9', '239.1.1.1', 3).reason).toBe('FORWARDING_DISABLED');
  lab.interfaces.remove(nic);
  expect(() => arrive(lab, '10.0.1.9', '239.1.1.1', 3)).toThrow(expect.objectContaining({ code: 'UNKNOWN_INTERFACE' }));
});
