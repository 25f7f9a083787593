import { expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');

it.each([0, 1, 10 * SECOND_NS, 20 * SECOND_NS])(
  'a packet is queued %d ns before the end of the clock, and released there',
  (leftNs) => {
    const lab = standardLab();
    lab.advance(MAX_TIME_NS - leftNs);
    expect(lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 'eth1' }).outcome).toBe('queued');
    const text = encodeLab(lab);
    const restored = decodeLab(text);
    expect(encodeLab(restored)).toBe(text);
    restored.advance(Math.min(leftNs, 10 * SECOND_NS));
    const added = restored.routers.ipv4.addRoute({ key: KEY, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
    expect(added.flushed).toHaveLength(1);
  },
);
