import { Chalk, supportsColor } from 'chalk';
import Table from 'cli-table3';
import { breakLine } from '../../render/finish-text.js';
import type { LayOut, Role, Style } from '../../render/style.js';
import { plainStyle } from '../../render/style.js';

/** With color, even if chalk detects no support: the caller has decided. */
const chalk = new Chalk({ level: supportsColor === false ? 1 : supportsColor.level });

const PAINT: Readonly<Record<Role, (text: string) => string>> = {
  good: chalk.green,
  waiting: chalk.yellow,
  bad: chalk.red,
  heading: chalk.bold.cyan,
  strong: chalk.bold,
  faint: chalk.dim,
};

/** Nothing around the table and two blanks between columns. The rule below the head is ours, since only one row has one. */
const NO_FRAME = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '' },
  ...{ 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** Cells are broken by ourselves: the library cuts words longer than a column, and lets faint text color what follows. */
const layOut: LayOut = (columns, [head = [], ...rows], widths, { drawsLines, paint }) => {
  const lay = (cells: readonly (readonly string[])[]) => {
    const table = new Table({
      colWidths: [...widths],
      colAligns: columns.map(({ isNumber }) => (isNumber ? 'right' : 'left')),
      chars: NO_FRAME,
      style: { compact: true, head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    });
    table.push(...cells.map((row) => row.map((cell, index) => breakLine(cell, widths[index] ?? 0).join('\n'))));
    return table.toString();
  };
  const rule = '─'.repeat(widths.reduce((total, width) => total + width + 2, -2));
  return [lay([head]), ...(drawsLines ? [paint('faint', rule)] : []), ...(rows.length === 0 ? [] : [lay(rows)])]
    .join('\n')
    .replaceAll(/ +$/gm, '');
};

/** For terminals: color, lines drawn with box-drawing characters, and tables as wide as the terminal at most. */
export const terminalStyle: Style = { ...plainStyle, paint: (role, text) => PAINT[role](text), drawsLines: true, layOut };
