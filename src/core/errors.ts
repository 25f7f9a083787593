/**
 * Codes of everything a user can correct. Scripts match on them, so a code never changes its meaning and is never reused.
 */
export const ERROR_CODES = [
  'ALREADY_INITIALIZED',
  'BAD_ADDRESS',
  'CLOCK_OVERFLOW',
  'DIFFERENT',
  'DUPLICATE_INTERFACE',
  'EXPECTATION_NOT_MET',
  'GOALS_NOT_MET',
  'HISTORY_DAMAGED',
  'HISTORY_INCOMPLETE',
  'INPUT_CANNOT_BE_OUTPUT',
  'LESSON_FAULTY',
  'LESSON_NOT_FOUND',
  'LESSON_PROGRESS_UNUSABLE',
  'MISSING_CLOCK',
  'MISSING_REQUIRED_FIELDS',
  'NOTHING_TO_REDO',
  'NOTHING_TO_UNDO',
  'NOT_A_MEMBER',
  'NOT_PERMITTED',
  'NO_BUFFER_SPACE',
  'NO_LESSON',
  'NO_TIMER',
  'NUMBERS_EXHAUSTED',
  'PACKETS_DROPPED',
  'PACKET_NOT_FOUND',
  'ROUTE_NOT_FOUND',
  'SESSION_CORRUPT',
  'SESSION_EXISTS',
  'SESSION_LOCKED',
  'SESSION_NEWER_VERSION',
  'SESSION_NOT_FOUND',
  'SESSION_NOT_OURS',
  'SESSION_NOT_READABLE',
  'SESSION_NOT_WRITABLE',
  'SESSION_TOO_LARGE',
  'STEP_NOT_FOUND',
  'TIME_IN_FUTURE',
  'TIME_IN_PAST',
  'UNKNOWN_INTERFACE',
  'USAGE',
  'WAIT_LIMIT_REACHED',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * Something that the user can correct: the lab refused, or could not understand.
 *
 * A `LabError` is thrown before anything was changed: whoever catches it finds the lab exactly as it was. Every other kind of error
 * is a bug of ours.
 */
export class LabError extends Error {
  override readonly name = 'LabError';

  /**
   * @param code stable upper-case name of the condition
   * @param message one sentence, without a full stop: what was wrong
   * @param hint one sentence: what to do about it, or null where there is nothing to say
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}
