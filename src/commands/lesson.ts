import { askToConfirm } from '../execute/ask.js';
import { command } from '../execute/command.js';
import type { CommandSpec } from '../execute/definition.js';
import type { ArgSpec, SwitchSpec } from '../grammar/spec.js';
import { laterJob } from './later-job.js';

/** `[LESSON]` */
const lessonArg: ArgSpec<string, false> = {
  label: 'LESSON',
  summary: 'lesson number, name or file',
  required: false,
  completes: 'lesson',
  parse: String,
};

/** `--no-prompt` */
const noPrompt: SwitchSpec = { kind: 'switch', summary: 'do not open a prompt' };

/** The commands of lessons, in the order of help. */
export const LESSON_COMMANDS: readonly CommandSpec[] = [
  command('lesson list', () => ({
    summary: 'list the lessons and your progress',
    examples: [{ does: 'list the lessons', line: 'lesson list' }],
    args: {},
    flags: {},
    changes: false,
    job: () => laterJob((later, program) => later.listLessons(program)),
  })),
  command('lesson start', () => ({
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
    flags: { 'no-prompt': noPrompt },
    changes: true,
    question: ({ args }, words) =>
      args.lesson !== undefined
        ? null
        : {
            isConfirmation: false,
            missing: null,
            ask: async (prompter, _lab, context) => [
              ...words,
              await (await import('./later.js')).chooseLesson(prompter, context),
            ],
          },
    job: ({ args, flags }) =>
      laterJob((later, program) =>
        later.goTo((mine) => later.startLesson(args.lesson ?? null, mine), !flags['no-prompt'], program),
      ),
  })),
  command('lesson task', () => ({
    summary: 'show the task of a lesson',
    examples: [
      { does: 'show the current task', line: 'lesson task' },
      { does: 'show another task with the full lesson text', line: 'lesson task 5 --text' },
    ],
    args: { lesson: { ...lessonArg, summary: `${lessonArg.summary} (default: the current lesson)` } },
    flags: { text: { kind: 'switch', summary: 'also show the full text of the lesson' } },
    changes: false,
    job: ({ args, flags }) => laterJob((later, program) => later.showTask(args.lesson ?? null, flags.text, program)),
  })),
  command('lesson check', () => ({
    summary: 'check the goals of the lesson',
    description:
      'For each goal that is not reached, prints the actual state and exits with status 3. Once all goals are reached, explains why.',
    examples: [{ does: 'check your progress', line: 'lesson check' }],
    args: {},
    flags: {},
    changes: false,
    job: () => laterJob((later, program) => later.checkLesson(program)),
  })),
  command('lesson hint', () => ({
    summary: 'show the next hint for the lesson',
    examples: [{ does: 'show the next hint', line: 'lesson hint' }],
    args: {},
    flags: {},
    changes: false,
    job: () => laterJob((later, program) => later.giveHint(program)),
  })),
  command('lesson solution', () => ({
    summary: 'show a solution of the lesson',
    examples: [{ does: 'show one of the possible solutions', line: 'lesson solution' }],
    args: {},
    flags: {},
    changes: false,
    job: () => laterJob((later, program) => later.showSolution(program)),
  })),
  command('lesson next', () => ({
    summary: 'start the next lesson',
    examples: [{ does: 'start the next lesson', line: 'lesson next' }],
    args: {},
    flags: { 'no-prompt': noPrompt },
    changes: true,
    job: ({ flags }) => laterJob((later, program) => later.goTo(later.startNext, !flags['no-prompt'], program)),
  })),
  command('lesson reset', () => ({
    summary: 'restart the current lesson',
    description: 'Asks for confirmation, since your changes in the lesson are discarded. A solved lesson stays solved.',
    examples: [{ does: 'restart it without confirmation', line: 'lesson reset --yes' }],
    args: {},
    flags: { yes: { kind: 'switch', summary: 'skip the confirmation', short: 'y' }, 'no-prompt': noPrompt },
    changes: true,
    question: ({ flags }, words) =>
      flags.yes ? null : askToConfirm('Restart the lesson?', 'not restarting the lesson without confirmation', words),
    job: ({ flags }) => laterJob((later, program) => later.goTo(later.resetLesson, !flags['no-prompt'], program)),
  })),
  command('lesson check-file', () => ({
    summary: 'validate a lesson file',
    description:
      'Checks that the start does not reach the goals, that every solution does, and that each wrong attempt misses exactly the goals it names. Exits with status 3 if a check fails. docs/teaching.md describes how to write a lesson.',
    examples: [{ does: 'validate a file', line: 'lesson check-file demo.lesson' }],
    args: { file: { label: 'FILE', summary: 'lesson file', required: true, completes: 'file', parse: String } },
    flags: {},
    changes: false,
    job: ({ args }) => laterJob((later, program) => later.checkLessonFile(args.file, program)),
  })),
  command('lesson report', () => ({
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
    job: ({ args }) => laterJob((later, program) => later.reportLearners(args.file, program)),
  })),
];
