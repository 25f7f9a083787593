import { expect, it } from 'vitest';
import { Address } from '../../src/core/address.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import { ifaceAdd } from '../../src/ops/iface/add.js';
import { ifaceJoin } from '../../src/ops/iface/join.js';
import { ifaceLeave } from '../../src/ops/iface/leave.js';
import { ifaceRm } from '../../src/ops/iface/rm.js';

function groupOf(n: number): string {
  return `239.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
}

function labWithRoutes(count: number): Lab {
  const lab = standardLab();
  for (let n = 0; n < count; n += 1) {
    lab.routers.ipv4.addRoute({ key: new RouteKey('10.0.1.9', groupOf(n)), iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
  }
  return lab;
}

function add(lab: Lab, name: string): number {
  return ifaceAdd(lab, { name, id: null, addresses: [], forwarding: true }).interface.id;
}

/** Milliseconds of an action. */
function timed(action: () => void): number {
  const from = performance.now();
  action();
  return performance.now() - from;
}

const SIZES = [4_000, 16_000, 64_000];

/** Sixteen times the size takes at most sixty-four times as long; what grows with the square takes 256 times as long. */
function expectNotSquare(measure: (size: number) => number): void {
  measure(SIZES[0] ?? 0);
  const figures = SIZES.map((size) => Math.max(measure(size), 1));
  process.stderr.write(`${SIZES.map((size, n) => `${size}: ${figures[n]?.toFixed(1)} ms`).join(', ')}\n`);
  expect((figures[2] ?? 0) / (figures[0] ?? 0)).toBeLessThan(64);
}

it('n interfaces are added beside n routes in time that does not grow with the square', () => {
  expectNotSquare((size) => {
    const lab = labWithRoutes(size);
    return timed(() => {
      for (let n = 0; n < size; n += 1) add(lab, `i${n}`);
    });
  });
}, 60_000);

it('n groups are joined on one interface in time that does not grow with the square', () => {
  expectNotSquare((size) => {
    const lab = standardLab();
    return timed(() => {
      for (let n = 0; n < size; n += 1) ifaceJoin(lab, { interface: 'eth1', group: Address.parse(groupOf(n)) });
    });
  });
}, 60_000);

it('the id of a removed interface stays taken as long as a route names it', () => {
  const lab = labWithRoutes(1);
  expect(add(lab, 'a')).toBe(5);
  ifaceRm(lab, { interface: 'eth2' });
  expect(add(lab, 'b')).toBe(6);
  lab.routers.ipv4.removeAllRoutes();
  expect(add(lab, 'c')).toBe(2);
  ifaceRm(lab, { interface: 'a' });
  expect(add(lab, 'd')).toBe(5);
});

it('a result keeps the groups of its own moment, whatever is joined or left later', () => {
  const lab = standardLab(0);
  add(lab, 'eth1');
  const request = (n: number) => ({ interface: 'eth1', group: Address.parse(groupOf(n)) });
  const results = [
    ifaceJoin(lab, request(2)),
    ifaceJoin(lab, request(1)),
    ifaceJoin(lab, request(2)),
    ifaceLeave(lab, request(1)),
  ];
  const joined = results.map(({ interface: nic }) => nic.groups.slice(1, -1).map(({ group, joins }) => `${group} ${joins}`));
  expect(joined).toEqual([['239.0.0.2 1'], ['239.0.0.1 1', '239.0.0.2 1'], ['239.0.0.1 1', '239.0.0.2 2'], ['239.0.0.2 2']]);
});
