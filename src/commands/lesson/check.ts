import { command } from '../../execute/command.js';

export default command('lesson check', () => ({
  summary: 'check the goals of the lesson',
  description:
    'For each goal that is not reached, prints the actual state and exits with status 3. Once all goals are reached, explains why.',
  examples: [{ does: 'check your progress', line: 'lesson check' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({ on: 'program', run: async (program) => (await import('../later.js')).checkLesson(program) }),
}));
