import { command } from '../execute/command.js';

const FORMATS = ['tap', 'summary'] as const;

export default command('test', () => ({
  summary: 'run scripts as tests',
  description:
    'Each script works on sessions of its own, in memory, and passes if all of its lines succeed: state what must hold with expect. If any script fails, the exit code is 3.',
  examples: [
    { does: 'a script', line: 'test demo.mcast' },
    { does: 'in the Test Anything Protocol, also on a terminal', line: 'test demo.mcast --format tap' },
  ],
  args: { file: { label: 'FILE', summary: 'script', required: true, isRest: true, completes: 'file', parse: String } },
  flags: {
    format: {
      kind: 'option',
      label: 'FORMAT',
      summary: 'tap, or a summary',
      multiple: false,
      options: FORMATS,
      defaultText: 'summary on a terminal, else tap',
      parse: (text) => FORMATS.find((format) => format === text) ?? 'tap',
    },
  },
  changes: false,
  job: ({ args, flags }) => ({
    on: 'program',
    run: async (program) => {
      const { runTests } = await import('./later.js');
      const format = flags.format ?? (program.context.output.terminal.isTerminal ? 'summary' : 'tap');
      return runTests(args.file, format, program);
    },
  }),
}));
