import type { Family } from '../core/address.js';
import { MAX_TIME_NS } from '../core/clock.js';
import type { Lab } from '../core/lab.js';
import type { PacketEntry } from '../core/packet-journal.js';
import { hasWaited } from '../core/packet-report.js';
import type { PendingRoute } from '../core/route.js';
import type { RowFilter } from './row-filter.js';
import { filterPackets, isPendingWanted, newest } from './row-filter.js';
import { showEvents, showPending, showRoutes } from './show.js';
import type { EventView } from './view/effects.js';
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
 * the journals and the routes, which do not record cleanups. With an outcome or a reason, there are only packets.
 *
 * @throws LabError `UNKNOWN_INTERFACE` if the filter names one
 */
export function timeline(lab: Lab, { last, ...filter }: RowFilter = {}): TimelineResult {
  const nowNs = lab.clock.nowNs();
  const onlyPackets = filter.outcome !== undefined || filter.reason !== undefined;
  const pending = onlyPackets ? [] : showPending(lab, filter);
  const deadlines = pending.map(({ source, group, packets, expiresNs, expired }) => ({
    expired,
    moment: { atNs: expiresNs, kind: 'deadline', source, group, packets } satisfies Moment,
  }));
  const lastUsed = (onlyPackets ? [] : showRoutes(lab, filter)).map(
    ({ source, group, lastUsedNs }): Moment => ({ atNs: lastUsedNs, kind: 'lastUsed', source, group }),
  );
  const events = (onlyPackets ? [] : showEvents(lab, filter)).map(
    ({ atNs, number, ...event }): Moment => ({ atNs, kind: 'event', number, ...event }),
  );
  const isRecent = ({ atNs }: Moment) => atNs >= (filter.sinceNs ?? 0);
  const passed = deadlines.filter(({ expired }) => expired).map(({ moment }) => moment);
  const ahead = deadlines.filter(({ expired }) => !expired).map(({ moment }) => moment);
  return {
    nowNs,
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    packetsDropped: lab.packetsDropped,
    eventsDropped: lab.journal.dropped,
    past: newest(byTime([...packetMoments(lab, filter), ...events, ...lastUsed, ...passed]).filter(isRecent), { last }),
    coming: onlyPackets ? [] : byTime([...ahead, ...cleanups(lab, filter)]),
  };
}

function byTime(moments: readonly Moment[]): Moment[] {
  return [...moments].sort((a, b) => a.atNs - b.atNs);
}

/** The packets of the journal, each installation before the packets that it released. */
function packetMoments(lab: Lab, filter: RowFilter): Moment[] {
  const entries = filterPackets(lab, lab.packets.entries(), filter);
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

/** Future cleanups, until no route is pending; with a filter, only those that remove such a route. A cleanup rearms its timer while any is left. */
function cleanups(lab: Lab, filter: RowFilter): Moment[] {
  const isFiltered = filter.source !== undefined || filter.group !== undefined || filter.iif !== undefined;
  return lab.timers().flatMap(({ family, firesAtNs }) => {
    const moments: Moment[] = [];
    const router = lab.routers[family];
    let left = [...router.pendingRoutes()];
    let atNs: number | null = firesAtNs;
    do {
      const now: number = atNs;
      const expired = left.filter((pending) => router.expiredFromNs(pending) <= now);
      left = left.filter((pending) => router.expiredFromNs(pending) > now);
      const removed = expired.filter((pending) => isPendingWanted(lab, pending, filter));
      if (!isFiltered || removed.length > 0) {
        moments.push({ atNs: now, kind: 'cleanup', family, removes: removed.sort(byDeadline).map(viewRemoval) });
      }
      atNs = router.cleanupAfter(now);
    } while (left.length > 0 && atNs !== null && atNs <= MAX_TIME_NS);
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
