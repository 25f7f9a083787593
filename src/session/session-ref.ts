/** Where one session is. */
export interface SessionPlace {
  /** Null for one that was given by its path. */
  readonly name: string | null;
  /** The name, or the path as it was given. */
  readonly label: string;
  /** Absolute. */
  readonly path: string;
}
