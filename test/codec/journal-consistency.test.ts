import { describe, expect, it } from 'vitest';
import { findInconsistency } from '../../src/codec/consistency.js';
import type { JournalEntry, MulticastEvent } from '../../src/core/event.js';
import { EventJournal } from '../../src/core/event.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import type { GetRouteResultState } from '../../src/core/gvisor/route-table.js';
import { Lab } from '../../src/core/lab.js';
import type { PacketFields } from '../../src/core/packet.js';
import { Packet } from '../../src/core/packet.js';
import { PacketJournal } from '../../src/core/packet-journal.js';
import type { DropReason, PacketReport } from '../../src/core/packet-report.js';
import { DROP_REASONS, dropped } from '../../src/core/packet-report.js';
import { RouteKey } from '../../src/core/route.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const INSERTED: GetRouteResultState = 'NoRouteFoundAndPendingInserted';
const FOUND: GetRouteResultState = 'InstalledRouteFound';

function packet(id: number, fields: Partial<PacketFields> = {}): Packet {
  return new Packet({ source: KEY.source, group: KEY.group, iif: 1, ...fields, id });
}

function queued(id: number, change: Partial<PacketReport> = {}): PacketReport {
  const nothing = { copies: [], expectedIif: null, deliveredLocally: false };
  return { packet: packet(id), outcome: 'queued', reason: null, state: INSERTED, ...nothing, ...change };
}

function forwarded(id: number, change: Partial<PacketReport> = {}): PacketReport {
  const copies = [{ kind: 'copy', oif: 2, ttl: 63 }] as const;
  return { ...queued(id), outcome: 'forwarded', state: FOUND, copies, ...change };
}

/** A lab at time 10 that has given packets the ids 1 to 9, and remembers these. */
function labOf(...reports: readonly PacketReport[]): Lab {
  const packets = new PacketJournal(reports.map((report) => ({ atNs: 10, report })));
  return new Lab({}, { nowNs: 10, nextPacketId: 10, packets });
}

type Event = Omit<MulticastEvent, 'type' | 'iif'> & { readonly expectedIif?: number };

/** A lab whose events are these, all of interface 1. */
function labWithEvents(events: readonly (readonly [atNs: number, event: Partial<Event>])[], anyAddress = false): Lab {
  const entries = events.map(([atNs, { source = KEY.source, group = KEY.group, expectedIif }], index): JournalEntry => {
    const event: MulticastEvent =
      expectedIif === undefined
        ? { type: 'missingRoute', source, group, iif: 1 }
        : { type: 'unexpectedInputInterface', source, group, iif: 1, expectedIif };
    return { number: index + 1, atNs, router: 'r1', event };
  });
  return new Lab({ anyAddress }, { nowNs: 10, journal: new EventJournal(entries, entries.length + 1) });
}

describe('events', () => {
  const { source: source6, group: group6 } = new RouteKey('fc00:1::9', 'ff0e::a');
  const { source: none, group: local } = new RouteKey('0.0.0.0', '224.0.0.5');

  it.each([
    [
      'of one moment, and of a later one',
      labWithEvents([
        [1, {}],
        [1, {}],
        [2, {}],
      ]),
      null,
    ],
    [
      'that run backwards',
      labWithEvents([
        [2, {}],
        [1, {}],
      ]),
      'event 2 is earlier than the event before it',
    ],
    ['of IPv6', labWithEvents([[1, { source: source6, group: group6 }]]), null],
    ['of two families', labWithEvents([[1, { source: source6 }]]), 'event 1 has addresses of two families'],
    ['of a source that is none', labWithEvents([[1, { source: none }]]), null],
    [
      'of a group that stays on its link',
      labWithEvents([[1, { group: local }]]),
      'event 1 has a group that is not valid in a route',
    ],
    ['of such a group where any address may be', labWithEvents([[1, { group: local }]], true), null],
    ['of another interface', labWithEvents([[1, { expectedIif: 2 }]]), null],
    [
      'of an interface that was expected after all',
      labWithEvents([[1, { expectedIif: 1 }]]),
      'event 1 arrived on the expected interface',
    ],
  ])('%s', (_what, lab, found) => {
    expect(findInconsistency(lab)).toBe(found);
  });
});

describe('packets, one after the other', () => {
  const late = forwarded(1, { state: INSERTED });
  it.each([
    ['in order', labOf(queued(1), forwarded(2), queued(5)), null],
    ['in another order than that of their numbers', labOf(queued(2), forwarded(1)), null],
    ['queued and then forwarded', labOf(queued(1), queued(2), late), null],
    ['forwarded late, and queued before all that is remembered', labOf(forwarded(2), late), null],
    ['queued twice', labOf(queued(1), queued(1)), 'packet 1 has two outcomes'],
    ['forwarded twice', labOf(forwarded(1), forwarded(1)), 'packet 1 has two outcomes'],
    ['forwarded late twice', labOf(queued(1), late, late), 'packet 1 has two outcomes'],
    ['queued, and forwarded as if it had not been', labOf(queued(1), forwarded(1)), 'packet 1 has two outcomes'],
    ['queued after it was forwarded', labOf(forwarded(1), queued(1)), 'packet 1 has two outcomes'],
    [
      'queued, and another one when it was forwarded',
      labOf(queued(1), { ...late, packet: packet(1, { payload: 'x' }) }),
      'packet 1 is not the one that was queued',
    ],
  ])('%s', (_what, lab, found) => {
    expect(findInconsistency(lab)).toBe(found);
  });

  it.each([
    ['was queued', queued(1), null],
    ['was decided on', forwarded(1), 'packet 1 is pending, but already has an outcome'],
  ])('one that is pending %s', (_what, report, found) => {
    const lab = labOf(report);
    const { table } = asGvisor(lab.routers.ipv4);
    const pending = { key: KEY, expiresNs: 10_000_000_000, packets: [packet(1)] };
    table.restore({ pending: [pending], isCleanupRoutineRunning: true });
    table.resumeCleanupTimer(10_000_000_000);
    expect(findInconsistency(lab)).toBe(found);
  });
});

describe('what became of a packet', () => {
  const ANSWER = 'packet 1 has a table lookup that contradicts its outcome';
  const SKIPPED = 'packet 1 has skipped copies that contradict its drop reason';
  const DELIVERED = 'packet 1 was delivered, which contradicts its outcome';
  const skip = { kind: 'skip', oif: 2, minTtl: 65, reason: 'TTL_BELOW_MINIMUM' } as const;
  const allSkipped = { ...dropped(packet(1), 'ALL_COPIES_SKIPPED', FOUND), copies: [skip] };
  const wrong = { ...dropped(packet(1), 'UNEXPECTED_INPUT_INTERFACE', FOUND), expectedIif: 2 };

  it.each<[string, PacketReport, string | null]>([
    ['queued', queued(1), null],
    ['queued behind another one', queued(1, { state: 'PacketQueuedInPendingRoute' }), null],
    ['queued without an answer', queued(1, { state: null }), ANSWER],
    ['queued, though there is a route', queued(1, { state: FOUND }), ANSWER],
    ['queued with a copy that was skipped', queued(1, { copies: [skip] }), SKIPPED],
    ['forwarded without an answer', forwarded(1, { state: null }), ANSWER],
    ['forwarded after it had waited', forwarded(1, { state: INSERTED }), null],
    ['forwarded and delivered', forwarded(1, { deliveredLocally: true }), null],
    ['forwarded after it had waited, and delivered', forwarded(1, { state: INSERTED, deliveredLocally: true }), DELIVERED],
    ['forwarded to one, skipped at another', forwarded(1, { copies: [skip, { kind: 'copy', oif: 3, ttl: 63 }] }), null],
    [
      'a copy with the same TTL',
      forwarded(1, { copies: [{ kind: 'copy', oif: 2, ttl: 64 }] }),
      'packet 1 has a copy whose TTL was not decremented by one',
    ],
    [
      'a TTL that began at 0',
      forwarded(1, { packet: packet(1, { ttl: 0 }), copies: [{ kind: 'copy', oif: 2, ttl: 255 }] }),
      null,
    ],
    [
      'a copy for where it came from',
      forwarded(1, { copies: [{ kind: 'copy', oif: 1, ttl: 63 }] }),
      'packet 1 has a copy on its input interface',
    ],
    ['all copies skipped', allSkipped, null],
    ['all copies skipped, and there is none', { ...allSkipped, copies: [] }, SKIPPED],
    ['all copies skipped, for another reason', { ...allSkipped, reason: 'NO_BUFFER_SPACE', state: null }, SKIPPED],
    [
      'skipped at its minimum TTL',
      { ...allSkipped, copies: [{ ...skip, minTtl: 64 }] },
      'packet 1 has a skipped copy that contradicts its minimum TTL',
    ],
    [
      'skipped for want of an address, though its TTL is too low',
      { ...allSkipped, copies: [{ ...skip, reason: 'OUTGOING_INTERFACE_HAS_NO_ADDRESS' }] },
      'packet 1 has a skipped copy that contradicts its minimum TTL',
    ],
    ['on the wrong interface', wrong, null],
    [
      'on the wrong interface, which is right',
      { ...wrong, expectedIif: 1 },
      'packet 1 arrived on the expected interface, which contradicts its drop reason',
    ],
    ['from a loopback address, and delivered', { ...dropped(packet(1), 'LOOPBACK_SOURCE'), deliveredLocally: true }, DELIVERED],
    ['to no group, and delivered', { ...dropped(packet(1), 'NOT_MULTICAST'), deliveredLocally: true }, null],
  ])('%s', (_what, report, found) => {
    expect(findInconsistency(labOf(report))).toBe(found);
  });

  /** What the table may have answered before a packet was dropped for a reason. */
  const ANSWERS: Readonly<Record<DropReason, readonly (GetRouteResultState | null)[]>> = {
    ALL_COPIES_SKIPPED: [FOUND, INSERTED],
    ARRIVED_FROM_UPSTREAM: [],
    FORWARDING_DISABLED: [null],
    INPUT_INTERFACE_HAS_NO_VIF: [],
    INPUT_INTERFACE_REMOVED: [INSERTED],
    INTERFACE_FORWARDING_DISABLED: [null, INSERTED],
    INITIALIZING_SOURCE: [null],
    INVALID_SOURCE: [null],
    IPV4_MAPPED_DESTINATION: [null],
    IPV4_MAPPED_SOURCE: [null],
    LINK_LOCAL_DESTINATION: [null],
    LINK_LOCAL_SOURCE: [null],
    LOOPBACK_DESTINATION: [null],
    LOOPBACK_SOURCE: [null],
    NOT_MULTICAST: [null],
    NO_BUFFER_SPACE: [null],
    NO_OUTGOING_INTERFACE: [],
    OWN_SOURCE: [],
    REVERSE_PATH_FILTER: [],
    PENDING_ROUTE_EXPIRED: [INSERTED],
    UNEXPECTED_INPUT_INTERFACE: [FOUND, INSERTED],
  };

  it.each(DROP_REASONS.flatMap((reason) => [null, FOUND, INSERTED].map((state) => [reason, state] as const)))(
    'dropped for %s after the answer %s',
    (reason, state) => {
      const more: Partial<Record<DropReason, PacketReport>> = {
        ALL_COPIES_SKIPPED: allSkipped,
        UNEXPECTED_INPUT_INTERFACE: wrong,
      };
      const report = { ...(more[reason] ?? dropped(packet(1), reason)), state };
      expect(findInconsistency(labOf(report))).toBe(ANSWERS[reason].includes(state) ? null : ANSWER);
    },
  );
});
