import { LabError } from '../core/errors.js';
import { parseStack, STACK_NAMES } from '../core/stack.js';
import { command } from '../execute/command.js';

export default command('compare', () => ({
  summary: 'run a script on several stacks and show what differs',
  description:
    'Runs the script once on each stack, in temporary sessions in memory, and compares each line: outcomes, copies, TTLs, events, deadlines and counters. Lines that fail are compared too; the script continues. The sessions of the script follow the stack, unless init names another.',
  examples: [
    { does: 'compare all stacks', line: 'compare demo.mcast' },
    { does: 'exit with status 1 if they differ', line: 'compare demo.mcast --stack gvisor-2022 --stack gvisor-2026 --exit-code' },
  ],
  args: {
    file: { label: 'FILE', summary: 'script file; - reads standard input', required: true, completes: 'file', parse: String },
  },
  flags: {
    stack: {
      kind: 'option',
      label: 'STACK',
      summary: `stack to run on: ${STACK_NAMES.join(', ')}; repeatable (default: all)`,
      multiple: true,
      separator: ',',
      parse: parseStack,
    },
    'exit-code': { kind: 'switch', summary: 'exit with status 1 if the stacks differ' },
  },
  changes: false,
  job: ({ args, flags }) => {
    const stacks = flags.stack.length === 0 ? STACK_NAMES : [...new Set(flags.stack)];
    if (stacks.length < 2) throw new LabError('USAGE', 'compare needs two stacks', `Choose ${STACK_NAMES.join(', ')}.`);
    return {
      on: 'program',
      run: async (program) => {
        const { compareStacks } = await import('./later.js');
        return compareStacks(args.file, stacks, flags['exit-code'], program);
      },
    };
  },
}));
