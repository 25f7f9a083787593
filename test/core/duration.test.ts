import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TIME_NS } from '../../src/core/clock.js';
import { formatDuration, parseDuration } from '../../src/core/duration.js';

describe('a duration is read', () => {
  it.each([
    ['0s', 0],
    ['1ns', 1],
    ['1us', 1_000],
    ['1µs', 1_000],
    ['1μs', 1_000],
    ['250ms', 250_000_000],
    ['10s', 10_000_000_000],
    ['1m30s', 90_000_000_000],
    ['1h', 3_600_000_000_000],
    ['10s1ns', 10_000_000_001],
    ['1ns10s', 10_000_000_001],
    ['1s1s', 2_000_000_000],
    ['1.5s', 1_500_000_000],
    ['+1.5s', 1_500_000_000],
    ['.5s', 500_000_000],
    ['1.s', 1_000_000_000],
    ['1.s.5s', 1_500_000_000],
    ['0.000000001s', 1],
    ['1.50us', 1_500],
    ['1.0ns', 1],
    ['9007199254740990ns', MAX_TIME_NS - 1],
    ['9007199254740991ns', MAX_TIME_NS],
    [`${'0'.repeat(98)}1s`, 1_000_000_000],
  ])('%s', (text, ns) => {
    expect(parseDuration(text)).toBe(ns);
  });
});

describe('a duration is refused', () => {
  it.each([
    ['-5s', 'duration "-5s" is negative', 'The clock only moves forward.'],
    ['10', 'duration "10" has no unit', 'Add one, such as s, ms or ns.'],
    ['1.5', 'duration "1.5" has no unit', 'Add one, such as s, ms or ns.'],
    ['', 'duration "" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['s', 'duration "s" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['+10', 'duration "+10" has no unit', 'Add one, such as s, ms or ns.'],
    ['.', 'duration "." is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['+', 'duration "+" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['.s', 'duration ".s" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['++5s', 'duration "++5s" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['1s+1s', 'duration "1s+1s" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['1.5.2s', 'duration "1.5.2s" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['5 s', 'duration "5 s" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['5S', 'duration "5S" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['1s5', 'duration "1s5" is not a duration', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['1d', 'duration "1d" has the unknown unit "d"', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['0.5ns', 'duration "0.5ns" is not a whole number of nanoseconds', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    ['1.5ns0.5ns', 'duration "1.5ns0.5ns" is not a whole number of nanoseconds', 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    [`${'0'.repeat(99)}1s`, `duration "${'0'.repeat(60)}…" is too long`, 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
    [`${'1'.repeat(100_000)}!`, `duration "${'1'.repeat(60)}…" is too long`, 'Write it as 10s, 1m30s, 250ms or 10s1ns.'],
  ])('%s', (text, message, hint) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'USAGE', message, hint }));
  });

  it.each(['9007199254740992ns', '2502h', '99999999999h'])('%s, since no clock can hold it', (text) => {
    expect(() => parseDuration(text)).toThrow(
      expect.objectContaining({ code: 'CLOCK_OVERFLOW', message: `"${text}" is more than the clock can count` }),
    );
  });
});

describe('a duration is written', () => {
  it.each([
    [0, '0s'],
    [1, '1ns'],
    [999, '999ns'],
    [1_000, '1µs'],
    [1_001, '1.001µs'],
    [999_999, '999.999µs'],
    [1_000_000, '1ms'],
    [250_000_000, '250ms'],
    [999_999_999, '999.999999ms'],
    [1_000_000_000, '1s'],
    [10_000_000_001, '10.000000001s'],
    [12_500_000_000, '12.5s'],
    [59_999_999_999, '59.999999999s'],
    [60_000_000_000, '1m'],
    [90_000_000_000, '1m30s'],
    [3_600_000_000_000, '1h'],
    [3_600_000_000_001, '1h0.000000001s'],
    [3_660_000_000_000, '1h1m'],
    [MAX_TIME_NS, '2501h59m59.254740991s'],
  ])('%d as %s', (ns, text) => {
    expect(formatDuration(ns)).toBe(text);
  });

  it('so that it reads back as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_TIME_NS }), (ns) => {
        expect(parseDuration(formatDuration(ns))).toBe(ns);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });
});
