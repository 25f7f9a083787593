import type { Address, Family } from './address.js';
import type { Timer } from './clock.js';
import type { Counters, CounterTotals } from './counters.js';
import type { Interface, InterfaceRef } from './interface.js';
import type { Packet } from './packet.js';
import type { PacketReport } from './packet-report.js';
import type { MulticastRoute, PendingRoute, RouteKey, RouteUse } from './route.js';
import type { StackName } from './stack.js';

/** A route as someone asks for it. */
export interface RouteRequest {
  readonly key: RouteKey;
  readonly iif: InterfaceRef;
  readonly oifs: readonly { readonly oif: InterfaceRef /** 0 to 255. */; readonly minTtl: number }[];
}

/** An installed route, in any stack. */
export interface StackRoute extends MulticastRoute {
  /** When the route was last used or updated, in nanoseconds. */
  lastUsedTimestamp(): number;
  readonly use: RouteUse;
}

/** What adding a route did. */
export interface AddedRoute<Route = StackRoute> {
  readonly route: Route;
  /** The route that was in its place, or null. */
  readonly replaced: Route | null;
  /** What became of the packets that were pending, oldest first. */
  readonly flushed: readonly PacketReport[];
  /** Packets that were lost, since their pending route had expired and was not swept yet. */
  readonly lost: readonly PacketReport[];
}

/**
 * A router of one family, regardless of the stack whose rules it follows: all that operations, codec and completion ask of it. What its stack
 * does not have it refuses with `NOT_IN_THIS_STACK`.
 */
export interface StackRouter {
  readonly family: Family;
  readonly stack: StackName;
  /** Whether multicast forwarding of the whole family is on. */
  readonly forwarding: boolean;
  /** Returns whether forwarding was on. */
  enableForwarding(): boolean;
  /** Clears the installed routes. Returns whether forwarding was on. */
  disableForwarding(): boolean;

  readonly installedCount: number;
  /** The installed route of the key, or null. */
  installedRoute(key: RouteKey): StackRoute | null;
  /** The installed routes, in no particular order. */
  installedRoutes(): Iterable<readonly [RouteKey, StackRoute]>;
  /** The installed route of a key. @throws LabError `BAD_ADDRESS`, `ROUTE_NOT_FOUND` */
  requireRoute(key: RouteKey): StackRoute;

  /** Number of pending routes, including expired ones that were not swept yet. */
  readonly pendingCount: number;
  /** The pending route of the key, expired or not, or null. */
  pendingRoute(key: RouteKey): PendingRoute | null;
  /** The pending routes, in no particular order. */
  pendingRoutes(): Iterable<PendingRoute>;
  /** When the next cleanup of pending routes runs, or null. */
  readonly nextCleanupNs: number | null;
  /** The timer of that cleanup; null if it was never armed. */
  readonly cleanupTimer: Timer | null;
  /** The cleanup that removes a pending route if only the clock moves, given when the next one runs. */
  sweptAtNs(pending: PendingRoute, nextCleanupNs: number): number;
  /** The cleanup that follows the one at a time; null if there will be none. */
  cleanupAfter(atNs: number): number | null;
  /** The first moment at which a new route no longer gets the packets of a pending one. */
  expiredFromNs(pending: PendingRoute): number;

  /** Installs a route in place of any earlier one of its key, and forwards the packets that were waiting for it. @throws LabError */
  addRoute(request: RouteRequest): AddedRoute;
  /** Removes the installed route of a key and returns it. @throws LabError `BAD_ADDRESS`, `ROUTE_NOT_FOUND` */
  removeRoute(key: RouteKey): StackRoute;
  /** In gVisor, pending routes stay; in Linux they go too. */
  removeAllRoutes(): void;
  /** Moves the time of last use of a route forward. @throws LabError `BAD_ADDRESS`, `ROUTE_NOT_FOUND`, `NOT_IN_THIS_STACK` */
  touchRoute(key: RouteKey, timeNs: number): StackRoute;

  /** Checks that a key may be that of a route. @throws LabError `BAD_ADDRESS` */
  checkKey(key: RouteKey): void;
  /** Checks that an address may be the source of a route. @throws LabError `BAD_ADDRESS` */
  checkSource(source: Address): void;
  /** Checks that an address may be the group of a route. @throws LabError `BAD_ADDRESS` */
  checkGroup(group: Address): void;

  /** Takes in a packet that arrives on `nic`. */
  receive(packet: Packet, nic: Interface): PacketReport;
  /** Sends a packet of the router's own by `nic`. @throws LabError `NOT_IN_THIS_STACK` */
  originate(packet: Packet, nic: Interface): PacketReport;

  /** To be called with each interface that was added. */
  interfaceAdded(nic: Interface): void;
  /** To be called with each interface that was removed. */
  interfaceRemoved(nic: Interface): void;
  /** Turns forwarding of packets that arrive on an interface on or off. @throws LabError `NOT_IN_THIS_STACK` */
  switchInterface(nic: Interface, isOn: boolean): void;

  /** All counters; those that the stack does not have stay 0. */
  readonly counters: Readonly<Counters>;
  /** The counters that the stack has. */
  totals(): CounterTotals;
}
