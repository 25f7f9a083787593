import { command } from '../../execute/command.js';
import { noPromptFlag } from './args.js';

export default command('lesson next', () => ({
  summary: 'begin the lesson after the one in hand',
  examples: [{ does: 'go on', line: 'lesson next' }],
  args: {},
  flags: { 'no-prompt': noPromptFlag },
  changes: true,
  job: ({ flags }) => ({
    on: 'program',
    run: async (program) => {
      const { goTo, startNext } = await import('../later.js');
      return goTo(startNext, !flags['no-prompt'], program);
    },
  }),
}));
