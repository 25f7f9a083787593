import { command } from '../../execute/command.js';
import { noPromptFlag } from './args.js';

export default command('lesson next', () => ({
  summary: 'start the next lesson',
  examples: [{ does: 'start the next lesson', line: 'lesson next' }],
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
