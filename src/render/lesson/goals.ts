import { hang } from '../prose.js';
import type { Style } from '../style.js';

/** A goal, and whether it is reached; null where nobody looked. */
export interface GoalView {
  readonly goal: string;
  readonly met: boolean | null;
  /** What is there in place of what is wanted. */
  readonly now: string | null;
}

/** A line for each goal, and below an unmet one the actual state, if it is to be shown. */
export function renderGoals(goals: readonly GoalView[], isTold: boolean, columns: number, style: Style): string {
  return goals
    .flatMap(({ goal, met, now }) => {
      const shown = hang('  ', goal, columns, style);
      const mark = met === true ? style.paint('good', '✓') : '·';
      const [first = '', ...rest] = shown;
      const told = now === null || !isTold ? [] : hang('    ', `now: ${now}`, columns, style);
      return [`${mark}${first.slice(1)}`, ...rest, ...told.map((line) => style.paint('faint', line))];
    })
    .join('\n');
}

/** `1 of 3 goals is reached.`, and those that are not. */
export function renderUnmet(goals: readonly GoalView[], columns: number, style: Style): string {
  const unmet = goals.filter(({ met }) => met !== true);
  const head = style.paint('waiting', `${describeReached(goals)} Still to do:`);
  return [head, renderGoals(unmet, false, columns, style)].join('\n');
}

/** `1 of 3 goals is reached.` */
export function describeReached(goals: readonly GoalView[]): string {
  const reached = goals.filter(({ met }) => met === true).length;
  return `${reached} of ${goals.length} goals ${reached === 1 ? 'is' : 'are'} reached.`;
}
