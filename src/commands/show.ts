import { LabError } from '../core/errors.js';
import { labCommand } from '../execute/command.js';
import { groupArg, keyOf, optional, sourceArg } from '../grammar/values.js';
import type { Section } from '../ops/show.js';
import { SECTIONS, show } from '../ops/show.js';
import { renderShow } from '../render/show.js';
import { filterFlags, filterOf, sectionsFor } from './row-filter.js';

export default labCommand('show', () => ({
  summary: 'show what the session holds',
  description:
    'Routes, pending routes, packets and events can be filtered. The session remembers the newest packets and events (init --journal N).',
  examples: [
    { does: 'everything', line: 'show' },
    { does: 'the installed routes', line: 'show routes' },
    { does: 'the route of one source and group', line: 'show routes 10.0.1.9 239.1.1.1' },
    { does: 'the last five packets that were dropped', line: 'show packets --outcome dropped --last 5' },
    { does: 'how many packets wait, in a script', line: "show pending --json | jq '[.pending[].packets] | add'" },
  ],
  args: {
    section: {
      label: 'SECTION',
      summary: `${SECTIONS.join(', ')} or all; all if not given`,
      required: false,
      options: [...SECTIONS, 'all'],
      parse: sectionsOf,
    },
    source: optional(sourceArg),
    group: optional(groupArg),
  },
  flags: filterFlags,
  changes: false,
  toRequest: ({ args, flags }) => {
    for (const name of ['source', 'group'] as const) {
      if (args[name] !== undefined && flags[name] !== undefined) throw new LabError('USAGE', `${name} is given twice`);
    }
    const source = args.source ?? flags.source;
    const group = args.group ?? flags.group;
    if (source !== undefined && group !== undefined) keyOf(source, group);
    const given = { ...flags, source, group };
    return { sections: sectionsFor(args.section ?? null, SECTIONS, given), filter: filterOf(given) };
  },
  op: show,
  text: renderShow,
}));

/** Null where all are meant. */
function sectionsOf(text: string): readonly Section[] | null {
  return text === 'all' ? null : SECTIONS.filter((section) => text === section);
}
