/**
 * Work was broken off: somebody pressed Ctrl-C, or memory is full. What was done of it by then is half done, and not to be kept; so this is no
 * `LabError`, which leaves everything as it was.
 */
export class Halted extends Error {
  override readonly name = 'Halted';

  constructor(
    readonly code: 'INTERRUPTED' | 'SESSION_TOO_LARGE',
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}
