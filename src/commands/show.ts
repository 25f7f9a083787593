import { labCommand } from '../execute/command.js';
import type { Section } from '../ops/show.js';
import { SECTIONS, show } from '../ops/show.js';
import { renderShow } from '../render/show.js';

export default labCommand('show', () => ({
  summary: 'show the state of the session',
  examples: [
    { does: 'show everything', line: 'show' },
    { does: 'show the installed routes', line: 'show routes' },
    { does: 'count the queued packets in a script', line: "show pending --json | jq '[.pending[].packets] | add'" },
  ],
  args: {
    section: {
      label: 'SECTION',
      summary: 'section to show (default: all)',
      required: false,
      options: [...SECTIONS, 'all'],
      parse: sectionsOf,
    },
  },
  flags: {},
  changes: false,
  toRequest: ({ args }) => ({ sections: args.section ?? SECTIONS }),
  op: show,
  text: renderShow,
}));

function sectionsOf(text: string): readonly Section[] {
  return SECTIONS.filter((section) => text === 'all' || text === section);
}
