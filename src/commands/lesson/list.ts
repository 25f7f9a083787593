import { command } from '../../execute/command.js';

export default command('lesson list', () => ({
  summary: 'list the lessons and your progress',
  examples: [{ does: 'list the lessons', line: 'lesson list' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({ on: 'program', run: async (program) => (await import('../later.js')).listLessons(program) }),
}));
