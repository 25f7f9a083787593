import type { Context, Program } from '../execute/definition.js';
import type { Outcome, Printed } from '../execute/outcome.js';
import type { Prompter } from '../execute/prompter.js';
import { styleOf } from '../execute/style-choice.js';
import { NONE_GIVEN } from '../grammar/globals.js';
import { talk } from '../prompt/repl.js';
import { finishText } from '../render/finish-text.js';
import { LESSON_SESSION } from '../session/store.js';
import { Course } from './course.js';
import { LessonGuide, promptCommands, wholeName } from './guide.js';

export { checkLessonFile } from './check-file.js';
export { reportLearners } from './report.js';
export { checkLesson, giveHint, listLessons, resetLesson, showSolution, showTask, startLesson, startNext } from './taking.js';

/** Lets somebody choose a lesson; where the cursor is at first is what they would go on with. Null if they break off. */
export async function chooseLesson(prompter: Prompter, context: Context): Promise<string | null> {
  const course = new Course({ context, globals: NONE_GIVEN });
  const { inHand, lessons } = course.progress();
  const goesOn = inHand !== null && !inHand.solved && inHand.path === null ? inHand.id : course.firstUnsolved()?.id;
  const choices = course.files.map(({ id }) => {
    const mark = lessons[id]?.solved === true ? ' ✓' : id === inHand?.id && !inHand.solved ? ' …' : '';
    return { value: id, detail: `${' '.repeat(Math.max(0, 2 - id.length))}${course.find(id).title}${mark}` };
  });
  return prompter.choose('Which lesson?', choices, goesOn);
}

/** How a lesson is gone to. */
type Beginning = (program: Program) => Promise<Outcome>;

/** Begins a lesson; where somebody sits at a terminal, and wants that, at a prompt on its session. */
export async function goTo(begin: Beginning, wantsPrompt: boolean, program: Program): Promise<Outcome | Printed> {
  const { context, globals } = program;
  const isSilent = globals.json || globals.quiet || globals.dryRun;
  if (!wantsPrompt || isSilent || context.machine.prompter === null || !(await context.output.terminal.isInteractive()))
    return begin(program);
  // Whatever is wrong with the flags is wrong at the prompt too.
  new Course(program);
  const machine = {
    ...context.machine,
    commands: promptCommands(context.machine.commands),
    help: (words: readonly string[]) => context.machine.help(wholeName(words)),
  };
  const atPrompt = {
    context: { ...context, machine },
    globals: { ...globals, session: LESSON_SESSION },
  };
  const style = await styleOf(globals, context);
  const greeting = finishText((await begin(atPrompt)).text(style), style);
  return talk(atPrompt, new LessonGuide(atPrompt, style, greeting));
}
