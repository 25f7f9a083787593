import type { Progress, Steps } from '../ops/steps.js';
import { Aborted, interrupted } from './aborted.js';
import type { Terminal } from './terminal.js';

/** Work that has lasted longer than this, in milliseconds, lets other things happen before it continues. */
const TURN_MS = 50;

/** After this long, in milliseconds, it is shown how far the work has come. */
const PATIENCE_MS = 2_000;

/** Memory is not full before work has lasted so long, in milliseconds; to look at it takes a module of Node's that short work should not load. */
const MEMORY_MS = 1_000;

/** Minimum time between two updates of the progress line, in milliseconds. */
const SHOWN_MS = 100;

/** What pacing needs of the process. */
export interface Host {
  /** Calls once at the next Ctrl-C, which then does not end the process. Returns what stops listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Lets the event loop turn once. */
  readonly turn: () => Promise<void>;
  /** What memory is full of, as a phrase; null if there is room. */
  readonly fullMemory: () => string | null;
}

/**
 * Paces work that may take long: from time to time it stops for a turn of the event loop, in which Ctrl-C is heard, and shows its progress. Short
 * work never stops, and asks for the time at most.
 */
export class Pace {
  readonly #terminal: Pick<Terminal, 'showStatus'>;
  readonly #host: Host;
  /** How many pieces of work are being done, each within the one before. */
  #depth = 0;
  #startedMs = 0;
  #turnedMs = 0;
  #shownMs = 0;
  #stopListening: (() => void) | null = null;
  #isInterrupted = false;
  #aborted: Aborted | null = null;
  #isQuiet = false;
  /** What stands in front of how far the work has come. */
  #title = '';
  /** Ends what is waited for. */
  #giveUp: ((why: Aborted) => void) | null = null;

  constructor(terminal: Pick<Terminal, 'showStatus'>, host: Host) {
    this.#terminal = terminal;
    this.#host = host;
  }

  /** Whether work was aborted, by Ctrl-C or for want of memory: its changes must be discarded. */
  get isAborted(): boolean {
    return this.#aborted !== null;
  }

  /** Whether the work has lasted so long that a {@link turn} is due. */
  get isDue(): boolean {
    return Date.now() - this.#turnedMs >= TURN_MS;
  }

  /** Starts a new status line, with `--quiet` or without. */
  startLine(isQuiet: boolean): void {
    this.#isQuiet = isQuiet;
    this.#isInterrupted = false;
    this.#aborted = null;
  }

  /** What the work belongs to, as `3 of 20 scripts`. */
  set title(title: string) {
    this.#title = title;
  }

  /** Work begins, maybe within other work. */
  begin(): void {
    this.#depth += 1;
    if (this.#depth > 1) return;
    this.#startedMs = Date.now();
    this.#turnedMs = this.#startedMs;
    this.#isInterrupted = false;
    this.#aborted = null;
  }

  /** The work that began last is over. */
  end(): void {
    this.#depth -= 1;
    if (this.#depth > 0) return;
    this.#stopListening?.();
    this.#stopListening = null;
    this.#title = '';
    this.#terminal.showStatus('');
  }

  /** Aborts the work at its next turn, if there is any. */
  readonly interrupt = (): void => {
    if (this.#depth === 0) return;
    this.#isInterrupted = true;
    this.#giveUp?.(this.#abort(interrupted()));
  };

  /**
   * Lets other things happen.
   *
   * @param tell how far the work has come
   * @throws Aborted
   */
  async turn(tell: () => string): Promise<void> {
    this.#listen();
    this.#show(tell);
    await this.#host.turn();
    this.#turnedMs = Date.now();
    if (this.#isInterrupted) throw this.#abort(interrupted());
    const full = this.#turnedMs - this.#startedMs < MEMORY_MS ? null : this.#host.fullMemory();
    if (full !== null) throw this.#abort(tooMuch(full));
  }

  /** Goes no further if work within this one was aborted. @throws Aborted */
  check(): void {
    if (this.#aborted !== null) throw this.#aborted;
  }

  /** Goes through the steps of an operation. @throws as {@link turn} and as the operation */
  async through<Result>(steps: Steps<Result>, what: string): Promise<Result> {
    this.begin();
    try {
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done === true) return step.value;
        const { value } = step;
        if (this.isDue) await this.turn(() => `${what}: ${describe(value)}`);
      }
    } finally {
      this.end();
    }
  }

  /** Waits for something that may never happen. @throws Aborted, or the error that happens instead */
  async waitFor<Value>(coming: Promise<Value>): Promise<Value> {
    if (this.#isInterrupted) throw this.#abort(interrupted());
    this.#listen();
    this.#terminal.showStatus('');
    try {
      return await Promise.race([
        coming,
        new Promise<never>((_, reject) => {
          this.#giveUp = reject;
        }),
      ]);
    } finally {
      this.#giveUp = null;
    }
  }

  /** Says at once what takes long and cannot be done in steps. */
  announce(what: string): void {
    if (!this.#isQuiet) this.#terminal.showStatus(what);
  }

  /** The second Ctrl-C is not heard here, and ends the program as it would any other. */
  #listen(): void {
    this.#stopListening ??= this.#host.onInterrupt(this.interrupt);
  }

  #show(tell: () => string): void {
    const nowMs = Date.now();
    if (this.#isQuiet || nowMs - this.#startedMs < PATIENCE_MS || nowMs - this.#shownMs < SHOWN_MS) return;
    this.#shownMs = nowMs;
    this.#terminal.showStatus(`${this.#title}${tell()}`);
  }

  #abort(why: Aborted): Aborted {
    this.#aborted = why;
    return why;
  }
}

/** `1,234 of 100,000 packets (1 %)` */
function describe({ done, total, unit }: Progress): string {
  return `${grouped(done)} of ${grouped(total)} ${unit}${percentage(done, total)}`;
}

/** ` (12 %)`, or nothing where it cannot be told. */
export function percentage(done: number, total: number | null): string {
  return total === null || total <= 0 ? '' : ` (${Math.min(100, Math.floor((done / total) * 100))} %)`;
}

/** With commas: what would do that otherwise takes milliseconds to load. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

function tooMuch(full: string): Aborted {
  return new Aborted(
    'SESSION_TOO_LARGE',
    `not enough memory (${full})`,
    'Split the work, or raise the limit: NODE_OPTIONS=--max-old-space-size=8192',
  );
}
