import { describe, expect, it } from 'vitest';
import { standardLab } from '../../../src/core/lab.js';
import { Packet } from '../../../src/core/packet.js';
import { viewPacket } from '../../../src/ops/view/packet.js';
import { viewPayload } from '../../../src/ops/view/payload.js';

const FIELDS = { id: 4, source: '10.0.1.9', group: '239.1.1.1', iif: 1, ttl: 2 };

describe('a payload is shown', () => {
  it.each([
    ['that is empty', [], { payload: '' }],
    ['that is text', [0x68, 0x69], { payload: 'hi' }],
    ['that begins with a byte order mark', [0xef, 0xbb, 0xbf, 0x61], { payload: '\ufeffa' }],
    ['that is no text', [0x61, 0xff], { payload: 'a\ufffd', payloadHex: '61ff' }],
    ['that is no text and begins with a mark', [0xef, 0xbb, 0xbf, 0xff], { payload: '\ufeff\ufffd', payloadHex: 'efbbbfff' }],
  ])('%s', (_what, bytes, view) => {
    expect(viewPayload(new Packet({ ...FIELDS, payload: Uint8Array.from(bytes) }))).toEqual(view);
  });
});

it('a packet is shown with its interfaces by name, and by id where they are gone', () => {
  const report = {
    packet: new Packet({ ...FIELDS, iif: 9, payload: 'x' }),
    outcome: 'forwarded',
    reason: null,
    state: 'InstalledRouteFound',
    copies: [
      { kind: 'copy', oif: 2, ttl: 1 },
      { kind: 'skip', oif: 3, minTtl: 5, reason: 'TTL_BELOW_MINIMUM' },
      { kind: 'skip', oif: 8, minTtl: 0, reason: 'OUTGOING_INTERFACE_REMOVED' },
      { kind: 'copy', oif: 4, ttl: 1 },
    ],
    expectedIif: null,
    deliveredLocally: true,
  } as const;
  expect(viewPacket(standardLab(), report)).toEqual({
    id: 4,
    source: '10.0.1.9',
    group: '239.1.1.1',
    iif: '9',
    ttl: 2,
    payload: 'x',
    outcome: 'forwarded',
    reason: null,
    state: 'InstalledRouteFound',
    copies: [
      { oif: 'eth2', ttl: 1 },
      { oif: 'eth4', ttl: 1 },
    ],
    skipped: [
      { oif: 'eth3', reason: 'TTL_BELOW_MINIMUM', minTtl: 5 },
      { oif: '8', reason: 'OUTGOING_INTERFACE_REMOVED', minTtl: 0 },
    ],
    deliveredLocally: true,
  });
});

it.each([
  [2, 'eth2'],
  [9, '9'],
])('a packet on the wrong interface is shown with the one that is expected, %d', (expectedIif, name) => {
  const packet = new Packet({ ...FIELDS, iif: 1 });
  const report = {
    packet,
    outcome: 'dropped',
    reason: 'UNEXPECTED_INPUT_INTERFACE',
    state: 'InstalledRouteFound',
    copies: [],
  } as const;
  expect(viewPacket(standardLab(), { ...report, expectedIif, deliveredLocally: false })).toMatchObject({
    iif: 'eth1',
    expectedIif: name,
  });
});
