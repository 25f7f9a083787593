import { LabError } from '../core/errors.js';
import type { CommandSpec } from '../execute/definition.js';
import { isFlag, longNames, tableOf, writtenName } from '../grammar/flag-table.js';
import type { CommandLine } from '../grammar/read-line.js';
import type { FlagSpec } from '../grammar/spec.js';
import { usageOf } from '../grammar/usage.js';
import { renderNext } from '../render/next.js';
import type { Candidate } from './candidate.js';
import { candidate } from './candidate.js';
import { commandWithin, flagsAt, givenValues, hasFlag, mayGoOn, nextArg, readBefore } from './cursor.js';
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
  const place = readBefore(request.commands, request.words);
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
 * flags that may still follow, and whether the line can be executed as it is.
 *
 * @param columns how wide it may be
 */
export function whatMayComeNext(request: CompletionRequest, columns = 80): string {
  const { commands, words, partial } = request;
  const place = readBefore(commands, words);
  const within = place === null ? null : commandWithin(place);
  if (within !== null) return whatMayComeNext({ ...request, words: within }, columns);
  if (place === null) return renderNext({ usage: null, value: null, candidates: [], flags: [], canRun: false }, columns);
  const slot = slotAt(place, partial);
  const isFlag = isFlagWanted(place, partial);
  const isAnything = partial === '' && place.spec !== null && place.asks !== 'help' && place.open === null && !place.flagsEnded;
  const candidates =
    slot === null
      ? nameCandidates(place, request)
      : [...namesOn(place, request), ...valueCandidates(slot, place, partial, request)];
  return renderNext(
    {
      usage: place.spec === null || place.asks === 'help' ? null : usageOf(place.spec),
      value: slot === null ? null : { label: `${slot.prefix}${slot.spec.label}`, summary: slot.spec.summary },
      candidates: candidates.filter(({ then }) => then !== 'file'),
      flags: isFlag || isAnything ? freeFlags(place, partial).map(describeFlag) : [],
      canRun: canRun(place, partial, candidates),
    },
    columns,
  );
}

/** Whether only a flag can stand at the cursor: there is a dash, or all arguments are there. */
function isFlagWanted(place: CommandLine, partial: string): boolean {
  if (place.flagsEnded || place.open !== null) return false;
  if (startsFlag(partial)) return !partial.includes('=');
  return partial === '' && place.spec !== null && place.asks !== 'help' && nextArg(place) === null;
}

/** As in the parser: a negative number is not a flag. */
function startsFlag(partial: string): boolean {
  return partial === '-' || isFlag(partial);
}

/** What the word at the cursor is the value of; null if it is none. */
function slotAt(place: CommandLine, partial: string): Slot | null {
  const open = place.open?.spec;
  if (open?.kind === 'option') return { spec: open, prefix: '' };
  if (place.asks === 'help') return null;
  if (place.flagsEnded || !startsFlag(partial)) {
    const spec = nextArg(place);
    return spec === null ? null : { spec, prefix: '' };
  }
  const written = writtenName(partial);
  const spec = tableOf(flagsAt(place)).written.get(written)?.spec;
  return written !== partial && spec?.kind === 'option' ? { spec, prefix: `${written}=` } : null;
}

function nameCandidates({ name, spec, asks }: CommandLine, { commands, partial }: CompletionRequest): Candidate[] {
  if (spec !== null && asks !== 'help') return [];
  return nextNames(commands, name, partial, asks === 'help');
}

/** Words that make the name of a command that of another one, where its first argument may stand as well. */
function namesOn(place: CommandLine, { commands, partial }: CompletionRequest): Candidate[] {
  return place.spec !== null && mayGoOn(place) ? nextNames(commands, place.name, partial, true) : [];
}

function flagCandidates(place: CommandLine, partial: string): Candidate[] {
  return freeFlags(place, partial).map(([name, flag]) => candidate(formOf(name, flag, partial), flag.summary));
}

/** The flags that may still follow and begin with the typed text: first the command's, then the global flags. */
function freeFlags(place: CommandLine, partial: string): (readonly [string, FlagSpec])[] {
  return Object.entries(flagsAt(place)).filter(([name, flag]) => {
    const isFree = !hasFlag(place, name) || (flag.kind === 'option' && flag.multiple);
    return isFree && formOf(name, flag, partial).startsWith(partial);
  });
}

/** How to write a flag that begins with the typed text: its name, else its letter or an alias. */
function formOf(name: string, flag: FlagSpec, partial: string): string {
  const forms = [...longNames(name, flag), ...(flag.short === undefined ? [] : [`-${flag.short}`])];
  return forms.find((form) => form.startsWith(partial)) ?? `--${name}`;
}

function describeFlag([name, flag]: readonly [string, FlagSpec]): { label: string; summary: string } {
  return { label: flag.kind === 'switch' ? `--${name}` : `--${name} ${flag.label}`, summary: flag.summary };
}

/** Whether the line can be executed as it is. A command that would have to read a file to tell counts as executable. */
function canRun(place: CommandLine<CommandSpec>, partial: string, candidates: readonly Candidate[]): boolean {
  const { spec, words, asks, open } = place;
  if (spec === null || asks === 'help' || (open !== null && partial === '')) return false;
  if (partial !== '' && candidates.length > 0 && !candidates.some(({ text }) => text === partial)) return false;
  try {
    const { question, job } = spec.prepare(partial === '' ? words : [...words, partial]);
    if (question !== null && !question.isConfirmation) return false;
    if (givenValues(place, 'file').length === 0 && candidates.every(({ then }) => then !== 'file')) job();
    return true;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}
