/**
 * How an attack is written. Each is a module of this folder that exports an {@link Attack} and stands in `index.ts`. `attacks.test.ts` runs
 * the short form of each with the tests; `npm run attack` runs the full form and prints the table of docs/reliability.md with the counts
 * seen.
 *
 * - It tries one thing `count` times, with chance from `seed` alone (`random.ts`), so that the same seed tries the same again. Where the
 *   instant is chance itself, as of a kill, the seed gives the delays.
 * - What went wrong is told in `failures`, one line each with what is needed to try just that again. At most forty of them are printed.
 * - It works in a folder of its own (`scratch.ts`), runs the built program from there, and leaves nothing behind.
 * - It may run outside of the test runner: nothing here imports it. The working folder is that of the package.
 */
export interface Attack {
  /** As `--only` names it: one word, or more with dashes. */
  readonly name: string;
  /** What is tried: the first column. */
  readonly attack: string;
  /** What `passed` counts: the second column. */
  readonly figure: string;
  /** The third column, as `all`; without it all have to pass. */
  readonly goal?: string;
  /** How many tries the short form makes: a few seconds of them. */
  readonly short: number;
  /** How many tries the full form makes. */
  readonly full: number;
  readonly run: (options: AttackOptions) => Promise<AttackResult>;
}

export interface AttackOptions {
  readonly seed: number;
  /** How many tries to make. Where tries come from what is there, as each system call of a command, it picks so many of them at most. */
  readonly count: number;
  /** Tells how many tries are made by now, for who waits. */
  readonly report: (done: number) => void;
}

export interface AttackResult {
  /** How many tries were made. */
  readonly count: number;
  readonly passed: number;
  /** What went wrong, a line each. */
  readonly failures: readonly string[];
  /** How it was tried, where there is more than one way, as a real file system or injected faults. */
  readonly note?: string;
}

/** Counts tries as they are made. */
export class Tally {
  readonly #report: (done: number) => void;
  readonly #failures: string[] = [];
  #count = 0;
  #passed = 0;

  constructor({ report }: Pick<AttackOptions, 'report'>) {
    this.#report = report;
  }

  /** @param failure what went wrong in a try; null if nothing did */
  add(failure: string | null): void {
    this.#count += 1;
    if (failure === null) this.#passed += 1;
    else this.#failures.push(failure);
    this.#report(this.#count);
  }

  /** @param note how it was tried */
  result(note?: string): AttackResult {
    return { count: this.#count, passed: this.#passed, failures: this.#failures, ...(note !== undefined && { note }) };
  }
}
