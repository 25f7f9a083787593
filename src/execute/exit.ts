import type { Executed, Failure } from './outcome.js';

/** Exit codes of the program. */
export const EXIT = {
  done: 0,
  refused: 1,
  usage: 2,
  expectation: 3,
  session: 4,
  bug: 70,
  /** What a shell reports of a program that Ctrl-C ended. */
  interrupted: 130,
} as const;

const NOT_AS_EXPECTED = new Set(['EXPECTATION_NOT_MET', 'GOALS_NOT_MET', 'LESSON_FAULTY', 'WAIT_LIMIT_REACHED']);

/** The exit code of a failure. The same bad address is a usage error on the command line, and a refusal once the line was understood. */
export function exitCodeOf({ code, isUnderstood }: Pick<Failure, 'code' | 'isUnderstood'>): number {
  if (code === 'INTERRUPTED') return EXIT.interrupted;
  if (code === 'BUG') return EXIT.bug;
  if (code === 'USAGE') return EXIT.usage;
  if (NOT_AS_EXPECTED.has(code)) return EXIT.expectation;
  if (code === 'LESSON_PROGRESS_UNUSABLE') return EXIT.session;
  if (code.startsWith('SESSION_') && code !== 'SESSION_EXISTS') return EXIT.session;
  return isUnderstood || code === 'CLOCK_OVERFLOW' ? EXIT.refused : EXIT.usage;
}

/** The exit code of a line that is not printed. */
export function exitOf({ printed, failure }: Pick<Executed, 'printed' | 'failure'>): number {
  return printed ?? (failure === null ? EXIT.done : exitCodeOf(failure));
}
