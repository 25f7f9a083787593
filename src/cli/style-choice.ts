import type { Surroundings } from '../execute/context.js';
import type { GlobalFlags } from '../grammar/globals.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { Terminal } from './terminal.js';

/** The style of what a line prints, or null if it is still to be loaded. */
export function knownStyle(globals: GlobalFlags, { terminal, terminalStyle }: Surroundings): Style | null {
  if (globals.json || globals.quiet) return plainStyle;
  const isAscii = globals.ascii || wishesOf(terminal).isAscii;
  if (!isColoured(globals, terminal)) {
    return isAscii || terminal.isTerminal ? { ...plainStyle, columns: terminal.columns, isAscii } : plainStyle;
  }
  return terminalStyle && { ...terminalStyle, columns: terminal.columns, drawsLines: !isAscii, isAscii };
}

/** The style of what is printed with these flags, loaded if need be. */
export async function styleOf(globals: GlobalFlags, around: Surroundings): Promise<Style> {
  const known = knownStyle(globals, around);
  if (known !== null) return known;
  const { terminalStyle } = await import('./lazy/terminal-style.js');
  return knownStyle(globals, { ...around, terminalStyle }) ?? terminalStyle;
}

/** Whether what is printed has no colour if no flag says otherwise. */
export function isPlain(terminal: Terminal): boolean {
  return !(wishesOf(terminal).colour ?? terminal.isTerminal);
}

function isColoured({ color, noColor }: GlobalFlags, terminal: Terminal): boolean {
  if (noColor || color === 'never') return false;
  return color === 'always' || !isPlain(terminal);
}

/** What the environment says about the look of text. */
interface Wishes {
  /** Null if the terminal decides. */
  readonly colour: boolean | null;
  readonly isAscii: boolean;
}

/** By environment, since each look at a variable is a call into the system, and a script has many lines. */
const WISHES = new WeakMap<Terminal['environment'], Wishes>();

function wishesOf({ environment }: Terminal): Wishes {
  const known = WISHES.get(environment);
  if (known !== undefined) return known;
  const wishes = { colour: colourWish(environment), isAscii: isOn(environment.MCAST_ASCII) };
  WISHES.set(environment, wishes);
  return wishes;
}

/** NO_COLOR goes first, as its convention asks; then what forces colour, then what terminals cannot do. */
function colourWish({ NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM }: Terminal['environment']): boolean | null {
  if ((NO_COLOR ?? '') !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return isOn(FORCE_COLOR);
  if (isOn(CLICOLOR_FORCE)) return true;
  return TERM === 'dumb' ? false : null;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}
