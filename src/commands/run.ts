import { LabError } from '../core/errors.js';
import { command } from '../execute/command.js';

export default command('run', () => ({
  summary: 'run a script, one command per line',
  description:
    'A line is a command without "mcast". Quotes work as in a shell; # begins a comment. The script stops at the first line that fails and exits with the status of that line. Changes to a session are saved once, at the end, as one step for undo. Ctrl-C aborts the script and saves nothing. Lines piped to mcast without a command run in the same way.',
  usage: 'run FILE|- [-c LINE…] [FLAGS]',
  examples: [
    { does: 'run the commands in a file', line: 'run demo.mcast' },
    { does: 'run two commands', line: "run -c 'inject 10.0.1.9 239.1.1.1 --iif eth1' -c 'show pending'" },
    { does: 'use a temporary session', line: 'run --scratch demo.mcast' },
    { does: 'save all changes or none', line: 'run --atomic demo.mcast' },
  ],
  args: {
    file: { label: 'FILE', summary: 'script file; - reads standard input', required: false, completes: 'file', parse: String },
  },
  flags: {
    command: {
      kind: 'option',
      label: 'LINE',
      summary: 'line to run instead of a file; repeatable',
      multiple: true,
      short: 'c',
      parse: String,
    },
    'keep-going': { kind: 'switch', summary: 'continue after a failed line; exit with the status of the first failure' },
    echo: { kind: 'switch', summary: 'print each line before its output' },
    atomic: { kind: 'switch', summary: 'save nothing unless every line succeeds' },
    scratch: { kind: 'switch', summary: 'use temporary sessions, in memory only' },
  },
  changes: true,
  job: ({ args: { file }, flags }) => {
    if (file !== undefined && flags.command.length > 0) throw new LabError('USAGE', 'FILE and -c are mutually exclusive');
    if (file === undefined && flags.command.length === 0) throw new LabError('USAGE', 'FILE is missing');
    const manner = { keepGoing: flags['keep-going'], echo: flags.echo, atomic: flags.atomic, scratch: flags.scratch };
    return {
      on: 'program',
      run: async (program) => {
        if (manner.atomic && program.context.script !== null) {
          throw new LabError('USAGE', '--atomic is for the outermost script, which is saved as a whole');
        }
        const { runScript } = await import('./later.js');
        return runScript(file === undefined ? { lines: flags.command } : { path: file }, manner, program);
      },
    };
  },
}));
