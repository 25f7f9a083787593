import { formatDuration } from '../../core/duration.js';
import type { Interfaces } from '../../core/interface.js';

/** How a number may be compared with another. */
export const RELATIONS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Relation = (typeof RELATIONS)[number];

/** What a number or a time must be like. */
export interface Comparison {
  /** A time is in nanoseconds. */
  readonly is: 'number' | 'time';
  readonly relation: Relation;
  readonly value: number;
}

/** One value that a field is expected to have. */
export type Wanted =
  | Comparison
  | { readonly is: 'text'; readonly text: string }
  /** One of several that the field has. */
  | { readonly is: 'member'; readonly text: string }
  /** An interface, by name or id. */
  | { readonly is: 'interface'; readonly ref: string }
  /** One of the outgoing interfaces, which must be exactly those that are given; `minTtl` is null where any will do. */
  | { readonly is: 'oif'; readonly ref: string; readonly minTtl: number | null };

/** An outgoing interface as a row has it; `minTtl` is null where the row knows of none. */
interface OifValue {
  readonly oif: string;
  readonly minTtl: number | null;
}

/** What a field of a row is: interfaces by name, times in nanoseconds, null where there is nothing. */
export type Actual = number | string | null | readonly string[] | readonly OifValue[];

/** What stands in place of what is not there. */
const NONE = 'none';

/**
 * The same value with its interface by name. One that is gone is known by its id.
 *
 * @throws LabError `UNKNOWN_INTERFACE` if it can be neither an interface nor the id of one that is gone
 */
export function resolveInterface(interfaces: Interfaces, wanted: Wanted): Wanted {
  if (wanted.is !== 'interface' && wanted.is !== 'oif') return wanted;
  const { ref } = wanted;
  const mayBeGone = /^[1-9]\d{0,9}$/.test(ref) && interfaces.find(ref) === null;
  return mayBeGone ? wanted : { ...wanted, ref: interfaces.require(ref).name };
}

/** Whether a number is what is wanted of it. */
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

/** Whether a field is what is wanted of it. What is not there never is. */
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

/** In any order. Those with a minimum TTL are matched first: what they leave, any other of the interface may take. */
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

/** What is wanted, as users write it: `>=3`, `10s`, `eth2:5, eth3`. */
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

/** What a field is, in the same notation. */
export function writeActual(actual: Actual, isTime: boolean): string {
  if (actual === null) return NONE;
  if (typeof actual === 'number') return isTime ? formatDuration(actual) : String(actual);
  if (typeof actual === 'string') return actual;
  return actual.length === 0 ? NONE : actual.map((item) => (typeof item === 'string' ? item : writeOif(item))).join(', ');
}

function writeOif({ oif, minTtl }: OifValue): string {
  return minTtl === null ? oif : `${oif}:${minTtl}`;
}
