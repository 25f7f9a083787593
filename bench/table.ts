/**
 * Our route table alone, in nanoseconds for each operation, at the sizes named. Run by `npm run bench` with `--expose-gc`, in a process of its own
 * for each size. `gvisor/main.go` does the same with gVisor's: the same keys, order and rounds, and garbage collected at the same places.
 */
import { defaultConfig, ManualClock, Packet, RouteKey, RouteTable, SECOND_NS } from '../src/index.js';

const LOOKUPS = 2_000_000;
const PACKET_BYTES = 64;
/** Operations that are timed at least, since a thousand of them are over before the clock has moved much. */
const LEAST_IN_ALL = 200_000;
const WARM_UP = { size: 1_000, rounds: 100, lookups: 100_000 };

const PAYLOAD = new Uint8Array(PACKET_BYTES);
const ROUTE = { expectedInputInterface: 1, outgoingInterfaces: [{ id: 2, minTtl: 1 }] };

/** Key `i` is source 10.a.b.c, group 239.a.b.c, with a.b.c the bytes of `i`. */
function keyOf(i: number): RouteKey {
  const low = `${(i >>> 16) & 255}.${(i >>> 8) & 255}.${i & 255}`;
  return new RouteKey(`10.${low}`, `239.${low}`);
}

function newTable(): { table: RouteTable; clock: ManualClock } {
  const clock = new ManualClock();
  const table = new RouteTable();
  table.init(defaultConfig(clock));
  return { table, clock };
}

function packetOf({ source, group }: RouteKey): Packet {
  return new Packet({ source, group, iif: 1, payload: PAYLOAD });
}

/** The indices of the lookups: x ← 1664525 x + 1013904223 mod 2³², from 12345; index (x >> 4) mod size. */
function lookupOrder(size: number): Uint32Array {
  const order = new Uint32Array(LOOKUPS);
  let x = 12_345;
  for (let n = 0; n < LOOKUPS; n += 1) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    order[n] = (x >>> 4) % size;
  }
  return order;
}

/** Nanoseconds that an action takes. */
function timed(action: () => void): number {
  const from = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - from);
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('node has to be started with --expose-gc');
  globalThis.gc();
}

function measureInstall(keys: readonly RouteKey[], rounds: number): number {
  collectGarbage();
  let total = 0;
  for (let n = 0; n < rounds; n += 1) {
    const { table } = newTable();
    total += timed(() => {
      for (const key of keys) table.addInstalledRoute(key, table.newInstalledRoute(ROUTE));
    });
  }
  return total / (rounds * keys.length);
}

function measureLookup(keys: readonly RouteKey[], order: Uint32Array): number {
  const { table } = newTable();
  for (const key of keys) table.addInstalledRoute(key, table.newInstalledRoute(ROUTE));
  const packet = packetOf(keyOf(0));
  let found = 0;
  const round = () => {
    for (const index of order) {
      const key = keys[index];
      if (key !== undefined && table.getRouteOrInsertPending(key, packet).state === 'InstalledRouteFound') found += 1;
    }
  };
  round();
  collectGarbage();
  const total = timed(round);
  if (found !== 2 * order.length) throw new Error('a lookup failed');
  return total / order.length;
}

function measurePending(keys: readonly RouteKey[], rounds: number): { pending: number; expiry: number } {
  const waiting = keys.map((key) => ({ key, packet: packetOf(key) }));
  collectGarbage();
  let pending = 0;
  let expiry = 0;
  for (let n = 0; n < rounds; n += 1) {
    const { table, clock } = newTable();
    pending += timed(() => {
      for (const { key, packet } of waiting) table.getRouteOrInsertPending(key, packet);
    });
    expiry += timed(() => clock.advance(30 * SECOND_NS));
    if (table.pendingCount > 0) throw new Error('something did not expire');
  }
  return { pending: pending / (rounds * keys.length), expiry: expiry / (rounds * keys.length) };
}

function measureFlush(keys: readonly RouteKey[], rounds: number): number {
  let total = 0;
  let flushed = 0;
  for (let n = 0; n < rounds; n += 1) {
    const { table } = newTable();
    for (const key of keys) for (let count = 0; count < 3; count += 1) table.getRouteOrInsertPending(key, packetOf(key));
    if (n === 0) collectGarbage();
    total += timed(() => {
      for (const key of keys) flushed += table.addInstalledRoute(key, table.newInstalledRoute(ROUTE)).length;
    });
  }
  if (flushed !== 3 * rounds * keys.length) throw new Error('packets are missing');
  return total / (rounds * keys.length);
}

function measure(size: number, rounds: number, order: Uint32Array) {
  const keys = Array.from({ length: size }, (_, i) => keyOf(i));
  const install = measureInstall(keys, rounds);
  const lookup = measureLookup(keys, order);
  return { size, lookup, install, ...measurePending(keys, rounds), flush: measureFlush(keys, rounds) };
}

measure(WARM_UP.size, WARM_UP.rounds, lookupOrder(WARM_UP.size).subarray(0, WARM_UP.lookups));
const sizes = process.argv.slice(2).map(Number);
const rows = sizes.map((size) => measure(size, Math.ceil(LEAST_IN_ALL / size), lookupOrder(size)));
process.stdout.write(JSON.stringify(rows));
