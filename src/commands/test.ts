import { command } from '../execute/command.js';
import { laterJob } from './later-job.js';

const FORMATS = ['tap', 'summary'] as const;

export default command('test', () => ({
  summary: 'run scripts as tests',
  description:
    'Each script gets its own temporary sessions, in memory. A script passes if all its lines succeed; use expect to check results. Exits with status 3 if any script fails.',
  examples: [
    { does: 'run a script as a test', line: 'test demo.mcast' },
    { does: 'print TAP output on a terminal too', line: 'test demo.mcast --format tap' },
  ],
  args: { file: { label: 'FILE', summary: 'script file', required: true, isRest: true, completes: 'file', parse: String } },
  flags: {
    format: {
      kind: 'option',
      label: 'FORMAT',
      summary: 'output format',
      multiple: false,
      options: FORMATS,
      defaultText: 'summary on a terminal, else tap',
      parse: (text) => FORMATS.find((format) => format === text) ?? 'tap',
    },
  },
  changes: false,
  job: ({ args, flags }) =>
    laterJob(({ runTests }, program) => {
      const format = flags.format ?? (program.context.output.terminal.isTerminal ? 'summary' : 'tap');
      return runTests(args.file, format, program);
    }),
}));
