import { LabError } from '../core/errors.js';
import { Halted } from '../execute/aborted.js';

/** What the program's exit codes mean. */
export const EXIT = {
  done: 0,
  refused: 1,
  usage: 2,
  expectation: 3,
  session: 4,
  bug: 70,
  /** What a shell tells of a program that Ctrl-C ended. */
  interrupted: 130,
} as const;

const NO_TROUBLE_WITH_THE_FILE = new Set(['SESSION_EXISTS', 'SESSION_NOT_FOUND']);

const NOT_AS_EXPECTED = new Set(['EXPECTATION_NOT_MET', 'GOALS_NOT_MET', 'LESSON_FAULTY', 'WAIT_LIMIT_REACHED']);

/**
 * The exit code of an error.
 *
 * @param understood whether the line had been understood when the error came up: the same address can be no address at all, or one that
 * the lab refuses
 */
export function exitCodeOf(error: unknown, understood: boolean): number {
  if (error instanceof Halted) return error.code === 'INTERRUPTED' ? EXIT.interrupted : EXIT.session;
  if (!(error instanceof LabError)) return EXIT.bug;
  if (error.code === 'USAGE') return EXIT.usage;
  if (NOT_AS_EXPECTED.has(error.code)) return EXIT.expectation;
  if (error.code === 'LESSON_PROGRESS_UNUSABLE') return EXIT.session;
  if (error.code.startsWith('SESSION_') && !NO_TROUBLE_WITH_THE_FILE.has(error.code)) return EXIT.session;
  return understood || error.code === 'CLOCK_OVERFLOW' ? EXIT.refused : EXIT.usage;
}
