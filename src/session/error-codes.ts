/** Codes of the errors of finding and keeping sessions and their history. */
export const SESSION_ERROR_CODES = [
  'HISTORY_DAMAGED',
  'NOTHING_TO_UNDO',
  'SESSION_EXISTS',
  'SESSION_NOT_FOUND',
  'SESSION_TOO_LARGE',
] as const;
