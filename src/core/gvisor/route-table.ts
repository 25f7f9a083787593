import { InstalledRoutes } from '../../codec/installed-routes.js';
import type { StoredRoutes } from '../../codec/stored-routes.js';
import type { Clock, Timer } from '../clock.js';
import { SECOND_NS } from '../clock.js';
import { LabError } from '../errors.js';
import type { Packet } from '../packet.js';
import type { MulticastRoute, PendingRoute, RouteKey, RouteKeyLike } from '../route.js';
import { InstalledRoute, isExpired, toRouteKey } from '../route.js';
import { RouteKeyMap } from '../route-key-map.js';

/** Packets that wait in one pending route at most, unless configured otherwise. Linux has the same (`ip6mr.c`). */
export const DEFAULT_MAX_PENDING_QUEUE_SIZE = 3;

/** How long a pending route lives, in nanoseconds. Linux has the same. */
export const DEFAULT_PENDING_ROUTE_EXPIRATION = 10 * SECOND_NS;

/** How often expired pending routes are swept out, in nanoseconds. Linux has the same. */
export const DEFAULT_CLEANUP_INTERVAL = 10 * SECOND_NS;

/** How a table is set up. */
export interface RouteTableConfig {
  /** Packets that one pending route queues; further ones are rejected. 0 to 255. */
  readonly maxPendingQueueSize: number;
  /** Tells the time and runs the cleanup timer. Required. */
  readonly clock: Clock;
  /** Called for each pending route that a cleanup removes, with the route as it was. */
  readonly onExpired?: (pending: PendingRoute) => void;
}

/** The default configuration: a queue of three. */
export function defaultConfig(clock: Clock): RouteTableConfig {
  return { maxPendingQueueSize: DEFAULT_MAX_PENDING_QUEUE_SIZE, clock };
}

/**
 * What the table answered for a packet. `state` has gVisor's name of the answer, and is null where the queue was full: gVisor's
 * `GetRouteResult` and the boolean beside it, as one union.
 */
export type GetRouteResult =
  | { readonly state: 'InstalledRouteFound'; readonly route: InstalledRoute }
  | { readonly state: 'PacketQueuedInPendingRoute' }
  | { readonly state: 'NoRouteFoundAndPendingInserted' }
  | { readonly state: null; readonly error: LabError };

/** gVisor's names of the three answers. */
export const GET_ROUTE_RESULT_STATES = [
  'InstalledRouteFound',
  'PacketQueuedInPendingRoute',
  'NoRouteFoundAndPendingInserted',
] as const satisfies GetRouteResult['state'][];
export type GetRouteResultState = (typeof GET_ROUTE_RESULT_STATES)[number];

/** The error of a packet that was rejected: one for all, since rejecting is no fault and happens often. */
export const NO_BUFFER_SPACE = new LabError('NO_BUFFER_SPACE', 'unable to queue packet, no buffer space available');

/** What an initialised table holds besides its configuration; a snapshot keeps it. */
export interface RouteTableState {
  readonly installed: Iterable<readonly [RouteKey, InstalledRoute]>;
  readonly pending: Iterable<PendingRoute>;
  readonly isCleanupRoutineRunning: boolean;
}

interface Initialized {
  readonly config: RouteTableConfig;
  readonly installed: InstalledRoutes;
  readonly pending: RouteKeyMap<PendingRoute>;
}

/**
 * A multicast routing table: installed routes, and pending ones whose packets wait for a route.
 *
 * Source: gVisor `pkg/tcpip/network/internal/multicast/route_table.go`. Read side by side, the names match; locks are left out, since
 * nothing here runs in parallel, and packets are not reference-counted.
 */
export class RouteTable {
  #tables: Initialized | null = null;
  #cleanupTimer: Timer | null = null;
  #isCleanupRoutineRunning = false;

  /**
   * Must be called once, before anything else.
   *
   * @throws LabError `ALREADY_INITIALIZED`, `MISSING_CLOCK`
   * @throws RangeError if `maxPendingQueueSize` is not a whole number from 0 to 255
   */
  init(config: Omit<RouteTableConfig, 'clock'> & { readonly clock?: Clock | null }): void {
    if (this.#tables !== null) throw new LabError('ALREADY_INITIALIZED', 'table is already initialized');
    const { clock, maxPendingQueueSize } = config;
    if (clock == null) throw new LabError('MISSING_CLOCK', 'clock must not be null', 'Pass new ManualClock().');
    if (!Number.isInteger(maxPendingQueueSize) || maxPendingQueueSize < 0 || maxPendingQueueSize > 255) {
      throw new RangeError(`maxPendingQueueSize is ${maxPendingQueueSize}, not a whole number from 0 to 255`);
    }
    this.#tables = { config: { ...config, clock }, installed: new InstalledRoutes(), pending: new RouteKeyMap() };
  }

  /**
   * Stops the cleanup timer and drops everything pending; installed routes stay.
   *
   * As in gVisor the cleanup routine still counts as running afterwards, so no later pending route starts the timer again.
   */
  close(): void {
    this.#cleanupTimer?.stop();
    this.#initialized().pending.clear();
  }

  /** A route for {@link addInstalledRoute}, last used now. The caller owns it until it is added. */
  newInstalledRoute(route: MulticastRoute): InstalledRoute {
    return new InstalledRoute(route, this.#initialized().config.clock.nowNs());
  }

  /**
   * Looks up the installed route of a packet. Where there is none, a copy of the packet is queued in the pending route of the key,
   * which is inserted if need be; the caller keeps the packet. Looking up does not touch the route's last-used time.
   *
   * @throws LabError `BAD_ADDRESS` if the key is text and not an address
   */
  getRouteOrInsertPending(key: RouteKeyLike, packet: Packet): GetRouteResult {
    const { config, installed, pending } = this.#initialized();
    const routeKey = toRouteKey(key);
    const route = installed.get(routeKey);
    if (route !== undefined) return { state: 'InstalledRouteFound', route };

    const existing = pending.get(routeKey);
    const entry = existing ?? this.#newPendingRoute(routeKey);
    if (entry.packets.length >= config.maxPendingQueueSize) {
      return { state: null, error: NO_BUFFER_SPACE };
    }
    entry.packets.push(packet.clone());
    if (existing === undefined) pending.set(routeKey, entry);
    this.#startCleanupRoutine();
    return { state: existing === undefined ? 'NoRouteFoundAndPendingInserted' : 'PacketQueuedInPendingRoute' };
  }

  /**
   * Installs a route, in place of any earlier one of the key.
   *
   * @returns the packets that were pending, oldest first, now the caller's to forward; none if their pending route has expired, even
   * if it was not swept yet
   */
  addInstalledRoute(key: RouteKeyLike, route: InstalledRoute): Packet[] {
    const { config, installed, pending } = this.#initialized();
    const routeKey = toRouteKey(key);
    installed.set(routeKey, route);

    const entry = pending.get(routeKey);
    if (entry !== undefined) pending.delete(routeKey);
    this.#maybeStopCleanupRoutine();
    return entry === undefined || isExpired(entry, config.clock.nowNs()) ? [] : entry.packets;
  }

  /** Returns whether there was a route to remove. */
  removeInstalledRoute(key: RouteKeyLike): boolean {
    return this.#initialized().installed.delete(toRouteKey(key));
  }

  /** What is pending stays. */
  removeAllInstalledRoutes(): void {
    this.#initialized().installed.clear();
  }

  /** When the installed route of the key was last used or updated, in nanoseconds; null if there is none. */
  getLastUsedTimestamp(key: RouteKeyLike): number | null {
    return this.installedRoute(key)?.lastUsedTimestamp() ?? null;
  }

  /** The installed route of the key, or null. */
  installedRoute(key: RouteKeyLike): InstalledRoute | null {
    return this.#initialized().installed.get(toRouteKey(key)) ?? null;
  }

  /** The pending route of the key, expired or not, or null. The table keeps owning it. */
  pendingRoute(key: RouteKeyLike): PendingRoute | null {
    return this.#initialized().pending.get(toRouteKey(key)) ?? null;
  }

  /** Number of installed routes. */
  get installedCount(): number {
    return this.#initialized().installed.size;
  }

  /** Number of pending routes, expired ones that were not swept yet included. */
  get pendingCount(): number {
    return this.#initialized().pending.size;
  }

  /** The installed routes, in no particular order. */
  installedRoutes(): Generator<readonly [RouteKey, InstalledRoute]> {
    return this.#initialized().installed.entries();
  }

  /** The installed routes that are not {@link storedRoutes}, in no particular order. */
  installedRoutesRead(): Generator<readonly [RouteKey, InstalledRoute]> {
    return this.#initialized().installed.entriesRead();
  }

  /** The installed routes that nobody has asked for since the table was restored; null if there are none. */
  get storedRoutes(): StoredRoutes | null {
    return this.#initialized().installed.stored;
  }

  /** The pending routes, in no particular order. The table keeps owning them. */
  pendingRoutes(): Iterable<PendingRoute> {
    return this.#initialized().pending.values();
  }

  /** Whether the cleanup routine counts as running; after `close` it may, without a timer. */
  get isCleanupRoutineRunning(): boolean {
    return this.#isCleanupRoutineRunning;
  }

  /** The timer that sweeps out expired pending routes; null if it was never armed. */
  get cleanupTimer(): Timer | null {
    return this.#cleanupTimer;
  }

  /** Fills a table that was just initialised. The cleanup timer is armed apart, by {@link resumeCleanupTimer}. */
  restore(state: RouteTableState): void {
    const { installed, pending } = this.#initialized();
    for (const [key, route] of state.installed) installed.set(key, route);
    for (const entry of state.pending) pending.set(entry.key, entry);
    this.#isCleanupRoutineRunning = state.isCleanupRoutineRunning;
  }

  /** Adds installed routes that are text to a table that was just initialised. */
  restoreStored(routes: StoredRoutes): void {
    this.#initialized().installed.restore(routes);
  }

  /** Arms the cleanup timer of a restored table. Timers of one moment fire in the order in which they are resumed. */
  resumeCleanupTimer(firesAtNs: number): void {
    const { clock } = this.#initialized().config;
    this.#cleanupTimer = clock.afterFunc(firesAtNs - clock.nowNs(), () => this.#cleanupPendingRoutes());
  }

  #initialized(): Initialized {
    if (this.#tables === null) throw new Error('RouteTable.init must be called first');
    return this.#tables;
  }

  #newPendingRoute(key: RouteKey): PendingRoute {
    const nowNs = this.#initialized().config.clock.nowNs();
    return { key, expiresNs: nowNs + DEFAULT_PENDING_ROUTE_EXPIRATION, packets: [] };
  }

  #startCleanupRoutine(): void {
    if (this.#isCleanupRoutineRunning) return;
    const { clock } = this.#initialized().config;
    if (this.#cleanupTimer === null) {
      this.#cleanupTimer = clock.afterFunc(DEFAULT_CLEANUP_INTERVAL, () => this.#cleanupPendingRoutes());
    } else {
      this.#cleanupTimer.reset(DEFAULT_CLEANUP_INTERVAL);
    }
    this.#isCleanupRoutineRunning = true;
  }

  /** Stops the routine if nothing is pending. Returns whether it is stopped. */
  #maybeStopCleanupRoutine(): boolean {
    if (!this.#isCleanupRoutineRunning) return true;
    if (this.#initialized().pending.size > 0) return false;
    this.#cleanupTimer?.stop();
    this.#isCleanupRoutineRunning = false;
    return true;
  }

  #cleanupPendingRoutes(): void {
    const { config, pending } = this.#initialized();
    const nowNs = config.clock.nowNs();
    const expired = pending.values().filter((entry) => isExpired(entry, nowNs));
    if (expired.length === pending.size) pending.clear();
    else for (const { key } of expired) pending.delete(key);
    for (const entry of expired) config.onExpired?.(entry);
    if (!this.#maybeStopCleanupRoutine()) this.#cleanupTimer?.reset(DEFAULT_CLEANUP_INTERVAL);
  }
}
