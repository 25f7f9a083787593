import type { Program, ProgramJob } from '../execute/definition.js';
import type * as later from './later.js';

type Later = typeof later;

/** A job whose code is loaded when it is needed. */
export function laterJob(
  run: (later: Later, program: Program) => ReturnType<ProgramJob['run']> | Awaited<ReturnType<ProgramJob['run']>>,
): ProgramJob {
  return { on: 'program', run: async (program) => run(await import('./later.js'), program) };
}
