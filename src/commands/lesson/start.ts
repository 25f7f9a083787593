import { command } from '../../execute/command.js';
import { lessonArg, noPromptFlag } from './args.js';

export default command('lesson start', () => ({
  summary: 'begin a lesson, or go on with it',
  description:
    'A lesson is done on a session of its own, +lesson, whichever one you use otherwise. On a terminal you choose the lesson if you name none, and get a prompt where each command is checked at once. Elsewhere commands reach it by --session +lesson, and lesson check looks at the goals. A lesson in hand that is not solved goes on where it was; another begins anew, and takes the place of the one before.',
  examples: [
    { does: 'what comes next for you', line: 'lesson start' },
    { does: 'the second lesson', line: 'lesson start 2' },
    { does: 'the same, by its name', line: 'lesson start the-first-packet' },
    { does: "a teacher's own", line: 'lesson start ./demo.lesson' },
  ],
  args: { lesson: lessonArg },
  flags: { 'no-prompt': noPromptFlag },
  changes: true,
  question: ({ args }, words) =>
    args.lesson !== undefined
      ? null
      : {
          isConfirmation: false,
          missing: null,
          ask: async (prompter, _lab, context) => {
            const chosen = await (await import('../later.js')).chooseLesson(prompter, context);
            return chosen === null ? null : [...words, chosen];
          },
        },
  job: ({ args, flags }) => ({
    on: 'program',
    run: async (program) => {
      const { goTo, startLesson } = await import('../later.js');
      return goTo((mine) => startLesson(args.lesson ?? null, mine), !flags['no-prompt'], program);
    },
  }),
}));
