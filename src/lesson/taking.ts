import { LabError } from '../core/errors.js';
import type { Context, Program } from '../execute/definition.js';
import type { Outcome } from '../execute/outcome.js';
import type { Prompter } from '../execute/prompter.js';
import { NONE_GIVEN } from '../grammar/globals.js';
import type { CheckView, LessonView, Look } from '../render/lesson/lesson.js';
import { commandTo, renderCheck, renderHint, renderSolution, renderStart, renderTask } from '../render/lesson/lesson.js';
import type { ListedLesson } from '../render/lesson/list.js';
import { renderLessonList } from '../render/lesson/list.js';
import { LESSON_SESSION } from '../session/finder.js';
import type { GoalState } from './conditions.js';
import { Course } from './course.js';
import type { Lesson } from './lesson.js';

/** What the lesson's own prompt calls `lesson hint` and its like. */
export const PROMPT_VERBS = ['task', 'check', 'hint', 'solution', 'next', 'reset', 'list'] as const;

/** How lessons are shown here. At their own prompt there are commands of one word. */
export function lookOf({ output, machine }: Context): Look {
  return { columns: output.terminal.columns, isAtPrompt: machine.commands.some(({ id }) => id === 'hint') };
}

/** Lets somebody choose a lesson; where the cursor is at first is the lesson that they would continue. */
export async function chooseLesson(prompter: Prompter, context: Context): Promise<string> {
  const course = new Course({ context, globals: NONE_GIVEN });
  const { inHand, lessons } = course.progress();
  const goesOn = inHand !== null && !inHand.solved && inHand.path === null ? inHand.id : course.firstUnsolved()?.id;
  const choices = course.files.map(({ id }) => {
    const mark = lessons.get(id)?.solved === true ? ' ✓' : id === inHand?.id && !inHand.solved ? ' …' : '';
    return { value: id, detail: `${' '.repeat(Math.max(0, 2 - id.length))}${course.find(id).title}${mark}` };
  });
  return prompter.choose('Which lesson?', choices, goesOn);
}

/** Every lesson, and how far somebody is. */
export function listLessons(program: Program): Outcome {
  const course = new Course(program);
  const { inHand, lessons } = course.progress();
  const listed = course.files.map(({ id, name }): ListedLesson => {
    const { title, minutes } = course.find(id);
    const { solved = false, hints = 0, sawSolution = false } = lessons.get(id) ?? {};
    const state = solved ? 'solved' : lessons.get(id) === undefined ? 'new' : 'begun';
    return { lesson: id, name, title, minutes, state, inHand: inHand?.path === null && inHand.id === id, hints, sawSolution };
  });
  const solved = listed.filter(({ state }) => state === 'solved').length;
  const view = { solved, inHand: inHand?.id ?? null, file: inHand?.path ?? null, lessons: listed, progress: course.progressPath };
  return { body: view, text: (style) => renderLessonList(view, style) };
}

/**
 * Starts a lesson, or continues it if it is the current one and unsolved.
 *
 * @param ref null for the current lesson, else the first unsolved one
 */
export async function startLesson(ref: string | null, program: Program): Promise<Outcome> {
  const course = new Course(program);
  const { inHand } = course.progress();
  const first = inHand !== null && !inHand.solved ? null : course.firstUnsolved();
  const lesson = ref !== null ? course.find(ref) : first !== null ? course.find(first.id) : course.inHand();
  if (!course.canGoOn(lesson)) return begin(lesson, course, program);
  return describeStart(lesson, course.look(lesson), true, program);
}

/** Restarts the current lesson. */
export async function resetLesson(program: Program): Promise<Outcome> {
  const course = new Course(program);
  return begin(course.inHand(), course, program);
}

/** Starts the lesson after the current one. */
export async function startNext(program: Program): Promise<Outcome> {
  const course = new Course(program);
  const { inHand } = course.progress();
  const next = inHand === null ? course.firstUnsolved() : course.after(inHand.path ?? inHand.id);
  if (next === null) {
    throw new LabError(
      'LESSON_NOT_FOUND',
      'this is the last lesson',
      'Choose another with: mcast lesson start; see: mcast lesson list',
    );
  }
  return begin(course.find(next.id), course, program);
}

async function begin(lesson: Lesson, course: Course, program: Program): Promise<Outcome> {
  const goals = await course.begin(lesson);
  return describeStart(lesson, goals, false, program);
}

function describeStart(lesson: Lesson, goals: readonly GoalState[], resumed: boolean, { context }: Program): Outcome {
  const look = lookOf(context);
  const view = viewLesson(lesson, goals);
  return {
    body: { ...view, session: LESSON_SESSION, resumed },
    text: (style) => renderStart(view, howTo(resumed, look), look, style),
  };
}

function howTo(resumed: boolean, look: Look): string {
  const begun = resumed ? `You continue where you were; ${commandTo('reset', look)} restarts the lesson. ` : '';
  if (look.isAtPrompt)
    return `${begun}Type commands, or \`hint\`, \`task\`, \`check\`, \`solution\`, \`next\`; \`.exit\` leaves.`;
  return `${begun}Your commands go to session ${LESSON_SESSION}, such as \`mcast --session ${LESSON_SESSION} show\`. Then: \`mcast lesson check\`, or \`mcast lesson hint\`. With \`export MCAST_SESSION=${LESSON_SESSION}\` you do not need --session.`;
}

/** The task of the current lesson, or of another. */
export function showTask(ref: string | null, isWhole: boolean, program: Program): Outcome {
  const course = new Course(program);
  const lesson = ref === null ? course.inHand() : course.find(ref);
  const isInHand = course.isInHand(lesson) && course.lab() !== null;
  const goals = isInHand
    ? course.look(lesson)
    : lesson.goals.map(({ words }) => ({ goal: words, met: null, now: null, undo: null }));
  const look = lookOf(program.context);
  const view = viewLesson(lesson, goals);
  return {
    body: view,
    text: (style) =>
      isWhole ? renderStart(view, `Hints: ${commandTo('hint', look)}`, look, style) : renderTask(view, look, style),
  };
}

/** The learner's progress in the current lesson. */
export function checkLesson(program: Program): Outcome {
  const look = lookOf(program.context);
  const view = viewCheck(new Course(program));
  const unmet = view.goals.filter(({ met }) => !met).length;
  const some = unmet === 1 ? '1 goal not reached yet' : `${unmet} goals not reached yet`;
  return {
    body: view,
    text: (style) => renderCheck(view, look, style),
    failure: view.met
      ? null
      : new LabError('GOALS_NOT_MET', some, `Get a hint with: ${commandTo('hint', look).replaceAll('`', '')}`),
  };
}

/** The result of checking the goals of the current lesson. */
export function viewCheck(course: Course): CheckView {
  const lesson = course.inHand();
  const goals = course.check(lesson);
  const met = goals.every((goal) => goal.met);
  const next = course.after(course.keyOf(lesson));
  return {
    lesson: lesson.id,
    title: lesson.title,
    met,
    goals,
    why: met && lesson.why.length > 0 ? lesson.why.join('\n') : null,
    next: next === null ? null : { lesson: next.id, title: course.find(next.id).title },
  };
}

/** The next hint; the last again, once all were seen. */
export function giveHint(program: Program): Outcome {
  const course = new Course(program);
  const lesson = course.inHand();
  const { id, title, hints } = lesson;
  if (hints.length === 0) throw new LabError('LESSON_NOT_FOUND', 'this lesson has no hints', 'See: mcast lesson solution');
  const number = course.noteHint(lesson);
  const view = { lesson: id, title, number, of: hints.length, hint: (hints[number - 1] ?? []).join('\n') };
  const look = lookOf(program.context);
  return { body: view, text: (style) => renderHint(view, look, style) };
}

/** The solution of the current lesson. */
export function showSolution(program: Program): Outcome {
  const course = new Course(program);
  const lesson = course.inHand();
  const { id, title, solution } = lesson;
  course.noteSolutionSeen(lesson);
  const view = { lesson: id, title, lines: solution.lines.join('\n').trim().split('\n') };
  const look = lookOf(program.context);
  return { body: view, text: (style) => renderSolution(view, look, style) };
}

function viewLesson<Goals extends LessonView['goals']>({ id, title, minutes, text, task }: Lesson, goals: Goals): LessonView {
  return { lesson: id, title, minutes, text: text.join('\n'), task: task.join('\n'), goals };
}
