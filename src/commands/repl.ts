import { LabError } from '../core/errors.js';
import { command } from '../execute/command.js';

export default command('repl', () => ({
  summary: 'type commands at a prompt',
  description:
    'Every command without "mcast", with completion by Tab, ? for what may come next, and a history. What a command changes is saved at once. mcast alone on a terminal is the same.',
  examples: [
    { does: 'start it', line: 'repl' },
    { does: 'on another session', line: 'repl --session demo' },
  ],
  args: {},
  flags: {},
  changes: false,
  job: () => ({
    on: 'program',
    run: async (program) => {
      if (program.context.script !== null) throw new LabError('USAGE', 'repl cannot be started from a script');
      const { talk } = await import('./later.js');
      return talk(program);
    },
  }),
}));
