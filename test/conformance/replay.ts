import type { Difference } from './difference.js';
import { findDifference } from './difference.js';
import { linuxDriver } from './linux-driver.js';
import type { Observer } from './stack-driver.js';
import { stackDriver } from './stack-driver.js';
import { tableDriver } from './table-driver.js';
import type { Driver, TraceLine } from './trace.js';
import { parseTrace } from './trace.js';

/** A line of a trace that came out otherwise. */
export interface Divergence extends Difference {
  readonly line: TraceLine;
}

/** What a replay found. */
export interface Replay {
  readonly operations: number;
  readonly divergences: readonly Divergence[];
}

export interface ReplayOptions {
  /** Encodes the lab to JSON and decodes it again between every two operations. */
  readonly roundTrip?: boolean;
  /** Called after each operation of a stack trace. */
  readonly observe?: Observer;
}

/**
 * Does every operation of a trace and compares all of what comes back with what is wanted.
 *
 * @throws TraceError if the text is no trace
 */
export function replayTrace(text: string, options: ReplayOptions = {}): Replay {
  const lines = parseTrace(text);
  const drive = driverFor(lines, options);
  const divergences = lines.flatMap((line): Divergence[] => {
    const difference = findDifference(line.want, drive(line.op));
    return difference === null ? [] : [{ line, ...difference }];
  });
  return { operations: lines.length, divergences };
}

/** What the driver of a trace answers, line by line. */
export function answersOf(text: string): unknown[] {
  const lines = parseTrace(text);
  const drive = driverFor(lines, {});
  return lines.map(({ op }) => drive(op));
}

const TABLE_OPS = new Set([
  'init',
  'getRouteOrInsertPending',
  'addInstalledRoute',
  'removeInstalledRoute',
  'removeAllInstalledRoutes',
  'close',
  'getLastUsedTimestamp',
  'setLastUsedTimestamp',
]);

/** A trace of the table has an operation that only a table has, or nothing but the table's dump to show. */
function driverFor(lines: readonly TraceLine[], { roundTrip = false, observe }: ReplayOptions): Driver {
  if (lines[0]?.op.stack === 'linux') return linuxDriver(roundTrip);
  const isTable = lines.some(({ op, want }) => TABLE_OPS.has(op.op) || (op.op === 'new' && hasTable(want)));
  return isTable ? tableDriver(roundTrip) : stackDriver(roundTrip, observe);
}

function hasTable(want: unknown): boolean {
  return typeof want === 'object' && want !== null && 'table' in want;
}
