import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { Program } from '../execute/definition.js';
import type { Outcome } from '../execute/outcome.js';
import type { TriedView } from '../render/lesson/check-file.js';
import { renderCheckFile } from '../render/lesson/check-file.js';
import { count } from '../render/phrase.js';
import type { GoalState } from './conditions.js';
import { lookAt } from './conditions.js';
import { openFile } from './course.js';
import type { Attempt, Lesson } from './lesson.js';
import type { Rehearsed } from './rehearsal.js';
import { labAtStart, rehearse } from './rehearsal.js';

/** What was tried, and with it the goals that were unmet then. */
interface Tried extends TriedView {
  readonly goals: readonly GoalState[];
}

/**
 * Checks a lesson file: its start does not solve it, its solutions do, each wrong attempt misses exactly the goals that it names, and each
 * goal is missed by some attempt.
 *
 * @throws LabError `LESSON_FAULTY`, `LESSON_NOT_FOUND` if it cannot be read
 */
export async function checkLessonFile(path: string, program: Program): Promise<Outcome> {
  const lesson = openFile(path, program);
  const tried = (await tryLesson(lesson, program)).map(({ what, ok, problems }) => ({ what, ok, problems }));
  const problems = tried.flatMap((each) => each.problems);
  const ok = problems.length === 0;
  return {
    body: { file: path, title: lesson.title, ok, tried },
    text: (style) => renderCheckFile({ title: lesson.title, tried }, style),
    failure: ok ? null : new LabError('LESSON_FAULTY', `${count(problems.length, 'problem')} in lesson ${lesson.title}`),
  };
}

/** Everything that is tried with a lesson, in order. */
async function tryLesson(lesson: Lesson, program: Program): Promise<Tried[]> {
  const start = await labAtStart(lesson, program);
  const tried = [tryStart(lesson, start)];
  const right = [{ title: '', script: lesson.solution, unmet: [] }, ...lesson.alsoCorrect];
  for (const attempt of right) tried.push(tryRight(attempt, lesson, await rehearse(lesson, attempt.script, start, program)));
  for (const attempt of lesson.wrongAttempts) {
    tried.push(tryWrong(attempt, lesson, await rehearse(lesson, attempt.script, start, program)));
  }
  return [...tried, tryGoals(lesson, tried)];
}

function conclude(what: string, problems: readonly string[], goals: readonly GoalState[]): Tried {
  return { what, ok: problems.length === 0, problems, goals };
}

function tryStart({ goals }: Lesson, lab: Lab): Tried {
  const states = lookAt(goals, lab);
  const problems = states.every(({ met }) => met) ? ['all goals are already met at the start'] : [];
  return conclude('the start does not meet all goals', problems, states);
}

function tryRight({ title }: Attempt, { goals }: Lesson, { lab, complaints }: Rehearsed): Tried {
  const states = lookAt(goals, lab);
  const unmet = states.flatMap(({ goal, met, now }, index) =>
    met ? [] : [`goal ${index + 1} is not met: ${goal}${now === null ? '' : ` (now: ${now})`}`],
  );
  const what = title === '' ? 'the solution meets all goals' : `also correct: ${title}`;
  return conclude(what, [...complaints.map(({ message }) => message), ...unmet], states);
}

/** Lines may be refused, as those of learners are; but what cannot even be understood is a slip of the teacher's. */
function tryWrong({ title, unmet }: Attempt, { goals }: Lesson, { lab, complaints }: Rehearsed): Tried {
  const states = lookAt(goals, lab);
  const problems = states.flatMap(({ goal, met }, index) => {
    const isNamed = unmet.includes(index + 1);
    if (met !== isNamed) return [];
    return [`goal ${index + 1} is ${met ? 'met, but should not be' : 'not met, but should be'}: ${goal}`];
  });
  const slips = complaints.filter(({ isUsage }) => isUsage).map(({ message }) => message);
  return conclude(`wrong attempt: ${title}`, [...slips, ...problems], states);
}

/** A goal that every attempt meets tests nothing. */
function tryGoals({ goals }: Lesson, tried: readonly Tried[]): Tried {
  const idle = goals.flatMap(({ words }, index) =>
    tried.every((each) => each.goals[index]?.met === true) ? [`goal ${index + 1} is met by every attempt: ${words}`] : [],
  );
  return conclude('every goal can fail', idle, []);
}
