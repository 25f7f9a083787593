import { LabError } from '../core/errors.js';
import { labCommand } from '../execute/command.js';
import { groupArg, keyOf, optional, sourceArg } from '../grammar/values.js';
import type { Section } from '../ops/show.js';
import { SECTIONS, show } from '../ops/show.js';
import { renderShow } from '../render/show.js';
import { filterFlags, filterOf, sectionsFor } from './row-filter.js';

export default labCommand('show', () => ({
  summary: 'show the state of the session',
  description:
    'Filters apply to routes, pending routes, packets and events. The session remembers the newest packets and events; see init --journal.',
  examples: [
    { does: 'show everything', line: 'show' },
    { does: 'show the installed routes', line: 'show routes' },
    { does: 'show the route of one source and group', line: 'show routes 10.0.1.9 239.1.1.1' },
    { does: 'show where each router expects packets of a source', line: 'show rpf 10.0.1.9' },
    { does: 'show the last five dropped packets', line: 'show packets --outcome dropped --last 5' },
    { does: 'print the number of queued packets of each pending route', line: "show pending --json | jq '.pending[].packets'" },
  ],
  args: {
    section: {
      label: 'SECTION',
      summary: 'section to show (default: all)',
      required: false,
      options: [...SECTIONS, 'all'],
      mayBeShort: true,
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
    if (args.section?.length === 1 && args.section[0] === 'rpf' && source === undefined) {
      throw new LabError('USAGE', 'SOURCE is missing', 'Name the source: show rpf 10.0.1.9');
    }
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
