import { command } from '../../execute/command.js';

export default command('lesson check-file', () => ({
  summary: 'try whether a lesson of your own does what it says',
  description:
    'Its start must not be a solution, whatever is to solve it must, and each wrong attempt must leave just the goals unmet that it names. If not, the exit code is 3. docs/teaching.md tells how to write a lesson.',
  examples: [{ does: 'a file', line: 'lesson check-file demo.lesson' }],
  args: { file: { label: 'FILE', summary: 'file of a lesson', required: true, completes: 'file', parse: String } },
  flags: {},
  changes: false,
  job: ({ args }) => ({
    on: 'program',
    run: async (program) => (await import('../later.js')).checkLessonFile(args.file, program),
  }),
}));
