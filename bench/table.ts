/** The route table alone: nanoseconds of each operation at three sizes. Run by `npm run bench`, in a process of its own. */
import { defaultConfig, ManualClock, Packet, RouteKey, RouteTable, SECOND_NS } from '../src/index.js';

const LOOKUPS = 2_000_000;
const PACKET_BYTES = 64;

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

/** The indices of the lookups: x ← 1664525 x + 1013904223 mod 2³², from 12345; index (x >> 4) mod N. */
function* lookupOrder(size: number): Generator<number> {
  let x = 12_345;
  for (let n = 0; n < LOOKUPS; n += 1) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    yield (x >>> 4) % size;
  }
}

function timed(times: number, action: () => void): number {
  const from = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - from) / times;
}

function packetOf({ source, group }: RouteKey): Packet {
  return new Packet({ source, group, iif: 1, payload: PAYLOAD });
}

const PAYLOAD = new Uint8Array(PACKET_BYTES);
const ROUTE = { expectedInputInterface: 1, outgoingInterfaces: [{ id: 2, minTtl: 1 }] };

function measureInstalled(keys: readonly RouteKey[]): { lookup: number; install: number } {
  const { table } = newTable();
  const install = timed(keys.length, () => {
    for (const key of keys) table.addInstalledRoute(key, table.newInstalledRoute(ROUTE));
  });
  const order = Uint32Array.from(lookupOrder(keys.length));
  const packets = keys.slice(0, 1).map(packetOf);
  const [packet] = packets;
  if (packet === undefined) throw new Error('there is nothing to look up');
  let found = 0;
  const round = () => {
    for (const index of order) {
      const key = keys[index];
      if (key !== undefined && table.getRouteOrInsertPending(key, packet).state === 'InstalledRouteFound') found += 1;
    }
  };
  round();
  const lookup = timed(LOOKUPS, round);
  if (found !== 2 * LOOKUPS) throw new Error('a lookup failed');
  return { lookup, install };
}

function measurePending(keys: readonly RouteKey[]): { pending: number; expiry: number } {
  const { table, clock } = newTable();
  const packets = keys.map(packetOf);
  const pending = timed(keys.length, () => {
    keys.forEach((key, index) => {
      const packet = packets[index];
      if (packet !== undefined) table.getRouteOrInsertPending(key, packet);
    });
  });
  const expiry = timed(keys.length, () => clock.advance(30 * SECOND_NS));
  if (table.pendingCount > 0) throw new Error('something did not expire');
  return { pending, expiry };
}

function measureFlush(keys: readonly RouteKey[]): number {
  const { table } = newTable();
  for (const key of keys) for (let n = 0; n < 3; n += 1) table.getRouteOrInsertPending(key, packetOf(key));
  let flushed = 0;
  const ns = timed(keys.length, () => {
    for (const key of keys) flushed += table.addInstalledRoute(key, table.newInstalledRoute(ROUTE)).length;
  });
  if (flushed !== 3 * keys.length) throw new Error('packets are missing');
  return ns;
}

const sizes = process.argv.slice(2).map(Number);
const rows = sizes.map((size) => {
  const keys = Array.from({ length: size }, (_, i) => keyOf(i));
  // Once to warm up, so that what is measured is compiled.
  for (let n = 0; n < 3; n += 1) {
    const few = keys.slice(0, 1_000);
    measureInstalled(few);
    measurePending(few);
    measureFlush(few);
  }
  return { size, ...measureInstalled(keys), ...measurePending(keys), flush: measureFlush(keys) };
});
process.stdout.write(JSON.stringify(rows));
