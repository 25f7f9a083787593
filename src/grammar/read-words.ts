import { LabError } from '../core/errors.js';
import { escapeText, quoteText } from '../core/printable.js';
import type { NamedFlag } from './flag-table.js';
import { isFlag, longNames, tableOf, writtenName } from './flag-table.js';
import { nearest } from './nearest.js';
import type { FlagSpecs } from './spec.js';

/** What is wrong, and the index of the word that it is about; after the last word if one is missing. */
export interface Fault {
  readonly at: number;
  readonly error: LabError;
}

/** An argument on a line. */
export interface GivenArg {
  readonly text: string;
  /** Index of the word. */
  readonly at: number;
}

/** A flag on a line. */
interface GivenFlag {
  readonly flag: NamedFlag;
  /** Its value; empty for a switch. */
  readonly text: string;
  /** Index of the word that names it. */
  readonly at: number;
}

/** Words sorted into arguments and flags; their values are not read yet. Indexes are those of `words`. */
export interface WordsRead {
  /** The words without the command's name. */
  readonly words: readonly string[];
  readonly args: readonly GivenArg[];
  readonly flags: readonly GivenFlag[];
  /** Whether a `--` ended the flags. */
  readonly flagsEnded: boolean;
  /** The flag at the end that still needs its value. */
  readonly open: NamedFlag | null;
  /** The first error. The words after it are still read. */
  readonly fault: Fault | null;
}

/**
 * Sorts words into arguments and flags. Flags may be anywhere, as `--flag VALUE`, `--flag=VALUE`, `-f VALUE` or `-f=VALUE`; `--` ends them.
 */
export function readWords(specs: FlagSpecs, words: readonly string[]): WordsRead {
  const args: GivenArg[] = [];
  const flags: GivenFlag[] = [];
  let flagsEnded = false;
  let open: NamedFlag | null = null;
  let fault: Fault | null = null;
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    if (flagsEnded || !isFlag(word)) {
      args.push({ text: word, at });
      at += 1;
    } else if (word === '--') {
      flagsEnded = true;
      at += 1;
    } else {
      const taken = takeFlag(specs, flags, word, words[at + 1]);
      if (taken.flag !== null) flags.push({ flag: taken.flag, text: taken.text, at });
      if (taken.error !== null) fault ??= { at, error: taken.error };
      open = taken.open;
      at += taken.length;
    }
  }
  return { words, args, flags, flagsEnded, open, fault };
}

/** Whether a JSON document is asked for, even if the rest of the line cannot be understood. */
export function asksForJson({ flags }: WordsRead): boolean {
  return flags.some(({ flag }) => flag.name === 'json');
}

/** What is wrong with a line that ends in a flag without its value, or has a flag in its place. */
export function needsValue({ written, spec }: NamedFlag, next: string | undefined): LabError {
  const hint = next === undefined ? null : `To give the value ${quoteText(next)}, write ${written}=${escapeText(next)}`;
  return new LabError('USAGE', `${written} requires a value${spec.kind === 'option' ? `: ${spec.label}` : ''}`, hint);
}

/** A flag with its value. */
interface Taken {
  /** Null if it is not to be kept. */
  readonly flag: NamedFlag | null;
  readonly text: string;
  /** How many words it is. */
  readonly length: number;
  /** The flag itself if its value is missing at the end. */
  readonly open: NamedFlag | null;
  readonly error: LabError | null;
}

function takeFlag(specs: FlagSpecs, given: readonly GivenFlag[], word: string, next: string | undefined): Taken {
  const written = writtenName(word);
  const flag = tableOf(specs).written.get(written);
  if (flag === undefined) return refused(unknownFlag(specs, written), 1);
  const value = written.length === word.length ? undefined : word.slice(written.length + 1);
  const mayRepeat = flag.spec.kind === 'switch' ? flag.spec.isRepeatable === true : flag.spec.multiple;
  const isTwice = !mayRepeat && given.some((each) => each.flag === flag);
  const twice = isTwice ? usage(`${flag.written} is given twice`) : null;
  if (flag.spec.kind === 'switch') {
    const error = value === undefined ? twice : usage(`${flag.written} takes no value`);
    return { flag, text: '', length: 1, open: null, error };
  }
  const text = value ?? next;
  if (text === undefined) return { flag: null, text: '', length: 1, open: flag, error: twice };
  if (value === undefined && isFlagOf(specs, text)) return refused(needsValue(flag, text), 1);
  const length = value === undefined ? 2 : 1;
  if (text === '' && flag.spec.allowEmpty !== true) return refused(usage(`${flag.written} is empty`), length);
  return { flag, text, length, open: null, error: twice };
}

function refused(error: LabError, length: number): Taken {
  return { flag: null, text: '', length, open: null, error };
}

function unknownFlag(specs: FlagSpecs, written: string): LabError {
  const known = Object.entries(specs).flatMap(([name, spec]) => longNames(name, spec));
  const guess = nearest(written, known);
  return usage(`unknown flag ${quoteText(written)}${guess === null ? '' : `; did you mean ${guess}?`}`);
}

function isFlagOf(specs: FlagSpecs, word: string): boolean {
  return word.startsWith('--') && (word === '--' || tableOf(specs).written.has(writtenName(word)));
}

function usage(message: string): LabError {
  return new LabError('USAGE', message);
}
