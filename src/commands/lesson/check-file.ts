import { command } from '../../execute/command.js';

export default command('lesson check-file', () => ({
  summary: 'validate a lesson file',
  description:
    'Checks that the start does not reach the goals, that every solution does, and that each wrong attempt misses exactly the goals it names. Exits with status 3 if a check fails. docs/teaching.md describes how to write a lesson.',
  examples: [{ does: 'validate a file', line: 'lesson check-file demo.lesson' }],
  args: { file: { label: 'FILE', summary: 'lesson file', required: true, completes: 'file', parse: String } },
  flags: {},
  changes: false,
  job: ({ args }) => ({
    on: 'program',
    run: async (program) => (await import('../later.js')).checkLessonFile(args.file, program),
  }),
}));
