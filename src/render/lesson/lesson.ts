import { proseWidth, renderProse } from '../prose.js';
import type { Style } from '../style.js';
import type { GoalView } from './goals.js';
import { describeReached, renderGoals } from './goals.js';

/** How a lesson is shown. */
export interface Look {
  /** Of the terminal; null for none. */
  readonly columns: number | null;
  /** Whether it is shown at the lesson's own prompt, where its commands are one word. */
  readonly isAtPrompt: boolean;
}

/** A lesson as it is begun, or its task alone. */
export interface LessonView {
  readonly lesson: string;
  readonly title: string;
  readonly minutes: number | null;
  readonly text: string;
  readonly task: string;
  readonly goals: readonly GoalView[];
}

/** What came of looking at the goals. */
export interface CheckView {
  readonly lesson: string;
  readonly title: string;
  readonly met: boolean;
  readonly goals: readonly GoalView[];
  /** Told once all are reached. */
  readonly why: string | null;
  /** What comes after it, with its title. */
  readonly next: { readonly lesson: string; readonly title: string } | null;
}

/** `hint`, or in a shell `mcast lesson hint`. */
export function commandTo(verb: string, { isAtPrompt }: Look): string {
  return isAtPrompt ? `\`${verb}\`` : `\`mcast lesson ${verb}\``;
}

/** The whole lesson, as far as it is told before it is solved. */
export function renderStart(view: LessonView, how: string, look: Look, style: Style): string {
  const columns = proseWidth(look.columns);
  return [
    `${look.isAtPrompt ? '\n' : ''}${heading(view, style)}`,
    renderProse(view.text.split('\n'), columns, style),
    renderTask(view, look, style),
    renderProse([how], columns, style),
  ].join('\n\n');
}

/** What is to be done, and by what it is known that it is done. */
export function renderTask({ task, goals }: LessonView, look: Look, style: Style): string {
  const columns = proseWidth(look.columns);
  return [
    style.paint('heading', 'Your task'),
    renderProse(task.split('\n'), columns, style),
    '',
    style.paint('heading', 'Goals'),
    renderGoals(goals, () => false, columns, style),
  ].join('\n');
}

/** `Lesson 2: The first packet (5 minutes)` */
function heading({ lesson, title, minutes }: Omit<LessonView, 'goals' | 'text' | 'task'>, style: Style): string {
  const time = minutes === null ? '' : style.paint('faint', ` (${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`);
  return `${style.paint('strong', `Lesson ${lesson}: ${title}`)}${time}`;
}

/** Each goal, and the actual state of unmet ones; once all are met, the explanation. */
export function renderCheck(view: CheckView, look: Look, style: Style): string {
  if (view.met) return renderSolved(view, look, style);
  const columns = proseWidth(look.columns);
  return [
    `${style.paint('strong', `Lesson ${view.lesson}:`)} ${describeReached(view.goals)}`,
    renderGoals(view.goals, () => true, columns, style),
  ].join('\n');
}

/** Printed when a lesson is solved. */
export function renderSolved({ lesson, title, why, next }: CheckView, look: Look, style: Style): string {
  const columns = proseWidth(look.columns);
  const goOn =
    next === null
      ? `There is nothing after it in the course. ${commandTo('list', look)} shows what you have done.`
      : `Next is lesson ${next.lesson}, ${next.title}. Type ${commandTo('next', look)}.`;
  return [
    style.paint('good', `✓ Lesson ${lesson} is solved: ${title}`),
    ...(why === null ? [] : [renderProse(why.split('\n'), columns, style)]),
    renderProse([goOn], columns, style),
  ].join('\n\n');
}

/** One hint of some. */
export function renderHint(
  { number, of, hint }: { readonly number: number; readonly of: number; readonly hint: string },
  look: Look,
  style: Style,
): string {
  const columns = proseWidth(look.columns);
  const more =
    number < of ? `More: ${commandTo('hint', look)}` : `That was the last hint. What solves it: ${commandTo('solution', look)}`;
  return [
    style.paint('heading', `Hint ${number} of ${of}`),
    renderProse(hint.split('\n'), columns, style),
    style.paint('faint', renderProse([more], columns, style)),
  ].join('\n');
}

/** The lines of the solution. */
export function renderSolution({ lines }: { readonly lines: readonly string[] }, look: Look, style: Style): string {
  const lead = `One way of many; try what happens at each step, or restart with ${commandTo('reset', look)}.`;
  return [
    renderProse([lead], proseWidth(look.columns), style),
    '',
    ...lines.map((line) => (line === '' ? '' : `  ${style.paint('strong', line)}`)),
  ].join('\n');
}
