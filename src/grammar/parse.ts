import { LabError } from '../core/errors.js';
import { quoteText } from '../core/printable.js';
import { tableOf } from './flag-table.js';
import { belongsToShell, guessFor, shellFault } from './guesses.js';
import { nearest } from './nearest.js';
import type { GivenArg, WordsRead } from './read-words.js';
import { needsValue } from './read-words.js';
import type { ArgSpec, ArgSpecs, ArgValues, FlagSpecs, FlagValues, Line, OptionSpec } from './spec.js';

/** What the values of a line are read by. */
interface Syntax<Args extends ArgSpecs, Flags extends FlagSpecs> {
  readonly id: string;
  readonly args: Args;
  readonly flags: Flags;
}

/**
 * Reads the values of a line.
 *
 * @throws LabError about the first word that is wrong: `USAGE`, or as reading a value throws
 */
export function readValues<Args extends ArgSpecs, Flags extends FlagSpecs>(
  { id, args, flags }: Syntax<Args, Flags>,
  read: WordsRead,
): Line<Args, Flags> {
  try {
    if (read.fault === null && read.open === null) return { args: readArgs(args, read), flags: readFlags(flags, read) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw firstFault({ id, args, flags }, read) ?? error;
  }
  throw firstFault({ id, args, flags }, read);
}

/** Reads arguments, each by its own spec. @throws LabError `USAGE`, or as reading a value throws */
export function readArgs<Args extends ArgSpecs>(specs: Args, read: WordsRead): ArgValues<Args> {
  const entries = entriesOf(specs);
  const { args } = read;
  const values: Record<string, unknown> = {};
  let index = 0;
  for (const [name, spec] of entries) {
    const given = args[index];
    if (given === undefined) checkMissing(spec, read);
    if (spec.isRest === true) values[name] = args.slice(index).map((each) => readArg(spec, each, read));
    else values[name] = given === undefined ? undefined : readArg(spec, given, read);
    index += 1;
  }
  const extra = entries.at(-1)?.[1].isRest === true ? undefined : args[entries.length];
  if (extra !== undefined) throw unexpected(extra.text);
  // The spec of each name read its value, and the type derives from the spec.
  return values as ArgValues<Args>;
}

/** Reads flags, each by its own spec. @throws LabError `USAGE`, or as reading a value throws */
export function readFlags<Flags extends FlagSpecs>(specs: Flags, { flags }: WordsRead): FlagValues<Flags> {
  const { absent } = tableOf(specs);
  const values = { ...absent };
  for (const { flag, text } of flags) {
    const { name, written, spec } = flag;
    // A line has flags of its command and global flags, and each are read by themselves.
    if (specs[name] !== spec) continue;
    if (spec.kind === 'switch') values[name] = true;
    else if (!spec.multiple) values[name] = readOption(written, spec, text);
    else {
      const before = values[name];
      const list: unknown[] = before === absent[name] || !Array.isArray(before) ? [] : before;
      list.push(...textsOf(spec, text).map((each) => readOption(written, spec, each)));
      values[name] = list;
    }
  }
  // As above.
  return values as FlagValues<Flags>;
}

/** Scripts repeat the same commands. */
const ARG_ENTRIES = new WeakMap<ArgSpecs, readonly (readonly [string, ArgSpec])[]>();

export function entriesOf(specs: ArgSpecs): readonly (readonly [string, ArgSpec])[] {
  const known = ARG_ENTRIES.get(specs);
  if (known !== undefined) return known;
  const entries = Object.entries(specs);
  ARG_ENTRIES.set(specs, entries);
  return entries;
}

/** What is wrong with an argument that nothing takes. */
export function unexpected(text: string): LabError {
  return belongsToShell(text) ? shellFault(text) : usage(`unexpected argument ${quoteText(text)}`);
}

/** What is wrong with the first wrong word of a line; null if no word is wrong, even if one is missing. */
function firstFault({ id, args, flags }: Syntax<ArgSpecs, FlagSpecs>, read: WordsRead): LabError | null {
  const end = read.fault?.at ?? Number.POSITIVE_INFINITY;
  const guess = guessFor([...id.split(' '), ...read.args.map(({ text }) => text)]);
  const explained = (error: LabError) => (guess === null ? error : new LabError(error.code, error.message, guess));
  const ofArgs = read.args.map((arg, index) => ({ at: arg.at, check: () => checkArg(args, index, arg, read) }));
  const ofFlags = read.flags.map((flag) => ({ at: flag.at, check: () => readFlags(flags, { ...read, flags: [flag] }) }));
  const checks = [...ofArgs, ...ofFlags].sort((a, b) => a.at - b.at).filter(({ at }) => at < end);
  for (const { at, check } of checks) {
    try {
      check();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      const arg = read.args.find((each) => each.at === at);
      if (arg === undefined) return error;
      return belongsToShell(arg.text) ? shellFault(arg.text) : explained(error);
    }
  }
  return read.fault?.error ?? (read.open === null ? null : needsValue(read.open, undefined));
}

function checkArg(specs: ArgSpecs, index: number, arg: GivenArg, read: WordsRead): void {
  const entries = entriesOf(specs);
  const last = entries.at(-1)?.[1];
  const spec = entries[index]?.[1] ?? (last?.isRest === true ? last : undefined);
  if (spec === undefined) throw unexpected(arg.text);
  readArg(spec, arg, read);
}

/** An argument that belongs to a flag is on the line exactly when the flag is. */
function checkMissing({ label, required, onlyWith, isRest }: ArgSpec, { flags }: WordsRead): void {
  if (required) throw usage(`${label} is missing`);
  if (isRest !== true && onlyWith !== undefined && flags.some(({ flag }) => flag.name === onlyWith))
    throw usage(`${label} is missing; --${onlyWith} requires it`);
}

function readArg({ label, options, mayBeShort, onlyWith, parse }: ArgSpec, { text }: GivenArg, { flags }: WordsRead): unknown {
  if (onlyWith !== undefined && !flags.some(({ flag }) => flag.name === onlyWith))
    throw usage(`${label} ${quoteText(text)} is allowed only with --${onlyWith}`);
  if (text === '') throw usage(`${label} is empty`);
  return parse(options === undefined ? text : checkArgOption(label, options, text, mayBeShort === true));
}

/** One of the listed values, or the singular of one where that is understood. */
function checkArgOption(label: string, options: readonly string[], text: string, mayBeSingular: boolean): string {
  if (options.includes(text)) return text;
  if (mayBeSingular && options.includes(`${text}s`)) return `${text}s`;
  throw unknownValue(`unknown ${label.toLowerCase()} ${quoteText(text)}`, options, text);
}

function readOption(written: string, { options, parse }: OptionSpec, text: string): unknown {
  if (options === undefined || options.includes(text)) return parse(text, written);
  throw unknownValue(`unknown value ${quoteText(text)} of ${written}`, options, text);
}

function textsOf({ separator }: OptionSpec, text: string): readonly string[] {
  return separator === undefined ? [text] : text.split(separator);
}

function unknownValue(message: string, options: readonly string[], text: string): LabError {
  const guess = nearest(text, options);
  const list = options.join(', ').replace(/, ([^,]*)$/, ' or $1');
  return new LabError('USAGE', `${message}; choose ${list}`, guess === null ? null : `Did you mean ${guess}?`);
}

function usage(message: string): LabError {
  return new LabError('USAGE', message);
}
