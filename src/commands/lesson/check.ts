import { command } from '../../execute/command.js';

export default command('lesson check', () => ({
  summary: 'see which goals of the lesson are reached',
  description: 'Where one is not, it says what is there in its place, and the exit code is 3. Once all are, it says why.',
  examples: [{ does: 'see how far you are', line: 'lesson check' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({ on: 'program', run: async (program) => (await import('../later.js')).checkLesson(program) }),
}));
