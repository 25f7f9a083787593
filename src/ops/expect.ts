import type { Family } from '../core/address.js';
import { FAMILIES, FAMILY_NAMES } from '../core/address.js';
import type { CounterName } from '../core/counters.js';
import type { Lab } from '../core/lab.js';
import { compareRouteKeys } from '../core/route.js';
import { DEFAULT_STACK, notInThisStack } from '../core/stack.js';
import { closeRows } from './expect/close-rows.js';
import type { Actual, Comparison, Wanted } from './expect/notation.js';
import { compares, meets, resolveInterface, writeActual, writeWanted } from './expect/notation.js';
import type { Key, Row, Subject } from './expect/subjects.js';
import { SUBJECTS, wholeKey } from './expect/subjects.js';

/** The expected value of a field, or values if the field has several. */
export interface Want {
  readonly field: string;
  readonly wanted: readonly Wanted[];
}

/** An expectation about rows. */
export interface RowExpectation {
  readonly about: 'rows';
  readonly subject: Subject;
  /** Whether no row may match. */
  readonly isNone: boolean;
  readonly key: Key;
  readonly wants: readonly Want[];
  /** Number of rows that must match; null for at least one. */
  readonly count: Comparison | null;
}

/** An expectation. */
export type Expectation =
  | RowExpectation
  | { readonly about: 'counter'; readonly name: CounterName; readonly family: Family | null; readonly wanted: Comparison }
  | { readonly about: 'clock'; readonly wanted: Comparison }
  | { readonly about: 'forwarding'; readonly isOn: boolean; readonly families: readonly Family[] };

/** Expected and actual value of one field, as users write them. */
interface Check {
  readonly field: string;
  readonly expected: string;
  /** `none` if there is no value. */
  readonly actual: string;
  readonly met: boolean;
}

/** Whether the expectation is met. */
export interface ExpectResult {
  readonly nowNs: number;
  readonly met: boolean;
  /** Subject of the expectation. */
  readonly subject: string;
  /** Number of matching rows; null if the subject has no rows. */
  readonly count: number | null;
  /** The checks of the closest row. */
  readonly checks: readonly Check[];
  /** The closest existing rows. */
  readonly hint: string | null;
  /** True if only undo can meet it: it is about the past, which no command changes; omitted if not. */
  readonly final?: true;
}

/**
 * Checks an expectation. Changes nothing.
 *
 * @throws LabError `NOT_IN_THIS_STACK`; `UNKNOWN_INTERFACE` if a named interface neither exists nor can be the id of a removed one
 */
export function expect(lab: Lab, expectation: Expectation): ExpectResult {
  switch (expectation.about) {
    case 'rows':
      return expectRows(lab, expectation);
    case 'counter': {
      const { name, family, wanted } = expectation;
      checkCounter(lab, name);
      const counters = family === null ? lab.totals() : lab.routers[family].counters;
      const subject = `counter ${name}${family === null ? '' : ` of ${FAMILY_NAMES[family]}`}`;
      return conclude(lab, subject, [check({ field: name, wanted: [wanted] }, counters[name])]);
    }
    case 'clock':
      return conclude(lab, 'clock', [check({ field: 'clock', wanted: [expectation.wanted] }, lab.clock.nowNs())]);
    case 'forwarding': {
      const { isOn, families } = expectation;
      const wanted = [{ is: 'text' as const, text: isOn ? 'on' : 'off' }];
      const checks = families.map((field) => check({ field, wanted }, lab.routers[field].forwarding ? 'on' : 'off'));
      const of = families.length === FAMILIES.length ? '' : ` of ${families.map((family) => FAMILY_NAMES[family]).join(', ')}`;
      return conclude(lab, `forwarding${of}`, checks);
    }
  }
}

/** gVisor and Linux have no counter in common. @throws LabError `NOT_IN_THIS_STACK` */
function checkCounter(lab: Lab, name: CounterName): void {
  const { stack } = lab.routers.ipv4;
  const isOfLinux = name === 'ipReversePathFilter';
  if (isOfLinux === (stack === 'linux')) return;
  throw notInThisStack(`the counter ${name}`, stack, { kind: 'stack', stack: isOfLinux ? 'linux' : DEFAULT_STACK });
}

function conclude(lab: Lab, subject: string, checks: readonly Check[]): ExpectResult {
  const met = checks.every((each) => each.met);
  return { nowNs: lab.clock.nowNs(), met, subject, count: null, checks, hint: null };
}

/** Matches the rows that a key selects. */
interface Tally {
  readonly selected: number;
  readonly matching: number;
  /** The row with the most matching fields, among matching rows if there are any; null if the key selects none. */
  readonly closest: Row | null;
}

function expectRows(lab: Lab, expectation: RowExpectation): ExpectResult {
  const { isNone, count } = expectation;
  const wants = expectation.wants.map(({ field, wanted }) => ({
    field,
    wanted: wanted.map((value) => resolveInterface(lab.interfaces, value)),
  }));
  const tally = tallyRows(SUBJECTS[expectation.subject](lab, expectation.key), wants);
  const { matching, closest } = tally;
  const isCounted = isNone || count !== null || wants.length === 0;
  const wantedCount: Comparison =
    count ?? (isNone ? { is: 'number', relation: '=', value: 0 } : { is: 'number', relation: '>=', value: 1 });
  const checks = isCounted
    ? [check({ field: 'count', wanted: [wantedCount] }, matching)]
    : wants.map((want) => check(want, closest?.read(want.field) ?? null));
  const met = compares(wantedCount, matching);
  const subject = describeRow(expectation, isCounted ? wants : []);
  const hint = met ? null : hintOn(lab, expectation, tally, isCounted);
  const isFinal = !met && isPast(expectation, tally);
  return { nowNs: lab.clock.nowNs(), met, subject, count: matching, checks, hint, ...(isFinal && { final: true }) };
}

/** Whether an unmet expectation is about packets or events that are there: a packet that is not queued any more stays as it is, and so do events. */
function isPast({ subject, isNone, key, count }: RowExpectation, { matching, closest }: Tally): boolean {
  if (subject !== 'packet' && subject !== 'event') return false;
  const mayBeMore =
    count === null ? !isNone : count.is === 'number' && (count.relation.startsWith('>') || matching < count.value);
  if (!mayBeMore) return matching > 0;
  return key.id !== undefined && closest !== null && closest.read('outcome') !== 'queued';
}

/** Reads each row once and renders none, since there may be very many. */
function tallyRows(rows: Iterable<Row>, wants: readonly Want[]): Tally {
  let selected = 0;
  let matching = 0;
  let closest: Row | null = null;
  let most = -1;
  for (const row of rows) {
    selected += 1;
    const metHere = wants.filter(({ field, wanted }) => meets(wanted, row.read(field))).length;
    if (metHere === wants.length) matching += 1;
    if (metHere < most || (metHere === most && !isBefore(row, closest))) continue;
    closest = row;
    most = metHere;
  }
  return { selected, matching, closest };
}

/** Among equally close rows, the first in key order is reported, regardless of the order in the table. */
function isBefore(row: Row, other: Row | null): boolean {
  return row.key !== null && other?.key != null && compareRouteKeys(row.key, other.key) < 0;
}

function check({ field, wanted }: Want, actual: Actual): Check {
  const isTime = wanted.some(({ is }) => is === 'time');
  return { field, expected: writeWanted(wanted), actual: writeActual(actual, isTime), met: meets(wanted, actual) };
}

/** `route (10.0.1.9, 239.1.1.1)`, `event missingRoute with iif eth1` */
function describeRow({ subject, key }: RowExpectation, wants: readonly Want[]): string {
  const whole = wholeKey(key);
  const pair = whole === null ? [halfKey('source', key), halfKey('group', key)] : [String(whole)];
  const family = key.family === undefined ? undefined : FAMILY_NAMES[key.family];
  const words = [subject.replace('-', ' '), key.id?.toString(), key.type, key.interface, family, ...pair];
  const fields = wants.map(({ field, wanted }) => `${field} ${writeWanted(wanted)}`).join(', ');
  return `${words.filter((word) => word !== undefined).join(' ')}${fields === '' ? '' : ` with ${fields}`}`;
}

function halfKey(name: 'source' | 'group', key: Key): string | undefined {
  const address = key[name];
  return address === undefined ? undefined : `of ${name} ${address}`;
}

function hintOn(lab: Lab, expectation: RowExpectation, tally: Tally, isCounted: boolean): string | null {
  const { selected, matching, closest } = tally;
  if (closest === null) return closeRows(lab, expectation.subject, expectation.key);
  if (matching > 0) return `Found ${closest.label()}${matching === 1 ? '' : ` and ${matching - 1} more`}.`;
  if (isCounted || selected === 1) return null;
  return `The closest of ${selected} candidates is ${closest.label()}.`;
}
