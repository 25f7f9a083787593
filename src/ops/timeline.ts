import type { Family } from '../core/address.js';
import { MAX_TIME_NS } from '../core/clock.js';
import { DEFAULT_CLEANUP_INTERVAL } from '../core/gvisor/route-table.js';
import type { Lab } from '../core/lab.js';
import type { PacketEntry } from '../core/packet-journal.js';
import { hasWaited } from '../core/packet-report.js';
import type { PendingRoute } from '../core/route.js';
import { isExpired } from '../core/route.js';
import { showPending, showRoutes } from './show.js';
import type { EventView } from './view/effects.js';
import { viewEvent } from './view/effects.js';
import type { PacketView } from './view/packet.js';
import { viewPacket } from './view/packet.js';

interface Pair {
  readonly source: string;
  readonly group: string;
}

/** A pending route that a cleanup will remove. */
interface Removal extends Pair {
  /** Packets lost with it. */
  readonly packets: number;
}

/** A past or future event. */
export type Moment = { readonly atNs: number } & (
  | ({
      readonly kind: 'packet';
      /** Whether it had been queued and was released by a route. */
      readonly waited: boolean;
    } & PacketView)
  | ({ readonly kind: 'event'; readonly number: number } & EventView)
  /** A route was installed, known from the packets that it released; `packets` is their number. */
  | ({ readonly kind: 'install'; readonly packets: number } & Pair)
  /** Last use of a route that still exists, or its installation if it has not been used since. */
  | ({ readonly kind: 'lastUsed' } & Pair)
  /** The last moment at which a new route gets the packets. */
  | ({ readonly kind: 'deadline'; readonly packets: number } & Pair)
  | { readonly kind: 'cleanup'; readonly family: Family; readonly removes: readonly Removal[] }
);

export interface TimelineResult {
  readonly nowNs: number;
  readonly maxPendingQueueSize: number;
  /** Number of packets that the session no longer remembers. */
  readonly packetsDropped: number;
  /** Number of events that it no longer remembers. */
  readonly eventsDropped: number;
  /** The past, as far as the session keeps it, oldest first. */
  readonly past: readonly Moment[];
  /** The future if only the clock moves, next first. */
  readonly coming: readonly Moment[];
}

/**
 * Past and future events, in order; at the same time, packets come before events, then routes, deadlines and cleanups. The past comes from
 * the journals and the routes, which do not record cleanups. Never fails.
 */
export function timeline(lab: Lab): TimelineResult {
  const nowNs = lab.clock.nowNs();
  const deadlines = showPending(lab).map(({ source, group, packets, expiresNs, expired }) => ({
    expired,
    moment: { atNs: expiresNs, kind: 'deadline', source, group, packets } satisfies Moment,
  }));
  const lastUsed = showRoutes(lab).map(
    ({ source, group, lastUsedNs }): Moment => ({ atNs: lastUsedNs, kind: 'lastUsed', source, group }),
  );
  const passed = deadlines.filter(({ expired }) => expired).map(({ moment }) => moment);
  const ahead = deadlines.filter(({ expired }) => !expired).map(({ moment }) => moment);
  return {
    nowNs,
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    packetsDropped: lab.packetsDropped,
    eventsDropped: lab.journal.dropped,
    past: byTime([...packetMoments(lab), ...eventMoments(lab), ...lastUsed, ...passed]),
    coming: byTime([...ahead, ...cleanups(lab)]),
  };
}

function byTime(moments: readonly Moment[]): Moment[] {
  return [...moments].sort((a, b) => a.atNs - b.atNs);
}

/** The packets of the journal, each installation before the packets that it released. */
function packetMoments(lab: Lab): Moment[] {
  const entries = lab.packets.entries();
  return entries.flatMap((entry, index): Moment[] => {
    const { atNs, report } = entry;
    const waited = hasWaited(report);
    const moment: Moment = { atNs, kind: 'packet', waited, ...viewPacket(lab, report) };
    const released = waited ? entries.filter((other) => isReleasedWith(entry, other)) : [];
    if (released.length === 0 || entries.findIndex((other) => isReleasedWith(entry, other)) < index) return [moment];
    const { source, group } = report.packet;
    return [{ atNs, kind: 'install', source: source.text, group: group.text, packets: released.length }, moment];
  });
}

function isReleasedWith(one: PacketEntry, other: PacketEntry): boolean {
  const [a, b] = [one.report.packet, other.report.packet];
  return hasWaited(other.report) && one.atNs === other.atNs && a.source.text === b.source.text && a.group.text === b.group.text;
}

function eventMoments(lab: Lab): Moment[] {
  return lab.journal
    .entries()
    .map((entry): Moment => ({ atNs: entry.atNs, kind: 'event', number: entry.number, ...viewEvent(lab, entry) }));
}

/** Future cleanups, until no route is pending. A cleanup rearms its timer while any is left. */
function cleanups(lab: Lab): Moment[] {
  return lab.timers().flatMap(({ family, firesAtNs }) => {
    const moments: Moment[] = [];
    let left = [...lab.routers[family].table.pendingRoutes()];
    let atNs = firesAtNs;
    do {
      const expired = left.filter((pending) => isExpired(pending, atNs));
      left = left.filter((pending) => !isExpired(pending, atNs));
      moments.push({ atNs, kind: 'cleanup', family, removes: expired.sort(byDeadline).map(viewRemoval) });
      atNs += DEFAULT_CLEANUP_INTERVAL;
    } while (left.length > 0 && atNs <= MAX_TIME_NS);
    return moments;
  });
}

/** As `Lab.advance` reports them. */
function byDeadline(a: PendingRoute, b: PendingRoute): number {
  return a.expiresNs - b.expiresNs || (a.key.text < b.key.text ? -1 : 1);
}

function viewRemoval({ key, packets }: PendingRoute): Removal {
  return { source: key.source.text, group: key.group.text, packets: packets.length };
}
