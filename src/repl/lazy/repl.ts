import type { Program } from '../../cli/definition.js';
import { runScript } from '../script.js';

/** Talks with the user until they leave. Where nobody sits at a terminal, it is a script that comes in. Returns the exit code. */
export async function talk(program: Program): Promise<number> {
  return runScript({ path: '-' }, { keepGoing: true, echo: false, atomic: false, scratch: false }, program);
}
