/** Codes of the errors of lessons. */
export const LESSON_ERROR_CODES = [
  'GOALS_NOT_MET',
  'LESSON_FAULTY',
  'LESSON_NOT_FOUND',
  'LESSON_PROGRESS_UNUSABLE',
  'NO_LESSON',
] as const;
