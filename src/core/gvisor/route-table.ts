import type { Clock, Timer } from '../clock.js';
import { SECOND_NS } from '../clock.js';
import { LabError } from '../errors.js';
import type { Packet } from '../packet.js';
import type { MulticastRoute, PendingRoute, RouteKey, RouteKeyLike } from '../route.js';
import { InstalledRoute, isExpired, toRouteKey } from '../route.js';
import { RouteKeyMap } from '../route-key-map.js';
import type { RouteMap } from './route-map.js';

/** The error of a rejected packet. It is shared, because rejecting is normal and happens often. gVisor: `ErrNoBufferSpace`. */
export const NO_BUFFER_SPACE = new LabError('NO_BUFFER_SPACE', 'unable to queue packet, no buffer space available');

/** Maximum number of packets in the queue of a pending route, by default. Same as in Linux (`ip6mr.c`). */
export const DEFAULT_MAX_PENDING_QUEUE_SIZE = 3;

/** Lifetime of a pending route in nanoseconds. Same as in Linux. */
export const DEFAULT_PENDING_ROUTE_EXPIRATION = 10 * SECOND_NS;

/** Nanoseconds between two cleanups of expired pending routes. Same as in Linux. */
export const DEFAULT_CLEANUP_INTERVAL = 10 * SECOND_NS;

/** Configuration of a route table. gVisor: `Config`. */
export interface RouteTableConfig {
  /** Maximum number of packets that a pending route queues; further packets are rejected. 0 to 255. */
  readonly maxPendingQueueSize: number;
  /** Tells the time and runs the cleanup timer. Required. */
  readonly clock: Clock;
  /** Called for each pending route that a cleanup removes. */
  readonly onExpired?: (pending: PendingRoute) => void;
}

/** The default configuration. */
export function defaultConfig(clock: Clock): RouteTableConfig {
  return { maxPendingQueueSize: DEFAULT_MAX_PENDING_QUEUE_SIZE, clock };
}

/** gVisor's names of the three answers for a packet. */
export const GET_ROUTE_RESULT_STATES = [
  'InstalledRouteFound',
  'PacketQueuedInPendingRoute',
  'NoRouteFoundAndPendingInserted',
] as const;
export type GetRouteResultState = (typeof GET_ROUTE_RESULT_STATES)[number];

/** The answer for a packet. gVisor returns this and a boolean, which is false where `state` is null here: the queue was full. */
export type GetRouteResult =
  | { readonly state: 'InstalledRouteFound'; readonly route: InstalledRoute }
  | { readonly state: 'PacketQueuedInPendingRoute' }
  | { readonly state: 'NoRouteFoundAndPendingInserted' }
  | { readonly state: null; readonly error: LabError };

/** State of a table that {@link RouteTable.restore} brings back. */
export interface RouteTableState {
  /** Replaces the table's map, if given. */
  readonly installed?: RouteMap;
  readonly pending: Iterable<PendingRoute>;
  readonly isCleanupRoutineRunning: boolean;
}

/**
 * A multicast routing table: installed routes, and pending routes whose packets wait for a route.
 *
 * Source: gVisor `pkg/tcpip/network/internal/multicast/route_table.go`. Names and order are the same, so that the two can be read side by
 * side. `InstalledRoute` and `PendingRoute` are in `route.ts`. There are no locks, since nothing runs in parallel, and no reference counts
 * of packets. What the lab adds comes last.
 */
export class RouteTable {
  #installedRoutes: RouteMap = new RouteKeyMap<InstalledRoute>();
  readonly #pendingRoutes = new RouteKeyMap<PendingRoute>();
  #cleanupPendingRoutesTimer: Timer | null = null;
  #isCleanupRoutineRunning = false;
  #config: RouteTableConfig | null = null;

  /**
   * Must be called before routes are made, added or looked up for a packet. Until then the table is empty.
   *
   * @throws LabError `ALREADY_INITIALIZED`, `MISSING_CLOCK`
   * @throws RangeError if `maxPendingQueueSize` is not a whole number from 0 to 255
   */
  init(config: Omit<RouteTableConfig, 'clock'> & { readonly clock?: Clock | null }): void {
    if (this.#config !== null) throw new LabError('ALREADY_INITIALIZED', 'table is already initialized');
    const { clock, maxPendingQueueSize } = config;
    if (clock == null) throw new LabError('MISSING_CLOCK', 'clock must not be null', 'Pass new ManualClock().');
    if (!Number.isInteger(maxPendingQueueSize) || maxPendingQueueSize < 0 || maxPendingQueueSize > 255) {
      throw new RangeError(`maxPendingQueueSize is ${maxPendingQueueSize}, not a whole number from 0 to 255`);
    }
    this.#config = { ...config, clock };
  }

  /**
   * Stops the cleanup timer and drops all pending routes; installed routes stay.
   *
   * As in gVisor, the cleanup routine still counts as running afterwards, so no later pending route starts the timer again.
   */
  close(): void {
    this.#cleanupPendingRoutesTimer?.stop();
    this.#pendingRoutes.clear();
  }

  /** Stops the cleanup routine if nothing is pending. Returns whether it is stopped. */
  #maybeStopCleanupRoutine(): boolean {
    if (!this.#isCleanupRoutineRunning) return true;
    if (this.#pendingRoutes.size > 0) return false;
    this.#cleanupPendingRoutesTimer?.stop();
    this.#isCleanupRoutineRunning = false;
    return true;
  }

  #cleanupPendingRoutes(): void {
    const { clock, onExpired } = this.#requireConfig();
    const nowNs = clock.nowNs();
    const expired = this.#pendingRoutes.values().filter((route) => isExpired(route, nowNs));
    if (expired.length === this.#pendingRoutes.size) this.#pendingRoutes.clear();
    else for (const { key } of expired) this.#pendingRoutes.delete(key);
    for (const route of expired) onExpired?.(route);
    if (!this.#maybeStopCleanupRoutine()) this.#cleanupPendingRoutesTimer?.reset(DEFAULT_CLEANUP_INTERVAL);
  }

  #newPendingRoute(key: RouteKey): PendingRoute {
    const nowNs = this.#requireConfig().clock.nowNs();
    return { key, packets: [], expiresNs: nowNs + DEFAULT_PENDING_ROUTE_EXPIRATION };
  }

  /** A route for {@link addInstalledRoute}, last used now. The caller owns it until it is added. */
  newInstalledRoute(route: MulticastRoute): InstalledRoute {
    return new InstalledRoute(route, this.#requireConfig().clock.nowNs());
  }

  /**
   * Looks up the installed route of a packet. If there is none, a copy of the packet is queued in the key's pending route, which is inserted
   * if need be; the caller keeps the packet. A lookup does not change when the route was last used.
   *
   * @throws LabError `BAD_ADDRESS` if the key is text and not an address
   */
  getRouteOrInsertPending(key: RouteKeyLike, packet: Packet): GetRouteResult {
    const routeKey = toRouteKey(key);
    const route = this.#installedRoutes.get(routeKey);
    if (route !== undefined) return { state: 'InstalledRouteFound', route };

    const existing = this.#pendingRoutes.get(routeKey);
    const pendingRoute = existing ?? this.#newPendingRoute(routeKey);
    const { maxPendingQueueSize, clock } = this.#requireConfig();
    if (pendingRoute.packets.length >= maxPendingQueueSize) return { state: null, error: NO_BUFFER_SPACE };
    pendingRoute.packets.push(packet.clone());
    if (existing === undefined) this.#pendingRoutes.set(routeKey, pendingRoute);

    if (!this.#isCleanupRoutineRunning) {
      if (this.#cleanupPendingRoutesTimer === null) {
        this.#cleanupPendingRoutesTimer = clock.afterFunc(DEFAULT_CLEANUP_INTERVAL, () => this.#cleanupPendingRoutes());
      } else {
        this.#cleanupPendingRoutesTimer.reset(DEFAULT_CLEANUP_INTERVAL);
      }
      this.#isCleanupRoutineRunning = true;
    }
    return { state: existing === undefined ? 'NoRouteFoundAndPendingInserted' : 'PacketQueuedInPendingRoute' };
  }

  /**
   * Installs a route in place of any earlier one of the key.
   *
   * @returns the packets that were pending, oldest first, now the caller's to forward; none if their pending route has expired, even
   * if it was not swept yet
   */
  addInstalledRoute(key: RouteKeyLike, route: InstalledRoute): Packet[] {
    const { clock } = this.#requireConfig();
    const routeKey = toRouteKey(key);
    this.#installedRoutes.set(routeKey, route);

    const pendingRoute = this.#pendingRoutes.get(routeKey);
    if (pendingRoute !== undefined) this.#pendingRoutes.delete(routeKey);
    this.#maybeStopCleanupRoutine();
    return pendingRoute === undefined || isExpired(pendingRoute, clock.nowNs()) ? [] : pendingRoute.packets;
  }

  /** Returns whether there was a route to remove. */
  removeInstalledRoute(key: RouteKeyLike): boolean {
    return this.#installedRoutes.delete(toRouteKey(key));
  }

  /** Pending routes stay. */
  removeAllInstalledRoutes(): void {
    this.#installedRoutes.clear();
  }

  /** When the installed route of the key was last used or updated, in nanoseconds; null if there is none. */
  getLastUsedTimestamp(key: RouteKeyLike): number | null {
    return this.installedRoute(key)?.lastUsedTimestamp() ?? null;
  }

  // From here on: not in gVisor.

  #requireConfig(): RouteTableConfig {
    if (this.#config === null) throw new Error('RouteTable.init must be called first');
    return this.#config;
  }

  /** The installed route of the key, or null. */
  installedRoute(key: RouteKeyLike): InstalledRoute | null {
    return this.#installedRoutes.get(toRouteKey(key)) ?? null;
  }

  /** The pending route of the key, expired or not, or null. The table keeps owning it. */
  pendingRoute(key: RouteKeyLike): PendingRoute | null {
    return this.#pendingRoutes.get(toRouteKey(key)) ?? null;
  }

  /** The map of the installed routes. The table keeps owning it. */
  get installedMap(): RouteMap {
    return this.#installedRoutes;
  }

  /** Number of installed routes. */
  get installedCount(): number {
    return this.#installedRoutes.size;
  }

  /** Number of pending routes, including expired ones that were not swept yet. */
  get pendingCount(): number {
    return this.#pendingRoutes.size;
  }

  /** The installed routes, in no particular order. */
  installedRoutes(): Iterable<readonly [RouteKey, InstalledRoute]> {
    return this.#installedRoutes.entries();
  }

  /** The pending routes, in no particular order. The table keeps owning them. */
  pendingRoutes(): Iterable<PendingRoute> {
    return this.#pendingRoutes.values();
  }

  /** Whether the cleanup routine counts as running; after `close` it may, without a timer. */
  get isCleanupRoutineRunning(): boolean {
    return this.#isCleanupRoutineRunning;
  }

  /** The timer that sweeps expired pending routes; null if it was never armed. */
  get cleanupTimer(): Timer | null {
    return this.#cleanupPendingRoutesTimer;
  }

  /** Fills a table that was just initialized. {@link resumeCleanupTimer} arms its cleanup timer. */
  restore({ installed, pending, isCleanupRoutineRunning }: RouteTableState): void {
    if (installed !== undefined) this.#installedRoutes = installed;
    for (const route of pending) this.#pendingRoutes.set(route.key, route);
    this.#isCleanupRoutineRunning = isCleanupRoutineRunning;
  }

  /** Arms the cleanup timer of a restored table. Timers of one moment fire in the order in which they are resumed. */
  resumeCleanupTimer(firesAtNs: number): void {
    const { clock } = this.#requireConfig();
    this.#cleanupPendingRoutesTimer = clock.afterFunc(firesAtNs - clock.nowNs(), () => this.#cleanupPendingRoutes());
  }
}
