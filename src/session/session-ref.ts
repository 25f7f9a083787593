import { LabError } from '../core/errors.js';

/** Refers to one session. */
export interface SessionRef {
  /** Null if it was given as a path. */
  readonly name: string | null;
  /** The name, or the path as given. */
  readonly label: string;
  /** Absolute. */
  readonly path: string;
}

/** The error for a session that does not exist. @param names the sessions that exist */
export function notFound({ label }: SessionRef, names: readonly string[] = []): LabError {
  return new LabError('SESSION_NOT_FOUND', `there is no session ${label}`, null, { kind: 'session', label, names });
}
