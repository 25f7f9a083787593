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

/** A pending route that a cleanup is going to remove. */
interface Removal extends Pair {
  /** Packets that are lost with it. */
  readonly packets: number;
}

/** Something that happened, or is going to. */
export type Moment = { readonly atNs: number } & (
  | ({
      readonly kind: 'packet';
      /** Whether it had waited, and a route that was installed brought it here. */
      readonly waited: boolean;
    } & PacketView)
  | ({ readonly kind: 'event'; readonly number: number } & EventView)
  /** A route was installed, as the packets tell that had waited for it: so many of them are known. */
  | ({ readonly kind: 'install'; readonly packets: number } & Pair)
  /** A route that is still there was last used, or was installed and not used since. */
  | ({ readonly kind: 'lastUsed' } & Pair)
  /** The last moment at which a route that is installed still gets the packets. */
  | ({ readonly kind: 'deadline'; readonly packets: number } & Pair)
  | { readonly kind: 'cleanup'; readonly family: Family; readonly removes: readonly Removal[] }
);

export interface TimelineResult {
  readonly nowNs: number;
  readonly maxPendingQueueSize: number;
  /** Packets of which the session remembers nothing any more. */
  readonly packetsDropped: number;
  /** The same of events. */
  readonly eventsDropped: number;
  /** What the session still knows of what has happened, oldest first. */
  readonly past: readonly Moment[];
  /** What happens if nothing but the clock moves, next first. */
  readonly coming: readonly Moment[];
}

/**
 * What happened and what is going to, in order; at one time packets before events, then routes, deadlines and cleanups. The past is what the
 * journals and the routes remember: cleanups leave no trace there. Never fails.
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
    past: inOrder([...packetMoments(lab), ...eventMoments(lab), ...lastUsed, ...passed]),
    coming: inOrder([...ahead, ...cleanups(lab)]),
  };
}

function inOrder(moments: readonly Moment[]): Moment[] {
  return [...moments].sort((a, b) => a.atNs - b.atNs);
}

/** The packets of the journal, each install in front of the packets that had waited for it. */
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

/** The cleanups to come, until nothing is pending any more: a cleanup that leaves something arms its timer again. */
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

/** As `Lab.advance` tells of them. */
function byDeadline(a: PendingRoute, b: PendingRoute): number {
  return a.expiresNs - b.expiresNs || (a.key.text < b.key.text ? -1 : 1);
}

function viewRemoval({ key, packets }: PendingRoute): Removal {
  return { source: key.source.text, group: key.group.text, packets: packets.length };
}
