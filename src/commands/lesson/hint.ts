import { command } from '../../execute/command.js';

export default command('lesson hint', () => ({
  summary: 'show the next hint for the lesson',
  examples: [{ does: 'show the next hint', line: 'lesson hint' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({ on: 'program', run: async (program) => (await import('../later.js')).giveHint(program) }),
}));
