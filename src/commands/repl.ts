import { LabError } from '../core/errors.js';
import { command } from '../execute/command.js';
import { laterJob } from './later-job.js';

export default command('repl', () => ({
  summary: 'start an interactive prompt',
  description:
    'Takes every command, without "mcast". Tab completes, ? shows what can come next, and Up recalls earlier lines. Each change is saved at once. On a terminal, mcast without a command does the same.',
  examples: [
    { does: 'start the prompt', line: 'repl' },
    { does: 'use another session', line: 'repl --session demo' },
  ],
  args: {},
  flags: {},
  changes: false,
  job: () =>
    laterJob(({ talk }, program) => {
      if (program.context.script !== null) throw new LabError('USAGE', 'repl cannot run in a script');
      return talk(program);
    }),
}));
