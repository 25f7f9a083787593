import { escapeText } from '../../core/printable.js';
import { hang } from '../prose.js';
import type { Style } from '../style.js';

/** A goal, and whether it is reached; null where nobody looked. */
export interface GoalView {
  readonly goal: string;
  readonly met: boolean | null;
  /** What is there in place of what is wanted. */
  readonly now: string | null;
  /** What takes the learner back to where it can be reached: so many steps, of which this line was the first. */
  readonly undo: { readonly steps: number; readonly line: string } | null;
}

/** A line for each goal, and below an unmet one what to undo, and the actual state of those that are told. */
export function renderGoals(
  goals: readonly GoalView[],
  isTold: (goal: GoalView) => boolean,
  columns: number,
  style: Style,
): string {
  return goals
    .flatMap((view) => {
      const shown = hang('  ', view.goal, columns, style);
      const mark = view.met === true ? style.paint('good', '✓') : '·';
      const [first = '', ...rest] = shown;
      const below = [
        ...(view.now === null || !isTold(view) ? [] : [`now: ${view.now}`]),
        ...(view.undo === null ? [] : [describeWayBack(view.undo)]),
      ];
      const told = below.flatMap((line) => hang('    ', line, columns, style));
      return [`${mark}${first.slice(1)}`, ...rest, ...told.map((line) => style.paint('faint', line))];
    })
    .join('\n');
}

/** `can no longer be reached; undo to before …` */
function describeWayBack({ steps, line }: NonNullable<GoalView['undo']>): string {
  return `can no longer be reached; undo to before \`${escapeText(line)}\`: \`undo ${steps}\``;
}

/**
 * `1 of 3 goals is reached.`, and those that are not.
 *
 * @param wasMet whether a goal was reached before: then its actual state is told
 */
export function renderUnmet(
  goals: readonly GoalView[],
  wasMet: (goal: GoalView) => boolean,
  columns: number,
  style: Style,
): string {
  const unmet = goals.filter(({ met }) => met !== true);
  const head = style.paint('waiting', `${describeReached(goals)} Still to do:`);
  return [head, renderGoals(unmet, wasMet, columns, style)].join('\n');
}

/** `1 of 3 goals is reached.` */
export function describeReached(goals: readonly GoalView[]): string {
  const reached = goals.filter(({ met }) => met === true).length;
  return `${reached} of ${goals.length} goals ${reached === 1 ? 'is' : 'are'} reached.`;
}
