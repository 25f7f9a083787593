import { describe, expect, it } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { createLab, describeInit } from '../../src/ops/init.js';

describe('a lab is made', () => {
  it.each([0, 1, 4, 255])('with %d interfaces', (interfaces) => {
    const result = describeInit(createLab({ interfaces, queueSize: 3, anyAddress: false }));
    expect(result.interfaces.map(({ name }) => name)).toEqual(Array.from({ length: interfaces }, (_, n) => `eth${n + 1}`));
  });

  it.each([0, 1, 255])('with a queue of %d', (queueSize) => {
    const lab = createLab({ interfaces: 0, queueSize, anyAddress: true });
    expect(describeInit(lab)).toEqual({
      stack: 'gvisor-2022',
      nowNs: 0,
      maxPendingQueueSize: queueSize,
      anyAddress: true,
      journalSize: 100,
      interfaces: [],
    });
  });

  it('and told whole', () => {
    expect(describeInit(createLab({ interfaces: 1, queueSize: 3, anyAddress: false }))).toEqual({
      stack: 'gvisor-2022',
      nowNs: 0,
      maxPendingQueueSize: 3,
      anyAddress: false,
      journalSize: 100,
      interfaces: [
        {
          id: 1,
          name: 'eth1',
          addresses: ['10.0.1.1/24', 'fc00:1::1/64'],
          forwarding: { ipv4: true, ipv6: true },
          groups: [
            { group: '224.0.0.1', joins: 1 },
            { group: 'ff02::1', joins: 1 },
            { group: 'ff02::1:ff00:1', joins: 1 },
          ],
        },
      ],
    });
  });

  it('always the same from the same request', () => {
    const request = { interfaces: 4, queueSize: 3, anyAddress: false };
    expect(encodeLab(createLab(request))).toBe(encodeLab(createLab(request)));
  });
});
