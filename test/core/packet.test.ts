import { describe, expect, it } from 'vitest';
import { MAX_PAYLOAD_BYTES, Packet } from '../../src/core/packet.js';

const FIELDS = { source: '10.0.1.9', group: '239.1.1.1', iif: 1 };

describe('a packet', () => {
  it('has a TTL of 64, no payload and no id unless it is given them', () => {
    const packet = new Packet(FIELDS);
    expect(packet).toMatchObject({ id: 0, iif: 1, ttl: 64 });
    expect(packet.payload).toHaveLength(0);
    expect(packet.source.text).toBe('10.0.1.9');
    expect(packet.group.text).toBe('239.1.1.1');
  });

  it('keeps what it is given', () => {
    expect(new Packet({ ...FIELDS, id: 7, ttl: 0 })).toMatchObject({ id: 7, ttl: 0 });
  });

  it('refuses an address that is none', () => {
    expect(() => new Packet({ ...FIELDS, source: 'eth1' })).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
    expect(() => new Packet({ ...FIELDS, group: 'eth1' })).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
  });

  it.each([
    ['IPv4, without payload', { ...FIELDS }, 28],
    ['IPv4, with a byte', { ...FIELDS, payload: 'x' }, 29],
    ['IPv4, with a character of three bytes', { ...FIELDS, payload: '€' }, 31],
    ['IPv6, without payload', { source: 'fc00::9', group: 'ff0e::a', iif: 1 }, 48],
    ['IPv6, with a byte', { source: 'fc00::9', group: 'ff0e::a', iif: 1, payload: 'x' }, 49],
  ])('over %s is as long as its datagram', (_what, fields, length) => {
    expect(new Packet(fields).lengthBytes).toBe(length);
  });

  it.each([
    ['nothing', [], '', ''],
    ['ASCII', [0x68, 0x69], 'hi', '6869'],
    ['a character of three bytes', [0xe2, 0x82, 0xac], '€', 'e282ac'],
    ['a byte order mark, which belongs to the payload', [0xef, 0xbb, 0xbf, 0x61], '\ufeffa', 'efbbbf61'],
    ['bytes below 16', [0x00, 0x0f, 0x10], '\u0000\u000f\u0010', '000f10'],
    ['a byte that UTF-8 never has', [0x61, 0xff], null, '61ff'],
    ['a character cut short', [0xe2, 0x82], null, 'e282'],
  ])('with %s shows it as text and as digits', (_what, bytes, text, hex) => {
    const packet = new Packet({ ...FIELDS, payload: Uint8Array.from(bytes) });
    expect(packet.payloadText()).toBe(text);
    expect(packet.payloadHex()).toBe(hex);
  });

  it('is cloned with a payload of its own', () => {
    const packet = new Packet({ ...FIELDS, id: 3, ttl: 5, payload: Uint8Array.of(1, 2) });
    const clone = packet.clone();
    expect(clone).toEqual(packet);
    packet.payload[0] = 9;
    expect(clone.payload).toEqual(Uint8Array.of(1, 2));
  });
});

it('the largest payload is what a datagram of 65,535 bytes leaves beside its headers', () => {
  expect(MAX_PAYLOAD_BYTES).toEqual({ ipv4: 65_507, ipv6: 65_527 });
});
