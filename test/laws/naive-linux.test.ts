import { describe, expect, it } from 'vitest';
import { SECOND_NS } from '../../src/core/clock.js';
import { findDifference } from '../conformance/difference.js';
import { linuxDriver } from '../conformance/linux-driver.js';
import { tries } from '../tries.js';
import type { WalkOp } from './naive-linux.js';
import { NaiveLinux } from './naive-linux.js';

const OPERATIONS = tries(20_000, 200_000);
/** A walk begins anew after so many, so that tables of all sizes and clocks of all times come up. */
const WALK = 1_000;

const PLACES = {
  ipv4: {
    any: '0.0.0.0',
    sources: ['10.0.0.9', '10.0.1.9', '10.0.2.9', '10.9.9.9'],
    oddSources: ['0.0.0.0', '127.0.0.1', '10.0.1.1', '224.9.9.9', '10.0.2.255', '255.255.255.255', '0.1.2.3'],
    groups: ['239.1.1.1', '239.1.1.2', '224.0.1.9', '224.0.0.99'],
    own: (i: number) => `10.0.${i}.1`,
    headers: 28,
  },
  ipv6: {
    any: '::',
    sources: ['fd00::9', 'fd00:1::9', 'fe80::9', '2001:db8::9'],
    oddSources: ['::', '::1', 'fd00:1::1', 'ff3e::9'],
    groups: ['ff3e::1', 'ff3e::2', 'ff03::9', 'ff02::99'],
    own: (i: number) => (i === 0 ? 'fd00::1' : `fd00:${i}::1`),
    headers: 48,
  },
} as const;

/** Draws random operations. */
class Walk {
  #state: number;
  #now = 0;
  #packets = 0;
  readonly #joined = new Set<string>();
  readonly #family: keyof typeof PLACES;

  constructor(family: keyof typeof PLACES, seed: number) {
    this.#family = family;
    this.#state = seed;
  }

  /** Mulberry32. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #oneOf<Item>(items: readonly Item[]): Item {
    const item = items[this.#below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  /** Joins a group everywhere and lets its packets go round, which fills the backlog. */
  *loops(): Generator<WalkOp> {
    const { any, sources, groups, headers } = PLACES[this.#family];
    const [source, group] = [this.#oneOf(sources), groups[0]];
    for (const at of [0, 1, 2, 3]) {
      this.#joined.add(`${at} ${group}`);
      yield { op: 'join', atNs: 0, interface: at, group };
    }
    const oifs = [0, 1, 2, 3].map((vif) => ({ vif, threshold: 1 }));
    for (const key of [group, any]) yield { op: 'routeAdd', atNs: 0, proxy: false, source: any, group: key, iif: 0, oifs };
    yield { op: 'inject', atNs: 0, interface: this.#below(4), source, group, ttl: 10, bytes: headers, packet: 0 };
    yield { op: 'show', atNs: 0 };
  }

  next(): WalkOp {
    this.#now += this.#oneOf([0, 0, 0, 1, SECOND_NS / 2, SECOND_NS, 3 * SECOND_NS - 1, 1, 5 * SECOND_NS]);
    return { atNs: this.#now, ...this.#draw() };
  }

  #draw(): Omit<WalkOp, 'atNs'> & { op: string } {
    const draw = this.#below(100);
    if (draw < 45) return { op: 'inject', ...this.#packet() };
    if (draw < 62) return { op: 'routeAdd', ...this.#key(), oifs: this.#oifs() };
    if (draw < 68) return { op: 'routeRemove', ...this.#key() };
    if (draw < 73) return this.#originate();
    if (draw < 79) return this.#membership();
    if (draw < 83) return { op: 'vifAdd', vif: this.#oneOf([0, 1, 2, 3, 4, 5, 31, 32]), interface: this.#below(4) };
    if (draw < 86) return { op: 'vifRemove', vif: this.#oneOf([0, 1, 2, 3, 4, 5, 31, 32]) };
    if (draw < 88) return { op: 'assert', value: this.#below(2) };
    if (draw < 91) return { op: 'pim', value: this.#oneOf([0, 1, 4]) };
    if (draw < 92) return { op: 'flush', flags: this.#oneOf([1, 4, 5]) };
    if (draw < 94) return { op: 'rpFilter', interface: this.#oneOf([null, 0, 1, 2, 3]), value: this.#oneOf([0, 0, 1, 2]) };
    return { op: 'show' };
  }

  #packet(): object {
    const { sources, oddSources, groups, headers } = PLACES[this.#family];
    this.#packets += 1;
    const source = this.#oneOf(this.#below(10) === 0 ? oddSources : sources);
    const ttl = this.#oneOf([0, 1, 2, 3, 4, 8, 8, 64, 65, 254, 255].filter((value) => value < 9 || this.#joined.size < 3));
    return {
      interface: this.#below(4),
      source,
      group: this.#oneOf(groups),
      ttl,
      bytes: headers + this.#below(40),
      packet: this.#packets,
    };
  }

  #originate(): Omit<WalkOp, 'atNs'> & { op: string } {
    const at = this.#below(4);
    const { own } = PLACES[this.#family];
    return { op: 'originate', ...this.#packet(), interface: at, source: own(at), ttl: this.#oneOf([1, 2, 8]) };
  }

  #key(): object {
    const { any, sources, groups } = PLACES[this.#family];
    const isAny = this.#below(3) === 0;
    const group = this.#below(7) === 0 ? any : this.#oneOf(groups);
    const proxy = this.#below(3) === 0;
    return { proxy, source: isAny ? any : this.#oneOf(sources), group, iif: this.#oneOf([0, 1, 2, 3, 4, 5, 31, 32]) };
  }

  #oifs(): object[] {
    const count = this.#below(5);
    return Array.from({ length: count }, () => ({
      vif: this.#oneOf([0, 1, 2, 3, 4, 5, 31]),
      threshold: this.#oneOf([0, 1, 1, 1, 2, 7, 64, 254, 255]),
    }));
  }

  #membership(): Omit<WalkOp, 'atNs'> & { op: string } {
    const [at, group] = [this.#below(4), this.#oneOf(PLACES[this.#family].groups)];
    const place = `${at} ${group}`;
    const isJoined = !this.#joined.delete(place);
    if (isJoined) this.#joined.add(place);
    return { op: isJoined ? 'join' : 'leave', interface: at, group };
  }
}

describe.each(['ipv4', 'ipv6'] as const)('random operations, against a naive model: %s', (family) => {
  it.each([
    { name: 'as it runs', roundTrip: false, operations: OPERATIONS },
    { name: 'encoded and restored between every two operations', roundTrip: true, operations: OPERATIONS / 10 },
  ])('$name', ({ roundTrip, operations }) => {
    const met = { copies: 0, upcalls: 0, most: 0 };
    for (let seed = 0; seed < operations / WALK; seed += 1) {
      const walk = new Walk(family, seed);
      const drive = linuxDriver(roundTrip);
      const naive = new NaiveLinux(family === 'ipv4');
      drive({ op: 'new', stack: 'linux', family, interfaces: 4 });
      const first = seed % 20 === 0 ? [...walk.loops()] : [];
      for (let n = 0; n < WALK; n += 1) {
        const op = first[n] ?? walk.next();
        const want = naive.do(op);
        const difference = findDifference(want, drive(op));
        if (difference !== null) expect.fail(JSON.stringify({ seed, n, op, difference }));
        count(want, met);
      }
    }
    expect(met.copies).toBeGreaterThan(operations / 20);
    expect(met.upcalls).toBeGreaterThan(operations / 20);
    expect(met.most).toBeGreaterThan(1_000);
  });
});

function count(want: unknown, met: { copies: number; upcalls: number; most: number }): void {
  if (typeof want !== 'object' || want === null || !('copies' in want) || !('upcalls' in want)) return;
  const { copies, upcalls } = want;
  if (Array.isArray(copies)) {
    met.copies += copies.length;
    met.most = Math.max(met.most, copies.length);
  }
  if (Array.isArray(upcalls)) met.upcalls += upcalls.length;
}
