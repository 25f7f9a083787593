import { command } from '../../execute/command.js';

export default command('lesson report', () => ({
  summary: 'show the progress of a class',
  description:
    "Each file is a copy of a learner's lessons.json, renamed after the learner. lesson list prints where that file is. Unreadable files are reported, and the command exits with status 4 after listing the others.",
  examples: [{ does: 'show the progress of two learners', line: 'lesson report anna.json ben.json' }],
  args: {
    file: {
      label: 'FILE',
      summary: "learner's progress file",
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
