import { command } from '../../execute/command.js';

export default command('lesson report', () => ({
  summary: 'show how far the learners of a class are',
  description:
    'Each file is what lesson list names as the place of the progress, copied from a learner and called as that learner is. Files that cannot be used are told of, with exit code 4, and do not stop the others.',
  examples: [{ does: 'of two learners', line: 'lesson report anna.json ben.json' }],
  args: {
    file: {
      label: 'FILE',
      summary: 'progress file of a learner',
      required: true,
      isRest: true,
      completes: 'file',
      parse: String,
    },
  },
  flags: {},
  changes: false,
  job: ({ args }) => ({
    on: 'program',
    run: async (program) => (await import('../later.js')).reportLearners(args.file, program),
  }),
}));
