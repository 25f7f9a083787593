import { escapeText } from '../../core/printable.js';
import type { Style } from '../style.js';
import { number, table, text } from '../table.js';

/** How far one learner is. */
export interface LearnerView {
  /** Name of the file, without its ending. */
  readonly learner: string;
  readonly file: string;
  readonly solved: number;
  readonly inHand: string | null;
  readonly hints: number;
  readonly solutions: number;
  /** Those of the course in its order, then others. */
  readonly lessons: readonly {
    readonly lesson: string;
    readonly state: 'new' | 'begun' | 'solved';
    readonly hints: number;
    readonly sawSolution: boolean;
  }[];
}

const MARKS = { new: '-', begun: '…', solved: '✓' } as const;

/** A line for each learner; a mark for each lesson, one of the course after the other. */
export function renderReport(learners: readonly LearnerView[], course: readonly string[], style: Style): string {
  const rows = learners.map(({ learner, solved, inHand, hints, solutions, lessons }) => [
    escapeText(learner),
    String(solved),
    lessons
      .filter(({ lesson }) => course.includes(lesson))
      .map(({ state, sawSolution }) => (state === 'solved' && sawSolution ? 's' : MARKS[state]))
      .join(''),
    inHand === null ? '' : escapeText(inHand),
    String(hints),
    String(solutions),
  ]);
  const marks = `${course[0] ?? ''} to ${course.at(-1) ?? ''}`;
  const columns = [text('learner'), number('solved'), text(marks), text('current'), number('hints'), number('solutions')];
  const legend = '✓ solved, s solved with a look at the solution, … begun, - not begun';
  return [table(columns, rows, style), style.paint('faint', legend)].join('\n');
}
