import { askToConfirm } from '../../execute/ask.js';
import { command } from '../../execute/command.js';
import { noPromptFlag } from './args.js';

export default command('lesson reset', () => ({
  summary: 'begin the lesson in hand anew',
  description: 'Asks first: what was done in the lesson is gone. What was solved stays solved.',
  examples: [{ does: 'without being asked', line: 'lesson reset --yes' }],
  args: {},
  flags: { yes: { kind: 'switch', summary: 'do not ask', short: 'y' }, 'no-prompt': noPromptFlag },
  changes: true,
  question: ({ flags }, words) =>
    flags.yes
      ? null
      : askToConfirm('Begin the lesson anew?', 'beginning anew needs a yes: what was done in the lesson is gone', words),
  job: ({ flags }) => ({
    on: 'program',
    run: async (program) => {
      const { goTo, resetLesson } = await import('../later.js');
      return goTo(resetLesson, !flags['no-prompt'], program);
    },
  }),
}));
