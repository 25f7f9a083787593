import type { Lab } from '../../core/lab.js';
import type { PendingRoute, RouteKey } from '../../core/route.js';
import { isExpired } from '../../core/route.js';
import type { StackRoute } from '../../core/stack-router.js';
import type { PayloadView } from './packet.js';
import { viewPayload } from './packet.js';

/** An installed route with its interfaces by name; a removed interface is shown by its id. */
export interface RouteView {
  readonly source: string;
  readonly group: string;
  readonly iif: string;
  readonly oifs: readonly { readonly oif: string; readonly minTtl: number }[];
  readonly lastUsedNs: number;
}

/** An installed route with its counters since installation. */
export interface CountedRouteView extends RouteView {
  /** Packets that matched it, including those on the wrong interface. */
  readonly packets: number;
  /** Length of their IP datagrams. */
  readonly bytes: number;
  readonly wrongIf: number;
}

/** A pending route. */
export interface PendingView {
  readonly source: string;
  readonly group: string;
  /** The last moment at which a new route gets the packets. */
  readonly expiresNs: number;
  readonly expired: boolean;
  /** Number of queued packets. */
  readonly packets: number;
  /** The packets, oldest first. */
  readonly queue: readonly ({ readonly id: number; readonly iif: string; readonly ttl: number } & PayloadView)[];
  /** Time of the next cleanup, which removes the route if it has expired by then. */
  readonly nextCleanupNs: number | null;
}

export function viewRoute(lab: Lab, key: RouteKey, route: StackRoute): RouteView {
  return {
    source: key.source.text,
    group: key.group.text,
    iif: lab.interfaces.nameOf(route.expectedInputInterface),
    oifs: route.outgoingInterfaces.map(({ id, minTtl }) => ({ oif: lab.interfaces.nameOf(id), minTtl })),
    lastUsedNs: route.lastUsedTimestamp(),
  };
}

export function viewCountedRoute(lab: Lab, key: RouteKey, route: StackRoute): CountedRouteView {
  const { packets, bytes, wrongIf } = route.use;
  return { ...viewRoute(lab, key, route), packets, bytes, wrongIf };
}

export function viewPending(lab: Lab, { key, expiresNs, packets }: PendingRoute): PendingView {
  return {
    source: key.source.text,
    group: key.group.text,
    expiresNs,
    expired: isExpired({ key, expiresNs, packets }, lab.clock.nowNs()),
    packets: packets.length,
    queue: packets.map((packet) => ({
      id: packet.id,
      iif: lab.interfaces.nameOf(packet.iif),
      ttl: packet.ttl,
      ...viewPayload(packet),
    })),
    nextCleanupNs: lab.routerOf(key).nextCleanupNs,
  };
}
