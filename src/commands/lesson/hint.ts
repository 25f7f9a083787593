import { command } from '../../execute/command.js';

export default command('lesson hint', () => ({
  summary: 'get a hint; each tells more than the one before',
  examples: [{ does: 'get the next one', line: 'lesson hint' }],
  args: {},
  flags: {},
  changes: false,
  job: () => ({ on: 'program', run: async (program) => (await import('../later.js')).giveHint(program) }),
}));
