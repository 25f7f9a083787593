/** Progress of an operation. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is counted, in the plural: `packets`. */
  readonly unit: string;
}

/**
 * A long operation in steps, of a few milliseconds each if possible. It yields its progress after each step. The caller may stop
 * between steps; the lab is then half changed and must be discarded.
 */
export type Steps<Result> = Generator<Progress, Result, void>;
