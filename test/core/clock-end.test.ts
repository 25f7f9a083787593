import { expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { MAX_TIME_NS } from '../../src/core/clock.js';
import { LAST_PENDING_NS } from '../../src/core/gvisor/route-table.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import { inject as injectAll } from '../../src/ops/inject.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const REFUSED = expect.objectContaining({
  code: 'CLOCK_OVERFLOW',
  message: 'the clock would end before a pending route expires',
});

function labAt(nowNs: number): Lab {
  const lab = standardLab();
  lab.advance(nowNs);
  return lab;
}

function inject(lab: Lab, group = '239.1.1.1'): string {
  return lab.inject({ source: '10.0.1.9', group, iif: 'eth1', ttl: 64, payload: new Uint8Array() }).outcome;
}

it('a packet that can wait until its pending route expires has an exact deadline', () => {
  const lab = labAt(LAST_PENDING_NS);
  expect(inject(lab)).toBe('queued');
  const { table } = lab.routers.ipv4;
  expect(table.pendingRoute(KEY)?.expiresNs).toBe(MAX_TIME_NS);
  expect(table.cleanupTimer?.firesAtNs).toBe(MAX_TIME_NS);
  lab.advance(MAX_TIME_NS - LAST_PENDING_NS);
  // The end is the last moment at which a route still gets the packet.
  expect(table.pendingCount).toBe(1);
  expect(decodeLab(encodeLab(lab)).routers.ipv4.table.pendingCount).toBe(1);
});

it.each([LAST_PENDING_NS + 1, MAX_TIME_NS])('a packet that would have to wait is refused at %d, and no byte changes', (nowNs) => {
  const lab = labAt(nowNs);
  const before = encodeLab(lab);
  expect(() => inject(lab)).toThrow(REFUSED);
  expect(encodeLab(lab)).toBe(before);
});

it.each([LAST_PENDING_NS + 1, MAX_TIME_NS])('a packet that need not wait is not refused at %d', (nowNs) => {
  const lab = labAt(nowNs);
  expect(inject(lab, '224.0.0.9')).toBe('dropped');
  lab.routers.ipv4.addRoute({ key: KEY, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
  expect(inject(lab)).toBe('forwarded');
});

it('a packet joins one that waits already', () => {
  const lab = labAt(LAST_PENDING_NS);
  inject(lab);
  lab.advance(1);
  expect(inject(lab)).toBe('queued');
});

it('several packets are refused all together if the last one would have to wait', () => {
  const lab = labAt(LAST_PENDING_NS - 30_000_000_000);
  const before = encodeLab(lab);
  const request = { key: KEY, iif: 'eth1', ttl: 64, payload: new Uint8Array(), count: 3, intervalNs: 21_000_000_000 };
  expect(() => injectAll(lab, request)).toThrow(REFUSED);
  expect(encodeLab(lab)).toBe(before);
});
