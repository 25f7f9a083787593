import { describe, expect, it } from 'vitest';
import { decodeTable, encodeTable, parseHex } from '../../src/codec/table-document.js';
import { ManualClock } from '../../src/core/clock.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import { RouteTable } from '../../src/core/gvisor/route-table.js';
import { busyLab } from '../core/busy-lab.js';

describe('a table as data', () => {
  const { table } = asGvisor(busyLab().routers.ipv4);
  const document = encodeTable(table);

  it('lists its rows in the order of their keys', () => {
    expect(document.installed.map(({ source }) => source)).toEqual(['10.0.1.10', '10.0.1.9']);
    expect(document.pending.map(({ source }) => source)).toEqual(['10.0.1.8', '10.0.1.9']);
  });

  it('has all of a route', () => {
    expect(document.installed[1]).toEqual({
      source: '10.0.1.9',
      group: '239.1.1.1',
      iif: 1,
      oifs: [
        { id: 2, minTtl: 1 },
        { id: 16, minTtl: 0 },
        { id: 2, minTtl: 65 },
      ],
      lastUsedNs: 1_000_000_000,
      packets: 2,
      bytes: 28 + 5 + 28 + 22,
      wrongIf: 1,
    });
  });

  it('has all of a pending route, and digits in place of a payload that is no text', () => {
    expect(document.pending[1]).toEqual({
      source: '10.0.1.9',
      group: '239.9.9.9',
      expiresNs: 11_000_000_000,
      packets: [
        { id: 4, iif: 1, ttl: 64, payload: '' },
        { id: 5, iif: 2, ttl: 64, payload: 'a "quoted" line\n' },
        { id: 6, iif: 1, ttl: 64, payloadHex: '61ff' },
      ],
    });
  });

  it('is read back as the same', () => {
    const restored = new RouteTable();
    restored.init({ clock: new ManualClock(), maxPendingQueueSize: 3 });
    restored.restore(decodeTable(document));
    expect(encodeTable(restored)).toEqual(document);
  });

  it.each([
    ['no payload', {}],
    ['two payloads', { payload: 'a', payloadHex: '61' }],
  ])('is refused with a packet that has %s', (_what, payloads) => {
    const row = { source: '10.0.1.9', group: '239.1.1.1', expiresNs: 1, packets: [{ id: 7, iif: 1, ttl: 1, ...payloads }] };
    expect(() => decodeTable({ cleanupRunning: true, installed: [], pending: [row] })).toThrow(
      expect.objectContaining({ code: 'SESSION_CORRUPT', message: 'packet 7 needs either a payload or a payloadHex' }),
    );
  });

  it.each([
    ['a source', { source: '10.0.1', group: '239.1.1.1' }],
    ['a group', { source: '10.0.1.9', group: '' }],
  ])('is refused with %s that is no address', (_what, addresses) => {
    const row = { ...addresses, expiresNs: 1, packets: [] };
    expect(() => decodeTable({ cleanupRunning: false, installed: [], pending: [row] })).toThrow(
      expect.objectContaining({ code: 'BAD_ADDRESS' }),
    );
  });
});

it.each([
  ['', []],
  ['00', [0]],
  ['0aFf', [0x0a, 0xff]],
])('the digits %j are the bytes %j', (hex, bytes) => {
  expect([...parseHex(hex)]).toEqual(bytes);
});
