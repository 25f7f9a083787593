import { LabError } from '../core/errors.js';
import { escapeText, quoteText } from '../core/printable.js';
import type { ArgSpec, ArgSpecs, ArgValues, FlagSpec, FlagSpecs, FlagValues, OptionSpec } from '../execute/definition.js';
import { nearest } from './nearest.js';

/** Words sorted into arguments and flags, not yet read. */
export interface SortedWords {
  readonly args: readonly string[];
  /** In the order in which they are first given. */
  readonly flags: readonly GivenFlag[];
}

/** A flag on a line. */
interface GivenFlag {
  readonly flag: NamedFlag;
  /** Its values; a switch has one, which is empty. */
  readonly texts: string[];
}

interface NamedFlag {
  readonly name: string;
  /** `--name` */
  readonly written: string;
  readonly spec: FlagSpec;
}

/** Flags as they are looked for on a line. */
interface FlagTable {
  /** What each comes to if it is not given. */
  readonly absent: Readonly<Record<string, unknown>>;
  /** By how they are written: `--quiet`, `-q`. */
  readonly written: ReadonlyMap<string, NamedFlag>;
}

/** A script says the same commands again and again, and their flags are the same each time. */
const TABLES = new WeakMap<FlagSpecs, FlagTable>();
const ARG_ENTRIES = new WeakMap<ArgSpecs, readonly (readonly [string, ArgSpec])[]>();

function tableOf(specs: FlagSpecs): FlagTable {
  const known = TABLES.get(specs);
  if (known !== undefined) return known;
  const entries = Object.entries(specs);
  const written = new Map(
    entries.flatMap(([name, spec]) => {
      const flag = { name, written: `--${name}`, spec };
      const short = spec.short === undefined ? [] : [[`-${spec.short}`, flag] as const];
      return [[flag.written, flag] as const, ...short];
    }),
  );
  const absent = Object.fromEntries(entries.map(([name, spec]) => [name, absentValue(spec)]));
  const table = { absent, written };
  TABLES.set(specs, table);
  return table;
}

function absentValue(spec: FlagSpec): unknown {
  if (spec.kind === 'switch') return false;
  return spec.multiple ? [] : undefined;
}

function entriesOf(specs: ArgSpecs): readonly (readonly [string, ArgSpec])[] {
  const known = ARG_ENTRIES.get(specs);
  if (known !== undefined) return known;
  const entries = Object.entries(specs);
  ARG_ENTRIES.set(specs, entries);
  return entries;
}

/**
 * Sorts the words after a command's name. Flags may stand anywhere, as `--flag VALUE` or `--flag=VALUE`; `--` ends them.
 *
 * @throws LabError `USAGE`
 */
export function sortWords(specs: FlagSpecs, words: readonly string[]): SortedWords {
  const args: string[] = [];
  const flags: GivenFlag[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    if (word === '--') return { args: [...args, ...words.slice(at + 1)], flags };
    if (isFlag(word)) {
      at += takeFlag(specs, flags, word, words[at + 1]);
    } else {
      args.push(word);
      at += 1;
    }
  }
  return { args, flags };
}

/** A dash alone is an argument, and so is what is meant as a negative number: whoever reads it says what is wrong with it. */
export function isFlag(word: string): boolean {
  return word.startsWith('-') && /^-[^\d.]/.test(word);
}

/** Returns how many words the flag and its value are. */
function takeFlag(specs: FlagSpecs, flags: GivenFlag[], word: string, next: string | undefined): number {
  const equals = word.indexOf('=');
  const flag = findFlag(specs, equals === -1 ? word : word.slice(0, equals));
  const { written, spec } = flag;
  if (spec.kind === 'switch') {
    if (equals !== -1) throw usage(`${written} takes no value`);
    addText(flags, flag, '');
    return 1;
  }
  const value = equals === -1 ? next : word.slice(equals + 1);
  if (value === undefined || (equals === -1 && isFlagOf(specs, value))) throw needsValue(written, spec.label, value);
  if (value === '' && spec.allowEmpty !== true) throw usage(`${written} is empty`);
  addText(flags, flag, value);
  return equals === -1 ? 2 : 1;
}

function addText(flags: GivenFlag[], flag: NamedFlag, text: string): void {
  for (const given of flags) {
    if (given.flag !== flag) continue;
    if (flag.spec.kind === 'switch' ? flag.spec.isRepeatable !== true : !flag.spec.multiple)
      throw usage(`${flag.written} is given twice`);
    given.texts.push(text);
    return;
  }
  flags.push({ flag, texts: [text] });
}

function findFlag(specs: FlagSpecs, written: string): NamedFlag {
  const found = tableOf(specs).written.get(written);
  if (found !== undefined) return found;
  const guess = nearest(
    written,
    Object.keys(specs).map((name) => `--${name}`),
  );
  throw usage(`there is no flag ${quoteText(written)} here${guess === null ? '' : `; did you mean ${guess}?`}`);
}

function isFlagOf(specs: FlagSpecs, word: string): boolean {
  if (!word.startsWith('--')) return false;
  const equals = word.indexOf('=');
  return word === '--' || tableOf(specs).written.has(equals === -1 ? word : word.slice(0, equals));
}

/** Reads arguments, each by its own definition. @throws LabError `USAGE`, or whatever reading a value throws */
export function readArgs<Args extends ArgSpecs>(specs: Args, { args: texts, flags }: SortedWords): ArgValues<Args> {
  const entries = entriesOf(specs);
  const extra = entries.at(-1)?.[1].isRest === true ? undefined : texts[entries.length];
  if (extra !== undefined) throw usage(`there is one word too many: ${quoteText(extra)}`);
  const values: Record<string, unknown> = {};
  let index = 0;
  for (const [name, spec] of entries) {
    const text = texts[index];
    if (text === undefined && spec.required) throw usage(`${spec.label} is missing`);
    if (spec.onlyWith !== undefined && spec.isRest !== true)
      checkCompany(
        spec,
        text,
        spec.onlyWith,
        flags.some(({ flag }) => flag.name === spec.onlyWith),
      );
    if (spec.isRest === true) values[name] = texts.slice(index).map((each) => readArg(spec, each));
    else values[name] = text === undefined ? undefined : readArg(spec, text);
    index += 1;
  }
  // Each value was read by the definition of its own name, which is what its type derives from.
  return values as ArgValues<Args>;
}

/** An argument that belongs to a flag stands on the line exactly when the flag does. */
function checkCompany({ label }: ArgSpec, text: string | undefined, flag: string, hasFlag: boolean): void {
  if (text === undefined && hasFlag) throw usage(`${label} is missing: --${flag} takes it`);
  if (text !== undefined && !hasFlag) throw usage(`${label} ${quoteText(text)} may stand only with --${flag}`);
}

function readArg({ label, options, parse }: ArgSpec, text: string): unknown {
  if (text === '') throw usage(`${label} is empty`);
  return parse(checkOption(label, options, text));
}

/** Reads flags, each by its own definition. @throws LabError `USAGE`, or whatever reading a value throws */
export function readFlags<Flags extends FlagSpecs>(specs: Flags, { flags }: SortedWords): FlagValues<Flags> {
  const values = { ...tableOf(specs).absent };
  for (const { flag, texts } of flags) {
    const { name, written, spec } = flag;
    const [first] = texts;
    // A line has flags of its command and flags that every command has, and each are read by themselves.
    if (specs[name] !== spec) continue;
    if (spec.kind === 'switch') values[name] = true;
    else if (spec.multiple) values[name] = texts.map((text) => readOption(written, spec, text));
    else if (first !== undefined) values[name] = readOption(written, spec, first);
  }
  // As above.
  return values as FlagValues<Flags>;
}

function readOption(written: string, { options, parse }: OptionSpec, text: string): unknown {
  return parse(checkOption(written, options, text), written);
}

function checkOption(name: string, options: readonly string[] | undefined, text: string): string {
  if (options === undefined || options.includes(text)) return text;
  const guess = nearest(text, options);
  const suffix = guess === null ? '' : `; did you mean ${guess}?`;
  throw usage(`${name} is ${options.join(', ').replace(/, ([^,]*)$/, ' or $1')}, not ${quoteText(text)}${suffix}`);
}

function needsValue(written: string, label: string, next: string | undefined): LabError {
  const hint = next === undefined ? null : `If ${quoteText(next)} is meant as the value, write ${written}=${escapeText(next)}`;
  return new LabError('USAGE', `${written} needs a value: ${label}`, hint);
}

function usage(message: string): LabError {
  return new LabError('USAGE', message);
}
