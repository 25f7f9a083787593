/** Aborted work, by Ctrl-C or for lack of memory; its changes must be discarded. A `LabError`, in contrast, changes nothing. */
export class Aborted extends Error {
  override readonly name = 'Aborted';

  constructor(
    readonly code: 'INTERRUPTED' | 'SESSION_TOO_LARGE',
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}

/** What Ctrl-C throws. */
export function interrupted(): Aborted {
  return new Aborted('INTERRUPTED', 'interrupted');
}
