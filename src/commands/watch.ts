import { command } from '../execute/command.js';
import { integerFlag } from '../grammar/values.js';
import { PANE_NAMES } from '../render/watch/pane-names.js';
import { MAX_SIDE } from '../render/watch/size.js';

export default command('watch', () => ({
  summary: 'show the session on the whole screen, and what each command changes',
  description:
    'For a second terminal: it follows whatever changes the session at once, and marks what the last command changed. Keys: 1 to 7 show one part alone, arrows scroll, ? explains them all, q leaves. With --interactive, keys move the clock too; each is a step that undo takes back. The session in use is followed, also when another one is taken into use.',
  usage: 'watch [--interactive] [--part PART] [--once] [FLAGS]',
  examples: [
    { does: 'in a second terminal', line: 'watch' },
    { does: 'with keys that move the clock', line: 'watch --interactive' },
    { does: 'the pending queues alone', line: 'watch --part pending' },
    { does: 'one picture as text, for a script', line: 'watch --once --columns 100 --rows 30' },
  ],
  args: {},
  flags: {
    interactive: {
      kind: 'switch',
      summary: 'keys move the clock: s by a second, n to the next timer; u undoes, r does again',
      short: 'i',
    },
    part: {
      kind: 'option',
      label: 'PART',
      summary: 'show this part alone at first',
      multiple: false,
      options: PANE_NAMES,
      parse: (text) => PANE_NAMES.find((name) => name === text) ?? 'changes',
    },
    once: { kind: 'switch', summary: 'print one picture and end' },
    columns: integerFlag({
      label: 'N',
      summary: 'how wide that picture is',
      min: 40,
      max: MAX_SIDE,
      defaultText: 'as the terminal, or 80',
    }),
    rows: integerFlag({ label: 'N', summary: 'how high that picture is', min: 12, max: MAX_SIDE, defaultText: '24' }),
  },
  changes: false,
  job: ({ flags }) => ({
    on: 'program',
    run: async (program) => (await import('./later.js')).watchSession(program, flags),
  }),
}));
