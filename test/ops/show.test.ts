import { describe, expect, it } from 'vitest';
import { SECOND_NS } from '../../src/core/clock.js';
import { zeroCounters } from '../../src/core/counters.js';
import { standardLab } from '../../src/core/lab.js';
import { DEFAULT_JOURNAL_SIZE as JOURNAL_SIZE } from '../../src/core/newest.js';
import { RouteKey } from '../../src/core/route.js';
import { SECTIONS, show } from '../../src/ops/show.js';
import { busyLab } from '../core/busy-lab.js';

describe('a lab is shown', () => {
  it('with no section but those asked for', () => {
    const lab = busyLab();
    expect(show(lab, { sections: [] })).toEqual({ nowNs: 2 * SECOND_NS, maxPendingQueueSize: 3, stack: 'gvisor-2022' });
    expect(Object.keys(show(lab, { sections: SECTIONS }))).toEqual([
      'nowNs',
      'maxPendingQueueSize',
      'stack',
      'forwarding',
      'interfaces',
      'routes',
      'pending',
      'packets',
      'packetsDropped',
      'counters',
      'events',
      'eventsDropped',
      'timers',
    ]);
  });

  it('with its clock', () => {
    expect(show(busyLab(), { sections: ['clock'] })).toEqual({
      nowNs: 2 * SECOND_NS,
      maxPendingQueueSize: 3,
      stack: 'gvisor-2022',
      timers: [
        { kind: 'cleanup', router: 'r1', family: 'ipv4', firesAtNs: 11 * SECOND_NS },
        { kind: 'cleanup', router: 'r1', family: 'ipv6', firesAtNs: 12 * SECOND_NS },
      ],
    });
  });

  it('with its interfaces, and what forwards', () => {
    const lab = busyLab();
    lab.routers.ipv6.disableForwarding();
    const { forwarding, interfaces } = show(lab, { sections: ['interfaces'] });
    expect(forwarding).toEqual({ ipv4: true, ipv6: false });
    expect(interfaces?.map(({ id, name }) => [id, name])).toEqual([
      [1, 'eth1'],
      [2, 'eth2'],
      [3, 'eth3'],
      [16, 'dmz'],
    ]);
  });

  it('with its routes in the order of their keys, IPv4 first', () => {
    const { routes } = show(busyLab(), { sections: ['routes'] });
    expect(routes?.map(({ source, group, packets, wrongIf }) => [source, group, packets, wrongIf])).toEqual([
      ['10.0.1.9', '239.1.1.1', 2, 1],
      ['10.0.1.10', '239.1.1.1', 0, 0],
      ['fc00:1::9', 'ff0e::a', 1, 0],
    ]);
  });

  it('with what is pending in the order of their keys, IPv4 first', () => {
    const { pending } = show(busyLab(), { sections: ['pending'] });
    expect(pending?.map(({ source, packets, expired }) => [source, packets, expired])).toEqual([
      ['10.0.1.8', 1, false],
      ['10.0.1.9', 3, false],
      ['fc00:1::9', 1, false],
    ]);
  });

  it('with its counters, which are its own to change', () => {
    const lab = standardLab();
    const { counters } = show(lab, { sections: ['counters'] });
    lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 1, ttl: 64, payload: new Uint8Array() });
    const { forwardingInitializingSource, ipReversePathFilter, ...totals } = zeroCounters();
    expect([forwardingInitializingSource, ipReversePathFilter]).toEqual([0, 0]);
    expect(counters).toEqual({ ipv4: totals, ipv6: totals });
    expect(show(lab, { sections: ['counters'] }).counters?.ipv4.packetsReceived).toBe(1);
  });

  it('with its events, oldest first', () => {
    const { events, eventsDropped } = show(busyLab(), { sections: ['events'] });
    expect(eventsDropped).toBe(0);
    expect(events?.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(events?.[0]).toEqual({
      number: 1,
      atNs: SECOND_NS,
      type: 'unexpectedInputInterface',
      source: '10.0.1.9',
      group: '239.1.1.1',
      iif: 'eth3',
      expectedIif: 'eth1',
    });
  });

  it.each([
    [JOURNAL_SIZE, 0],
    [JOURNAL_SIZE + 1, 1],
  ])('after %d events, and tells of %d that were dropped', (count, dropped) => {
    const lab = standardLab();
    lab.routers.ipv4.addRoute({ key: new RouteKey('10.0.1.9', '239.1.1.1'), iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
    for (let n = 0; n < count; n += 1) {
      lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 3, ttl: 64, payload: new Uint8Array() });
    }
    const { events, eventsDropped } = show(lab, { sections: ['events'] });
    expect([events?.length, events?.[0]?.number, eventsDropped]).toEqual([JOURNAL_SIZE, dropped + 1, dropped]);
  });
});
