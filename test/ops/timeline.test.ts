import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { Address } from '../../src/core/address.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import { createLab } from '../../src/ops/init.js';
import { routeAdd } from '../../src/ops/route/add.js';
import type { Moment } from '../../src/ops/timeline.js';
import { timeline } from '../../src/ops/timeline.js';
import { take, walks } from '../laws/lab-walk.js';

const PAIR = { source: '10.0.1.9', group: '239.1.1.1' };

function inject(lab: Lab, source = PAIR.source, iif = 'eth1'): void {
  lab.inject({ source, group: PAIR.group, iif, ttl: 64, payload: new Uint8Array() });
}

function install(lab: Lab): void {
  routeAdd(lab, { key: new RouteKey(PAIR.source, PAIR.group), iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
}

/** `1s deadline`, for each. */
function brief(moments: readonly Moment[]): string[] {
  return moments.map(
    (moment) => `${moment.atNs / SECOND_NS}s ${moment.kind}${moment.kind === 'packet' ? ` ${moment.id} ${moment.outcome}` : ''}`,
  );
}

describe('a filtered timeline', () => {
  const lab = standardLab();
  inject(lab);
  inject(lab, '10.0.1.8');
  lab.advance(SECOND_NS);
  install(lab);
  inject(lab, PAIR.source, 'eth4');

  it.each([
    [{ source: Address.parse('10.0.1.8') }, ['0s packet 2 queued', '0s event'], ['10s deadline', '20s cleanup']],
    [{ iif: 'eth4' }, ['1s packet 3 dropped', '1s event'], []],
    [{ outcome: 'forwarded' }, ['1s install', '1s packet 1 forwarded'], []],
    [{ last: 2, sinceNs: SECOND_NS }, ['1s event', '1s lastUsed'], ['10s deadline', '10s cleanup', '20s cleanup']],
  ] as const)('%j', (filter, past, coming) => {
    const result = timeline(lab, filter);
    expect([brief(result.past), brief(result.coming)]).toEqual([past, coming]);
  });

  it('refuses an unknown interface', () => {
    expect(() => timeline(lab, { iif: 'eth9' })).toThrow('eth9');
  });
});

describe('the timeline', () => {
  it('of a new lab is empty', () => {
    expect(timeline(standardLab())).toEqual({
      nowNs: 0,
      maxPendingQueueSize: 3,
      packetsDropped: 0,
      eventsDropped: 0,
      past: [],
      coming: [],
    });
  });

  it('has what waits, its deadline, and the cleanup that is too early to remove it', () => {
    const lab = standardLab();
    inject(lab);
    lab.advance(SECOND_NS);
    const { past, coming } = timeline(lab);
    expect(brief(past)).toEqual(['0s packet 1 queued', '0s event']);
    expect(coming).toEqual([
      { atNs: 10 * SECOND_NS, kind: 'deadline', ...PAIR, packets: 1 },
      { atNs: 10 * SECOND_NS, kind: 'cleanup', family: 'ipv4', removes: [] },
      { atNs: 20 * SECOND_NS, kind: 'cleanup', family: 'ipv4', removes: [{ ...PAIR, packets: 1 }] },
    ]);
  });

  it.each([
    ['at its deadline', 10 * SECOND_NS, 'coming'],
    ['a nanosecond later', 10 * SECOND_NS + 1, 'past'],
  ] as const)('has a deadline %s among what is %s', (_, nowNs, side) => {
    const lab = standardLab();
    inject(lab);
    lab.advance(nowNs);
    const found = timeline(lab);
    expect(found[side].filter(({ kind }) => kind === 'deadline')).toHaveLength(1);
    expect([...found.past, ...found.coming].filter(({ kind }) => kind === 'deadline')).toHaveLength(1);
  });

  it('has an install once, in front of all packets that had waited for it', () => {
    const lab = standardLab();
    inject(lab);
    inject(lab);
    lab.advance(SECOND_NS);
    install(lab);
    const { past, coming } = timeline(lab);
    expect(brief(past)).toEqual([
      '0s packet 1 queued',
      '0s packet 2 queued',
      '0s event',
      '1s install',
      '1s packet 1 forwarded',
      '1s packet 2 forwarded',
      '1s lastUsed',
    ]);
    expect(past[3]).toEqual({ atNs: SECOND_NS, kind: 'install', ...PAIR, packets: 2 });
    expect(coming).toEqual([]);
  });

  it('knows an install that came too late for its packets', () => {
    const lab = standardLab();
    inject(lab);
    lab.advance(11 * SECOND_NS);
    install(lab);
    expect(brief(timeline(lab).past).slice(2)).toEqual(['11s install', '11s packet 1 dropped', '11s lastUsed']);
  });

  it('has nothing later than the clock can show', () => {
    const lab = standardLab();
    lab.advance(MAX_TIME_NS - 1);
    inject(lab);
    expect(timeline(lab).coming.filter(({ kind }) => kind === 'cleanup')).toHaveLength(1);
  });
});

describe('on random walks, the timeline', () => {
  it('changes nothing, is in order, and parts past and future at now', () => {
    fc.assert(
      fc.property(walks, ({ init, steps }) => {
        const lab = createLab(init);
        for (const step of steps) take(lab, step);
        const before = encodeLab(lab);
        const { nowNs, past, coming } = timeline(lab);
        expect(encodeLab(lab)).toBe(before);
        for (const moments of [past, coming]) {
          const times = moments.map(({ atNs }) => atNs);
          expect(times).toEqual([...times].sort((a, b) => a - b));
        }
        expect(past.every(({ atNs }) => atNs <= nowNs)).toBe(true);
        expect(coming.every(({ atNs }) => atNs >= nowNs)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('foretells what the cleanups remove, when, and in which order', () => {
    let removed = 0;
    fc.assert(
      fc.property(walks, ({ init, steps }) => {
        const lab = createLab(init);
        for (const step of steps) take(lab, step);
        if (lab.clock.nowNs() > MAX_TIME_NS - 40 * SECOND_NS) return;
        const foretold = timeline(lab).coming.flatMap((moment) =>
          moment.kind === 'cleanup' ? moment.removes.map((each) => ({ atNs: moment.atNs, ...each })) : [],
        );
        const swept = lab
          .advance(40 * SECOND_NS)
          .map(({ key, packets, atNs }) => ({ atNs, source: key.source.text, group: key.group.text, packets }));
        expect(swept).toEqual(foretold);
        expect(lab.timers()).toEqual([]);
        removed += swept.length;
      }),
      { numRuns: 100 },
    );
    expect(removed).toBeGreaterThan(10);
  });
});
