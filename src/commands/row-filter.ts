import { parseDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import type { DropReason } from '../core/packet-report.js';
import { DROP_REASONS, OUTCOMES } from '../core/packet-report.js';
import type { FlagValues, OptionSpec } from '../grammar/spec.js';
import { groupArg, iifFlag, integerFlag, sourceArg } from '../grammar/values.js';
import type { RowFilter } from '../ops/row-filter.js';
import type { Section } from '../ops/show.js';

/** Rows that `--last` can ask for at most. */
const MAX_ROWS = 1_000_000;

/** Flags that say which routes, pending routes, packets and events are wanted. */
export const filterFlags = {
  source: { ...wordFlag('ADDRESS', 'only rows of this source'), completes: 'source', parse: sourceArg.parse },
  group: { ...wordFlag('ADDRESS', 'only rows of this group'), completes: 'group', parse: groupArg.parse },
  iif: { ...iifFlag, needed: false, summary: 'only rows of packets that arrive on this interface' },
  outcome: {
    ...wordFlag('OUTCOME', 'only packets with this outcome'),
    options: OUTCOMES,
    parse: (text) => OUTCOMES.find((each) => each === text) ?? 'dropped',
  } satisfies OptionSpec<(typeof OUTCOMES)[number], false>,
  reason: {
    ...wordFlag('CODE', 'only packets dropped for this reason'),
    options: DROP_REASONS,
    parse: (text) => DROP_REASONS.find((each) => each === text) ?? 'NO_BUFFER_SPACE',
  } satisfies OptionSpec<DropReason, false>,
  since: { ...wordFlag('TIME', 'only what happened at this time or later'), completes: 'past-time', parse: parseDuration },
  last: integerFlag({ label: 'N', summary: 'only the newest N rows of each section', min: 0, max: MAX_ROWS }),
} as const;

/** What each section can be filtered by. */
const FILTERS: Readonly<Partial<Record<Section, readonly (keyof typeof filterFlags)[]>>> = {
  rpf: ['source'],
  routes: ['source', 'group', 'iif', 'since', 'last'],
  pending: ['source', 'group', 'iif', 'last'],
  packets: ['source', 'group', 'iif', 'outcome', 'reason', 'since', 'last'],
  events: ['source', 'group', 'iif', 'since', 'last'],
};

/** The filter that the flags make. */
export function filterOf(flags: FlagValues<typeof filterFlags>): RowFilter {
  const { source, group, iif, outcome, reason, since, last } = flags;
  return {
    ...(source !== undefined && { source }),
    ...(group !== undefined && { group }),
    ...(iif !== undefined && { iif }),
    ...(outcome !== undefined && { outcome }),
    ...(reason !== undefined && { reason }),
    ...(since !== undefined && { sinceNs: since }),
    ...(last !== undefined && { last }),
  };
}

/**
 * The sections that are shown with these flags.
 *
 * @param asked null if none was named: then those that all given flags filter, or all sections without a flag
 * @throws LabError `USAGE` if a flag filters none of the sections
 */
export function sectionsFor(
  asked: readonly Section[] | null,
  all: readonly Section[],
  flags: FlagValues<typeof filterFlags>,
): readonly Section[] {
  const given = (Object.keys(filterFlags) as (keyof typeof filterFlags)[]).filter((name) => flags[name] !== undefined);
  if (given.length === 0) return asked ?? all;
  const sections = (asked ?? all).filter((section) => given.every((name) => FILTERS[section]?.includes(name)));
  if (sections.length > 0) return sections;
  const wrong = given.find((name) => asked?.every((section) => !FILTERS[section]?.includes(name))) ?? given[0];
  throw new LabError(
    'USAGE',
    `--${wrong} does not filter ${asked?.join(', ') ?? 'any section'}`,
    `${Object.entries(FILTERS)
      .map(([section, names]) => `${section}: ${names.map((name) => `--${name}`).join(' ')}`)
      .join('; ')}.`,
  );
}

function wordFlag(label: string, summary: string): { kind: 'option'; label: string; summary: string; multiple: false } {
  return { kind: 'option', label, summary, multiple: false };
}
