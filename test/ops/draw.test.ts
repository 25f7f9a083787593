import { describe, expect, it } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { Address } from '../../src/core/address.js';
import { SECOND_NS } from '../../src/core/clock.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import type { Picture } from '../../src/ops/draw.js';
import { draw } from '../../src/ops/draw.js';
import { ifaceRm } from '../../src/ops/iface/rm.js';
import { routeAdd } from '../../src/ops/route/add.js';
import { routeRm } from '../../src/ops/route/rm.js';
import { busyLab } from '../core/busy-lab.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');

function install(lab: Lab, ...oifs: readonly (readonly [string, number])[]): void {
  routeAdd(lab, { key: KEY, iif: 'eth1', oifs: oifs.map(([oif, minTtl]) => ({ oif, minTtl })) });
}

function inject(lab: Lab, iif = 'eth1', ttl = 64): void {
  lab.inject({ source: KEY.source, group: KEY.group, iif, ttl, payload: new Uint8Array() });
}

function pathOf(lab: Lab, id: number): NonNullable<Picture['packet']> {
  const { packet } = draw(lab, { keys: null, packet: id });
  if (packet === null) throw new Error('no packet was asked for');
  return packet;
}

describe('a picture', () => {
  it('has everything, and changes nothing', () => {
    const lab = busyLab();
    const before = encodeLab(lab);
    const picture = draw(lab, { keys: null, packet: null });
    expect(encodeLab(lab)).toBe(before);
    expect(picture).toMatchObject({
      nowNs: 2 * SECOND_NS,
      maxPendingQueueSize: 3,
      forwarding: { ipv4: true, ipv6: true },
      packet: null,
    });
    expect(picture.interfaces.map(({ name }) => name)).toEqual(['eth1', 'eth2', 'eth3', 'dmz']);
    expect(picture.routes.map(({ source, group }) => `${source} ${group}`)).toEqual([
      '10.0.1.9 239.1.1.1',
      '10.0.1.10 239.1.1.1',
      'fc00:1::9 ff0e::a',
    ]);
    expect(picture.pending.map(({ source, packets }) => `${source} ${packets}`)).toEqual([
      '10.0.1.8 1',
      '10.0.1.9 3',
      'fc00:1::9 1',
    ]);
  });

  it('has the groups of this host without those that stay on their link', () => {
    expect(draw(busyLab(), { keys: null, packet: null }).members).toEqual([{ iif: 'eth1', group: '239.1.1.1' }]);
  });

  it('has with a key only its route, and the members of its group', () => {
    const lab = busyLab();
    lab.interfaces.require('eth2').join(Address.parse('239.7.7.7'));
    const { routes, pending, members, interfaces } = draw(lab, { keys: [KEY], packet: null });
    expect(routes.map(({ source }) => source)).toEqual(['10.0.1.9']);
    expect(pending).toEqual([]);
    expect(members).toEqual([{ iif: 'eth1', group: '239.1.1.1' }]);
    expect(interfaces).toHaveLength(4);
  });

  it('has with a key only its pending entry', () => {
    const { routes, pending } = draw(busyLab(), { keys: [new RouteKey('10.0.1.8', '239.9.9.9')], packet: null });
    expect(routes).toEqual([]);
    expect(pending.map(({ source }) => source)).toEqual(['10.0.1.8']);
  });

  it('is refused of a key that there is not', () => {
    const key = new RouteKey('10.0.1.7', '239.1.1.1');
    expect(() => draw(standardLab(), { keys: [key], packet: null })).toThrow(
      expect.objectContaining({ code: 'ROUTE_NOT_FOUND' }),
    );
  });
});

describe('the path of a packet', () => {
  it('goes along the route that forwarded it', () => {
    const lab = standardLab();
    install(lab, ['eth2', 1], ['eth3', 65]);
    inject(lab);
    expect(pathOf(lab, 1)).toMatchObject({
      along: 'route',
      outcome: 'forwarded',
      outputs: [
        { oif: 'eth2', ttl: 63, reason: null },
        { oif: 'eth3', ttl: null, reason: 'TTL_BELOW_MINIMUM', minTtl: 65 },
      ],
    });
  });

  it('ends at the route that expects it elsewhere', () => {
    const lab = standardLab();
    install(lab, ['eth2', 1]);
    inject(lab, 'eth4');
    expect(pathOf(lab, 1)).toMatchObject({ along: 'route', outputs: [], expectedIif: 'eth1' });
  });

  it('goes to the queue in which it waits, and ends at one that is full', () => {
    const lab = standardLab();
    for (let sent = 0; sent < 4; sent += 1) inject(lab);
    expect([1, 3, 4].map((id) => pathOf(lab, id).along)).toEqual(['pending', 'pending', 'pending']);
  });

  it('is the newest that is known of a packet that had waited', () => {
    const lab = standardLab();
    inject(lab);
    lab.advance(SECOND_NS);
    install(lab, ['eth2', 1]);
    expect(pathOf(lab, 1)).toMatchObject({ along: 'route', outcome: 'forwarded', atNs: SECOND_NS });
  });

  describe('stands alone', () => {
    const CASES: readonly (readonly [string, (lab: Lab) => void])[] = [
      ['when the route is gone', (lab) => routeRm(lab, { key: KEY })],
      ['when the route has another output', (lab) => install(lab, ['eth3', 1])],
      ['when the route has one output more', (lab) => install(lab, ['eth2', 1], ['eth3', 1])],
      ['when the route would not have let it out', (lab) => install(lab, ['eth2', 65])],
      [
        'when the route expects it elsewhere now',
        (lab) => routeAdd(lab, { key: KEY, iif: 'eth3', oifs: [{ oif: 'eth2', minTtl: 1 }] }),
      ],
    ];
    it.each(CASES)('%s', (_, change) => {
      const lab = standardLab();
      install(lab, ['eth2', 1]);
      inject(lab);
      change(lab);
      expect(pathOf(lab, 1)).toMatchObject({ along: null, outputs: [{ oif: 'eth2', ttl: 63 }] });
    });

    it('when it never came to a route or a queue', () => {
      const lab = standardLab();
      lab.interfaces.require('eth1').forwarding.ipv4 = false;
      install(lab, ['eth2', 1]);
      inject(lab);
      expect(pathOf(lab, 1)).toMatchObject({ along: null, outputs: [], reason: 'INTERFACE_FORWARDING_DISABLED' });
    });

    it('when its queue was swept', () => {
      const lab = standardLab();
      inject(lab);
      lab.advance(20 * SECOND_NS);
      expect(pathOf(lab, 1)).toMatchObject({ along: null, outcome: 'queued' });
    });
  });

  it('names an interface that is gone by its id', () => {
    const lab = standardLab();
    install(lab, ['eth2', 1]);
    inject(lab);
    ifaceRm(lab, { interface: 'eth2' });
    expect(pathOf(lab, 1).outputs).toEqual([{ oif: '2', ttl: 63, reason: null }]);
  });

  it.each([
    ['of which there never was one', 0, 1, 'packet 1 has not arrived yet', []],
    ['that is still to come', 1, 2, 'packet 2 has not arrived yet', [1]],
    [
      'that was forgotten',
      101,
      1,
      'packet 1 is no longer among the newest packets',
      Array.from({ length: 100 }, (_, n) => n + 2),
    ],
  ])('is refused of a packet %s', (_, sent, id, message, ids) => {
    const lab = standardLab();
    install(lab, ['eth2', 1]);
    for (let count = 0; count < sent; count += 1) inject(lab);
    expect(() => pathOf(lab, id)).toThrow(
      expect.objectContaining({ code: 'PACKET_NOT_FOUND', message, data: { kind: 'packets', ids } }),
    );
  });
});
