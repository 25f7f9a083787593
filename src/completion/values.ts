import { Address } from '../core/address.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { CommandLine } from '../grammar/read-line.js';
import type { ArgSpec, Completes, OptionSpec } from '../grammar/spec.js';
import type { Candidate } from './candidate.js';
import { candidate, select } from './candidate.js';
import { givenValues } from './cursor.js';
import { comingTimes, groupsOfInterface, knownGroups, knownInterfaces, knownSources, pastTimes } from './known.js';

/** What values are completed from, each asked only if it is needed. */
export interface Sources {
  /** The lab that the line is about; null if there is none. */
  readonly lab: () => Lab | null;
  /** The names of the sessions. */
  readonly sessions: () => readonly string[];
  /** The lessons that come with the program. */
  readonly lessons: () => readonly { readonly id: string; readonly name: string }[];
}

/** What the word at the cursor is the value of. */
export interface Slot {
  readonly spec: ArgSpec | OptionSpec;
  /** What stands in front of the value in the same word: `--iif=`. */
  readonly prefix: string;
}

/** What the word at the cursor can become, where it is a value. */
export function valueCandidates({ spec, prefix }: Slot, place: CommandLine, partial: string, sources: Sources): Candidate[] {
  const typed = partial.slice(prefix.length);
  const { options, completes } = spec;
  const found = options?.map((option) => candidate(option, '')) ?? valuesOf(completes, typed, place, sources);
  const selected = select(found, typed).map(({ text, summary, then }) => candidate(`${prefix}${text}`, summary, then));
  const isPath = completes === 'file' || completes === 'session-or-path' || completes === 'lesson';
  return isPath && selected.length === 0 ? [candidate(prefix, '', 'file')] : selected;
}

/** The values of a kind; if there may be very many, only those that begin with the typed text. */
function valuesOf(kind: Completes | undefined, typed: string, place: CommandLine, sources: Sources): Iterable<Candidate> {
  if (kind === undefined || kind === 'file' || kind === 'command') return [];
  if (kind === 'session' || kind === 'session-or-path') return sources.sessions().map((name) => candidate(name, ''));
  if (kind === 'lesson') return lessonCandidates(sources.lessons());
  const lab = sources.lab();
  return lab === null ? [] : valuesOfLab(kind, typed, place, lab);
}

/** By number, then by name. */
function lessonCandidates(lessons: ReturnType<Sources['lessons']>): Candidate[] {
  const byNumber = lessons.map(({ id, name }) => candidate(id, name.replaceAll('-', ' ')));
  return [...byNumber, ...lessons.map(({ id, name }) => candidate(name, `lesson ${id}`))];
}

function valuesOfLab(
  kind: Exclude<Completes, 'lesson' | 'file' | 'command' | 'session' | 'session-or-path'>,
  typed: string,
  place: CommandLine,
  lab: Lab,
): Iterable<Candidate> {
  switch (kind) {
    case 'interface':
      return knownInterfaces(lab);
    case 'interface-output':
      return outputs(lab, typed, place);
    case 'router':
      return [...lab.network.routers].map(({ name, config }) => candidate(name, config.stack));
    case 'link':
      return [...lab.network.links].map(({ name, ends }) =>
        candidate(name, ends.map((end) => lab.network.nameOf(end)).join(', ')),
      );
    case 'host':
      return [...lab.network.hosts].map(({ name, on }) => candidate(name, `on ${lab.network.nameOf(on)}`));
    case 'source':
      return knownSources(lab, typed);
    case 'group':
      return knownGroups(lab, givenSource(place), typed);
    case 'joined-group':
      return groupsOfInterface(lab, givenValues(place, 'interface')[0] ?? '');
    case 'duration':
      return comingTimes(lab, lab.clock.nowNs());
    case 'time':
      return comingTimes(lab, 0);
    case 'past-time':
      return pastTimes(lab);
  }
}

/** Minimum TTLs in common use, as thresholds at the border of a subnet, a site, a region and a continent. */
const USUAL_MIN_TTLS = [1, 32, 64, 128];

/** Interfaces to send on: first those that are not on the line yet. A minimum TTL may follow a complete name. */
function outputs(lab: Lab, typed: string, place: CommandLine): Candidate[] {
  const [name = '', minTtl] = typed.split(':');
  if (minTtl !== undefined && lab.interfaces.find(name) !== null) return minTtls(name, minTtl);
  const taken = [...givenValues(place, 'interface'), ...givenValues(place, 'interface-output')].map((oif) => oif.split(':')[0]);
  const all = [...knownInterfaces(lab)];
  const ordered = [...all.filter(({ text }) => !taken.includes(text)), ...all.filter(({ text }) => taken.includes(text))];
  return ordered.flatMap((each) => (each.text === typed ? [each, candidate(`${typed}:`, 'with a minimum TTL', 'none')] : [each]));
}

function minTtls(name: string, typed: string): Candidate[] {
  const isWhole = /^\d{1,3}$/.test(typed) && Number(typed) <= 255;
  const all = isWhole ? [Number(typed), ...USUAL_MIN_TTLS] : USUAL_MIN_TTLS;
  return all.map((minTtl) => candidate(`${name}:${minTtl}`, `packets with a TTL of ${minTtl} or more`));
}

/** The source on the line; null if there is none, or it is not an address. */
function givenSource(place: CommandLine): Address | null {
  const [text] = givenValues(place, 'source');
  if (text === undefined) return null;
  try {
    return Address.parse(text);
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}
