import { DEFAULT_CLEANUP_INTERVAL, DEFAULT_PENDING_ROUTE_EXPIRATION } from '../../core/gvisor/route-table.js';
import type { Lab } from '../../core/lab.js';
import type { PendingRoute } from '../../core/route.js';
import { isExpired, RouteKey, sameRouteKey } from '../../core/route.js';
import type { RouteShowResult } from '../route/show.js';
import { routeShow } from '../route/show.js';
import type { PacketView } from '../view/packet.js';
import { viewPacket } from '../view/packet.js';

/** A command that did something, and when. */
export interface DoneCommand {
  readonly line: string;
  readonly atNs: number;
}

export interface ExplainRouteRequest {
  readonly key: RouteKey;
  /** The command that installed the present route, as far as that is known. */
  readonly installedBy: DoneCommand | null;
}

/** Something that is still to come, if nobody does anything but move the clock. */
export interface ComingView {
  readonly code: /** The last moment at which a route that is installed gets the packets. */
    | 'LAST_MOMENT'
    /** From here on a route that is installed loses them; the entry still takes packets. */
    | 'EXPIRES'
    /** A cleanup removes the entry with its packets. */
    | 'SWEPT';
  readonly atNs: number;
}

/** The life of a route or pending entry, as far as the lab knows it. */
export interface ExplainRouteResult extends RouteShowResult {
  readonly maxPendingQueueSize: number;
  /** When the pending entry began. Null of a route, since the lab does not keep it. */
  readonly beganNs: number | null;
  readonly installedBy: DoneCommand | null;
  /** What became of its packets, as far as they are among the newest of the lab, oldest first. */
  readonly seen: readonly (PacketView & { readonly atNs: number })[];
  /** Packets of any route of which the session remembers nothing any more. */
  readonly packetsDropped: number;
  /** In the order of time. Of a route there is nothing: it does not end by itself. */
  readonly coming: readonly ComingView[];
}

/**
 * A route's or a pending entry's life: when it came, what it carried, what happens next and when.
 *
 * @throws LabError `BAD_ADDRESS`, `ROUTE_NOT_FOUND`
 */
export function explainRoute(lab: Lab, { key, installedBy }: ExplainRouteRequest): ExplainRouteResult {
  const shown = routeShow(lab, { key });
  const pending = lab.routerOf(key).table.pendingRoute(key);
  const seen = lab.packets
    .entries()
    .filter(({ report: { packet } }) => sameRouteKey(key, new RouteKey(packet.source, packet.group)));
  return {
    ...shown,
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    beganNs: pending === null ? null : pending.expiresNs - DEFAULT_PENDING_ROUTE_EXPIRATION,
    installedBy: shown.route === null ? null : installedBy,
    seen: seen.map(({ atNs, report }) => ({ ...viewPacket(lab, report), atNs })),
    packetsDropped: lab.packetsDropped,
    coming: pending === null ? [] : comingTo(lab, pending),
  };
}

function comingTo(lab: Lab, pending: PendingRoute): ComingView[] {
  const { expiresNs } = pending;
  const timerNs = lab.routerOf(pending.key).table.cleanupTimer?.firesAtNs ?? null;
  const swept: ComingView[] = timerNs === null ? [] : [{ code: 'SWEPT', atNs: sweepAfter(expiresNs, timerNs) }];
  if (isExpired(pending, lab.clock.nowNs())) return swept;
  return [{ code: 'LAST_MOMENT', atNs: expiresNs }, { code: 'EXPIRES', atNs: expiresNs + 1 }, ...swept];
}

/** The first cleanup that finds an entry expired: cleanups follow on one another while anything is pending, and the deadline is exclusive. */
function sweepAfter(expiresNs: number, timerNs: number): number {
  const spared = Math.max(0, Math.floor((expiresNs - timerNs) / DEFAULT_CLEANUP_INTERVAL) + 1);
  return timerNs + spared * DEFAULT_CLEANUP_INTERVAL;
}
