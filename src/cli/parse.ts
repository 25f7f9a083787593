import { LabError } from '../core/errors.js';
import { escapeText, quoteText } from '../core/printable.js';
import type { ArgSpec, ArgSpecs, ArgValues, FlagSpec, FlagSpecs, FlagValues } from './definition.js';
import { nearest } from './nearest.js';

/** Words sorted into arguments and flags, not yet read. */
export interface SortedWords {
  readonly args: readonly string[];
  /** By the flag's name; a switch has empty text. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

/**
 * Sorts the words after a command's name. Flags may stand anywhere, as `--flag VALUE` or `--flag=VALUE`; `--` ends them.
 *
 * @throws LabError `USAGE`
 */
export function sortWords(specs: FlagSpecs, words: readonly string[]): SortedWords {
  const args: string[] = [];
  const flags = new Map<string, string[]>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      args.push(...rest.splice(0));
    } else if (isFlag(word)) {
      takeFlag(specs, flags, word, rest);
    } else {
      args.push(word);
    }
  }
  return { args, flags };
}

/** A dash alone is an argument, and so is what is meant as a negative number: whoever reads it says what is wrong with it. */
export function isFlag(word: string): boolean {
  return /^-[^\d.]/.test(word);
}

function takeFlag(specs: FlagSpecs, flags: Map<string, string[]>, word: string, rest: string[]): void {
  const equals = word.indexOf('=');
  const written = equals === -1 ? word : word.slice(0, equals);
  const { name, spec } = findFlag(specs, written);
  const values = flags.get(name) ?? [];
  if (values.length > 0 && !(spec.kind === 'option' && spec.multiple)) throw usage(`--${name} is given twice`);
  flags.set(name, values);
  if (spec.kind === 'switch') {
    if (equals !== -1) throw usage(`--${name} takes no value`);
    values.push('');
    return;
  }
  const value = equals === -1 ? rest.shift() : word.slice(equals + 1);
  if (value === undefined || (equals === -1 && isFlagOf(specs, value))) throw needsValue(name, spec.label, value);
  if (value === '' && spec.allowEmpty !== true) throw usage(`--${name} is empty`);
  values.push(value);
}

function findFlag(specs: FlagSpecs, written: string): { name: string; spec: FlagSpec } {
  for (const [name, spec] of Object.entries(specs)) {
    if (written === `--${name}` || (spec.short !== undefined && written === `-${spec.short}`)) return { name, spec };
  }
  const names = Object.keys(specs).map((name) => `--${name}`);
  const guess = nearest(written, names);
  throw usage(`there is no flag ${quoteText(written)} here${guess === null ? '' : `; did you mean ${guess}?`}`);
}

function isFlagOf(specs: FlagSpecs, word: string): boolean {
  return word === '--' || Object.keys(specs).some((name) => word === `--${name}` || word.startsWith(`--${name}=`));
}

/** Reads arguments, each by its own definition. @throws LabError `USAGE`, or whatever reading a value throws */
export function readArgs<Args extends ArgSpecs>(specs: Args, { args: texts }: SortedWords): ArgValues<Args> {
  const entries = Object.entries(specs);
  const extra = entries.at(-1)?.[1].isRest === true ? undefined : texts[entries.length];
  if (extra !== undefined) throw usage(`there is one word too many: ${quoteText(extra)}`);
  const values = entries.map(([name, spec], index) => {
    const given = texts.slice(index, spec.isRest === true ? undefined : index + 1);
    if (given.length === 0 && spec.required) throw usage(`${spec.label} is missing`);
    const read = given.map((text) => readArg(spec, text));
    return [name, spec.isRest === true ? read : read[0]];
  });
  // Each value was read by the definition of its own name, which is what its type derives from.
  return Object.fromEntries(values) as ArgValues<Args>;
}

function readArg({ label, options, parse }: ArgSpec, text: string): unknown {
  if (text === '') throw usage(`${label} is empty`);
  return parse(checkOption(label, options, text));
}

/** Reads flags, each by its own definition. @throws LabError `USAGE`, or whatever reading a value throws */
export function readFlags<Flags extends FlagSpecs>(specs: Flags, { flags: texts }: SortedWords): FlagValues<Flags> {
  const values = Object.entries(specs).map(([name, spec]) => {
    const given = texts.get(name) ?? [];
    if (spec.kind === 'switch') return [name, given.length > 0];
    const read = given.map((text) => spec.parse(checkOption(`--${name}`, spec.options, text), `--${name}`));
    return [name, spec.multiple ? read : read[0]];
  });
  // As above.
  return Object.fromEntries(values) as FlagValues<Flags>;
}

function checkOption(name: string, options: readonly string[] | undefined, text: string): string {
  if (options === undefined || options.includes(text)) return text;
  const guess = nearest(text, options);
  const suffix = guess === null ? '' : `; did you mean ${guess}?`;
  throw usage(`${name} is ${options.join(', ').replace(/, ([^,]*)$/, ' or $1')}, not ${quoteText(text)}${suffix}`);
}

function needsValue(name: string, label: string, next: string | undefined): LabError {
  const hint = next === undefined ? null : `If ${quoteText(next)} is meant as the value, write --${name}=${escapeText(next)}`;
  return new LabError('USAGE', `--${name} needs a value: ${label}`, hint);
}

function usage(message: string): LabError {
  return new LabError('USAGE', message);
}
