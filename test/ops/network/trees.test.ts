import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../../src/codec/snapshot.js';
import { Address, parseAddressWithPrefix } from '../../../src/core/address.js';
import type { Lab } from '../../../src/core/lab.js';
import { RouteKey } from '../../../src/core/route.js';
import { daemonList, daemonStart, daemonStop } from '../../../src/ops/network/daemon.js';
import { hostJoin, hostLeave } from '../../../src/ops/network/host.js';
import { send } from '../../../src/ops/network/send.js';
import { unicastAdd, unicastCompute, unicastList, unicastRm } from '../../../src/ops/network/unicast.js';
import { routeAdd } from '../../../src/ops/route/add.js';
import { show } from '../../../src/ops/show.js';
import { wait } from '../../../src/ops/wait.js';
import { MS, threeRouters } from './three-routers.js';

const SOURCE = Address.parse('10.0.1.101');
const CHANNEL = { host: 'h3', group: Address.parse('232.1.1.1'), source: SOURCE };
const SSM = { kind: 'ssm', rp: null, switchover: 'immediate', rules: [] } as const;
const quiet = (lab: Lab) => wait(lab, { condition: { until: 'quiet' }, limitNs: 1e9 });
const code = (value: string) => expect.objectContaining({ code: value });

describe('unicast routes', () => {
  it('are computed, shown by router, replaced and removed', () => {
    const lab = threeRouters();
    expect(unicastCompute(lab).routes).toContainEqual({
      router: 'r3',
      prefix: '10.0.1.0/24',
      interface: 'eth1',
      gateway: '10.1.2.1',
      metric: 2,
    });
    expect(show(lab, { sections: ['rpf'], filter: { source: SOURCE } }).rpf).toEqual([
      { router: 'r1', interface: 'eth1', neighbor: null },
      { router: 'r2', interface: 'eth1', neighbor: '10.0.2.1' },
      { router: 'r3', interface: 'eth1', neighbor: '10.1.2.1' },
    ]);
    const prefix = parseAddressWithPrefix('10.0.1.7/24');
    const moved = unicastAdd(lab.narrowedTo('r3'), { prefix, via: 'eth2', gateway: null });
    expect(moved).toMatchObject({ route: { interface: 'eth2', gateway: null }, replaced: { interface: 'eth1' } });
    expect(unicastRm(lab.narrowedTo('r3'), { prefix }).route.prefix).toBe('10.0.1.0/24');
    expect(unicastList(lab.narrowedTo('r3')).routes.some((route) => route.prefix === '10.0.1.0/24')).toBe(false);
    expect(encodeLab(decodeLab(encodeLab(lab)))).toBe(encodeLab(lab));
  });

  it('give the input interface of a route, or refuse it', () => {
    const lab = threeRouters();
    const request = { key: new RouteKey(SOURCE, '239.9.9.9'), iif: 'rpf', oifs: [{ oif: 'eth3', minTtl: 1 }] };
    expect(() => routeAdd(lab.at('r3'), request)).toThrow(code('NO_RPF_INTERFACE'));
    unicastCompute(lab);
    expect(routeAdd(lab.at('r3'), request).route).toMatchObject({ router: 'r3', iif: 'eth1' });
  });

  it('of another family than the gateway, or by no interface, are refused', () => {
    const lab = threeRouters();
    const prefix = parseAddressWithPrefix('10.9.0.0/16');
    expect(() => unicastAdd(lab, { prefix, via: 'eth1', gateway: Address.parse('fc00::1') })).toThrow(code('BAD_ADDRESS'));
    expect(() => unicastAdd(lab, { prefix, via: 'eth9', gateway: null })).toThrow(code('UNKNOWN_INTERFACE'));
    expect(() => unicastRm(lab, { prefix })).toThrow(code('ROUTE_NOT_FOUND'));
  });
});

describe('daemons', () => {
  it('build a source tree hop by hop, take it down, and say what they do', () => {
    const lab = threeRouters();
    unicastCompute(lab);
    expect(daemonStart(lab, SSM).daemons.map(({ daemon }) => daemon)).toEqual(['ssm', 'ssm', 'ssm']);
    hostJoin(lab, CHANNEL);
    const joined = quiet(decodeLab(encodeLab(lab)));
    expect(quiet(lab)).toEqual(joined);
    expect(joined.deeds?.filter(({ type }) => type === 'received')).toEqual([
      {
        ...{ atNs: 5 * MS, router: 'r2', type: 'received', message: 'join', isOver: false },
        ...{ source: '10.0.1.101', group: '232.1.1.1', peer: 'r3:eth1' },
      },
      {
        ...{ atNs: 6 * MS, router: 'r1', type: 'received', message: 'join', isOver: false },
        ...{ source: '10.0.1.101', group: '232.1.1.1', peer: 'r2:eth1' },
      },
    ]);
    expect(daemonList(lab).daemons.map(({ trees }) => trees)).toEqual([
      [{ source: '10.0.1.101', group: '232.1.1.1', iif: 'eth1', oifs: ['eth2'] }],
      [{ source: '10.0.1.101', group: '232.1.1.1', iif: 'eth1', oifs: ['eth2'] }],
      [{ source: '10.0.1.101', group: '232.1.1.1', iif: 'eth1', oifs: ['eth3'] }],
    ]);
    const payload = new Uint8Array();
    send(lab, { host: 'h1', group: CHANNEL.group, ttl: 64, payload, count: 1, intervalNs: 0 });
    expect(quiet(lab).received).toMatchObject([{ host: 'h3', id: 1, ttl: 61, duplicate: false }]);
    hostLeave(lab, CHANNEL);
    expect(
      quiet(lab)
        .deeds?.filter(({ type }) => type === 'removed')
        .map(({ router }) => router),
    ).toEqual(['r3', 'r2', 'r1']);
    expect(daemonStop(lab).daemons.map(({ daemon }) => daemon)).toEqual([null, null, null]);
  });

  it('of sparse mode need a rendezvous point, and only they', () => {
    const lab = threeRouters();
    expect(() => daemonStart(lab, { ...SSM, kind: 'sparse' })).toThrow(code('USAGE'));
    expect(() => daemonStart(lab, { ...SSM, rp: 'r2:eth1' })).toThrow(code('USAGE'));
    expect(() => daemonStart(lab, { ...SSM, kind: 'sparse', rp: 'r2:eth9' })).toThrow(code('UNKNOWN_INTERFACE'));
    expect(() => daemonStart(lab, { ...SSM, kind: 'script', rules: ['on nothing'] })).toThrow(code('USAGE'));
    unicastCompute(lab);
    expect(daemonStart(lab, { ...SSM, kind: 'sparse', rp: 'r2:eth1', switchover: 'never' }).daemons[0]?.daemon).toBe('sparse');
    quiet(lab);
    expect(encodeLab(decodeLab(encodeLab(lab)))).toBe(encodeLab(lab));
  });
});
