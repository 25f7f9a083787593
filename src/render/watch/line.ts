import { escapeText } from '../../core/printable.js';
import { toAsciiScreen } from '../ascii.js';
import type { Role, Style } from '../style.js';
import { start, widthOf } from '../width.js';

/** A piece of a line, and what it means. */
export interface Span {
  readonly text: string;
  /** Null for plain text. */
  readonly role: Role | null;
}

/** A line of the screen before it is dressed, of any width. */
export type Line = readonly Span[];

/** Text that says what it means. */
export function span(text: string, role: Role | null = null): Span {
  return { text, role };
}

/** Characters of a text that are looked at, for each column that it may take: it may be as long as a payload. */
const MAX_CHARACTERS = 8;

/** The columns that a line takes. */
export function widthOfLine(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/**
 * A line of exactly so many columns: filled with blanks, or cut, with a mark where it was. Characters that could control a terminal are written as
 * an escape here, wherever it came from.
 */
export function fitLine(line: Line, columns: number): Line {
  const shown = line.map(({ text, role }) => ({ text: escapeText(text.slice(0, MAX_CHARACTERS * columns)), role }));
  const width = widthOfLine(shown);
  if (width <= columns) return width === columns ? shown : [...shown, span(' '.repeat(columns - width))];
  const fitted: Span[] = [];
  let left = columns - 1;
  for (const { text, role } of shown) {
    const kept = start(text, left);
    fitted.push({ text: kept, role });
    left -= widthOf(kept);
    if (kept !== text) break;
  }
  return [...fitted, span(`…${' '.repeat(left)}`)];
}

/** A line as it is shown. */
export function dress(line: Line, style: Style): string {
  const written = style.isAscii ? toAsciiScreen : (text: string) => text;
  return line.map(({ text, role }) => (role === null || text === '' ? written(text) : style.paint(role, written(text)))).join('');
}

/** A cell of a table: spans side by side. */
export type Cell = Line;

/** Rows whose cells stand below each other, two blanks between columns; columns that no row uses take no room, nor does what follows a row's last cell. */
export function align(rows: readonly (readonly Cell[])[]): Line[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) => Math.max(0, ...rows.map((row) => widthOfLine(row[index] ?? []))));
  return rows.map((row) => {
    const last = row.findLastIndex((cell) => widthOfLine(cell) > 0);
    return row.slice(0, last + 1).flatMap((cell, index): Span[] => {
      const width = widths[index] ?? 0;
      if (width === 0 || index === last) return [...cell];
      return [...cell, span(' '.repeat(width - widthOfLine(cell) + 2))];
    });
  });
}
