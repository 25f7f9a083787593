import { command } from '../../execute/command.js';
import { lessonArg } from './args.js';

export default command('lesson task', () => ({
  summary: 'show what is to be done',
  examples: [
    { does: 'of the lesson in hand', line: 'lesson task' },
    { does: 'of another, with its whole text', line: 'lesson task 5 --text' },
  ],
  args: { lesson: { ...lessonArg, summary: `${lessonArg.summary}; the one in hand if not given` } },
  flags: { text: { kind: 'switch', summary: 'show the whole text of the lesson too' } },
  changes: false,
  job: ({ args, flags }) => ({
    on: 'program',
    run: async (program) => (await import('../later.js')).showTask(args.lesson ?? null, flags.text, program),
  }),
}));
