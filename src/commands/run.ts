import { LabError } from '../core/errors.js';
import { command } from '../execute/command.js';

export default command('run', () => ({
  summary: 'run a script: one command a line',
  description:
    'A line is a command without "mcast", with quotes as in a shell; # begins a comment. The script stops at the first line that fails, and its exit code is that of the line. What it did to a session is saved once, at the end, and is one step for undo; Ctrl-C ends it, and nothing is saved. Without a command, a pipe to mcast is run in the same way.',
  usage: 'run FILE|- [-c LINE…] [FLAGS]',
  examples: [
    { does: 'the commands of a file', line: 'run demo.mcast' },
    { does: 'two commands', line: "run -c 'inject 10.0.1.9 239.1.1.1 --iif eth1' -c 'show pending'" },
    { does: 'on a session that is gone afterwards', line: 'run --scratch demo.mcast' },
    { does: 'all of it or nothing', line: 'run --atomic demo.mcast' },
  ],
  args: { file: { label: 'FILE', summary: 'script; - is standard input', required: false, completes: 'file', parse: String } },
  flags: {
    command: {
      kind: 'option',
      label: 'LINE',
      summary: 'a line in place of a file; repeatable',
      multiple: true,
      short: 'c',
      parse: String,
    },
    'keep-going': { kind: 'switch', summary: 'go on after a line that fails; the exit code is that of the first one' },
    echo: { kind: 'switch', summary: 'print each line before what comes of it' },
    atomic: { kind: 'switch', summary: 'save nothing unless every line succeeds' },
    scratch: { kind: 'switch', summary: 'work on sessions in memory that are gone at the end' },
  },
  changes: true,
  job: ({ args: { file }, flags }) => {
    if (file !== undefined && flags.command.length > 0) throw new LabError('USAGE', 'FILE and -c exclude each other');
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
