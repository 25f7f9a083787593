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

/** For terminals: colour, and tables with a line below their head. */
export const terminalStyle: Style = {
  paint: (role, text) => PAINT[role](text),
  table: (columns, rows) => {
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
};
