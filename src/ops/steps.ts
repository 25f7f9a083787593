/** Progress of an operation. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is counted, in the plural: `packets`. */
  readonly unit: string;
}

/**
 * An operation that may take long, in steps of a few milliseconds where that is possible. It tells its progress after each. The caller may stop
 * between two steps: the lab is half changed then, and must not be used any more.
 */
export type Steps<Result> = Generator<Progress, Result, void>;

/** Takes all steps at once. */
export function runAll<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
