import { formatDuration } from '../../core/duration.js';
import type { Interfaces } from '../../core/interface.js';

/** Relations between numbers. */
export const RELATIONS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Relation = (typeof RELATIONS)[number];

/** The expected relation of a number or time. */
export interface Comparison {
  /** A time is in nanoseconds. */
  readonly is: 'number' | 'time';
  readonly relation: Relation;
  readonly value: number;
}

/** One expected value of a field. */
export type Wanted =
  | Comparison
  | { readonly is: 'text'; readonly text: string }
  /** One of the field's several values. */
  | { readonly is: 'member'; readonly text: string }
  /** An interface, by name or id. */
  | { readonly is: 'interface'; readonly ref: string }
  /** One of the outgoing interfaces, all of which must be listed; `minTtl` is null for any. */
  | { readonly is: 'oif'; readonly ref: string; readonly minTtl: number | null };

/** An outgoing interface of a row; `minTtl` is null if the row has none. */
interface OifValue {
  readonly oif: string;
  readonly minTtl: number | null;
}

/** Value of a field: interfaces by name, times in nanoseconds, null if there is none. */
export type Actual = number | string | null | readonly string[] | readonly OifValue[];

/** Text for a missing value. */
const NONE = 'none';

/**
 * The same value with its interface by name. A removed interface is known by its id.
 *
 * @throws LabError `UNKNOWN_INTERFACE` if it is neither an interface nor a possible id of a removed one
 */
export function resolveInterface(interfaces: Interfaces, wanted: Wanted): Wanted {
  if (wanted.is !== 'interface' && wanted.is !== 'oif') return wanted;
  const { ref } = wanted;
  const mayBeGone = /^[1-9]\d{0,9}$/.test(ref) && interfaces.find(ref) === null;
  return mayBeGone ? wanted : { ...wanted, ref: interfaces.require(ref).name };
}

/** Whether a number is as expected. */
export function compares({ relation, value }: Comparison, actual: number): boolean {
  switch (relation) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '>':
      return actual > value;
    case '>=':
      return actual >= value;
  }
}

/** Whether a field is as expected. A missing value never is. */
export function meets(wanted: readonly Wanted[], actual: Actual): boolean {
  const oifs = wanted.filter((value) => value.is === 'oif');
  const others = wanted.filter((value) => value.is !== 'oif');
  return (oifs.length === 0 || areExactly(oifs, actual)) && others.every((value) => isMet(value, actual));
}

function isMet(wanted: Exclude<Wanted, { is: 'oif' }>, actual: Actual): boolean {
  switch (wanted.is) {
    case 'number':
    case 'time':
      return typeof actual === 'number' && compares(wanted, actual);
    case 'text':
      return actual === wanted.text;
    case 'interface':
      return actual === wanted.ref;
    case 'member':
      return Array.isArray(actual) && actual.includes(wanted.text);
  }
}

/** Matches in any order, those with a minimum TTL first; the rest can match any. */
function areExactly(wanted: readonly Extract<Wanted, { is: 'oif' }>[], actual: Actual): boolean {
  if (!Array.isArray(actual) || actual.length !== wanted.length) return false;
  const left: OifValue[] = [...actual];
  const choosy = wanted.filter(({ minTtl }) => minTtl !== null);
  for (const { ref, minTtl } of [...choosy, ...wanted.filter((value) => value.minTtl === null)]) {
    const index = left.findIndex((value) => value.oif === ref && (minTtl === null || value.minTtl === minTtl));
    if (index === -1) return false;
    left.splice(index, 1);
  }
  return true;
}

/** The expected value as users write it: `>=3`, `10s`, `eth2:5, eth3`. */
export function writeWanted(wanted: readonly Wanted[]): string {
  return wanted.map(writeOne).join(', ');
}

function writeOne(wanted: Wanted): string {
  switch (wanted.is) {
    case 'number':
    case 'time': {
      const value = wanted.is === 'time' ? formatDuration(wanted.value) : String(wanted.value);
      return wanted.relation === '=' ? value : `${wanted.relation}${value}`;
    }
    case 'text':
    case 'member':
      return wanted.text;
    case 'interface':
      return wanted.ref;
    case 'oif':
      return writeOif({ oif: wanted.ref, minTtl: wanted.minTtl });
  }
}

/** The actual value in the same notation. */
export function writeActual(actual: Actual, isTime: boolean): string {
  if (actual === null) return NONE;
  if (typeof actual === 'number') return isTime ? formatDuration(actual) : String(actual);
  if (typeof actual === 'string') return actual;
  return actual.length === 0 ? NONE : actual.map((item) => (typeof item === 'string' ? item : writeOif(item))).join(', ');
}

function writeOif({ oif, minTtl }: OifValue): string {
  return minTtl === null ? oif : `${oif}:${minTtl}`;
}
