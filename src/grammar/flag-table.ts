import type { FlagSpec, FlagSpecs } from './spec.js';

export interface NamedFlag {
  readonly name: string;
  /** `--name` */
  readonly written: string;
  readonly spec: FlagSpec;
}

/** Flags as they are looked up. */
interface FlagTable {
  /** The value of each flag that is not given. */
  readonly absent: Readonly<Record<string, unknown>>;
  /** By how they are written: `--quiet`, `-q`. */
  readonly written: ReadonlyMap<string, NamedFlag>;
}

/** Scripts repeat the same commands. */
const TABLES = new WeakMap<FlagSpecs, FlagTable>();

export function tableOf(specs: FlagSpecs): FlagTable {
  const known = TABLES.get(specs);
  if (known !== undefined) return known;
  const entries = Object.entries(specs);
  const table = {
    written: new Map(entries.flatMap(([name, spec]) => formsOf(name, spec))),
    absent: Object.fromEntries(entries.map(([name, spec]) => [name, absentValue(spec)])),
  };
  TABLES.set(specs, table);
  return table;
}

/** The part of a word that names a flag: `--oif` of `--oif=eth2`. */
export function writtenName(word: string): string {
  const equals = word.indexOf('=');
  return equals === -1 ? word : word.slice(0, equals);
}

/** Whether a word is a flag: a dash alone is an argument, and so is a number below zero. */
export function isFlag(word: string): boolean {
  return word.startsWith('-') && /^-[^\d.]/.test(word);
}

/** The names of a flag with two dashes. */
export function longNames(name: string, spec: FlagSpec): string[] {
  const aliases = spec.kind === 'option' ? (spec.aliases ?? []) : [];
  return [name, ...aliases].map((each) => `--${each}`);
}

function formsOf(name: string, spec: FlagSpec): (readonly [string, NamedFlag])[] {
  const flag = { name, written: `--${name}`, spec };
  const short = spec.short === undefined ? [] : [`-${spec.short}`];
  return [...longNames(name, spec), ...short].map((form) => [form, flag]);
}

function absentValue(spec: FlagSpec): unknown {
  if (spec.kind === 'switch') return false;
  return spec.multiple ? [] : undefined;
}
