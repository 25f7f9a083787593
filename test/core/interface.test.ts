import { describe, expect, it } from 'vitest';
import { Address, parseAddressWithPrefix } from '../../src/core/address.js';
import { findAssignedAddress, INTERFACE_NAME, Interface, Interfaces } from '../../src/core/interface.js';

function nic(id: number, name: string, ...addresses: string[]): Interface {
  const forwarding = { ipv4: true, ipv6: true };
  return new Interface({ id, name, addresses: addresses.map(parseAddressWithPrefix), forwarding });
}

function interfacesOf(...members: Interface[]): Interfaces {
  const interfaces = new Interfaces();
  for (const member of members) interfaces.add(member);
  return interfaces;
}

function groupsOf(member: Interface): [string, number][] {
  return member.memberships().map(({ group, joins }) => [group.text, joins]);
}

describe('the name of an interface', () => {
  it.each([
    ['e', true],
    ['_', true],
    ['eth1', true],
    ['br-lan.100_x', true],
    ['a'.repeat(14), true],
    ['a'.repeat(15), true],
    ['a'.repeat(16), false],
    ['', false],
    ['1', false],
    ['1eth', false],
    ['-e', false],
    ['.e', false],
    ['eth1:2', false],
    ['eth 1', false],
    ['eth1\n', false],
    ['é', false],
  ])('may be %j: %s', (name, expected) => {
    expect(INTERFACE_NAME.test(name)).toBe(expected);
  });
});

describe('an interface', () => {
  it.each([
    ['without addresses', [], ['224.0.0.1', 'ff02::1']],
    ['with an IPv4 address', ['10.0.1.1/24'], ['224.0.0.1', 'ff02::1']],
    ['with an IPv6 address', ['fc00:1::1/64'], ['224.0.0.1', 'ff02::1', 'ff02::1:ff00:1']],
  ])('%s joins the groups that every host is in when it comes up', (_what, addresses, groups) => {
    expect(groupsOf(nic(1, 'eth1', ...addresses))).toEqual(groups.map((group) => [group, 1]));
  });

  it('joins a solicited-node group once for each address that has it', () => {
    expect(groupsOf(nic(1, 'eth1', 'fc00::1/64', 'fd00::1/64'))).toContainEqual(['ff02::1:ff00:1', 2]);
  });

  it('takes the memberships of a restored one as they are', () => {
    const fields = { id: 1, name: 'eth1', addresses: [], forwarding: { ipv4: true, ipv6: false } };
    expect(groupsOf(new Interface(fields, []))).toEqual([]);
    expect(groupsOf(new Interface(fields, [{ group: Address.parse('239.1.1.1'), joins: 3 }]))).toEqual([['239.1.1.1', 3]]);
  });

  it('has forwarding of its own, whatever happens to what it was made from', () => {
    const forwarding = { ipv4: true, ipv6: false };
    const member = new Interface({ id: 1, name: 'eth1', addresses: [], forwarding });
    forwarding.ipv4 = false;
    expect(member.forwarding).toEqual({ ipv4: true, ipv6: false });
  });

  it.each([
    [[], false, false],
    [['10.0.1.1/24'], true, false],
    [['fc00::1/64'], false, true],
    [['fe80::1/64', '10.0.1.1/24'], true, true],
  ])('with the addresses %j sends IPv4: %s, IPv6: %s', (addresses, ipv4, ipv6) => {
    const member = nic(1, 'eth1', ...addresses);
    expect(member.hasAddress('ipv4')).toBe(ipv4);
    expect(member.hasAddress('ipv6')).toBe(ipv6);
  });

  it('leaves a group after as many leaves as joins', () => {
    const member = nic(1, 'eth1');
    const group = Address.parse('239.1.1.1');
    expect(member.isMember(group)).toBe(false);
    member.join(group);
    member.join(group);
    expect(member.leave(group)).toBe(true);
    expect(member.isMember(group)).toBe(true);
    expect(member.leave(group)).toBe(false);
    expect(member.isMember(group)).toBe(false);
    expect(() => member.leave(group)).toThrow(
      expect.objectContaining({ code: 'NOT_A_MEMBER', message: 'eth1 is not a member of 239.1.1.1' }),
    );
  });

  it.each(['223.255.255.255', '240.0.0.0', '::1'])('joins %s only where any address may be a group', (text) => {
    const member = nic(1, 'eth1');
    expect(() => member.join(Address.parse(text))).toThrow(
      expect.objectContaining({ code: 'BAD_ADDRESS', message: `${text} is not a multicast group` }),
    );
    expect(member.isMember(Address.parse(text))).toBe(false);
    member.join(Address.parse(text), true);
    expect(member.isMember(Address.parse(text))).toBe(true);
  });

  it('lists its groups in order, IPv4 first', () => {
    const member = nic(1, 'eth1');
    for (const group of ['ff0e::a', '239.1.1.2', '239.1.1.1']) member.join(Address.parse(group));
    expect(groupsOf(member).map(([group]) => group)).toEqual(['224.0.0.1', '239.1.1.1', '239.1.1.2', 'ff02::1', 'ff0e::a']);
  });
});

describe('an assigned address is found', () => {
  const addresses = ['10.0.1.1/24', '10.0.2.1/24', '10.0.1.255/32', 'fc00::1/64'].map(parseAddressWithPrefix);

  it.each([
    ['10.0.2.1', 'by itself', '10.0.2.1'],
    ['10.0.2.255', "by its subnet's broadcast", '10.0.2.1'],
    ['10.0.1.255', "by itself, though it is another subnet's broadcast", '10.0.1.255'],
    ['10.0.2.2', 'not at all', null],
    ['fc00::1', 'by itself', 'fc00::1'],
  ])('%s: %s', (text, _how, found) => {
    expect(findAssignedAddress(addresses, Address.parse(text))?.address.text ?? null).toBe(found);
  });
});

describe('interfaces', () => {
  const eth1 = nic(1, 'eth1');
  const eth7 = nic(7, 'eth7');
  const max = nic(2_147_483_647, 'max');

  it('are listed in the order of their ids', () => {
    expect([...interfacesOf(max, eth7, eth1)]).toEqual([eth1, eth7, max]);
    expect(interfacesOf(max, eth7).size).toBe(2);
    expect(new Interfaces().size).toBe(0);
  });

  it.each([
    ['eth7', 7],
    ['7', 7],
    [7, 7],
    ['max', 2_147_483_647],
    ['2147483647', 2_147_483_647],
    ['eth2', null],
    ['2', null],
    [2, null],
    [0, null],
    ['0', null],
    ['07', null],
    [' 7', null],
    ['7.0', null],
    ['12147483647', null],
    ['', null],
  ])('by %j: %s', (ref, id) => {
    expect(interfacesOf(eth1, eth7, max).find(ref)?.id ?? null).toBe(id);
  });

  it('have names for ids, and ids where there is no interface', () => {
    expect(interfacesOf(eth7).nameOf(7)).toBe('eth7');
    expect(interfacesOf(eth7).nameOf(8)).toBe('8');
  });

  it.each([
    ['without any', [], []],
    ['with two', [eth7, eth1], ['eth1', 'eth7']],
    ['with eight', [1, 2, 3, 4, 5, 6, 7, 8].map((id) => nic(id, `e${id}`)), ['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8']],
    [
      'with nine',
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => nic(id, `e${id}`)),
      ['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8', 'e9'],
    ],
  ])('%s, refuse one that is not there', (_count, members, names) => {
    const interfaces = interfacesOf(...members);
    expect(() => interfaces.require('eth9')).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_INTERFACE',
        message: 'there is no interface "eth9"',
        data: { kind: 'interfaces', names },
      }),
    );
    expect(() => interfaces.require(10)).toThrow(expect.objectContaining({ message: 'there is no interface "10"' }));
  });

  it('give the one that is required', () => {
    expect(interfacesOf(eth1, eth7).require('7')).toBe(eth7);
  });

  it.each([
    ['the same name', nic(2, 'eth1'), 'there is already an interface named eth1'],
    ['the same id', nic(1, 'other'), 'there is already an interface with id 1: eth1'],
    ['both the same', nic(1, 'eth1'), 'there is already an interface named eth1'],
  ])('refuse one with %s', (_what, added, message) => {
    const interfaces = interfacesOf(eth7, eth1);
    expect(() => interfaces.add(added)).toThrow(expect.objectContaining({ code: 'DUPLICATE_INTERFACE', message }));
    expect([...interfaces]).toEqual([eth1, eth7]);
  });

  it('refuse one with the name of one and the id of another in the same words, in whatever order those were added', () => {
    const messages = [interfacesOf(eth1, eth7), interfacesOf(eth7, eth1)].map((interfaces) => {
      try {
        interfaces.add(nic(7, 'eth1'));
        return null;
      } catch (error) {
        return String(error);
      }
    });
    expect(messages[0]).toContain('there is already an interface');
    expect(messages[1]).toBe(messages[0]);
  });

  it('forget one that is removed, whose name and id are free again', () => {
    const interfaces = interfacesOf(eth1, eth7);
    interfaces.remove(eth1);
    expect(interfaces.get(1)).toBeNull();
    expect(interfaces.find('eth1')).toBeNull();
    interfaces.add(nic(1, 'eth1'));
    expect(interfaces.size).toBe(2);
  });
});
