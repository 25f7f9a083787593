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

/** Longer tables are printed as a stream: the terminal's layout needs all rows at once. */
const MAX_LAID_OUT = 200;

/** A table of strings, as one text. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): string {
  return [...tableLines(columns, rows, (row) => row, style)].join('\n');
}

/**
 * The lines of a table: the head, then the rows. On a terminal, columns shrink until the rows fit; if that is not enough, each row becomes a
 * paragraph of titles and values. The rows of a long table, or of one in a pipe, are made one by one when they are asked for.
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
  const heads = columns.map(({ title }) => (style.drawsLines ? style.paint('faint', title) : title.toUpperCase()));
  const natural = naturalWidths(heads, rows, cellsOf);
  if (style.columns !== null && style.layOut !== null && rows.length <= MAX_LAID_OUT) {
    const all = [heads, ...rows.map(cellsOf)];
    const widths = shrink(natural, leastWidths(columns, all, natural), style.columns);
    if (widths !== null) return yield style.layOut(columns, all, widths, style);
  } else if (style.columns === null || fits(natural, columns, style.columns)) {
    const widths = natural.map((width) => Math.min(width, MAX_PADDING));
    yield line(heads, widths, columns);
    if (style.drawsLines) yield style.paint('faint', '─'.repeat(sum(widths) + GAP * (widths.length - 1)));
    for (const row of rows) yield line(cellsOf(row), widths, columns);
    return;
  }
  for (const row of rows) yield* stacked(columns, cellsOf(row), style);
}

/** The widths at which no cell is cut. */
function naturalWidths<Row>(heads: readonly string[], rows: readonly Row[], cells: (row: Row) => readonly string[]): number[] {
  const widths = heads.map(widthOf);
  for (const row of rows) {
    for (const [index, cell] of cells(row).entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  }
  return widths;
}

/** Whether rows fit; text in the last column may continue in further lines. */
function fits(natural: readonly number[], columns: readonly Column[], room: number): boolean {
  const widths = columns.at(-1)?.isNumber ? natural : [...natural.slice(0, -1), MIN_TEXT];
  return sum(widths) + GAP * (widths.length - 1) <= room;
}

/** The least widths of columns: that of all numbers, and that of the longest word. */
function leastWidths(columns: readonly Column[], rows: readonly (readonly string[])[], natural: readonly number[]): number[] {
  return natural.map((width, index) => {
    if (columns[index]?.isNumber) return width;
    const words = rows.flatMap((row) => (row[index] ?? '').split(' '));
    const longest = words.reduce((most, word) => Math.max(most, widthOf(word)), MIN_TEXT);
    return Math.min(width, longest, MAX_WORD);
  });
}

/** The widths at which the columns fit, or null if they cannot. The widest give way first. */
function shrink(natural: readonly number[], least: readonly number[], room: number): number[] | null {
  let left = room - GAP * (natural.length - 1) - sum(least);
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

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}

function line(cells: readonly string[], widths: readonly number[], columns: readonly Column[]): string {
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells
    .slice(0, last + 1)
    .map((cell, index) => {
      const blanks = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)));
      if (columns[index]?.isNumber) return `${blanks}${cell}`;
      return index === last ? cell : `${cell}${blanks}`;
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
