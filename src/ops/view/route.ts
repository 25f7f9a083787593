import type { Lab } from '../../core/lab.js';
import { ShownRoute } from '../../core/linux/in-all-stacks.js';
import type { PendingRoute, RouteKey } from '../../core/route.js';
import { isExpired } from '../../core/route.js';
import type { StackRoute, StackRouter } from '../../core/stack-router.js';
import type { PayloadView } from './payload.js';
import { viewPayload } from './payload.js';
import { routerField } from './router-field.js';

/** An outgoing interface of a route. */
export interface OutputView {
  readonly oif: string;
  /** A packet with a TTL below this gets no copy. */
  readonly minTtl: number;
  /** linux: a packet gets a copy if its TTL is above this, so `minTtl` is one more. */
  readonly threshold?: number;
}

/** An installed route with its interfaces by name; a removed interface is shown by its id. */
export interface RouteView {
  /** In a lab of several routers. */
  readonly router?: string;
  readonly source: string;
  readonly group: string;
  readonly iif: string;
  readonly oifs: readonly OutputView[];
  readonly lastUsedNs: number;
  /** linux: number of the vif on which its packets are expected. */
  readonly parent?: number;
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
  /** In a lab of several routers. */
  readonly router?: string;
  readonly source: string;
  readonly group: string;
  /** The last moment at which a new route gets the packets; in linux the moment at which the entry is gone. */
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
    ...routerField(lab, lab.router.name),
    source: key.source.text,
    group: key.group.text,
    iif: lab.interfaces.nameOf(route.expectedInputInterface),
    oifs: route.outgoingInterfaces.map(({ id, minTtl }) => ({
      oif: lab.interfaces.nameOf(id),
      ...viewThreshold(minTtl, lab.routerOf(key)),
    })),
    lastUsedNs: route.lastUsedTimestamp(),
    ...(route instanceof ShownRoute && { parent: route.parent }),
  };
}

/** A minimum TTL and, in Linux, the threshold that it comes from. */
export function viewThreshold(minTtl: number, { stack }: StackRouter): { readonly minTtl: number; readonly threshold?: number } {
  return stack === 'linux' ? { minTtl, threshold: minTtl - 1 } : { minTtl };
}

/** The number behind an outgoing interface as users of the stack write it: a minimum TTL or, in Linux, a threshold. */
export function writtenTtl({ minTtl, threshold }: Omit<OutputView, 'oif'>): number {
  return threshold ?? minTtl;
}

export function viewCountedRoute(lab: Lab, key: RouteKey, route: StackRoute): CountedRouteView {
  const { packets, bytes, wrongIf } = route.use;
  return { ...viewRoute(lab, key, route), packets, bytes, wrongIf };
}

export function viewPending(lab: Lab, { key, expiresNs, packets }: PendingRoute): PendingView {
  return {
    ...routerField(lab, lab.router.name),
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
