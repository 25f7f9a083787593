import { command } from '../../execute/command.js';
import { lessonArg, noPromptFlag } from './args.js';

export default command('lesson start', () => ({
  summary: 'start or continue a lesson',
  description:
    'Lessons use a separate session, +lesson. On a terminal, you choose a lesson if you name none, and a prompt opens that checks the goals after every command. Otherwise, add --session +lesson to your commands, and check the goals with lesson check. An unsolved lesson continues where you left it. Starting another lesson replaces the current one.',
  examples: [
    { does: 'continue with your next lesson', line: 'lesson start' },
    { does: 'start the second lesson', line: 'lesson start 2' },
    { does: 'start it by name', line: 'lesson start the-first-packet' },
    { does: 'start a lesson from a file', line: 'lesson start ./demo.lesson' },
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
          ask: async (prompter, _lab, around) => {
            const chosen = await (await import('../later.js')).chooseLesson(prompter, around);
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
