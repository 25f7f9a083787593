import { command } from '../execute/command.js';
import { integerFlag } from '../grammar/values.js';
import { PANE_NAMES } from '../render/watch/pane-names.js';
import { MAX_SIDE } from '../render/watch/size.js';
import { laterJob } from './later-job.js';
import { filterFlags, filterOf } from './row-filter.js';

export default command('watch', () => ({
  summary: 'show the session full-screen and highlight changes',
  description:
    'Runs in a second terminal, follows every change of the session and highlights what the last command changed. Keys: 1 to 7 show one part, arrows scroll, ? lists all keys, q quits. With --interactive, keys also move the clock; undo reverts them. Without --session, watch follows the current session, even after you switch to another one.',
  usage: 'watch [--interactive] [--part PART] [--once] [FLAGS]',
  examples: [
    { does: 'watch from a second terminal', line: 'watch' },
    { does: 'move the clock with keys', line: 'watch --interactive' },
    { does: 'show only the pending queues', line: 'watch --part pending' },
    { does: 'show one group', line: 'watch --group 239.1.1.1' },
    { does: 'print one frame as text, in a script', line: 'watch --once --columns 100 --rows 30' },
  ],
  args: {},
  flags: {
    interactive: {
      kind: 'switch',
      summary: 'enable keys: s advances the clock by 1s, n to the next timer; u undoes, r redoes',
      short: 'i',
    },
    part: {
      kind: 'option',
      label: 'PART',
      summary: 'part to show at first',
      multiple: false,
      options: PANE_NAMES,
      parse: (text) => PANE_NAMES.find((name) => name === text) ?? 'changes',
    },
    once: { kind: 'switch', summary: 'print one frame and exit' },
    columns: integerFlag({
      label: 'N',
      summary: 'width of the frame',
      min: 40,
      max: MAX_SIDE,
      defaultText: "the terminal's width, else 80",
    }),
    rows: integerFlag({ label: 'N', summary: 'height of the frame', min: 12, max: MAX_SIDE, defaultText: '24' }),
    ...filterFlags,
  },
  changes: false,
  job: ({ flags }) => laterJob((later, program) => later.watchSession(program, { ...flags, filter: filterOf(flags) })),
}));
