import { describe, expect, it } from 'vitest';
import { Address, parseAddressWithPrefix } from '../../src/core/address.js';
import { ManualClock } from '../../src/core/clock.js';
import { Interface, Interfaces } from '../../src/core/interface.js';
import { standardLab } from '../../src/core/lab.js';
import { Packet } from '../../src/core/packet.js';
import { InstalledRoute, RouteKey } from '../../src/core/route.js';

describe('what no lab could keep is refused where it is made', () => {
  const packet = (ttl: number) => new Packet({ source: '10.0.1.9', group: '239.1.1.1', iif: 1, ttl });
  const payload = (length: number, source = '10.0.1.9', group = '239.1.1.1') =>
    new Packet({ source, group, iif: 1, payload: new Uint8Array(length) });
  const route = (minTtl: number) => new InstalledRoute({ expectedInputInterface: 1, outgoingInterfaces: [{ id: 2, minTtl }] }, 0);
  const nic = (id: number, name = 'eth1') => new Interface({ id, name, addresses: [], forwarding: { ipv4: true, ipv6: true } });

  it.each([
    ['payload that no datagram carries', () => payload(65_508)],
    ['payload that no datagram of IPv6 carries', () => payload(65_528, 'fc00:1::9', 'ff0e::a')],
    ['TTL -1', () => packet(-1)],
    ['TTL 256', () => packet(256)],
    ['TTL 1.5', () => packet(1.5)],
    ['minimum TTL -1', () => route(-1)],
    ['minimum TTL 256', () => route(256)],
    ['interface id 0', () => nic(0)],
    ['interface id 2^31', () => nic(2 ** 31)],
    ['interface id 1.5', () => nic(1.5)],
    ['interface name that is a number', () => nic(1, '1')],
    ['interface name of 16 characters', () => nic(1, 'a'.repeat(16))],
    ['clock that starts at -1', () => new ManualClock(-1)],
    ['clock that starts at no number', () => new ManualClock(Number.NaN)],
    ['clock that starts past its end', () => new ManualClock(2 ** 53)],
    ['timer that runs for no number', () => new ManualClock().afterFunc(Number.NaN, () => {})],
    ['timer that runs for half a nanosecond', () => new ManualClock().afterFunc(0.5, () => {})],
  ])('%s', (_what, make) => {
    expect(make).toThrow(RangeError);
  });

  it.each([
    ['the largest payload', () => payload(65_507)],
    ['the largest payload of IPv6', () => payload(65_527, 'fc00:1::9', 'ff0e::a')],
    ['TTL 0', () => packet(0)],
    ['TTL 255', () => packet(255)],
    ['minimum TTL 0', () => route(0)],
    ['minimum TTL 255', () => route(255)],
    ['interface id 1', () => nic(1)],
    ['interface id 2^31-1', () => nic(2 ** 31 - 1)],
    ['interface name of 15 characters', () => nic(1, 'a'.repeat(15))],
    ['clock that starts at its end', () => new ManualClock(2 ** 53 - 1)],
  ])('%s is kept', (_what, make) => {
    expect(make).not.toThrow();
  });

  it('an address that an interface is given twice', () => {
    const addresses = ['10.0.1.1/24', '10.0.1.2/24', '10.0.1.1/16'].map(parseAddressWithPrefix);
    const make = () => new Interface({ id: 1, name: 'eth1', addresses, forwarding: { ipv4: true, ipv6: true } });
    expect(make).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS', message: 'duplicate address 10.0.1.1' }));
  });
});

it.each(['239.1.1.1/24', '0.0.0.0/0', '255.255.255.255/32', '::/64', 'ff0e::1/64'])(
  'an interface cannot have the address %s',
  (address) => {
    const fields = { id: 1, name: 'eth1', forwarding: { ipv4: true, ipv6: true } };
    const make = () => new Interface({ ...fields, addresses: [parseAddressWithPrefix(address)] });
    expect(make).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
  },
);

it('an interface that joined a group as often as can be counted stays a member however often it joins', () => {
  const fields = { id: 1, name: 'eth1', addresses: [], forwarding: { ipv4: true, ipv6: true } };
  const group = Address.parse('239.1.1.1');
  const nic = new Interface(fields, [{ group, joins: Number.MAX_SAFE_INTEGER }]);
  nic.join(group);
  expect(nic.memberships()).toEqual([{ group, joins: Number.MAX_SAFE_INTEGER }]);
});

it('a hundred thousand interfaces, and as many addresses of one, take no time that grows faster than they do', () => {
  const forwarding = { ipv4: true, ipv6: true };
  const addresses = Array.from({ length: 100_000 }, (_, n) =>
    parseAddressWithPrefix(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}/8`),
  );
  const interfaces = new Interfaces();
  for (let id = 1; id <= 100_000; id += 1) interfaces.add(new Interface({ id, name: `e${id}`, addresses: [], forwarding }, []));
  interfaces.remove(interfaces.require('e7'));
  expect([interfaces.size, interfaces.find('e7'), interfaces.require('e100000').id]).toEqual([99_999, null, 100_000]);
  expect(new Interface({ id: 1, name: 'eth1', addresses, forwarding }, []).addresses).toHaveLength(100_000);
}, 10_000);

it('a new interface gets no id that an event still names', () => {
  const lab = standardLab(2);
  lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 'eth2', ttl: 64, payload: new Uint8Array() });
  lab.advance(30e9);
  lab.interfaces.remove(lab.interfaces.require('eth2'));
  expect(lab.freeInterfaceId()).toBe(3);
  expect(lab.routers.ipv4.pendingRoute(new RouteKey('10.0.1.9', '239.1.1.1'))).toBeNull();
});

it('what a clock that is moved by hand sweeps is not told of later', () => {
  const lab = standardLab();
  lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 1, ttl: 64, payload: new Uint8Array() });
  lab.clock.advance(40e9);
  expect(lab.advance(0)).toEqual([]);
});
