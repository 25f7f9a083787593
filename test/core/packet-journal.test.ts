import { describe, expect, it } from 'vitest';
import { findInconsistency } from '../../src/codec/consistency.js';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { LabError } from '../../src/core/errors.js';
import { Lab, standardLab } from '../../src/core/lab.js';
import { DEFAULT_JOURNAL_SIZE as PACKET_JOURNAL_SIZE } from '../../src/core/newest.js';
import { Packet } from '../../src/core/packet.js';
import type { PacketEntry } from '../../src/core/packet-journal.js';
import { PacketJournal } from '../../src/core/packet-journal.js';
import type { PacketReport } from '../../src/core/packet-report.js';
import { dropped } from '../../src/core/packet-report.js';
import { RouteKey } from '../../src/core/route.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');

function arrive(lab: Lab, iif = 1): PacketReport {
  return lab.inject({ source: KEY.source, group: KEY.group, iif, ttl: 64, payload: new Uint8Array() });
}

function labWith(
  ...entries: readonly { readonly id: number; readonly atNs: number; readonly change?: Partial<PacketReport> }[]
): Lab {
  const packets = entries.map(({ id, atNs, change }): PacketEntry => {
    const packet = new Packet({ id, source: KEY.source, group: KEY.group, iif: 1 });
    return { atNs, report: { ...dropped(packet, 'FORWARDING_DISABLED'), ...change } };
  });
  return new Lab({}, { nowNs: 10, nextPacketId: 5, packets: new PacketJournal(packets) });
}

describe('the newest packets', () => {
  it('are there with what became of them, and when', () => {
    const lab = standardLab();
    arrive(lab);
    lab.clock.advance(7);
    lab.routers.ipv4.addRoute({ key: KEY, iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
    arrive(lab, 3);
    const entries = lab.packets.entries().map(({ atNs, report }) => [atNs, report.packet.id, report.outcome]);
    expect(entries).toEqual([
      [0, 1, 'queued'],
      [7, 1, 'forwarded'],
      [7, 2, 'dropped'],
    ]);
  });

  it('tell of those that a route came too late for', () => {
    const lab = standardLab();
    lab.clock.advance(1);
    lab.inject({ source: '10.0.1.8', group: '239.1.1.1', iif: 1, ttl: 64, payload: new Uint8Array() });
    lab.clock.advance(5_000_000_000);
    arrive(lab);
    lab.clock.advance(10_000_000_000 + 1);
    lab.routers.ipv4.addRoute({ key: KEY, iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
    expect(lab.packets.entries().at(-1)?.report.reason).toBe('PENDING_ROUTE_EXPIRED');
  });

  it.each([
    [PACKET_JOURNAL_SIZE, 1],
    [PACKET_JOURNAL_SIZE + 1, 2],
  ])('of %i the oldest is packet %i', (sent, oldest) => {
    const lab = standardLab();
    for (let n = 0; n < sent; n += 1) arrive(lab);
    expect(lab.packets.entries()[0]?.report.packet.id).toBe(oldest);
    expect(lab.packets.entries()).toHaveLength(PACKET_JOURNAL_SIZE);
  });

  it('are read back as they were written, copies, skipped outputs and all', () => {
    const lab = standardLab();
    const oifs = [
      { oif: 2, minTtl: 1 },
      { oif: 3, minTtl: 65 },
    ];
    lab.routers.ipv4.addRoute({ key: KEY, iif: 1, oifs });
    arrive(lab);
    arrive(lab, 4);
    lab.inject({ source: KEY.source, group: '224.0.0.1', iif: 1, ttl: 0, payload: Uint8Array.of(0xff, 0x00) });
    const restored = decodeLab(encodeLab(lab));
    expect(restored.packets.entries()).toEqual(lab.packets.entries());
  });

  it('keep the ids of the interfaces they name from being given anew', () => {
    const lab = standardLab(1);
    const removed = lab.interfaces.require(1);
    lab.routers.ipv4.disableForwarding();
    arrive(lab);
    lab.interfaces.remove(removed);
    expect(lab.freeInterfaceId()).toBe(2);
  });
});

describe('a journal of packets is inconsistent if', () => {
  const copy = { kind: 'copy', oif: 2, ttl: 63 } as const;
  it.each([
    [
      'a packet has a number that was never assigned',
      labWith({ id: 5, atNs: 0 }),
      'packet 5 has a number that was never assigned',
    ],
    ['a packet has no number', labWith({ id: 0, atNs: 0 }), 'packet 0 has a number that was never assigned'],
    ['times run backwards', labWith({ id: 1, atNs: 2 }, { id: 2, atNs: 1 }), 'packet 2 is out of order'],
    ['a time is in the future', labWith({ id: 1, atNs: 11 }), 'packet 1 is out of order'],
    [
      'a reason is missing',
      labWith({ id: 1, atNs: 0, change: { reason: null } }),
      'packet 1 has a drop reason that contradicts its outcome',
    ],
    [
      'a dropped packet has copies',
      labWith({ id: 1, atNs: 0, change: { copies: [copy] } }),
      'packet 1 has copies, which contradicts its outcome',
    ],
    [
      'a forwarded packet has no copy',
      labWith({ id: 1, atNs: 0, change: { outcome: 'forwarded', reason: null } }),
      'packet 1 has copies, which contradicts its outcome',
    ],
    [
      'the expected interface is missing',
      labWith({ id: 1, atNs: 0, change: { reason: 'UNEXPECTED_INPUT_INTERFACE' } }),
      'packet 1 has an expected interface that contradicts its drop reason',
    ],
    [
      'the addresses are of two families',
      labWith({ id: 1, atNs: 0, change: { packet: new Packet({ id: 1, source: '10.0.1.9', group: 'ff0e::a', iif: 1 }) } }),
      'packet 1 has addresses of two families',
    ],
  ])('%s', (_what, lab, message) => {
    expect(findInconsistency(lab)).toBe(message);
  });

  it('none of this holds at the limits', () => {
    expect(findInconsistency(labWith({ id: 1, atNs: 0 }, { id: 3, atNs: 0 }, { id: 4, atNs: 10 }))).toBeNull();
  });
});

it.each([
  ['both', '"oif":2,"ttl":63,"minTtl":1,"reason":"TTL_BELOW_MINIMUM"'],
  ['neither', '"oif":2'],
])('a copy in a file that has %s of the two things it can have is refused', (_what, broken) => {
  const lab = standardLab();
  lab.routers.ipv4.addRoute({ key: KEY, iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
  arrive(lab);
  const text = encodeLab(lab).replace('"oif":2,"ttl":63', broken);
  expect(() => decodeLab(text)).toThrow(LabError);
  expect(() => decodeLab(text)).toThrow('a copy of packet 1 needs either a TTL, or a minimum TTL and a reason');
});
