import type { GlobalFlags } from '../grammar/globals.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { Context, Machine } from './context.js';
import type { Terminal } from './terminal.js';

/** The style of what a line prints; null if it is still to be loaded. */
export function knownStyle(globals: GlobalFlags, { machine, output: { terminal, terminalStyle } }: Context): Style | null {
  const isPlainLine = globals.noColor || globals.json || globals.quiet || isPlain(terminal, machine);
  return isPlainLine ? plainStyle : terminalStyle;
}

/** Whether output has no colour, whatever the flags say. */
export function isPlain({ isTerminal }: Terminal, { environment }: Pick<Machine, 'environment'>): boolean {
  // The environment is asked last: each look at it is a call into the system.
  return !isTerminal || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
}

/** The style of what a line prints, loaded if need be. */
export async function styleOf(globals: GlobalFlags, context: Context): Promise<Style> {
  return knownStyle(globals, context) ?? (await context.output.loadStyle());
}
