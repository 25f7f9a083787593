import chalk from 'chalk';
import Table from 'cli-table3';
import type { Column, Role, Style } from '../../render/style.js';

const PAINT: Readonly<Record<Role, (text: string) => string>> = {
  good: chalk.green,
  waiting: chalk.yellow,
  bad: chalk.red,
  heading: chalk.bold.cyan,
  strong: chalk.bold,
  faint: chalk.dim,
};

/** No frame: a line below the head, and two spaces between columns. */
const LINE_BELOW_HEAD = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
  mid: '─',
  'mid-mid': '──',
};

/** More rows than this are laid out by ourselves: what the library takes grows with their square. */
const LARGE_ROWS = 200;

/** A table of one line a row, a row's lists side by side. */
function largeTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map((cell) => cell.replaceAll('\n', ', ')));
  const widths = columns.map(({ title }, index) =>
    lines.reduce((widest, line) => Math.max(widest, widthOf(line[index] ?? '')), title.length),
  );
  const pad = (cell: string, index: number): string => {
    const blanks = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)));
    return columns[index]?.isNumber ? `${blanks}${cell}` : `${cell}${blanks}`;
  };
  const rule = chalk.gray('─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2)));
  const head = columns.map(({ title }, index) => pad(chalk.dim(title), index)).join('  ');
  return [head, rule, ...lines.map((line) => line.map(pad).join('  ').trimEnd())].join('\n');
}

function widthOf(cell: string): number {
  return cell.replaceAll(/\u001b\[[0-9;]*m/g, '').length;
}

/** For terminals: colour, and tables with a line below their head. */
export const terminalStyle: Style = {
  paint: (role, text) => PAINT[role](text),
  table: (columns, rows) => {
    if (rows.length > LARGE_ROWS) return largeTable(columns, rows);
    const table = new Table({
      head: columns.map(({ title }) => chalk.dim(title)),
      colAligns: columns.map(({ isNumber }) => (isNumber ? 'right' : 'left')),
      chars: LINE_BELOW_HEAD,
      style: { head: [], border: ['gray'], compact: true, 'padding-left': 0, 'padding-right': 0 },
    });
    table.push(...rows.map((row) => [...row]));
    return table.toString();
  },
  list: (items) => items.join('\n'),
  drawsLines: true,
};
