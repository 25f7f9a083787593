import { MAX_TIME_NS } from './clock.js';
import { LabError } from './errors.js';
import { quoteText } from './printable.js';

/** Nanoseconds of each unit that a duration may be written in, as in Go's `time.ParseDuration`. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

/** Characters that a duration may have; enough for every unit with all its digits. */
const MAX_LENGTH = 100;

/**
 * Reads a duration as Go writes them: `10s`, `1m30s`, `250ms`, `1.5s`, `10s1ns`.
 *
 * @returns whole nanoseconds, 0 or more; a fraction of a nanosecond is refused rather than rounded
 * @throws LabError `USAGE`, or `CLOCK_OVERFLOW` for more than a clock can hold
 */
export function parseDuration(text: string): number {
  if (text.length > MAX_LENGTH) throw badDuration(text, 'is too long');
  if (/^-/.test(text)) throw badDuration(text, 'is negative', 'The clock only moves forward.');
  if (/^\+?[\d.]*\d[\d.]*$/.test(text)) throw badDuration(text, 'has no unit', 'Add one, such as s, ms or ns.');
  if (!/^\+?((\d+\.?\d*|\.\d+)[a-z\u00b5\u03bc]+)+$/.test(text)) throw badDuration(text, 'is not a duration');
  let totalNs = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(/(\d*)\.?(\d*)([a-z\u00b5\u03bc]+)/g)) {
    const unitNs = UNITS.get(unit);
    if (unitNs === undefined) throw badDuration(text, `has the unknown unit ${quoteText(unit)}`);
    const scale = 10n ** BigInt(fraction.length);
    const scaled = BigInt(whole + fraction) * unitNs;
    if (scaled % scale !== 0n) throw badDuration(text, 'is not a whole number of nanoseconds');
    totalNs += scaled / scale;
  }
  if (totalNs > BigInt(MAX_TIME_NS)) {
    throw new LabError(
      'CLOCK_OVERFLOW',
      `${quoteText(text)} is more than the clock can count`,
      'Nanoseconds are exact up to 104 days.',
    );
  }
  return Number(totalNs);
}

/**
 * Writes a duration exactly, shortest form first: `12.5s`, `1m30s`, `250ms`, `10.000000001s`, `0s`.
 *
 * @param durationNs whole nanoseconds, 0 or more
 */
export function formatDuration(durationNs: number): string {
  if (durationNs < 1_000_000_000) return formatBelowSecond(durationNs);
  const hours = Math.floor(durationNs / 3_600_000_000_000);
  const minutes = Math.floor((durationNs % 3_600_000_000_000) / 60_000_000_000);
  const secondsNs = durationNs % 60_000_000_000;
  const seconds = secondsNs === 0 ? '' : `${decimal(secondsNs, 1_000_000_000)}s`;
  return `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}${seconds}`;
}

function formatBelowSecond(durationNs: number): string {
  if (durationNs === 0) return '0s';
  if (durationNs < 1_000) return `${durationNs}ns`;
  if (durationNs < 1_000_000) return `${decimal(durationNs, 1_000)}µs`;
  return `${decimal(durationNs, 1_000_000)}ms`;
}

/** `value / unit` with as many decimals as it takes; exact, since no division is made in floating point. */
function decimal(value: number, unit: number): string {
  const digits = String(unit).length - 1;
  const fraction = String(value % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return `${Math.floor(value / unit)}${fraction === '' ? '' : `.${fraction}`}`;
}

function badDuration(text: string, what: string, hint = 'Write it as 10s, 1m30s, 250ms or 10s1ns.'): LabError {
  return new LabError('USAGE', `duration ${quoteText(text)} ${what}`, hint);
}
