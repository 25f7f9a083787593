import { command } from '../../execute/command.js';

export default command('lesson solution', () => ({
  summary: 'show commands that solve the lesson',
  examples: [{ does: 'see one way of many', line: 'lesson solution' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({ on: 'program', run: async (program) => (await import('../later.js')).showSolution(program) }),
}));
