import type { GlobalFlags } from '../grammar/globals.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { Context, Machine } from './definition.js';
import type { Terminal } from './terminal.js';

type Environment = Machine['environment'];

/** The style of what a line prints; null if it is still to be loaded. */
export function knownStyle(globals: GlobalFlags, { machine, output: { terminal, terminalStyle } }: Context): Style | null {
  if (globals.json || globals.quiet) return plainStyle;
  const isAscii = globals.ascii || wishesOf(machine.environment).isAscii;
  const colored = isColored(globals, terminal, machine);
  if (!colored && !terminal.isTerminal) return isAscii ? { ...plainStyle, isAscii } : plainStyle;
  if (terminalStyle === null) return null;
  const { paint } = colored ? terminalStyle : plainStyle;
  return { ...terminalStyle, paint, columns: terminal.columns, drawsLines: colored && !isAscii, isAscii };
}

/** The style of what a line prints, loaded if need be. */
export async function styleOf(globals: GlobalFlags, context: Context): Promise<Style> {
  const known = knownStyle(globals, context);
  if (known !== null) return known;
  const terminalStyle = await context.output.loadStyle();
  return knownStyle(globals, { ...context, output: { ...context.output, terminalStyle } }) ?? terminalStyle;
}

/** Whether output has no color unless a flag asks for it. */
export function isPlain(terminal: Terminal, { environment }: Pick<Machine, 'environment'>): boolean {
  return !(wishesOf(environment).color ?? terminal.isTerminal);
}

/** Whether complaints have color. */
export function complainsInColor(globals: GlobalFlags, { machine, output: { terminal } }: Context): boolean {
  return terminal.complainsToTerminal && isColored(globals, terminal, machine);
}

function isColored({ color, noColor }: GlobalFlags, terminal: Terminal, machine: Machine): boolean {
  if (noColor || color === 'never') return false;
  return color === 'always' || !isPlain(terminal, machine);
}

/** What the environment says about the look of text. */
interface Wishes {
  /** Null if the terminal decides. */
  readonly color: boolean | null;
  readonly isAscii: boolean;
}

/** By environment: each look at a variable is a system call, and a script has many lines. */
const WISHES = new WeakMap<Environment, Wishes>();

function wishesOf(environment: Environment): Wishes {
  const known = WISHES.get(environment);
  if (known !== undefined) return known;
  const wishes = { color: colorWish(environment), isAscii: isOn(environment.MCAST_ASCII) };
  WISHES.set(environment, wishes);
  return wishes;
}

/** NO_COLOR goes first, as its convention asks; then what forces color, then what terminals cannot do. */
function colorWish({ NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM }: Environment): boolean | null {
  if ((NO_COLOR ?? '') !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return isOn(FORCE_COLOR);
  if (isOn(CLICOLOR_FORCE)) return true;
  return TERM === 'dumb' ? false : null;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}
