import { Address } from '../core/address.js';
import { parseDuration } from '../core/duration.js';
import type { ArgSpec, OptionSpec } from '../grammar/spec.js';
import { parseInteger, splitOif } from '../grammar/values.js';
import type { Comparison, Relation, Wanted } from '../ops/expect/notation.js';
import { RELATIONS } from '../ops/expect/notation.js';

/** A number or a comparison. */
export function numberField(summary: string): OptionSpec<Wanted, false> {
  return { kind: 'option', label: 'N', summary, multiple: false, parse: (text, name) => parseNumber(text, name) };
}

/** A time or a comparison. */
export function timeField(summary: string): OptionSpec<Wanted, false> {
  return { kind: 'option', label: 'TIME', summary, multiple: false, completes: 'time', parse: parseTime };
}

/** A word, compared literally. */
export function wordField(label: string, summary: string, options?: readonly string[]): OptionSpec<Wanted, false> {
  const parse = (text: string): Wanted => ({ is: 'text', text });
  return { kind: 'option', label, summary, multiple: false, parse, ...(options !== undefined && { options }) };
}

/** One of two words. */
export function eitherField(options: readonly [string, string], summary: string): OptionSpec<Wanted, false> {
  return wordField(options.join('|'), summary, options);
}

/** An address in any notation. */
export function addressField(label: string, summary: string): OptionSpec<Wanted, false> {
  return { ...wordField(label, summary), parse: (text) => ({ is: 'text', text: Address.parse(text).text }) };
}

/** An interface, by name or id. */
export function interfaceField(summary: string): OptionSpec<Wanted, false> {
  const parse = (ref: string): Wanted => ({ is: 'interface', ref });
  return { kind: 'option', label: 'IF', summary, multiple: false, completes: 'interface', parse };
}

/** Interfaces, exactly these in any order. */
export function interfacesField(summary: string): OptionSpec<Wanted, true> {
  const parse = (ref: string): Wanted => ({ is: 'oif', ref, minTtl: null });
  return { kind: 'option', label: 'IF', summary, multiple: true, completes: 'interface', parse };
}

/** Outgoing interfaces of a route. */
export const oifField: OptionSpec<Wanted, true> = {
  kind: 'option',
  label: 'IF[:MINTTL]',
  summary: 'outgoing interface (default for MINTTL: any); repeat to list all of them, in any order',
  multiple: true,
  separator: ',',
  completes: 'interface-output',
  parse: (text) => {
    const { oif, minTtl } = splitOif(text);
    return { is: 'oif', ref: oif, minTtl };
  },
};

/** A value that must be among the field's values. */
export function memberField(label: string, summary: string, normalize: (text: string) => string): OptionSpec<Wanted, true> {
  const parse = (text: string): Wanted => ({ is: 'member', text: normalize(text) });
  return { kind: 'option', label, summary, multiple: true, parse };
}

/** Number of matching rows. */
export const countFlag: OptionSpec<Comparison, false> = {
  kind: 'option',
  label: 'N',
  summary: 'number of matching rows (default: at least one)',
  multiple: false,
  parse: (text, name) => parseNumber(text, name),
};

/** The relation to the expected number, as a separate argument. */
export const relationArg: ArgSpec<Relation, true> = {
  label: 'RELATION',
  summary: 'comparison; quote < and > in a shell',
  required: true,
  options: RELATIONS,
  parse: (text) => RELATIONS.find((relation) => relation === text) ?? '=',
};

function parseNumber(text: string, name: string): Comparison {
  const { relation, rest } = splitRelation(text);
  return { is: 'number', relation, value: parseCount(rest, name) };
}

function parseTime(text: string): Comparison {
  const { relation, rest } = splitRelation(text);
  return { is: 'time', relation, value: parseDuration(rest) };
}

export function parseCount(text: string, name: string): number {
  return parseInteger(text, name, 0, Number.MAX_SAFE_INTEGER);
}

/** Of `>=3`, the relation and the `3`; the longer relations are tried first. */
function splitRelation(text: string): { readonly relation: Relation; readonly rest: string } {
  const written = /^(?:[!<>]=|[=<>])/.exec(text)?.[0] ?? '';
  return { relation: RELATIONS.find((relation) => relation === written) ?? '=', rest: text.slice(written.length) };
}
