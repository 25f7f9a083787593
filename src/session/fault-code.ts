/** The system's name of an error, such as `ENOENT`, or null if it is an error of another kind. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
