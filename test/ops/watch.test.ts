import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { Address } from '../../src/core/address.js';
import { SECOND_NS } from '../../src/core/clock.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import type { WatchedRow, WatchedRows } from '../../src/ops/watch/rows.js';
import { watch } from '../../src/ops/watch.js';
import { busyLab } from '../core/busy-lab.js';

function copyOf(lab: Lab): Lab {
  return decodeLab(encodeLab(lab));
}

function arrive(lab: Lab, source: string, group: string, iif = 'eth1', ttl = 64): void {
  lab.inject({ source, group, iif, ttl, payload: new Uint8Array() });
}

function addRoute(lab: Lab, source: string, group: string): void {
  const key = new RouteKey(source, group);
  lab.routerOf(key).addRoute({ key, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
}

function all<View>(rows: WatchedRows<View>): WatchedRow<View>[] {
  return Array.from({ length: rows.count }, (_, index) => rows.at(index));
}

/** What a lab shows after something was done to it. */
function watchAfter(lab: Lab, action: (lab: Lab) => void) {
  const before = copyOf(lab);
  action(lab);
  return watch(lab, before);
}

describe('watch', () => {
  it('shows the rows and changes that a filter lets pass', () => {
    const lab = standardLab();
    const before = copyOf(lab);
    for (const source of ['10.0.1.7', '10.0.1.8', '10.0.1.9']) arrive(lab, source, '239.1.1.1');
    addRoute(lab, '10.0.1.9', '239.1.1.1');
    addRoute(lab, '10.0.1.9', '239.1.1.2');
    const { routes, pending, packets, events, changes } = watch(lab, before, { source: Address.parse('10.0.1.8') });
    expect([routes, pending, packets, events].map(({ count }) => count)).toEqual([0, 1, 1, 1]);
    expect(all(pending)).toMatchObject([{ change: 'added', view: { source: '10.0.1.8' } }]);
    const sections = changes?.map(({ section }) => section).filter((section) => section !== 'counters');
    expect(sections).toEqual(['pending', 'packets', 'events', 'timers']);
  });

  it('marks nothing where there is no earlier lab, and where nothing was done', () => {
    const lab = busyLab();
    for (const [before, changes] of [
      [null, null],
      [copyOf(lab), []],
    ] as const) {
      const result = watch(lab, before);
      expect(result).toMatchObject({ nowNs: 2 * SECOND_NS, wasNs: null, changes });
      const { interfaces, routes, pending, packets, events, counters } = result;
      for (const rows of [interfaces, routes, pending, packets, events, counters]) {
        expect(rows).toMatchObject({ gone: 0, firstChanged: null });
        expect(rows.count).toBeGreaterThan(1);
        for (const row of all<unknown>(rows)) expect(row).toMatchObject({ change: null, before: null });
      }
    }
  });

  it('shows a queue that fills up', () => {
    const lab = standardLab();
    arrive(lab, '10.0.1.9', '239.1.1.1');
    const { pending, interfaces } = watchAfter(lab, (same) => arrive(same, '10.0.1.9', '239.1.1.1'));
    expect(all(pending)).toMatchObject([{ change: 'changed', view: { packets: 2 }, before: { packets: 1 } }]);
    expect(all(interfaces)[0]).toMatchObject({ change: null, view: { name: 'eth1', received: [2], sent: [] } });
    expect(interfaces.firstChanged).toBe(0);
  });

  it('shows a queue that drains as gone, its packets as sent and not as received again', () => {
    const lab = standardLab();
    arrive(lab, '10.0.1.9', '239.1.1.1', 'eth1', 9);
    const { pending, routes, interfaces, packets } = watchAfter(lab, (same) => addRoute(same, '10.0.1.9', '239.1.1.1'));
    expect(all(pending)).toMatchObject([{ change: 'removed', view: { packets: 1 } }]);
    expect(pending).toMatchObject({ count: 1, gone: 1, firstChanged: 0 });
    expect(all(routes)).toMatchObject([{ change: 'added' }]);
    expect(all(interfaces).map(({ view: { received, sent } }) => ({ received, sent }))).toEqual([
      { received: [], sent: [] },
      { received: [], sent: [{ id: 1, ttl: 8 }] },
      { received: [], sent: [] },
      { received: [], sent: [] },
    ]);
    expect(interfaces.firstChanged).toBe(1);
    expect(all(packets)).toMatchObject([
      { change: 'added', view: { id: 1, outcome: 'forwarded' } },
      { change: null, view: { id: 1, outcome: 'queued' } },
    ]);
  });

  it('finds the first row that changed among those of both families', () => {
    const lab = standardLab();
    for (let n = 2; n < 50; n += 1)
      for (const source of [`10.0.1.${n}`, `fc00:1::${n}`]) {
        addRoute(lab, source, source.includes(':') ? 'ff0e::a' : '239.1.1.1');
      }
    const added = watchAfter(copyOf(lab), (same) => addRoute(same, 'fc00:1::1', 'ff0e::a'));
    expect(added.routes).toMatchObject({ count: 97, gone: 0, firstChanged: 48 });
    expect(added.routes.at(48)).toMatchObject({ change: 'added', view: { source: 'fc00:1::1' } });
    const both = watchAfter(lab, (same) => {
      same.routers.ipv4.removeRoute(new RouteKey('10.0.1.7', '239.1.1.1'));
      addRoute(same, '10.0.1.60', '239.1.1.1');
    });
    expect(both.routes).toMatchObject({ count: 97, gone: 1, firstChanged: 0 });
    expect(both.routes.at(0)).toMatchObject({ change: 'removed', view: { source: '10.0.1.7' } });
    expect(both.routes.at(1)).toMatchObject({ change: null, view: { source: '10.0.1.2' } });
    expect(both.routes.at(48)).toMatchObject({ change: 'added', view: { source: '10.0.1.60' } });
    expect(() => both.routes.at(97)).toThrow(RangeError);
  });

  it('has the newest packets and events first, and counters that moved before those that did not', () => {
    const lab = busyLab();
    const { packets, events, counters, wasNs } = watchAfter(lab, (same) => {
      same.advance(SECOND_NS);
      arrive(same, 'fc00:1::7', 'ff0e::a');
    });
    expect(wasNs).toBe(2 * SECOND_NS);
    expect(packets.at(0)).toMatchObject({ change: 'added', view: { source: 'fc00:1::7' } });
    expect(packets.at(1)).toMatchObject({ change: null, view: { source: 'fc00:1::9' } });
    expect(events.at(0)).toMatchObject({ change: 'added', view: { type: 'missingRoute', source: 'fc00:1::7' } });
    expect(counters.at(0)).toMatchObject({ change: 'changed', view: { family: 'ipv6', name: 'packetsReceived' } });
    const marks = all(counters).map(({ change }) => change);
    expect(marks.lastIndexOf('changed')).toBeLessThan(marks.indexOf(null));
    expect(() => counters.at(counters.count)).toThrow(RangeError);
  });

  it('marks an interface that changed', () => {
    const lab = standardLab();
    const { interfaces } = watchAfter(lab, (same) => same.interfaces.require('eth3').join(Address.parse('239.1.1.1')));
    expect(interfaces.firstChanged).toBe(2);
    expect(interfaces.at(2)).toMatchObject({ change: 'changed', view: { name: 'eth3' } });
  });
});
