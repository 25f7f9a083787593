import { describe, expect, it } from 'vitest';
import { Address, formatAddressWithPrefix, networkOf, parseAddressWithPrefix } from '../../../src/core/address.js';
import type { Lab } from '../../../src/core/lab.js';
import { unicastHop } from '../../../src/core/network/unicast.js';
import { compute, labOf, setUp } from '../../daemon/small-network.js';

function hop(lab: Lab, router: string, address: string): string | null {
  const found = unicastHop(lab.network, lab.network.requireRouter(router), Address.parse(address));
  return found === null ? null : `${found.interfaceId} ${found.gateway ?? 'connected'}`;
}

function add(lab: Lab, router: string, prefix: string, interfaceId: number, gateway: string | null): void {
  const route = {
    prefix: networkOf(parseAddressWithPrefix(prefix)),
    interfaceId,
    gateway: gateway === null ? null : Address.parse(gateway),
  };
  lab.network.requireRouter(router).unicast.set({ ...route, metric: 1 });
}

describe('networkOf', () => {
  it.each([
    ['10.0.1.9/24', '10.0.1.0/24'],
    ['10.0.1.9/32', '10.0.1.9/32'],
    ['10.0.1.9/31', '10.0.1.8/31'],
    ['255.255.255.255/1', '128.0.0.0/1'],
    ['10.0.1.9/0', '0.0.0.0/0'],
    ['fc00:1::9/64', 'fc00:1::/64'],
    ['fc00:1::9/128', 'fc00:1::9/128'],
    ['ffff:ffff:ffff::1/33', 'ffff:ffff:8000::/33'],
    ['fc00:1::9/0', '::/0'],
  ])('%s is in %s', (assigned, network) => {
    expect(formatAddressWithPrefix(networkOf(parseAddressWithPrefix(assigned)))).toBe(network);
  });
});

describe('the way to an address', () => {
  const chain = () => labOf('r1:1', 'r1:2-r2:1', 'r2:2');

  it('is a connected subnet, of either family', () => {
    expect(hop(chain(), 'r1', '10.0.1.9')).toBe('1 connected');
    expect(hop(chain(), 'r1', 'fc00:2::9')).toBe('2 connected');
  });

  it('is none without a route', () => expect(hop(chain(), 'r1', '10.0.3.9')).toBeNull());

  it('is a static route, with a gateway or without', () => {
    const lab = chain();
    add(lab, 'r1', '10.0.3.0/24', 2, '10.0.2.2');
    add(lab, 'r1', '10.9.0.0/16', 1, null);
    expect(hop(lab, 'r1', '10.0.3.9')).toBe('2 10.0.2.2');
    expect(hop(lab, 'r1', '10.9.1.1')).toBe('1 connected');
    expect(hop(lab, 'r1', '10.10.1.1')).toBeNull();
  });

  it('has the longest prefix: 0, 16, 24, 32', () => {
    const lab = chain();
    add(lab, 'r1', '0.0.0.0/0', 1, '10.0.1.5');
    expect(hop(lab, 'r1', '10.7.7.7')).toBe('1 10.0.1.5');
    add(lab, 'r1', '10.7.0.0/16', 2, '10.0.2.2');
    expect(hop(lab, 'r1', '10.7.7.7')).toBe('2 10.0.2.2');
    add(lab, 'r1', '10.7.7.0/24', 1, '10.0.1.6');
    expect(hop(lab, 'r1', '10.7.7.7')).toBe('1 10.0.1.6');
    add(lab, 'r1', '10.7.7.7/32', 2, '10.0.2.3');
    expect(hop(lab, 'r1', '10.7.7.7')).toBe('2 10.0.2.3');
    expect(hop(lab, 'r1', '10.7.7.8')).toBe('1 10.0.1.6');
  });

  it('is the connected subnet before a static route of the same length, and a longer static route before it', () => {
    const lab = chain();
    add(lab, 'r1', '10.0.1.0/24', 2, '10.0.2.2');
    expect(hop(lab, 'r1', '10.0.1.9')).toBe('1 connected');
    add(lab, 'r1', '10.0.1.8/30', 2, '10.0.2.2');
    expect(hop(lab, 'r1', '10.0.1.9')).toBe('2 10.0.2.2');
  });

  it('does not lead over a link that is down, or an interface that is gone', () => {
    const lab = chain();
    add(lab, 'r1', '10.0.3.0/24', 2, '10.0.2.2');
    add(lab, 'r1', '10.0.4.0/24', 9, '10.0.9.2');
    setUp(lab, 'l2', false);
    expect(hop(lab, 'r1', '10.0.2.2')).toBeNull();
    expect(hop(lab, 'r1', '10.0.3.9')).toBeNull();
    expect(hop(lab, 'r1', '10.0.4.9')).toBeNull();
  });

  it('replaces and removes routes by prefix', () => {
    const lab = chain();
    const { unicast } = lab.network.requireRouter('r1');
    add(lab, 'r1', '10.0.3.7/24', 2, '10.0.2.2');
    add(lab, 'r1', '10.0.3.0/24', 1, '10.0.1.7');
    expect(unicast.list()).toHaveLength(1);
    expect(hop(lab, 'r1', '10.0.3.9')).toBe('1 10.0.1.7');
    unicast.remove(parseAddressWithPrefix('10.0.3.0/24'));
    expect(() => unicast.remove(parseAddressWithPrefix('10.0.3.0/24'))).toThrow('there is no unicast route to 10.0.3.0/24');
  });
});

describe('shortest paths', () => {
  it('lead along a chain, in both families', () => {
    const lab = labOf('r1:1', 'r1:2-r2:1', 'r2:2-r3:1', 'r3:2');
    compute(lab);
    expect(hop(lab, 'r3', '10.0.1.9')).toBe('1 10.0.3.2');
    expect(hop(lab, 'r2', '10.0.1.9')).toBe('1 10.0.2.1');
    expect(hop(lab, 'r1', 'fc00:4::9')).toBe('2 fc00:2::2');
    const { unicast } = lab.network.requireRouter('r3');
    const lengths = unicast.list().map(({ prefix, metric }) => `${formatAddressWithPrefix(prefix)} ${metric}`);
    expect(lengths).toEqual(['10.0.1.0/24 2', '10.0.2.0/24 1', 'fc00:1::/64 2', 'fc00:2::/64 1']);
  });

  it('take the lowest neighbor address of equally short ones', () => {
    const diamond = labOf('r1:1', 'r1:2-r2:1', 'r1:3-r3:1', 'r2:2-r4:1', 'r3:2-r4:2', 'r4:3');
    compute(diamond);
    expect(hop(diamond, 'r4', '10.0.1.9')).toBe('1 10.0.4.2');
    const reversed = labOf('r1:1', 'r1:2-r2:1', 'r1:3-r3:1', 'r3:2-r4:1', 'r2:2-r4:2', 'r4:3');
    compute(reversed);
    expect(hop(reversed, 'r4', '10.0.1.9')).toBe('1 10.0.4.3');
  });

  it('go around a link that is down, and end where there is none', () => {
    const lab = labOf('r1:1', 'r1:2-r2:1', 'r1:3-r3:1', 'r2:2-r3:2');
    setUp(lab, 'l3', false);
    compute(lab);
    expect(hop(lab, 'r3', '10.0.1.9')).toBe('2 10.0.4.2');
    setUp(lab, 'l4', false);
    compute(lab);
    expect(hop(lab, 'r3', '10.0.1.9')).toBeNull();
  });

  it('cross a segment of three routers in one hop', () => {
    const lab = labOf('r1:1', 'r1:2-r2:1-r3:1', 'r3:2');
    compute(lab);
    expect(hop(lab, 'r2', '10.0.3.9')).toBe('1 10.0.2.3');
    expect(hop(lab, 'r2', '10.0.1.9')).toBe('1 10.0.2.1');
  });
});
