import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import type { Condition } from '../../src/ops/wait.js';
import { wait } from '../../src/ops/wait.js';

const HOUR_NS = 3_600 * SECOND_NS;
const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const IDLE: Condition = { until: 'route-idle', forNs: 60 * SECOND_NS, key: null };

function arrive(lab: Lab, source = '10.0.1.9', group = '239.1.1.1'): void {
  lab.inject({ source, group, iif: 'eth1', ttl: 64, payload: new Uint8Array() });
}

function install(lab: Lab, key: RouteKey): void {
  lab.routerOf(key).addRoute({ key, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
}

/** At 7 nanoseconds: routes used at 3 and at 7, a route of IPv6 used at 5; pending since 1, 4 and, in IPv6, 6. */
function lab(): Lab {
  const made = standardLab();
  const at = (timeNs: number) => made.advance(timeNs - made.clock.nowNs());
  at(1);
  arrive(made, '10.0.1.7');
  at(3);
  install(made, KEY);
  at(4);
  arrive(made, '10.0.1.8');
  at(5);
  install(made, new RouteKey('fc00:1::9', 'ff0e::a'));
  at(6);
  arrive(made, 'fc00:1::9', 'ff0e::b');
  at(7);
  install(made, new RouteKey('10.0.1.9', '239.1.1.2'));
  return made;
}

describe('the clock moves to the first moment', () => {
  it.each<[string, Condition, number]>([
    ['at which nothing is pending', { until: 'pending-empty' }, 20 * SECOND_NS + 6],
    ['at which no route was used for a minute', IDLE, 60 * SECOND_NS + 7],
    ['at which this one was not', { ...IDLE, key: KEY }, 60 * SECOND_NS + 3],
    ['at which any route was not', { until: 'any-route-idle', forNs: 60 * SECOND_NS }, 60 * SECOND_NS + 3],
    ['at which everything has expired', { until: 'pending-expired', key: null }, 10 * SECOND_NS + 7],
    ['at which this one has', { until: 'pending-expired', key: new RouteKey('10.0.1.8', '239.1.1.1') }, 10 * SECOND_NS + 5],
    ['at which a timer fires', { until: 'next-timer' }, 10 * SECOND_NS + 1],
    ['of that time', { until: 'clock', atNs: 8 }, 8],
  ])('%s', (_what, condition, atNs) => {
    const moved = lab();
    const result = wait(moved, { condition, limitNs: HOUR_NS });
    expect(result).toMatchObject({ fromNs: 7, nowNs: atNs, held: true });
    expect(moved.clock.nowNs()).toBe(atNs);
    if (condition.until === 'next-timer') return;
    expect(wait(moved, { condition, limitNs: 0 })).toMatchObject({ fromNs: atNs, nowNs: atNs, held: true, expired: [] });

    const before = lab();
    before.advance(atNs - 1 - 7);
    expect(wait(before, { condition, limitNs: 0 })).toMatchObject({ fromNs: atNs - 1, nowNs: atNs - 1, held: false });
    expect(wait(before, { condition, limitNs: 1 })).toMatchObject({ nowNs: atNs, held: true });
  });

  it('and what fires on the way is told', () => {
    expect(wait(lab(), { condition: { until: 'pending-empty' }, limitNs: HOUR_NS })).toEqual({
      fromNs: 7,
      nowNs: 20 * SECOND_NS + 6,
      held: true,
      expired: [
        { source: '10.0.1.7', group: '239.1.1.1', packets: 1, atNs: 20 * SECOND_NS + 1 },
        { source: '10.0.1.8', group: '239.1.1.1', packets: 1, atNs: 20 * SECOND_NS + 1 },
        { source: 'fc00:1::9', group: 'ff0e::b', packets: 1, atNs: 20 * SECOND_NS + 6 },
      ],
      nextTimerNs: null,
    });
  });

  it.each([0, 1, SECOND_NS, 9 * SECOND_NS, 10 * SECOND_NS - 1, 10 * SECOND_NS, 10 * SECOND_NS + 1, 19 * SECOND_NS])(
    'with a second pending route %d nanoseconds after the first',
    (laterNs) => {
      const made = standardLab();
      arrive(made, '10.0.1.7');
      made.advance(laterNs);
      arrive(made, '10.0.1.8');
      const slow = decodeLab(encodeLab(made));
      while (slow.routers.ipv4.pendingCount > 0) slow.advance((slow.timers()[0]?.firesAtNs ?? 0) - slow.clock.nowNs());
      expect(wait(made, { condition: { until: 'pending-empty' }, limitNs: HOUR_NS }).nowNs).toBe(slow.clock.nowNs());
    },
  );
});

describe('the clock stands', () => {
  it.each<[string, Condition]>([
    ['where nothing is pending', { until: 'pending-empty' }],
    ['where nothing could expire', { until: 'pending-expired', key: null }],
    ['where the pending route is gone', { until: 'pending-expired', key: new RouteKey('10.0.1.8', '239.1.1.1') }],
    ['where the route is idle', { until: 'route-idle', forNs: 4, key: KEY }],
    ['at the time', { until: 'clock', atNs: 7 }],
    ['past the time', { until: 'clock', atNs: 6 }],
  ])('%s', (_what, condition) => {
    const made = standardLab();
    made.advance(3);
    install(made, KEY);
    made.advance(4);
    const before = encodeLab(made);
    expect(wait(made, { condition, limitNs: 0 })).toEqual({ fromNs: 7, nowNs: 7, held: true, expired: [], nextTimerNs: null });
    expect(encodeLab(made)).toBe(before);
  });
});

describe('a limit', () => {
  it.each([
    [60 * SECOND_NS - 1, false],
    [60 * SECOND_NS, true],
    [60 * SECOND_NS + 1, true],
  ])('of %d nanoseconds', (limitNs, held) => {
    const made = lab();
    const result = wait(made, { condition: IDLE, limitNs });
    expect(result).toMatchObject({ held, nowNs: 7 + Math.min(limitNs, 60 * SECOND_NS) });
    expect(made.clock.nowNs()).toBe(result.nowNs);
    expect(result.expired).toHaveLength(3);
  });
});

it.each([
  ['the end itself', { until: 'clock', atNs: MAX_TIME_NS }, MAX_TIME_NS, true],
  ['past the end, up to which the limit reaches', { until: 'route-idle', forNs: MAX_TIME_NS, key: null }, MAX_TIME_NS - 7, false],
] as const)('the clock moves to its end: %s', (_what, condition, limitNs, held) => {
  expect(wait(lab(), { condition, limitNs })).toMatchObject({ nowNs: MAX_TIME_NS, held });
});

describe('refused, and nothing is changed', () => {
  it.each<[string, Lab, Condition, number, string]>([
    ['no timer', standardLab(), { until: 'next-timer' }, HOUR_NS, 'NO_TIMER'],
    ['no route at all', standardLab(), IDLE, HOUR_NS, 'ROUTE_NOT_FOUND'],
    ['no such route', lab(), { ...IDLE, key: new RouteKey('10.0.1.8', '239.1.1.1') }, HOUR_NS, 'ROUTE_NOT_FOUND'],
    ['no route can be so', lab(), { ...IDLE, key: new RouteKey('10.0.1.8', '10.0.1.9') }, HOUR_NS, 'BAD_ADDRESS'],
    ['past the end', lab(), { until: 'route-idle', forNs: MAX_TIME_NS - 6, key: null }, MAX_TIME_NS, 'CLOCK_OVERFLOW'],
  ])('%s', (_what, made, condition, limitNs, code) => {
    const before = encodeLab(made);
    expect(() => wait(made, { condition, limitNs })).toThrow(expect.objectContaining({ code }));
    expect(encodeLab(made)).toBe(before);
  });

  it('something pending, and no cleanup to come, is a bug', () => {
    const made = lab();
    asGvisor(made.routers.ipv4).table.cleanupTimer?.stop();
    expect(() => wait(made, { condition: { until: 'pending-empty' }, limitNs: 0 })).toThrow('no cleanup is scheduled');
  });
});

describe('an event', () => {
  const missing: Condition = { until: 'event', type: 'missingRoute', key: null };

  it('that is remembered is not waited for', () => {
    expect(wait(lab(), { condition: missing, limitNs: 0 })).toMatchObject({ fromNs: 7, nowNs: 7, held: true });
    const ofPair: Condition = { ...missing, key: new RouteKey('10.0.1.8', '239.1.1.1') };
    expect(wait(lab(), { condition: ofPair, limitNs: HOUR_NS })).toMatchObject({ nowNs: 7, held: true });
  });

  it.each<[string, Condition]>([
    ['type', { until: 'event', type: 'unexpectedInputInterface', key: null }],
    ['source', { ...missing, key: new RouteKey('10.0.1.6', '239.1.1.1') }],
    ['group', { ...missing, key: new RouteKey('10.0.1.8', '239.1.1.2') }],
  ])('of another %s does not count: the clock goes to the limit, and what expires on the way is told', (_, condition) => {
    const moved = lab();
    const result = wait(moved, { condition, limitNs: HOUR_NS });
    expect(result).toMatchObject({ fromNs: 7, nowNs: HOUR_NS + 7, held: false, nextTimerNs: null });
    expect(result.expired).toHaveLength(3);
  });

  it('that a timer brings ends the wait at that time', () => {
    const moved = standardLab();
    arrive(moved, '10.0.1.7');
    const { advance } = moved;
    // Stands for a router whose timers send packets on.
    moved.advance = function (this: Lab, durationNs) {
      const swept = advance.call(this, durationNs);
      if (this.clock.nowNs() === 10 * SECOND_NS) arrive(this, '10.0.1.8');
      return swept;
    };
    const condition: Condition = { ...missing, key: new RouteKey('10.0.1.8', '239.1.1.1') };
    expect(wait(moved, { condition, limitNs: HOUR_NS })).toMatchObject({ fromNs: 0, nowNs: 10 * SECOND_NS, held: true });
  });

  it('is not waited for past the end of the clock', () => {
    const moved = lab();
    const condition: Condition = { until: 'event', type: 'unexpectedInputInterface', key: null };
    expect(() => wait(moved, { condition, limitNs: MAX_TIME_NS })).toThrow('the clock would pass its end');
    expect(moved.clock.nowNs()).toBe(7);
  });
});
