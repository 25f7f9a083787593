import { describe, expect, it } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import type { AdvanceClockRequest } from '../../src/ops/advance-clock.js';
import { advanceClock, advanceClockInSteps, isSweepLong } from '../../src/ops/advance-clock.js';
import type { InjectRequest } from '../../src/ops/inject.js';
import { inject, injectInSteps } from '../../src/ops/inject.js';
import type { Progress, Steps } from '../../src/ops/steps.js';
import type { WaitRequest } from '../../src/ops/wait.js';
import { wait, waitInSteps } from '../../src/ops/wait.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const PACKET: InjectRequest = { key: KEY, iif: 'eth1', ttl: 64, payload: new Uint8Array([1]), count: 1, intervalNs: 0 };

/** A lab with routes of both families that wait since different times, the last of them since now. */
function waitingLab(count = 30): Lab {
  const lab = standardLab();
  const payload = new Uint8Array();
  for (let n = 0; n < count; n += 1) {
    lab.inject({ source: '10.0.1.9', group: `239.1.${n >> 8}.${n & 255}`, iif: 'eth1', ttl: 64, payload });
    if (n % 3 === 0) lab.inject({ source: 'fc00:1::9', group: `ff0e::${n.toString(16)}`, iif: 'eth1', ttl: 64, payload });
    lab.advance(SECOND_NS);
  }
  return lab;
}

function through<Result>(steps: Steps<Result>): { told: Progress[]; result: Result } {
  const told: Progress[] = [];
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return { told, result: step.value };
    told.push(step.value);
  }
}

/** What comes of it, or what is refused; and what the lab is then. */
function comesTo(act: (lab: Lab) => unknown): unknown {
  const lab = waitingLab();
  try {
    return { result: act(lab), lab: encodeLab(lab) };
  } catch (error) {
    return { error, lab: encodeLab(lab) };
  }
}

describe('an operation in steps comes to the same as at once', () => {
  it.each<[string, Partial<InjectRequest>]>([
    ['a packet', {}],
    ['fewer than one step', { count: 255 }],
    ['one step', { count: 256 }],
    ['more than one', { count: 257 }],
    ['while routes expire', { count: 600, intervalNs: SECOND_NS / 10 }],
    ['to no interface', { iif: 'eth9' }],
    ['past the end of the clock', { count: 3, intervalNs: MAX_TIME_NS }],
  ])('inject: %s', (_, otherwise) => {
    const request = { ...PACKET, ...otherwise };
    expect(comesTo((lab) => through(injectInSteps(lab, request)).result)).toEqual(comesTo((lab) => inject(lab, request)));
  });

  it.each<[string, AdvanceClockRequest]>([
    ['by nothing', { byNs: 0 }],
    ['by a moment', { byNs: 1 }],
    ['past some cleanups', { byNs: 7 * SECOND_NS }],
    ['past all', { byNs: 1_000 * SECOND_NS }],
    ['to a time', { toNs: 35 * SECOND_NS }],
    ['to the past', { toNs: 1 }],
    ['to the next timer', { to: 'next-timer' }],
    ['to its end', { toNs: MAX_TIME_NS }],
    ['past its end', { byNs: MAX_TIME_NS }],
  ])('advance-clock: %s', (_, request) => {
    const inSteps = comesTo((lab) => through(advanceClockInSteps(lab, request)).result);
    expect(inSteps).toEqual(comesTo((lab) => advanceClock(lab, request)));
  });

  it.each<[string, WaitRequest]>([
    ['until nothing is pending', { condition: { until: 'pending-empty' }, limitNs: 60 * SECOND_NS }],
    ['not long enough', { condition: { until: 'pending-empty' }, limitNs: SECOND_NS }],
    ['for what is so already', { condition: { until: 'clock', atNs: 1 }, limitNs: SECOND_NS }],
    ['for a route that is not there', { condition: { until: 'route-idle', forNs: 1, key: KEY }, limitNs: SECOND_NS }],
  ])('wait: %s', (_, request) => {
    expect(comesTo((lab) => through(waitInSteps(lab, request)).result)).toEqual(comesTo((lab) => wait(lab, request)));
  });
});

describe('steps', () => {
  it('tell how far they have come', () => {
    const { told } = through(injectInSteps(standardLab(), { ...PACKET, count: 600 }));
    expect(told.map(({ done }) => done)).toEqual([256, 512, 600]);
    expect(told.every(({ total, unit }) => total === 600 && unit === 'packets')).toBe(true);
  });

  it('lead to each cleanup', () => {
    const { told, result } = through(advanceClockInSteps(waitingLab(), { byNs: 1_000 * SECOND_NS }));
    const total = result.expired.length;
    expect(told).toEqual([0, total].map((done) => ({ done, total, unit: 'pending routes' })));
    expect(total).toBeGreaterThan(0);
  });

  it('are worth it where much is pending, or nobody knows', () => {
    expect(isSweepLong(null)).toBe(true);
    expect(isSweepLong(standardLab())).toBe(false);
    const lab = standardLab();
    const arrive = (n: number) => {
      const group = `239.1.${n >> 8}.${n & 255}`;
      lab.inject({ source: '10.0.1.9', group, iif: 'eth1', ttl: 64, payload: new Uint8Array() });
    };
    for (let n = 0; n < 10_000; n += 1) arrive(n);
    expect(isSweepLong(lab)).toBe(false);
    arrive(10_000);
    expect(isSweepLong(lab)).toBe(true);
  });
});
