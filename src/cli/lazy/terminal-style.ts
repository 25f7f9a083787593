import { Chalk, supportsColor } from 'chalk';
import type { Role, Style } from '../../render/style.js';
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

/** For terminals: color, and lines drawn with box-drawing characters. */
export const terminalStyle: Style = { ...plainStyle, paint: (role, text) => PAINT[role](text), drawsLines: true };
