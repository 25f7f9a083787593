import { escapeText } from '../../core/printable.js';
import type { Style } from '../style.js';
import { number, table, text } from '../table.js';

/** A lesson, and how far somebody is with it. */
export interface ListedLesson {
  readonly lesson: string;
  readonly name: string;
  readonly title: string;
  readonly minutes: number | null;
  readonly state: 'new' | 'begun' | 'solved';
  readonly inHand: boolean;
  readonly hints: number;
  readonly sawSolution: boolean;
}

/** What is known of all lessons. */
export interface ListView {
  readonly solved: number;
  /** The file of the current lesson, if it does not come with the program; else null. */
  readonly file: string | null;
  readonly lessons: readonly ListedLesson[];
  /** Where it is written down. */
  readonly progress: string;
}

const MARKS = { new: ' ', begun: '…', solved: '✓' } as const;

export function renderLessonList({ solved, file, lessons, progress }: ListView, style: Style): string {
  const rows = lessons.map(({ lesson, title, minutes, state, inHand, hints, sawSolution }) => [
    inHand ? style.paint('good', '*') : ' ',
    lesson,
    state === 'solved' ? style.paint('good', MARKS[state]) : MARKS[state],
    title,
    minutes === null ? '' : String(minutes),
    describeHelp(hints, sawSolution),
  ]);
  const columns = [text(''), text('lesson'), text(''), text('title'), number('minutes'), text('help')];
  const other = file === null ? [] : [`current: ${escapeText(file)}`];
  return [
    table(columns, rows, style),
    ...other,
    `${solved} of ${lessons.length} solved; progress in ${escapeText(progress)}`,
  ].join('\n');
}

/** `2 hints, solution` */
function describeHelp(hints: number, sawSolution: boolean): string {
  const counted = hints === 0 ? [] : [`${hints} ${hints === 1 ? 'hint' : 'hints'}`];
  return [...counted, ...(sawSolution ? ['solution'] : [])].join(', ');
}
