import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_TIME_NS, ManualClock, SECOND_NS } from '../../src/core/clock.js';

let clock: ManualClock;
let fired: string[];

/** Notes the name of a timer that fires, and when it did. */
function note(name: string): () => void {
  return () => fired.push(`${name}@${clock.nowNs()}`);
}

beforeEach(() => {
  clock = new ManualClock();
  fired = [];
});

describe('a clock', () => {
  it('starts at 0, or where it is told to', () => {
    expect(clock.nowNs()).toBe(0);
    expect(new ManualClock(7).nowNs()).toBe(7);
  });

  it('moves by what it is told', () => {
    clock.advance(5);
    clock.advance(0);
    clock.advance(SECOND_NS);
    expect(clock.nowNs()).toBe(SECOND_NS + 5);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('does not move by %d', (durationNs) => {
    expect(() => clock.advance(durationNs)).toThrow(
      new RangeError(`a clock advances by a whole number of nanoseconds, not ${durationNs}`),
    );
    expect(clock.nowNs()).toBe(0);
  });

  it.each([MAX_TIME_NS - 1, MAX_TIME_NS])('can reach %d', (timeNs) => {
    clock.advance(10);
    clock.advance(timeNs - 10);
    expect(clock.nowNs()).toBe(timeNs);
  });

  it('is not moved past its end, and fires nothing on the way there', () => {
    clock.advance(10);
    clock.afterFunc(1, note('early'));
    expect(() => clock.advance(MAX_TIME_NS - 9)).toThrow(
      expect.objectContaining({ code: 'CLOCK_OVERFLOW', message: 'the clock would pass its end at 9007199254740991 ns' }),
    );
    expect(clock.nowNs()).toBe(10);
    expect(fired).toEqual([]);
  });
});

describe('a timer', () => {
  it.each([
    ['a nanosecond before it is due', 9, []],
    ['when it is due', 10, ['a@10']],
    ['after it was due, at the time it was due', 11, ['a@10']],
  ])('%s', (_when, durationNs, expected) => {
    clock.afterFunc(10, note('a'));
    clock.advance(durationNs);
    expect(fired).toEqual(expected);
    expect(clock.nowNs()).toBe(durationNs);
  });

  it('fires once', () => {
    const timer = clock.afterFunc(10, note('a'));
    expect(timer.firesAtNs).toBe(10);
    clock.advance(10);
    expect(timer.firesAtNs).toBeNull();
    clock.advance(100);
    expect(fired).toEqual(['a@10']);
  });

  it.each([0, -1])('with a duration of %d fires in the next advance, even one by 0', (durationNs) => {
    clock.advance(3);
    clock.afterFunc(durationNs, note('a'));
    expect(fired).toEqual([]);
    clock.advance(0);
    expect(fired).toEqual(['a@3']);
  });

  it('that was stopped does not fire, and says whether it was armed', () => {
    const timer = clock.afterFunc(10, note('a'));
    expect(timer.stop()).toBe(true);
    expect(timer.stop()).toBe(false);
    expect(timer.firesAtNs).toBeNull();
    clock.advance(10);
    expect(fired).toEqual([]);
  });

  it('that is reset fires at the new time only', () => {
    const timer = clock.afterFunc(10, note('a'));
    clock.advance(5);
    timer.reset(10);
    expect(timer.firesAtNs).toBe(15);
    clock.advance(100);
    expect(fired).toEqual(['a@15']);
  });

  it('can be reset after it fired or was stopped', () => {
    const timer = clock.afterFunc(10, note('a'));
    clock.advance(10);
    timer.reset(10);
    clock.advance(10);
    timer.stop();
    timer.reset(10);
    clock.advance(10);
    expect(fired).toEqual(['a@10', 'a@20', 'a@30']);
  });

  it('can arm itself again, and fires as often as an advance leaves time for', () => {
    const timer = clock.afterFunc(10, () => {
      note('a')();
      timer.reset(10);
    });
    clock.advance(35);
    expect(fired).toEqual(['a@10', 'a@20', 'a@30']);
    expect(timer.firesAtNs).toBe(40);
  });

  it('can arm another one, that fires in the same advance if it is due', () => {
    clock.afterFunc(10, () => {
      note('a')();
      clock.afterFunc(0, note('at once'));
      clock.afterFunc(5, note('in time'));
      clock.afterFunc(6, note('too late'));
    });
    clock.advance(15);
    expect(fired).toEqual(['a@10', 'at once@10', 'in time@15']);
  });

  it('can stop another one of the same moment', () => {
    clock.afterFunc(10, () => {
      note('a')();
      other.stop();
    });
    const other = clock.afterFunc(10, note('b'));
    clock.advance(10);
    expect(fired).toEqual(['a@10']);
  });
});

describe('several timers', () => {
  it('fire in the order of their times and, at one time, in the order in which they were armed', () => {
    const early = clock.afterFunc(5, note('early'));
    clock.afterFunc(20, note('last'));
    clock.afterFunc(10, note('first of three'));
    clock.afterFunc(10, note('second of three'));
    early.reset(10);
    expect(clock.armedTimers().map(({ firesAtNs }) => firesAtNs)).toEqual([10, 10, 10, 20]);
    clock.advance(20);
    expect(fired).toEqual(['first of three@10', 'second of three@10', 'early@10', 'last@20']);
    expect(clock.armedTimers()).toEqual([]);
  });
});
