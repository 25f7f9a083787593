import { describe, expect, it } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { copyLabForKey } from '../../src/core/copy-lab.js';
import { RouteKey } from '../../src/core/route.js';
import { busyLab } from './busy-lab.js';

const KEYS = [
  '10.0.1.9 239.1.1.1',
  '10.0.1.9 239.9.9.9',
  '10.0.1.8 239.9.9.9',
  'fc00:1::9 ff0e::a',
  'fc00:1::9 ff0e::b',
  '10.0.1.1 239.2.2.2',
];

describe.each(KEYS)('around (%s)', (text) => {
  const [source = '', group = ''] = text.split(' ');
  const key = new RouteKey(source, group);

  it('there is everything but the routes of other keys', () => {
    const lab = busyLab();
    const { routers, ...rest } = JSON.parse(encodeLab(lab));
    const { routers: routersAround, ...around } = JSON.parse(encodeLab(copyLabForKey(lab, key)));
    const { ipv4, ipv6, ...router } = routers[0];
    const family = key.group.family;
    expect({ ...around, timers: null }).toEqual({ ...rest, timers: null });
    expect(routersAround).toMatchObject([router]);
    for (const [name, stack] of Object.entries({ ipv4, ipv6 })) {
      const { installed, pending, cleanupRunning, ...switches } = routersAround[0][name];
      const isOwn = (row: { source: string; group: string }) => row.source === source && row.group === group;
      expect(switches).toEqual({ forwarding: stack.forwarding, counters: stack.counters });
      expect(installed).toEqual(stack.installed.filter(isOwn));
      expect(pending).toEqual(stack.pending.filter(isOwn));
      if (name === family) expect(cleanupRunning).toBe(stack.cleanupRunning);
    }
  });

  it('nothing that is done is done to the lab itself', () => {
    const lab = busyLab();
    const before = encodeLab(lab);
    const copy = copyLabForKey(lab, key);
    for (let n = 0; n < 5; n += 1) copy.inject({ source, group, iif: 'eth1', ttl: 64, payload: new Uint8Array() });
    copy.interfaces.require('eth1').join(key.group);
    copy.routerOf(key).addRoute({ key, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
    copy.interfaces.remove(copy.interfaces.require('eth3'));
    copy.routerOf(key).disableForwarding();
    expect(encodeLab(lab)).toBe(before);
  });
});
