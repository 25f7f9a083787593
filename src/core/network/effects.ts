import type { Family } from '../address.js';
import type { CounterMoves } from '../counters.js';
import type { JournalEntry } from '../event.js';
import type { PacketReport } from '../packet-report.js';
import type { PendingRoute, RouteKey } from '../route.js';
import type { DaemonDeed } from './daemons.js';
import type { Flight } from './flight.js';
import type { Reception } from './host.js';

/** How a lab is set up; this never changes afterwards. */
export interface LabConfig {
  /** Packets that one pending route queues: 0 to 255. */
  readonly maxPendingQueueSize: number;
  /** Leaves out the routers' address checks, so that a key may be any pair, as in the table alone. */
  readonly anyAddress: boolean;
  /** Entries that the journals of packets and of events each keep: 0 to 100,000. */
  readonly journalSize: number;
}

/** A pending route that a cleanup removed. */
export interface ExpiredRoute {
  /** Name of the router. */
  readonly router: string;
  readonly key: RouteKey;
  /** Packets that were lost with it. */
  readonly packets: number;
  /** When the cleanup ran. */
  readonly atNs: number;
}

export interface SweptRoute {
  readonly router: string;
  readonly pending: PendingRoute;
  readonly atNs: number;
}

/** A timer of a router: the one that sweeps a family's expired pending routes. */
export interface LabTimer {
  readonly kind: 'cleanup';
  readonly router: string;
  readonly family: Family;
  readonly firesAtNs: number;
}

/** What happened while something was done. */
export interface Effects {
  readonly events: readonly JournalEntry[];
  /** Both families together, and all routers. */
  readonly counters: CounterMoves;
  /** What became of copies that arrived from a link, in order. */
  readonly arrivals: readonly { readonly atNs: number; readonly report: PacketReport }[];
  /** Copies that left on a link or towards hosts, in order. */
  readonly departures: readonly Flight[];
  /** What daemons did, in order. */
  readonly deeds: readonly DaemonDeed[];
  /** What hosts received, in order. */
  readonly received: readonly { readonly host: string; readonly reception: Reception }[];
}

/** Groups what was swept by cleanup: a family of a router is swept at most once at any time. */
export function sortWithinCleanups(swept: readonly SweptRoute[]): SweptRoute[] {
  const cleanups = new Map<string, SweptRoute[]>();
  for (const entry of swept) {
    const name = `${entry.atNs} ${entry.router} ${entry.pending.key.group.family}`;
    const cleanup = cleanups.get(name);
    if (cleanup === undefined) cleanups.set(name, [entry]);
    else cleanup.push(entry);
  }
  return [...cleanups.values()].flatMap((entries) => entries.sort(compareSwept));
}

function compareSwept(a: SweptRoute, b: SweptRoute): number {
  if (a.pending.expiresNs !== b.pending.expiresNs) return a.pending.expiresNs - b.pending.expiresNs;
  return a.pending.key.text < b.pending.key.text ? -1 : 1;
}
