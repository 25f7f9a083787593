/** How far an operation has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is counted, in the plural: `packets`. */
  readonly unit: string;
}

/**
 * An operation that may take long, in steps of a few milliseconds where that is possible. It tells how far it has come after each. Whoever
 * goes through them may stop between two: the lab is half changed then, and not to be used any more.
 */
export type Steps<Result> = Generator<Progress, Result, void>;
