import { Chalk, supportsColor } from 'chalk';
import type { Role, Style } from '../../render/style.js';
import { plainStyle } from '../../render/style.js';

/** In colour, even where chalk sees no terminal: whoever loads this has decided that there is to be some. */
const chalk = new Chalk({ level: supportsColor === false ? 1 : supportsColor.level });

const PAINT: Readonly<Record<Role, (text: string) => string>> = {
  good: chalk.green,
  waiting: chalk.yellow,
  bad: chalk.red,
  heading: chalk.bold.cyan,
  strong: chalk.bold,
  faint: chalk.dim,
};

/** For terminals: colour, and lines drawn with box-drawing characters. */
export const terminalStyle: Style = { ...plainStyle, paint: (role, text) => PAINT[role](text), drawsLines: true };
