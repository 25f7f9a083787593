import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/core/clock.js';
import {
  DEFAULT_CLEANUP_INTERVAL,
  DEFAULT_MAX_PENDING_QUEUE_SIZE,
  DEFAULT_PENDING_ROUTE_EXPIRATION,
  defaultConfig,
  RouteTable,
} from '../../../src/core/gvisor/route-table.js';
import { Packet } from '../../../src/core/packet.js';
import type { InstalledRoute, PendingRoute } from '../../../src/core/route.js';
import { RouteKey } from '../../../src/core/route.js';
import { RouteKeyMap } from '../../../src/core/route-key-map.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const OTHER = new RouteKey('10.0.1.9', '239.1.1.2');

let clock: ManualClock;
let table: RouteTable;

function tableOf(maxPendingQueueSize: number, onExpired?: (pending: PendingRoute) => void): RouteTable {
  const made = new RouteTable();
  made.init({ clock, maxPendingQueueSize, ...(onExpired !== undefined && { onExpired }) });
  return made;
}

function newRoute(): InstalledRoute {
  return table.newInstalledRoute({ expectedInputInterface: 1, outgoingInterfaces: [{ id: 2, minTtl: 1 }] });
}

/** Asks for the route of a packet, and returns the state that came back. */
function ask(key: RouteKey, payload = 'x'): string | null {
  return table.getRouteOrInsertPending(key, new Packet({ ...key, iif: 1, payload })).state;
}

/** Installs a route, and returns the payloads that were pending. */
function install(key: RouteKey): (string | null)[] {
  return table.addInstalledRoute(key, newRoute()).map((packet) => packet.payloadText());
}

beforeEach(() => {
  clock = new ManualClock();
  table = tableOf(3);
});

describe('a table is initialised', () => {
  it('by default with a queue of three', () => {
    expect(defaultConfig(clock)).toEqual({ maxPendingQueueSize: 3, clock });
    expect(DEFAULT_MAX_PENDING_QUEUE_SIZE).toBe(3);
  });

  it('once', () => {
    expect(() => table.init(defaultConfig(clock))).toThrow(
      expect.objectContaining({ code: 'ALREADY_INITIALIZED', message: 'table is already initialized' }),
    );
  });

  it.each([null, undefined])('not without a clock (%s), but afterwards with one', (none) => {
    const made = new RouteTable();
    const config = none === undefined ? { maxPendingQueueSize: 3 } : { maxPendingQueueSize: 3, clock: none };
    expect(() => made.init(config)).toThrow(
      expect.objectContaining({ code: 'MISSING_CLOCK', message: 'clock must not be null' }),
    );
    made.init(defaultConfig(clock));
    expect(made.installedCount).toBe(0);
  });

  it.each([-1, 256, 1.5, Number.NaN])('not with a queue of %d', (maxPendingQueueSize) => {
    expect(() => tableOf(maxPendingQueueSize)).toThrow(
      new RangeError(`maxPendingQueueSize is ${maxPendingQueueSize}, not a whole number from 0 to 255`),
    );
  });

  it('before it is asked for the route of a packet, or given one', () => {
    const message = 'RouteTable.init must be called first';
    const made = new RouteTable();
    expect(() => made.getRouteOrInsertPending(KEY, new Packet({ ...KEY, iif: 1 }))).toThrow(message);
    expect(() => made.addInstalledRoute(KEY, newRoute())).toThrow(message);
    expect(() => made.newInstalledRoute({ expectedInputInterface: 1, outgoingInterfaces: [] })).toThrow(message);
    expect([made.installedCount, made.pendingCount]).toEqual([0, 0]);
  });

  it('or is empty, as a nil map is in Go: closing and removing do nothing, nothing is found', () => {
    const made = new RouteTable();
    made.close();
    made.removeAllInstalledRoutes();
    expect(made.removeInstalledRoute(KEY)).toBe(false);
    expect(made.getLastUsedTimestamp(KEY)).toBeNull();
    expect([made.installedRoute(KEY), made.pendingRoute(KEY)]).toEqual([null, null]);
    expect([[...made.installedRoutes()], [...made.pendingRoutes()]]).toEqual([[], []]);
    expect([made.isCleanupRoutineRunning, made.cleanupTimer]).toEqual([false, null]);
    made.init(defaultConfig(clock));
    expect(made.getRouteOrInsertPending(KEY, new Packet({ ...KEY, iif: 1 })).state).toBe('NoRouteFoundAndPendingInserted');
  });
});

describe('a packet without a route', () => {
  it.each([0, 1, 2, 3, 254, 255])('waits in a queue of %d, and one more is rejected', (size) => {
    table = tableOf(size);
    for (let n = 0; n < size; n += 1) {
      expect(ask(KEY, String(n))).toBe(n === 0 ? 'NoRouteFoundAndPendingInserted' : 'PacketQueuedInPendingRoute');
    }
    const rejected = table.getRouteOrInsertPending(KEY, new Packet({ ...KEY, iif: 1 }));
    expect(rejected).toMatchObject({ state: null, error: { code: 'NO_BUFFER_SPACE' } });
    expect(table.pendingRoute(KEY)?.packets.length ?? 0).toBe(size);
    expect(table.pendingCount).toBe(size === 0 ? 0 : 1);
    expect(table.isCleanupRoutineRunning).toBe(size > 0);
  });

  it('is copied: the caller keeps it', () => {
    const packet = new Packet({ ...KEY, iif: 1, payload: Uint8Array.of(1) });
    table.getRouteOrInsertPending(KEY, packet);
    packet.payload[0] = 2;
    expect(table.pendingRoute(KEY)?.packets[0]?.payload).toEqual(Uint8Array.of(1));
  });

  it('waits for the route of its own pair', () => {
    expect(ask(KEY)).toBe('NoRouteFoundAndPendingInserted');
    expect(ask(OTHER)).toBe('NoRouteFoundAndPendingInserted');
    expect(ask(new RouteKey('10.0.1.8', '239.1.1.1'))).toBe('NoRouteFoundAndPendingInserted');
    expect([...table.pendingRoutes()].map(({ key }) => key.text)).toEqual([
      '10.0.1.9 239.1.1.1',
      '10.0.1.9 239.1.1.2',
      '10.0.1.8 239.1.1.1',
    ]);
  });

  it('may be asked for by addresses as text', () => {
    const packet = new Packet({ ...KEY, iif: 1 });
    expect(table.getRouteOrInsertPending({ source: '10.0.1.9', group: '239.1.1.1' }, packet).state).not.toBeNull();
    expect(table.pendingRoute({ source: '10.0.1.9', group: '239.1.1.1' })?.key).toEqual(KEY);
    expect(() => table.getRouteOrInsertPending({ source: '', group: '' }, packet)).toThrow(
      expect.objectContaining({ code: 'BAD_ADDRESS' }),
    );
  });
});

describe('a route that is installed', () => {
  it('is found, and looking it up leaves its last-used time alone', () => {
    const route = newRoute();
    table.addInstalledRoute(KEY, route);
    clock.advance(5);
    const found = table.getRouteOrInsertPending(KEY, new Packet({ ...KEY, iif: 1 }));
    expect(found).toEqual({ state: 'InstalledRouteFound', route });
    expect(table.getLastUsedTimestamp(KEY)).toBe(0);
    expect(table.pendingCount).toBe(0);
  });

  it('was last used when it was made', () => {
    clock.advance(5);
    install(KEY);
    expect(table.getLastUsedTimestamp(KEY)).toBe(5);
    clock.advance(5);
    table.installedRoute(KEY)?.setLastUsedTimestamp(clock.nowNs());
    expect(table.getLastUsedTimestamp(KEY)).toBe(10);
    expect(table.getLastUsedTimestamp(OTHER)).toBeNull();
  });

  it('takes the place of an earlier one of its key', () => {
    install(KEY);
    clock.advance(5);
    install(KEY);
    expect(table.installedCount).toBe(1);
    expect(table.getLastUsedTimestamp(KEY)).toBe(5);
  });

  it('gets the packets that were pending, oldest first', () => {
    for (const payload of ['a', 'b', 'c', 'd']) ask(KEY, payload);
    ask(OTHER, 'other');
    expect(install(KEY)).toEqual(['a', 'b', 'c']);
    expect(table.pendingRoute(KEY)).toBeNull();
    expect(table.pendingRoute(OTHER)?.packets).toHaveLength(1);
  });

  it.each([
    [DEFAULT_PENDING_ROUTE_EXPIRATION - 1, ['a']],
    [DEFAULT_PENDING_ROUTE_EXPIRATION, ['a']],
    [DEFAULT_PENDING_ROUTE_EXPIRATION + 1, []],
  ])('%d ns after the first packet gets %j', (durationNs, expected) => {
    ask(KEY, 'a');
    clock.advance(durationNs);
    expect(table.pendingRoute(KEY)).not.toBeNull();
    expect(install(KEY)).toEqual(expected);
    expect(table.pendingCount).toBe(0);
  });

  it('is removed, and only once', () => {
    install(KEY);
    expect(table.removeInstalledRoute(OTHER)).toBe(false);
    expect(table.removeInstalledRoute(KEY)).toBe(true);
    expect(table.removeInstalledRoute(KEY)).toBe(false);
    expect(ask(KEY)).toBe('NoRouteFoundAndPendingInserted');
  });

  it('is removed with all others; what is pending stays', () => {
    install(KEY);
    install(OTHER);
    ask(new RouteKey('10.0.1.8', '239.1.1.1'));
    expect([...table.installedRoutes()].map(([key]) => key)).toEqual([KEY, OTHER]);
    table.removeAllInstalledRoutes();
    expect([...table.installedRoutes()]).toEqual([]);
    expect(table.pendingCount).toBe(1);
  });
});

describe('the cleanup', () => {
  it.each([
    [2 * DEFAULT_CLEANUP_INTERVAL - 1, 1],
    [2 * DEFAULT_CLEANUP_INTERVAL, 0],
  ])('has by %d ns left %d of the route that was pending since 0', (durationNs, left) => {
    ask(KEY);
    clock.advance(durationNs);
    expect(table.pendingCount).toBe(left);
    expect(table.isCleanupRoutineRunning).toBe(left > 0);
  });

  it('tells of every route it removes, as it was', () => {
    const expired: [number, string, number][] = [];
    table = tableOf(3, ({ key, packets }) => expired.push([clock.nowNs(), key.text, packets.length]));
    ask(KEY);
    ask(KEY);
    clock.advance(1);
    ask(OTHER);
    clock.advance(100 * DEFAULT_CLEANUP_INTERVAL);
    expect(expired).toEqual([
      [2 * DEFAULT_CLEANUP_INTERVAL, KEY.text, 2],
      [2 * DEFAULT_CLEANUP_INTERVAL, OTHER.text, 1],
    ]);
  });

  it('is one for all, armed when the first route becomes pending', () => {
    ask(KEY);
    clock.advance(5);
    ask(OTHER);
    expect(clock.armedTimers()).toHaveLength(1);
    expect(table.cleanupTimer?.firesAtNs).toBe(DEFAULT_CLEANUP_INTERVAL);
    clock.advance(DEFAULT_CLEANUP_INTERVAL);
    expect(table.cleanupTimer?.firesAtNs).toBe(2 * DEFAULT_CLEANUP_INTERVAL);
  });

  it('stops with the last pending route, and starts again with the next', () => {
    ask(KEY);
    ask(OTHER);
    install(KEY);
    expect(table.isCleanupRoutineRunning).toBe(true);
    install(OTHER);
    expect(table.isCleanupRoutineRunning).toBe(false);
    expect(clock.armedTimers()).toEqual([]);
    clock.advance(3);
    table.removeAllInstalledRoutes();
    ask(KEY);
    expect(table.cleanupTimer?.firesAtNs).toBe(DEFAULT_CLEANUP_INTERVAL + 3);
  });
});

describe('a table that is closed', () => {
  it('drops what is pending and keeps what is installed', () => {
    install(KEY);
    ask(OTHER);
    table.close();
    expect(table.pendingCount).toBe(0);
    expect(table.installedCount).toBe(1);
    expect(clock.armedTimers()).toEqual([]);
  });

  it('counts its cleanup as running, so that nothing expires afterwards', () => {
    ask(KEY);
    table.close();
    ask(OTHER);
    clock.advance(100 * DEFAULT_CLEANUP_INTERVAL);
    expect(table.isCleanupRoutineRunning).toBe(true);
    expect(table.pendingCount).toBe(1);
  });

  it('before anything was pending has no cleanup to stop', () => {
    table.close();
    ask(KEY);
    expect(table.cleanupTimer?.firesAtNs).toBe(DEFAULT_CLEANUP_INTERVAL);
  });
});

describe('a table that is restored', () => {
  /** A table owns what it was restored with, so each needs its own. */
  function pendingUntil(expiresNs: number): PendingRoute {
    return { key: OTHER, expiresNs, packets: [new Packet({ ...OTHER, iif: 1, payload: 'kept' })] };
  }

  it('goes on where it stopped', () => {
    clock.advance(5);
    const installed = new RouteKeyMap<InstalledRoute>();
    installed.set(KEY, newRoute());
    table.restore({ installed, pending: [pendingUntil(12)], isCleanupRoutineRunning: true });
    table.resumeCleanupTimer(13);
    expect(table.cleanupTimer?.firesAtNs).toBe(13);
    expect(ask(KEY)).toBe('InstalledRouteFound');
    expect(ask(OTHER)).toBe('PacketQueuedInPendingRoute');
    clock.advance(7);
    expect(table.pendingCount).toBe(1);
    clock.advance(1);
    expect(table.pendingCount).toBe(0);
  });

  it('with a routine that runs without a timer, as after closing, has nothing to stop', () => {
    table.restore({ pending: [pendingUntil(12)], isCleanupRoutineRunning: true });
    expect(install(OTHER)).toEqual(['kept']);
    expect(table.isCleanupRoutineRunning).toBe(false);
  });
});
