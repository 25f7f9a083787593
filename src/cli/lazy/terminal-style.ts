import chalk from 'chalk';
import Table from 'cli-table3';
import type { Role, Style } from '../../render/style.js';

const PAINT: Readonly<Record<Role, (text: string) => string>> = {
  good: chalk.green,
  waiting: chalk.yellow,
  bad: chalk.red,
  heading: chalk.bold.cyan,
  strong: chalk.bold,
  faint: chalk.dim,
};

/** For terminals: colour, and tables with a line below their head. */
export const terminalStyle: Style = {
  paint: (role, text) => PAINT[role](text),
  table: (head, rows) => {
    const table = new Table({
      head: head.map((cell) => chalk.dim(cell)),
      colAligns: head.map((_, column) => (isNumericColumn(rows, column) ? 'right' : 'left')),
      style: { head: [], border: ['gray'], compact: true, 'padding-left': 1, 'padding-right': 1 },
    });
    table.push(...rows.map((row) => [...row]));
    return table.toString();
  },
  list: (items) => items.join('\n'),
};

function isNumericColumn(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.every((row) => /^\d+$/.test(row[column] ?? ''));
}
