import { command } from '../../execute/command.js';

export default command('lesson solution', () => ({
  summary: 'show a solution of the lesson',
  examples: [{ does: 'show one of the possible solutions', line: 'lesson solution' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({ on: 'program', run: async (program) => (await import('../later.js')).showSolution(program) }),
}));
