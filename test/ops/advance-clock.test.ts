import { beforeEach, describe, expect, it } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { advanceClock } from '../../src/ops/advance-clock.js';

let lab: Lab;

function arrive(source: string, group: string): void {
  lab.inject({ source, group, iif: 'eth1', ttl: 64, payload: new Uint8Array() });
}

beforeEach(() => {
  lab = standardLab();
});

describe('the clock is advanced', () => {
  it.each([
    ['by nothing', { byNs: 0 }, 7],
    ['by a nanosecond', { byNs: 1 }, 8],
    ['to now', { toNs: 7 }, 7],
    ['to a later time', { toNs: 8 }, 8],
    ['to its end', { toNs: MAX_TIME_NS }, MAX_TIME_NS],
  ])('%s', (_how, request, nowNs) => {
    lab.advance(7);
    expect(advanceClock(lab, request)).toEqual({ fromNs: 7, nowNs, expired: [], nextTimerNs: null });
    expect(lab.clock.nowNs()).toBe(nowNs);
  });

  it('to the next timer, again and again', () => {
    arrive('10.0.1.9', '239.1.1.1');
    lab.advance(1);
    arrive('fc00:1::9', 'ff0e::a');
    const results = [1, 2, 3].map(() => advanceClock(lab, { to: 'next-timer' }));
    expect(results.map(({ fromNs, nowNs, nextTimerNs }) => [fromNs, nowNs, nextTimerNs])).toEqual([
      [1, 10 * SECOND_NS, 10 * SECOND_NS + 1],
      [10 * SECOND_NS, 10 * SECOND_NS + 1, 20 * SECOND_NS],
      [10 * SECOND_NS + 1, 20 * SECOND_NS, 20 * SECOND_NS + 1],
    ]);
    expect(results.map(({ expired }) => expired.length)).toEqual([0, 0, 1]);
  });

  it('and tells what expired, in the order of the cleanups', () => {
    arrive('fc00:1::9', 'ff0e::a');
    arrive('10.0.1.9', '239.1.1.1');
    arrive('10.0.1.9', '239.1.1.1');
    expect(advanceClock(lab, { byNs: 30 * SECOND_NS })).toEqual({
      fromNs: 0,
      nowNs: 30 * SECOND_NS,
      expired: [
        { source: 'fc00:1::9', group: 'ff0e::a', packets: 1, atNs: 20 * SECOND_NS },
        { source: '10.0.1.9', group: '239.1.1.1', packets: 2, atNs: 20 * SECOND_NS },
      ],
      nextTimerNs: null,
    });
  });
});

describe('the clock is not advanced', () => {
  it.each([
    [
      'to an earlier time',
      { toNs: 6 },
      { code: 'TIME_IN_PAST', message: 'the clock is already at 7ns, past 6ns', hint: 'The clock only moves forward.' },
    ],
    ['to the next timer where none is armed', { to: 'next-timer' as const }, { code: 'NO_TIMER', message: 'no timer is armed' }],
    ['past its end', { byNs: MAX_TIME_NS - 6 }, { code: 'CLOCK_OVERFLOW' }],
  ])('%s', (_how, request, refusal) => {
    lab.advance(7);
    const before = encodeLab(lab);
    expect(() => advanceClock(lab, request)).toThrow(expect.objectContaining(refusal));
    expect(encodeLab(lab)).toBe(before);
  });

  it('to a timer that lies past its end', () => {
    lab.advance(MAX_TIME_NS);
    asGvisor(lab.routers.ipv4).table.resumeCleanupTimer(MAX_TIME_NS + 1);
    expect(() => advanceClock(lab, { to: 'next-timer' })).toThrow(expect.objectContaining({ code: 'CLOCK_OVERFLOW' }));
    expect(lab.clock.nowNs()).toBe(MAX_TIME_NS);
  });
});
