import { toAscii } from './ascii.js';
import { breakLine } from './finish-text.js';
import type { Style } from './style.js';
import { widthOf } from './width.js';

/** A column of a table. Numbers are flush right. */
export interface Column {
  readonly title: string;
  readonly isNumber: boolean;
}

/** A column of text. */
export function text(title: string): Column {
  return { title, isNumber: false };
}

/** A column of numbers. */
export function number(title: string): Column {
  return { title, isNumber: true };
}

/** Blanks between two columns. */
const GAP = 2;

/** Cells are padded to this width at most, so that one long cell does not make every other row as long. */
const MAX_PADDING = 200;

/** Narrower than this, a column of text does not shrink; rows stack instead. */
const MIN_TEXT = 8;

/** Longer words than this are broken where a column has no room for them: no address is longer. */
const MAX_WORD = 43;

/** A table of strings, as one text. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): string {
  return [...tableLines(columns, rows, (row) => row, style)].join('\n');
}

/**
 * The lines of a table, each made when it is asked for: the head, then the rows. If the rows do not fit the terminal, columns shrink and their cells
 * wrap at blanks; if that is not enough, each row becomes a paragraph of titles and values.
 *
 * @param cells the cells of a row, which may be painted; called twice for each row, so that the cells of all rows are never in memory at once
 */
export function* tableLines<Row>(
  columns: readonly Column[],
  rows: readonly Row[],
  cells: (row: Row) => readonly string[],
  style: Style,
): Iterable<string> {
  const cellsOf = style.isAscii ? (row: Row) => cells(row).map(toAscii) : cells;
  const heads = columns.map(({ title }) => (style.drawsLines ? title : title.toUpperCase()));
  const natural = heads.map(widthOf);
  const words = heads.map(widthOf);
  for (const row of rows) {
    for (const [index, cell] of cellsOf(row).entries()) {
      natural[index] = Math.max(natural[index] ?? 0, widthOf(cell));
      if (style.columns !== null) words[index] = Math.max(words[index] ?? 0, longestWord(cell));
    }
  }
  const widths =
    style.columns === null
      ? natural.map((width) => Math.min(width, MAX_PADDING))
      : shrink(natural, words, columns, style.columns);
  if (widths === null) {
    for (const row of rows) yield* stacked(columns, cellsOf(row), style);
    return;
  }
  yield line(heads, widths, columns, (head) => (style.drawsLines ? style.paint('faint', head) : head));
  if (style.drawsLines) yield style.paint('faint', '─'.repeat(widths.reduce((sum, width) => sum + width + GAP, -GAP)));
  for (const row of rows) yield* wrapped(cellsOf(row), widths, columns, style);
}

function longestWord(cell: string): number {
  return Math.min(
    MAX_WORD,
    cell.split(' ').reduce((longest, word) => Math.max(longest, widthOf(word)), 0),
  );
}

/** The widths at which the columns fit, or null if they cannot: none is narrower than its longest word, and the widest give way first. */
function shrink(natural: readonly number[], words: readonly number[], columns: readonly Column[], room: number): number[] | null {
  const least = natural.map((width, index) =>
    columns[index]?.isNumber ? width : Math.min(width, Math.max(MIN_TEXT, words[index] ?? 0)),
  );
  let left = room - GAP * (natural.length - 1) - least.reduce((sum, width) => sum + width, 0);
  if (left < 0) return null;
  const widths = [...least];
  const byNeed = natural.map((width, index) => ({ index, need: width - (least[index] ?? 0) })).sort((a, b) => a.need - b.need);
  for (const [place, { index, need }] of byNeed.entries()) {
    const given = Math.min(need, Math.floor(left / (byNeed.length - place)));
    widths[index] = (widths[index] ?? 0) + given;
    left -= given;
  }
  return widths;
}

/** A row, in as many lines as its longest cell takes. */
function wrapped(
  cells: readonly string[],
  widths: readonly number[],
  columns: readonly Column[],
  { columns: room }: Style,
): string[] {
  if (room === null) return [line(cells, widths, columns)];
  const lines = cells.map((cell, index) => breakLine(cell, widths[index] ?? 0));
  const height = lines.reduce((most, { length }) => Math.max(most, length), 1);
  return Array.from({ length: height }, (_, at) =>
    line(
      lines.map((parts) => parts[at] ?? ''),
      widths,
      columns,
    ),
  );
}

function line(
  cells: readonly string[],
  widths: readonly number[],
  columns: readonly Column[],
  dress: (cell: string) => string = (cell) => cell,
): string {
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells
    .slice(0, last + 1)
    .map((cell, index) => {
      const blanks = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)));
      if (columns[index]?.isNumber) return `${blanks}${dress(cell)}`;
      return index === last ? dress(cell) : `${dress(cell)}${blanks}`;
    })
    .join(' '.repeat(GAP));
}

/** A row as a paragraph: `source 10.0.1.9   group 239.1.1.1`, as many to a line as fit. */
function stacked(columns: readonly Column[], cells: readonly string[], style: Style): string[] {
  const room = style.columns ?? Number.POSITIVE_INFINITY;
  const lines: string[] = [];
  for (const [index, cell] of cells.entries()) {
    if (cell === '') continue;
    const title = columns[index]?.title ?? '';
    const item = title === '' ? cell : `${style.paint('faint', title)} ${cell}`;
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + GAP + 1 + widthOf(item) <= room) lines[lines.length - 1] = `${last}   ${item}`;
    else lines.push(lines.length === 0 ? item : `  ${item}`);
  }
  return lines.flatMap((each) => breakLine(each, room, 4));
}
