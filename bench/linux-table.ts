/**
 * Linux's table beside gVisor's, in nanoseconds for each operation and bytes for each route. Bundle it with esbuild and run it with
 * `node --expose-gc`; the sizes are arguments. Rounds of the two take turns, and the median of each is printed.
 */
import { ManualClock, SECOND_NS } from '../src/core/clock.js';
import { defaultConfig, RouteTable } from '../src/core/gvisor/route-table.js';
import { Mfc } from '../src/core/linux/mfc.js';
import type { Frame } from '../src/core/linux/mfc-route.js';
import { VifTable } from '../src/core/linux/vif.js';
import { Packet } from '../src/core/packet.js';
import { RouteKey } from '../src/core/route.js';

const ROUNDS = 3;
/** Operations that one round times at least. */
const LEAST = 200_000;
const PAYLOAD = new Uint8Array(64);

interface Subject {
  install(key: RouteKey): void;
  lookUp(key: RouteKey, frame: Frame): void;
  wait(key: RouteKey, frame: Frame): void;
  advance(durationNs: number): void;
}

function gvisor(): Subject {
  const clock = new ManualClock();
  const table = new RouteTable();
  table.init(defaultConfig(clock));
  const route = { expectedInputInterface: 1, outgoingInterfaces: [{ id: 2, minTtl: 1 }] };
  return {
    install: (key) => void table.addInstalledRoute(key, table.newInstalledRoute(route)),
    lookUp: (key, { packet }) => void table.getRouteOrInsertPending(key, packet),
    wait: (key, { packet }) => void table.getRouteOrInsertPending(key, packet),
    advance: (durationNs) => clock.advance(durationNs),
  };
}

function linux(): Subject {
  const clock = new ManualClock();
  const vifs = new VifTable();
  for (const number of [0, 1, 2]) vifs.add(number, number + 1);
  const mfc = new Mfc('ipv4', clock, () => {});
  const outputs = [{ vif: 2, threshold: 1 }];
  return {
    install: (key) => void mfc.add({ key, parent: 1, outputs, isProxy: false }, vifs),
    lookUp: (key) => void mfc.find(key),
    // As the forwarder does: the route, then (*,G) and (*,*), then the entry.
    wait: (key, frame) => {
      if (mfc.find(key) === null && mfc.findAny(key.group, 1) === null) mfc.unresolved.enqueue(key, frame);
    },
    advance: (durationNs) => clock.advance(durationNs),
  };
}

type Figures = Record<'install' | 'lookUp' | 'pending' | 'expiry' | 'flush', number>;

/** Nanoseconds of processor time, so that a busy machine does not count. */
function timed(action: () => void): number {
  const from = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(from);
  return (user + system) * 1_000;
}

/** A round with one table of so many routes, as often as it takes. */
function round(make: () => Subject, keys: readonly RouteKey[], frames: readonly Frame[]): Figures {
  const all = (action: (key: RouteKey, frame: Frame) => void) => {
    for (const [i, key] of keys.entries()) {
      const frame = frames[i];
      if (frame !== undefined) action(key, frame);
    }
  };
  const sums: Figures = { install: 0, lookUp: 0, pending: 0, expiry: 0, flush: 0 };
  const repeats = Math.ceil(LEAST / keys.length);
  for (let n = 0; n < repeats; n += 1) {
    const full = make();
    sums.install += timed(() => all((key) => full.install(key)));
    sums.lookUp += timed(() => all((key, frame) => full.lookUp(key, frame)));
    const empty = make();
    sums.pending += timed(() => all((key, frame) => empty.wait(key, frame)));
    sums.expiry += timed(() => empty.advance(30 * SECOND_NS));
    all((key, frame) => {
      for (let count = 0; count < 3; count += 1) empty.wait(key, frame);
    });
    sums.flush += timed(() => all((key) => empty.install(key)));
  }
  const perOperation = (sum: number) => sum / (repeats * keys.length);
  const { install, lookUp, pending, expiry, flush } = sums;
  return {
    install: perOperation(install),
    lookUp: perOperation(lookUp),
    pending: perOperation(pending),
    expiry: perOperation(expiry),
    flush: perOperation(flush),
  };
}

/** Bytes that each route takes in a table of so many. */
function bytesPerRoute(make: () => Subject, keys: readonly RouteKey[]): number {
  const before = heap();
  const table = make();
  for (const key of keys) table.install(key);
  const bytes = heap() - before;
  table.advance(0);
  return bytes / keys.length;
}

function heap(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function keyOf(i: number): RouteKey {
  const low = `${(i >>> 16) & 255}.${(i >>> 8) & 255}.${i & 255}`;
  return new RouteKey(`10.${low}`, `239.${low}`);
}

for (const size of process.argv.slice(2).map(Number)) {
  const keys = Array.from({ length: size }, (_, i) => keyOf(i));
  const frames = keys.map(({ source, group }) => {
    return { packet: new Packet({ source, group, iif: 1, payload: PAYLOAD }), ttl: 64, interfaceId: 1, isOwn: false };
  });
  const [theirs, ours]: [Figures[], Figures[]] = [[], []];
  for (let n = 0; n < ROUNDS; n += 1) {
    theirs.push(round(gvisor, keys, frames));
    ours.push(round(linux, keys, frames));
  }
  for (const name of ['install', 'lookUp', 'pending', 'expiry', 'flush'] as const) {
    print(size, name, median(theirs.map((f) => f[name])), median(ours.map((f) => f[name])));
  }
  print(size, 'bytes per route', bytesPerRoute(gvisor, keys), bytesPerRoute(linux, keys));
}

function print(size: number, name: string, theirs: number, ours: number): void {
  const ratio = (ours / theirs).toFixed(2);
  console.log(`${size}\t${name}\tgvisor ${theirs.toFixed(0)}\tlinux ${ours.toFixed(0)}\tratio ${ratio}`);
}
