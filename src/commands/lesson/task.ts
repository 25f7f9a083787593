import { command } from '../../execute/command.js';
import { lessonArg } from './args.js';

export default command('lesson task', () => ({
  summary: 'show the task of a lesson',
  examples: [
    { does: 'show the current task', line: 'lesson task' },
    { does: 'show another task with the full lesson text', line: 'lesson task 5 --text' },
  ],
  args: { lesson: { ...lessonArg, summary: `${lessonArg.summary} (default: the current lesson)` } },
  flags: { text: { kind: 'switch', summary: 'also show the full text of the lesson' } },
  changes: false,
  job: ({ args, flags }) => ({
    on: 'program',
    run: async (program) => (await import('../later.js')).showTask(args.lesson ?? null, flags.text, program),
  }),
}));
