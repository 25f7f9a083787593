import { describe, expect, it } from 'vitest';
import {
  Address,
  compareAddresses,
  formatAddressWithPrefix,
  isLimitedBroadcast,
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isLoopback,
  isMulticast,
  isSubnetBroadcast,
  isUnspecified,
  parseAddressWithPrefix,
  solicitedNodeGroup,
  toAddress,
} from '../../src/core/address.js';

describe('an address is printed in canonical form', () => {
  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['10.0.1.9', '10.0.1.9'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['FC00:0001::0009', 'fc00:1::9'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['1:0:3:4:5:6:7:8', '1:0:3:4:5:6:7:8'],
    ['1:0:0:4:5:6:7:8', '1::4:5:6:7:8'],
    ['1:0:0:4:0:0:7:8', '1::4:0:0:7:8'],
    ['1:0:0:4:0:0:0:8', '1:0:0:4::8'],
    ['0:0:3:4:5:6:0:0', '::3:4:5:6:0:0'],
    ['::1.2.3.4', '::102:304'],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
    ['::FFFF:102:304', '::ffff:1.2.3.4'],
    ['::fffe:1.2.3.4', '::fffe:102:304'],
    ['1::ffff:1.2.3.4', '1::ffff:102:304'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
  ])('%s as %s', (text, canonical) => {
    expect(Address.parse(text).text).toBe(canonical);
    expect(String(Address.parse(text))).toBe(canonical);
  });

  it('and read as four signed numbers of 32 bits', () => {
    const [high, upper, lower, low] = [0, 0, 0, 0x0a000109];
    expect(Address.parse('10.0.1.9')).toMatchObject({ family: 'ipv4', high, upper, lower, low });
    expect(Address.parse('255.0.0.1')).toMatchObject({ family: 'ipv4', low: 0xff000001 | 0 });
    expect(Address.parse('ff0e:1:2:3:4:5:6:a')).toMatchObject({
      family: 'ipv6',
      high: 0xff0e0001 | 0,
      upper: 0x00020003,
      lower: 0x00040005,
      low: 0x0006000a,
    });
  });
});

describe('what is no address, or might mean another one elsewhere, is refused', () => {
  it.each([
    ['', '"" is not an IP address'],
    ['eth1', '"eth1" is not an IP address'],
    ['a.b.c.d', '"a.b.c.d" is not an IP address'],
    ['10', '"10" is not an IP address'],
    ['.', '"." has only 2 of the 4 numbers of an IPv4 address'],
    ['1.2', '"1.2" has only 2 of the 4 numbers of an IPv4 address'],
    ['1.2.3', '"1.2.3" has only 3 of the 4 numbers of an IPv4 address'],
    ['1.2.3.4.5', '"1.2.3.4.5" is not an IP address'],
    ['1.2.3.', '"1.2.3." is not an IP address'],
    ['1.2.3.-4', '"1.2.3.-4" is not an IP address'],
    ['1.2.3.0x4', '"1.2.3.0x4" is not an IP address'],
    [' 1.2.3.4', '" 1.2.3.4" is not an IP address'],
    ['1.2.3.4\n', '"1.2.3.4\\n" is not an IP address'],
    ['1.2.3.١', '"1.2.3.١" is not an IP address'],
    ['1.2.3.256', '"1.2.3.256" has a number above 255'],
    ['1.2.3.1000', '"1.2.3.1000" is not an IP address'],
    ['010.0.0.1', '"010.0.0.1" has a number with a leading zero'],
    ['10.0.0.00', '"10.0.0.00" has a number with a leading zero'],
    ['fe80::1%eth0', '"fe80::1%eth0" has a zone'],
    ['10.0.1.9%eth0', '"10.0.1.9%eth0" has a zone'],
    ['1::2::3', '"1::2::3" has more than one ::'],
    [':', '":" is not an IPv6 address'],
    [':::', '":::" is not an IPv6 address'],
    ['1:::2', '"1:::2" is not an IPv6 address'],
    [':1:2:3:4:5:6:7', '":1:2:3:4:5:6:7" is not an IPv6 address'],
    ['1:2:3:4:5:6:7:', '"1:2:3:4:5:6:7:" is not an IPv6 address'],
    ['1:2:3:4:5:6:7', '"1:2:3:4:5:6:7" is not an IPv6 address of eight groups'],
    ['1:2:3:4:5:6:7:8:9', '"1:2:3:4:5:6:7:8:9" is not an IPv6 address of eight groups'],
    ['1:2:3:4::5:6:7:8', '"1:2:3:4::5:6:7:8" is not an IPv6 address of eight groups'],
    ['1:2:3:4:5:6:7:1.2.3.4', '"1:2:3:4:5:6:7:1.2.3.4" is not an IPv6 address of eight groups'],
    ['::12345', '"::12345" is not an IPv6 address'],
    ['::g', '"::g" is not an IPv6 address'],
    ['::1.2.3', '"::1.2.3" has only 3 of the 4 numbers of an IPv4 address'],
    ['::1.2.3.256', '"::1.2.3.256" has a number above 255'],
    ['::01.2.3.4', '"::01.2.3.4" has a number with a leading zero'],
    ['1.2.3.4::', '"1.2.3.4::" is not an IPv6 address'],
    ['1.2.3.4:5::', '"1.2.3.4:5::" is not an IPv6 address'],
    ['1.2.3.4::1.2.3.4', '"1.2.3.4::1.2.3.4" is not an IPv6 address'],
    ['2.3.4.5::1:12.3.4.5', '"2.3.4.5::1:12.3.4.5" is not an IPv6 address'],
  ])('%j', (text, message) => {
    expect(() => Address.parse(text)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS', message }));
  });

  it('with a hint that fits', () => {
    expect(() => Address.parse('x')).toThrow(expect.objectContaining({ hint: 'Write it as 10.0.1.9 or fc00:1::9.' }));
    expect(() => Address.parse('01.2.3.4')).toThrow(expect.objectContaining({ hint: expect.stringContaining('octal') }));
    expect(() => Address.parse('::%1')).toThrow(expect.objectContaining({ hint: null, data: { kind: 'zone' } }));
  });
});

it('text becomes an address, and an address stays the one it is', () => {
  const address = Address.parse('10.0.1.9');
  expect(toAddress(address)).toBe(address);
  expect(toAddress('10.0.1.9')).toEqual(address);
  expect(() => toAddress('10.0.1')).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
});

it('addresses are ordered by family, then by value', () => {
  const ordered = ['0.0.0.0', '9.255.255.255', '10.0.0.1', '10.0.0.2', '10.0.1.0', '224.0.0.1', '::', '::1', '::2:0', 'ff0e::a'];
  const addresses = ordered.map(Address.parse);
  expect(addresses.toReversed().sort(compareAddresses)).toEqual(addresses);
  expect(compareAddresses(Address.parse('10.0.0.1'), Address.parse('10.0.0.1'))).toBe(0);
});

describe('what kind of address one is', () => {
  it.each([
    ['223.255.255.255', false],
    ['224.0.0.0', true],
    ['239.255.255.255', true],
    ['240.0.0.0', false],
    ['feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', false],
    ['ff00::', true],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', true],
  ])('%s is multicast: %s', (text, expected) => {
    expect(isMulticast(Address.parse(text))).toBe(expected);
  });

  it.each([
    ['223.255.255.255', false],
    ['224.0.0.0', true],
    ['224.0.0.255', true],
    ['224.0.1.0', false],
    ['ff01::1', false],
    ['ff02::1', true],
    ['ff12::1', true],
    ['ff03::1', false],
    ['fe02::1', false],
  ])('%s is link-local multicast: %s', (text, expected) => {
    expect(isLinkLocalMulticast(Address.parse(text))).toBe(expected);
  });

  it.each([
    ['169.253.255.255', false],
    ['169.254.0.0', true],
    ['169.254.255.255', true],
    ['169.255.0.0', false],
    ['fe7f:ffff::', false],
    ['fe80::', true],
    ['febf:ffff::', true],
    ['fec0::', false],
  ])('%s is link-local unicast: %s', (text, expected) => {
    expect(isLinkLocalUnicast(Address.parse(text))).toBe(expected);
  });

  it.each([
    ['126.255.255.255', false],
    ['127.0.0.0', true],
    ['127.255.255.255', true],
    ['128.0.0.0', false],
    ['::', false],
    ['::1', true],
    ['::2', false],
    ['1::1', false],
    ['::ffff:127.0.0.1', false],
  ])('%s is loopback: %s', (text, expected) => {
    expect(isLoopback(Address.parse(text))).toBe(expected);
  });

  it.each([
    ['0.0.0.0', true],
    ['0.0.0.1', false],
    ['::', true],
    ['::1', false],
  ])('%s is unspecified: %s', (text, expected) => {
    expect(isUnspecified(Address.parse(text))).toBe(expected);
  });

  it.each([
    ['255.255.255.254', false],
    ['255.255.255.255', true],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', false],
  ])('%s is the limited broadcast: %s', (text, expected) => {
    expect(isLimitedBroadcast(Address.parse(text))).toBe(expected);
  });
});

describe('an address with a prefix length', () => {
  it.each([
    ['10.0.1.1/0', 0],
    ['10.0.1.1/24', 24],
    ['10.0.1.1/31', 31],
    ['10.0.1.1/32', 32],
    ['fc00:1::1/0', 0],
    ['fc00:1::1/127', 127],
    ['fc00:1::1/128', 128],
  ])('%s is read and written', (text, prefix) => {
    const assigned = parseAddressWithPrefix(text);
    expect(assigned.prefix).toBe(prefix);
    expect(formatAddressWithPrefix(assigned)).toBe(text);
  });

  it('is written in canonical form', () => {
    expect(formatAddressWithPrefix(parseAddressWithPrefix('FC00:0:0::1/64'))).toBe('fc00::1/64');
  });

  it.each([
    ['10.0.1.1', '"10.0.1.1" has no prefix length', 'Add the subnet, such as 10.0.1.1/24.'],
    ['10.0.1.1/33', '"10.0.1.1/33" has no valid prefix length', 'Write a whole number from 0 to 32.'],
    ['fc00::1/129', '"fc00::1/129" has no valid prefix length', 'Write a whole number from 0 to 128.'],
    ['10.0.1.1/', '"10.0.1.1/" has no valid prefix length', 'Write a whole number from 0 to 32.'],
    ['10.0.1.1/-1', '"10.0.1.1/-1" has no valid prefix length', 'Write a whole number from 0 to 32.'],
    ['10.0.1.1/024', '"10.0.1.1/024" has no valid prefix length', 'Write a whole number from 0 to 32.'],
    ['10.0.1.1/24/8', '"10.0.1.1/24/8" has no valid prefix length', 'Write a whole number from 0 to 32.'],
    ['10.0.1.1/255.0.0.0', '"10.0.1.1/255.0.0.0" has no valid prefix length', 'Write a whole number from 0 to 32.'],
    ['10.0.1/24', '"10.0.1" has only 3 of the 4 numbers of an IPv4 address', 'Write it as 10.0.1.9 or fc00:1::9.'],
  ])('%s is refused', (text, message, hint) => {
    expect(() => parseAddressWithPrefix(text)).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS', message, hint }));
  });

  it.each([
    ['10.0.1.1/0', '255.255.255.255', true],
    ['10.0.1.1/8', '10.255.255.255', true],
    ['10.0.1.1/24', '10.0.1.254', false],
    ['10.0.1.1/24', '10.0.1.255', true],
    ['10.0.1.1/24', '10.0.2.0', false],
    ['10.0.1.1/24', '10.0.2.255', false],
    ['200.0.1.1/24', '200.0.1.255', true],
    ['10.0.1.1/29', '10.0.1.7', true],
    ['10.0.1.1/30', '10.0.1.3', true],
    ['10.0.1.1/31', '10.0.1.1', false],
    ['10.0.1.1/32', '10.0.1.1', false],
    ['10.0.1.1/24', 'fc00::ff', false],
    ['fc00::1/24', '10.0.1.255', false],
    ['fc00::1/120', 'fc00::ff', false],
  ])('%s has the broadcast address %s: %s', (assigned, address, expected) => {
    expect(isSubnetBroadcast(parseAddressWithPrefix(assigned), Address.parse(address))).toBe(expected);
  });
});

describe('the solicited-node group of an address', () => {
  it.each([
    ['fc00:1::1', 'ff02::1:ff00:1'],
    ['fe80::1234:5678:9abc:def0', 'ff02::1:ffbc:def0'],
    ['fc00::ffff:ffff', 'ff02::1:ffff:ffff'],
    ['fc00::', 'ff02::1:ff00:0'],
  ])('of %s is %s', (address, group) => {
    expect(solicitedNodeGroup(Address.parse(address)).text).toBe(group);
  });

  it('is nothing that an IPv4 address has', () => {
    expect(() => solicitedNodeGroup(Address.parse('10.0.1.9'))).toThrow('10.0.1.9 is not an IPv6 address');
  });
});
