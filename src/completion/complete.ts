import { LabError } from '../core/errors.js';
import type { CommandSpec, FlagSpec } from '../execute/definition.js';
import { isFlag } from '../grammar/parse.js';
import { usageOf } from '../grammar/usage.js';
import { renderNext } from '../render/next.js';
import type { Candidate } from './candidate.js';
import { candidate } from './candidate.js';
import type { Place } from './cursor.js';
import { commandWithin, findPlace, flagsAt, givenValues, mayGoOn, nextArg } from './cursor.js';
import { nextNames } from './names.js';
import type { Slot, Sources } from './values.js';
import { valueCandidates } from './values.js';

/** A line with a cursor, and what its words may be completed from. */
export interface CompletionRequest extends Sources {
  readonly commands: readonly CommandSpec[];
  /** The whole words before the word at the cursor, with or without the program's name in front. */
  readonly words: readonly string[];
  /** The word at the cursor, up to the cursor. */
  readonly partial: string;
}

/**
 * What the word at the cursor can become: words of a command's name, flags, or values that are the lab's. Commands that are typed already
 * may be shortened as far as they stay unambiguous.
 */
export function complete(request: CompletionRequest): readonly Candidate[] {
  const place = findPlace(request.commands, request.words);
  if (place === null) return [];
  const within = commandWithin(place);
  if (within !== null) return complete({ ...request, words: within });
  const { partial } = request;
  if (isFlagWanted(place, partial)) return flagCandidates(place, partial);
  const slot = slotAt(place, partial);
  if (slot === null) return nameCandidates(place, request);
  const values = [...namesOn(place, request), ...valueCandidates(slot, place, partial, request)];
  const isOptional = 'required' in slot.spec && !slot.spec.required;
  return values.length === 0 && partial === '' && isOptional && !place.flagsEnded ? flagCandidates(place, '') : values;
}

/**
 * What may come next on a line, for people: the candidates, and once the command is known its usage, what the word at the cursor is, the
 * flags that may still follow, and whether the line can be carried out as it is.
 *
 * @param columns how wide it may be
 */
export function whatMayComeNext(request: CompletionRequest, columns = 80): string {
  const { commands, words, partial } = request;
  const place = findPlace(commands, words);
  const within = place === null ? null : commandWithin(place);
  if (within !== null) return whatMayComeNext({ ...request, words: within }, columns);
  if (place === null) return renderNext({ usage: null, value: null, candidates: [], flags: [], canRun: false }, columns);
  const slot = slotAt(place, partial);
  const isFlag = isFlagWanted(place, partial);
  const isAnything = partial === '' && place.spec !== null && !place.isHelp && place.open === null && !place.flagsEnded;
  const candidates =
    slot === null
      ? nameCandidates(place, request)
      : [...namesOn(place, request), ...valueCandidates(slot, place, partial, request)];
  return renderNext(
    {
      usage: place.spec === null || place.isHelp ? null : usageOf(place.spec),
      value: slot === null ? null : { label: `${slot.prefix}${slot.spec.label}`, summary: slot.spec.summary },
      candidates: candidates.filter(({ then }) => then !== 'file'),
      flags: isFlag || isAnything ? freeFlags(place, partial).map(describeFlag) : [],
      canRun: canRun(place, partial, candidates),
    },
    columns,
  );
}

/** Whether only a flag can stand at the cursor: there is a dash, or all arguments are there. */
function isFlagWanted(place: Place, partial: string): boolean {
  if (place.flagsEnded || place.open !== null) return false;
  if (startsFlag(partial)) return !partial.includes('=');
  return partial === '' && place.spec !== null && !place.isHelp && nextArg(place) === null;
}

/** As the parser has it: what is meant as a negative number is no flag. */
function startsFlag(partial: string): boolean {
  return partial === '-' || isFlag(partial);
}

/** What the word at the cursor is the value of; null if it is none. */
function slotAt(place: Place, partial: string): Slot | null {
  if (place.open !== null) return { spec: place.open, prefix: '' };
  if (place.isHelp) return null;
  if (place.flagsEnded || !startsFlag(partial)) {
    const spec = nextArg(place);
    return spec === null ? null : { spec, prefix: '' };
  }
  const equals = partial.indexOf('=');
  const spec = flagsAt(place)[partial.slice(2, equals)];
  return equals !== -1 && spec?.kind === 'option' ? { spec, prefix: partial.slice(0, equals + 1) } : null;
}

function nameCandidates({ name, spec, isHelp }: Place, { commands, partial }: CompletionRequest): Candidate[] {
  if (spec !== null && !isHelp) return [];
  return nextNames(commands, name, partial, isHelp);
}

/** Words that make the name of a command that of another one, where its first argument may stand as well. */
function namesOn(place: Place, { commands, partial }: CompletionRequest): Candidate[] {
  return place.spec !== null && mayGoOn(place) ? nextNames(commands, place.name, partial, true) : [];
}

function flagCandidates(place: Place, partial: string): Candidate[] {
  return freeFlags(place, partial).map(([name, { summary }]) =>
    candidate(/^-[^-]/.test(partial) ? partial : `--${name}`, summary),
  );
}

/** The flags that may still be given, and go on from what is typed: the command's own, then those that others have as well. */
function freeFlags(place: Place, partial: string): (readonly [string, FlagSpec])[] {
  return Object.entries(flagsAt(place)).filter(([name, flag]) => {
    const isTyped = `--${name}`.startsWith(partial) || (flag.kind === 'switch' && partial === `-${flag.short}`);
    return isTyped && (!place.flags.has(name) || (flag.kind === 'option' && flag.multiple));
  });
}

function describeFlag([name, flag]: readonly [string, FlagSpec]): { label: string; summary: string } {
  return { label: flag.kind === 'switch' ? `--${name}` : `--${name} ${flag.label}`, summary: flag.summary };
}

/** Whether the line can be carried out as it is. A command that would read a file for that is taken at its word. */
function canRun(place: Place, partial: string, candidates: readonly Candidate[]): boolean {
  const { spec, rest, isHelp, open } = place;
  if (spec === null || isHelp || (open !== null && partial === '')) return false;
  if (partial !== '' && candidates.length > 0 && !candidates.some(({ text }) => text === partial)) return false;
  try {
    const { question, job } = spec.prepare(partial === '' ? rest : [...rest, partial]);
    if (question !== null && !question.isConfirmation) return false;
    if (givenValues(place, 'file').length === 0 && candidates.every(({ then }) => then !== 'file')) job();
    return true;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}
