import type { Surroundings } from '../execute/context.js';
import type { GlobalFlags } from '../grammar/globals.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { Terminal } from './terminal.js';

/** The style of what a line prints, or null if it is still to be loaded. */
export function knownStyle(globals: GlobalFlags, { terminal, terminalStyle }: Surroundings): Style | null {
  return globals.noColor || globals.json || globals.quiet || isPlain(terminal) ? plainStyle : terminalStyle;
}

/** Whether what is printed has no colour, whatever the flags say. */
export function isPlain({ isTerminal, environment }: Terminal): boolean {
  // The environment is asked last: each look at it is a call into the system.
  return !isTerminal || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
}

/** The style of what is printed with these flags, loaded if need be. */
export async function styleOf(globals: GlobalFlags, around: Surroundings): Promise<Style> {
  return knownStyle(globals, around) ?? (await import('./lazy/terminal-style.js')).terminalStyle;
}
