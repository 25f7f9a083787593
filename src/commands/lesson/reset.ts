import { askToConfirm } from '../../execute/ask.js';
import { command } from '../../execute/command.js';
import { noPromptFlag } from './args.js';

export default command('lesson reset', () => ({
  summary: 'restart the current lesson',
  description: 'Asks for confirmation, since your changes in the lesson are discarded. A solved lesson stays solved.',
  examples: [{ does: 'restart it without confirmation', line: 'lesson reset --yes' }],
  args: {},
  flags: { yes: { kind: 'switch', summary: 'skip the confirmation', short: 'y' }, 'no-prompt': noPromptFlag },
  changes: true,
  question: ({ flags }, words) =>
    flags.yes ? null : askToConfirm('Restart the lesson?', 'not restarting the lesson without confirmation', words),
  job: ({ flags }) => ({
    on: 'program',
    run: async (program) => {
      const { goTo, resetLesson } = await import('../later.js');
      return goTo(resetLesson, !flags['no-prompt'], program);
    },
  }),
}));
