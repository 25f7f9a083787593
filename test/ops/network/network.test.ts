import { describe, expect, it } from 'vitest';
import { findInconsistency } from '../../../src/codec/consistency.js';
import { decodeLab, encodeLab } from '../../../src/codec/snapshot.js';
import { Address, parseAddressWithPrefix } from '../../../src/core/address.js';
import type { Lab } from '../../../src/core/lab.js';
import { standardLab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { advanceClock } from '../../../src/ops/advance-clock.js';
import { ifaceRm } from '../../../src/ops/iface/rm.js';
import { inject } from '../../../src/ops/inject.js';
import { hostAdd, hostJoin, hostLeave, hostList, hostRm, viewMembers } from '../../../src/ops/network/host.js';
import { linkAdd, linkList, linkRm, linkSet } from '../../../src/ops/network/link.js';
import { routerAdd, routerList, routerRm, routerUse } from '../../../src/ops/network/router.js';
import { send } from '../../../src/ops/network/send.js';
import { routeAdd } from '../../../src/ops/route/add.js';
import { show } from '../../../src/ops/show.js';
import { wait } from '../../../src/ops/wait.js';
import { MS, threeRouters } from './three-routers.js';

const GROUP = Address.parse('239.1.1.1');
const SENT = { host: 'h1', group: GROUP, ttl: 64, payload: new TextEncoder().encode('hi'), count: 1, intervalNs: 0 };

/** The same lab, read back from its text. */
function reread(lab: Lab): Lab {
  const text = encodeLab(lab);
  const read = decodeLab(text);
  expect(encodeLab(read)).toBe(text);
  expect(findInconsistency(lab)).toBeNull();
  return read;
}

describe('a packet through three routers', () => {
  it('arrives hop by hop, each copy after the delay of its link, and is received once', () => {
    const lab = threeRouters();
    expect(send(lab, SENT)).toMatchObject({
      ids: [1],
      inFlight: [{ id: 1, from: 'h1', to: ['r1:eth1'], ttl: 64, hop: 1, leftNs: 0, arrivesNs: MS }],
    });
    const { held, nowNs, arrivals, received } = wait(lab, { condition: { until: 'quiet' }, limitNs: 1e9 });
    expect({ held, nowNs }).toEqual({ held: true, nowNs: 8 * MS });
    expect(arrivals?.map(({ atNs, router, iif, ttl, hop, outcome }) => [atNs / MS, router, iif, ttl, hop, outcome])).toEqual([
      [1, 'r1', 'eth1', 64, 1, 'forwarded'],
      [2, 'r2', 'eth1', 63, 2, 'forwarded'],
      [7, 'r3', 'eth1', 62, 3, 'forwarded'],
    ]);
    expect(received).toEqual([
      { host: 'h3', atNs: 8 * MS, id: 1, source: '10.0.1.101', group: '239.1.1.1', ttl: 61, hop: 4, duplicate: false },
    ]);
  });

  it('comes out the same through a file between every two timers', () => {
    let [straight, stored] = [threeRouters(), threeRouters()];
    for (const lab of [straight, stored]) send(lab, { ...SENT, count: 3, intervalNs: MS });
    while (straight.network.nextTimerNs !== null && straight.network.flights.size > 0) {
      stored = reread(stored);
      const results = [straight, stored].map((lab) => advanceClock(lab, { to: 'next-timer' }));
      expect(results[1]).toEqual(results[0]);
    }
    expect(encodeLab(stored)).toBe(encodeLab(straight));
    expect(straight.network.hosts.get('h3')?.receivedCount).toBe(3);
    straight = reread(straight);
  });

  it('dies where its TTL is below the minimum', () => {
    const lab = threeRouters();
    send(lab, { ...SENT, ttl: 2 });
    const { arrivals, received } = wait(lab, { condition: { until: 'quiet' }, limitNs: 1e9 });
    expect(arrivals?.map(({ router, ttl, outcome, reason }) => [router, ttl, outcome, reason])).toEqual([
      ['r1', 2, 'forwarded', null],
      ['r2', 1, 'forwarded', null],
      ['r3', 0, 'dropped', 'ALL_COPIES_SKIPPED'],
    ]);
    expect(received).toEqual([]);
  });

  it('waits at a router without a route, and goes on when the route is added', () => {
    const lab = threeRouters();
    const key = new RouteKey('10.0.1.101', '239.1.1.1');
    lab.at('r2').routerOf(key).removeRoute(key);
    send(lab, SENT);
    expect(wait(lab, { condition: { until: 'quiet' }, limitNs: 1e9 }).arrivals?.map(({ outcome }) => outcome)).toEqual([
      'forwarded',
      'queued',
    ]);
    const { flushed, inFlight } = routeAdd(lab.at('r2'), { key, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
    expect(flushed).toMatchObject([{ id: 1, router: 'r2', outcome: 'forwarded', hop: 2 }]);
    expect(inFlight).toMatchObject([{ from: 'r2:eth2', to: ['r3:eth1'], ttl: 62, hop: 3 }]);
    expect(wait(reread(lab), { condition: { until: 'quiet' }, limitNs: 1e9 }).received).toMatchObject([{ host: 'h3', ttl: 61 }]);
  });

  it('counts on every router', () => {
    const lab = threeRouters();
    send(lab, SENT);
    const { counters } = wait(lab, { condition: { until: 'quiet' }, limitNs: 1e9 });
    expect(counters).toEqual({ packetsReceived: 3, validPacketsReceived: 3 });
    expect(show(lab, { sections: ['counters'] }).routerCounters).toMatchObject(
      ['r1', 'r2', 'r3'].map((router) => ({ router, ipv4: { packetsReceived: 1 } })),
    );
    expect(show(lab.narrowedTo('r2'), { sections: ['counters', 'packets'] })).toMatchObject({
      counters: { ipv4: { packetsReceived: 1 } },
      packets: [{ router: 'r2', hop: 2 }],
    });
  });
});

describe('a segment of three routers', () => {
  it('gives a copy to each of the others, and to the hosts that joined; a second copy is a duplicate', () => {
    const lab = standardLab();
    for (const name of ['r2', 'r3']) routerAdd(lab, { name, interfaces: 2, stack: null });
    linkAdd(lab, {
      ends: ['r1:eth2', 'r2:eth2', 'r3:eth2'],
      delayNs: MS,
      name: 'lan',
      subnet: parseAddressWithPrefix('10.9.0.0/24'),
    });
    expect(linkList(lab).links[0]?.ends.map(({ interface: name, addresses }) => [name, addresses[0]])).toEqual([
      ['r1:eth2', '10.9.0.1/24'],
      ['r2:eth2', '10.9.0.2/24'],
      ['r3:eth2', '10.9.0.3/24'],
    ]);
    hostAdd(lab, { name: 'h', on: 'r3:eth2', addresses: [] });
    hostJoin(lab, { host: 'h', group: GROUP, source: null });
    const key = new RouteKey('10.0.1.9', '239.1.1.1');
    routeAdd(lab, {
      key,
      iif: 'eth1',
      oifs: [
        { oif: 'eth2', minTtl: 1 },
        { oif: 'eth2', minTtl: 1 },
      ],
    });
    const { inFlight } = inject(lab, { ...SENT, key, iif: 'eth1' });
    expect(inFlight?.[0]).toMatchObject({ link: 'lan', to: ['r2:eth2', 'r3:eth2', 'h'] });
    const { arrivals, received } = wait(lab, { condition: { until: 'quiet' }, limitNs: 1e9 });
    expect(arrivals?.map(({ router, iif }) => `${router}:${iif}`)).toEqual(['r2:eth2', 'r3:eth2', 'r2:eth2', 'r3:eth2']);
    expect(received?.map(({ duplicate }) => duplicate)).toEqual([false, true]);
    reread(lab);
  });
});

describe('names and addresses', () => {
  it('follow the place of a router, and .101 for hosts', () => {
    const lab = threeRouters();
    expect(routerList(lab).routers.map(({ name, interfaces, inUse }) => [name, interfaces[3]?.addresses, inUse])).toEqual([
      ['r1', ['10.0.4.1/24', 'fc00:4::1/64'], true],
      ['r2', ['10.1.4.1/24', 'fc00:1:4::1/64'], false],
      ['r3', ['10.2.4.1/24', 'fc00:2:4::1/64'], false],
    ]);
    hostAdd(lab, { name: 'h4', on: 'r3:eth3', addresses: [] });
    expect(hostList(lab).hosts.map(({ name, addresses }) => [name, ...addresses])).toEqual([
      ['h1', '10.0.1.101/24', 'fc00:1::101/64'],
      ['h3', '10.2.3.101/24', 'fc00:2:3::101/64'],
      ['h4', '10.2.3.102/24', 'fc00:2:3::102/64'],
    ]);
    expect(viewMembers(lab)).toEqual([{ interface: 'r3:eth3', group: '239.1.1.1', source: null, hosts: ['h3'] }]);
    expect(routerUse(lab, { name: 'r2' }).router.inUse).toBe(true);
    expect(decodeLab(encodeLab(lab)).router.name).toBe('r2');
  });
});

describe('what does not fit is refused, and nothing changes', () => {
  const DEEDS: readonly (readonly [string, (lab: Lab) => unknown, string])[] = [
    ['a router twice', (lab) => routerAdd(lab, { name: 'r2', interfaces: 1, stack: null }), 'DUPLICATE_ROUTER'],
    ['removing a router with links', (lab) => routerRm(lab, { name: 'r2' }), 'ROUTER_IN_USE'],
    ['a router that is not there', (lab) => routerUse(lab, { name: 'r9' }), 'ROUTER_NOT_FOUND'],
    [
      'a link to nothing',
      (lab) => linkAdd(lab, { ends: ['r1:eth3', 'r9:eth1'], delayNs: 1, name: null, subnet: null }),
      'ROUTER_NOT_FOUND',
    ],
    [
      'a link to no interface',
      (lab) => linkAdd(lab, { ends: ['r1:eth3', 'r2:eth9'], delayNs: 1, name: null, subnet: null }),
      'UNKNOWN_INTERFACE',
    ],
    ['a link with one end', (lab) => linkAdd(lab, { ends: ['r1:eth3'], delayNs: 1, name: null, subnet: null }), 'BAD_LINK'],
    ['an end twice', (lab) => linkAdd(lab, { ends: ['r1:eth3', 'r1:3'], delayNs: 1, name: null, subnet: null }), 'BAD_LINK'],
    [
      'an end that is taken',
      (lab) => linkAdd(lab, { ends: ['r1:eth3', 'r2:eth1'], delayNs: 1, name: null, subnet: null }),
      'ALREADY_LINKED',
    ],
    [
      'a link name twice',
      (lab) => linkAdd(lab, { ends: ['r1:eth3', 'r2:eth3'], delayNs: 1, name: 'l1', subnet: null }),
      'DUPLICATE_LINK',
    ],
    [
      'a subnet that is too small',
      (lab) =>
        linkAdd(lab, { ends: ['r1:eth3', 'r2:eth3'], delayNs: 1, name: null, subnet: parseAddressWithPrefix('10.9.0.0/31') }),
      'SUBNET_FULL',
    ],
    ['removing a link with a copy on it', (lab) => linkRm(lab, { name: 'l1' }), 'PACKETS_UNDER_WAY'],
    ['removing an interface with a link', (lab) => ifaceRm(lab, { interface: 'eth2' }), 'INTERFACE_IN_USE'],
    ['removing an interface with a host', (lab) => ifaceRm(lab, { interface: 'eth1' }), 'INTERFACE_IN_USE'],
    ['a host twice', (lab) => hostAdd(lab, { name: 'h1', on: 'eth3', addresses: [] }), 'DUPLICATE_HOST'],
    ['a host that is not there', (lab) => hostRm(lab, { name: 'h9' }), 'HOST_NOT_FOUND'],
    [
      'joining what is no group',
      (lab) => hostJoin(lab, { host: 'h1', group: Address.parse('10.0.0.1'), source: null }),
      'BAD_ADDRESS',
    ],
    ['leaving what was not joined', (lab) => hostLeave(lab, { host: 'h1', group: GROUP, source: null }), 'NOT_A_MEMBER'],
    ['sending past the end of the clock', (lab) => send(lab, { ...SENT, count: 100_000, intervalNs: 7.2e15 }), 'CLOCK_OVERFLOW'],
    ['sending to no group', (lab) => send(lab, { ...SENT, group: Address.parse('10.0.0.1') }), 'BAD_ADDRESS'],
  ];

  it.each(DEEDS)('%s', (_what, deed, code) => {
    const lab = threeRouters();
    inject(lab, { ...SENT, key: new RouteKey('10.0.1.101', '239.1.1.1'), iif: 'eth1' });
    const before = encodeLab(lab);
    expect(() => deed(lab)).toThrow(expect.objectContaining({ code }));
    expect(encodeLab(lab)).toBe(before);
  });

  it('a link that is down loses what is under way on it, and carries nothing', () => {
    const lab = threeRouters();
    const key = new RouteKey('10.0.1.101', '239.1.1.1');
    inject(lab, { ...SENT, key, iif: 'eth1' });
    expect(linkSet(lab, { name: 'l1', up: false })).toMatchObject({ lost: 1, link: { up: false } });
    expect(inject(lab, { ...SENT, key, iif: 'eth1' }).inFlight).toEqual([]);
    expect(linkSet(reread(lab), { name: 'l1', up: true }).link.up).toBe(true);
  });

  it('a router that is removed takes what is remembered of it along', () => {
    const lab = threeRouters();
    send(lab, SENT);
    wait(lab, { condition: { until: 'quiet' }, limitNs: 1e9 });
    linkRm(lab, { name: 'l2' });
    hostRm(lab, { name: 'h3' });
    routerUse(lab, { name: 'r3' });
    routerRm(lab, { name: 'r3' });
    expect(show(lab, { sections: ['packets'] }).packets?.map(({ router }) => router)).toEqual(['r1', 'r2']);
    expect(reread(lab).router.name).toBe('r1');
  });
});

describe('a session with what no network can be is refused', () => {
  it.each([
    ['"r1:2","r2:1"', '"r1:2","r2:9"', 'link l1 has the end r2:9, which does not exist'],
    ['"r1:2","r2:1"', '"r1:2","r9:1"', 'link l1 has the end r9:1, which does not exist'],
    ['"on":"r3:3"', '"on":"r3:33"', 'host h3 is on r3:33, which does not exist'],
    ['"from":"r1:2"', '"from":"r1:8"', 'a copy of packet 1 left by r1:8, which does not exist'],
    ['"link":"l1"', '"link":"l2"', 'a copy of packet 1 is under way on l2, which does not lead from there'],
    ['"arrivesNs":1000000', '"arrivesNs":1000000,"x":1', 'inFlight[0] must not have "x"'],
  ])('%s → %s', (there, other, message) => {
    const lab = threeRouters();
    inject(lab, { ...SENT, key: new RouteKey('10.0.1.101', '239.1.1.1'), iif: 'eth1' });
    const text = encodeLab(lab);
    expect(text).toContain(there);
    expect(() => decodeLab(text.replace(there, other))).toThrow(expect.objectContaining({ code: 'SESSION_CORRUPT', message }));
  });
});
