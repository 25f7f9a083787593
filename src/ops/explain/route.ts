import { DEFAULT_PENDING_ROUTE_EXPIRATION } from '../../core/gvisor/route-table.js';
import type { Lab } from '../../core/lab.js';
import type { PendingRoute } from '../../core/route.js';
import { isExpired, RouteKey, sameRouteKey } from '../../core/route.js';
import type { RouteShowResult } from '../route/show.js';
import { routeShow } from '../route/show.js';
import type { PacketView } from '../view/packet.js';
import { viewPacket } from '../view/packet.js';

/** A command and its time. */
export interface DoneCommand {
  readonly line: string;
  readonly atNs: number;
}

export interface ExplainRouteRequest {
  readonly key: RouteKey;
  /** The command that installed the route, if known. */
  readonly installedBy: DoneCommand | null;
}

/** A future event, if only the clock moves. */
export interface ComingView {
  readonly code: /** The last moment at which a new route gets the packets. */
    | 'LAST_MOMENT'
    /** From here on, installing a route loses the packets; the pending route still queues packets. */
    | 'EXPIRES'
    /** A cleanup removes the pending route with its packets. */
    | 'SWEPT';
  readonly atNs: number;
}

/** History and future of an installed or pending route, as far as the lab knows. */
export interface ExplainRouteResult extends RouteShowResult {
  readonly maxPendingQueueSize: number;
  /** Creation time of the pending route. Null for an installed route: the lab does not keep it. */
  readonly beganNs: number | null;
  readonly installedBy: DoneCommand | null;
  /** Outcomes of its packets among the newest of the lab, oldest first. */
  readonly seen: readonly (PacketView & { readonly atNs: number })[];
  /** Packets of any route that the session no longer remembers. */
  readonly packetsDropped: number;
  /** In order of time. Empty for an installed route, which never expires. */
  readonly coming: readonly ComingView[];
}

/**
 * Explains an installed or pending route: its origin, its packets, and what happens next.
 *
 * @throws LabError `BAD_ADDRESS`, `ROUTE_NOT_FOUND`
 */
export function explainRoute(lab: Lab, { key, installedBy }: ExplainRouteRequest): ExplainRouteResult {
  const shown = routeShow(lab, { key });
  const pending = lab.routerOf(key).pendingRoute(key);
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
  const router = lab.routerOf(pending.key);
  const timerNs = router.nextCleanupNs;
  const swept: ComingView[] = timerNs === null ? [] : [{ code: 'SWEPT', atNs: router.sweptAtNs(pending, timerNs) }];
  if (isExpired(pending, lab.clock.nowNs())) return swept;
  return [{ code: 'LAST_MOMENT', atNs: expiresNs }, { code: 'EXPIRES', atNs: router.expiredFromNs(pending) }, ...swept];
}
