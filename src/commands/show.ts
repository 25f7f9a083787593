import { labCommand } from '../execute/command.js';
import type { Section } from '../ops/show.js';
import { SECTIONS, show } from '../ops/show.js';
import { renderShow } from '../render/show.js';

export default labCommand('show', () => ({
  summary: 'show what the session holds',
  examples: [
    { does: 'everything', line: 'show' },
    { does: 'the installed routes', line: 'show routes' },
    { does: 'how many packets wait, in a script', line: "show pending --json | jq '[.pending[].packets] | add'" },
  ],
  args: {
    section: {
      label: 'SECTION',
      summary: `${SECTIONS.join(', ')} or all; all if not given`,
      required: false,
      options: [...SECTIONS, 'all'],
      mayBeShort: true,
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
