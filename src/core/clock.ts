import { LabError } from './errors.js';

/** Nanoseconds in a second. */
export const SECOND_NS = 1_000_000_000;

/** The last moment a clock can show: every time up to here is an exact integer (104 days, 6 hours). */
export const MAX_TIME_NS = Number.MAX_SAFE_INTEGER;

/** A timer as `Clock.afterFunc` returns it, armed. */
export interface Timer {
  /** When the timer fires, in nanoseconds, or null while it is not armed. */
  readonly firesAtNs: number | null;
  /** Arms the timer to fire `durationNs` after now, whether or not it was armed. */
  reset(durationNs: number): void;
  /** Disarms the timer. Returns whether it was armed. */
  stop(): boolean;
}

/** Which timers of one moment fire first: those of lower rank, whenever they were armed. So a session that is read back continues unchanged. */
export const TIMER_RANKS = { cleanup: 0, copy: 1, message: 2, daemon: 3 } as const;

/** What a route table needs of a clock. */
export interface Clock {
  /** Nanoseconds since the clock's start. */
  nowNs(): number;
  /** Arms a timer that calls `callback` once, `durationNs` after now. */
  afterFunc(durationNs: number, callback: () => void): Timer;
}

/**
 * A clock that moves only when told to. Timers fire inside `advance`, each at its own time, in the order of that time and, at one
 * time, in the order of their ranks and then in the order in which they were armed.
 *
 * Source: gVisor `pkg/tcpip/faketime/faketime.go`, `ManualClock`. gVisor fires timers of one moment in any order, and one that is due at
 * once on a separate thread; here the order is fixed, and nothing fires outside `advance`, so that the same commands always give the same
 * result.
 */
export class ManualClock implements Clock {
  #nowNs: number;
  #armed: ManualTimer[] = [];

  /** @param nowNs the time the clock starts at, 0 to {@link MAX_TIME_NS} */
  constructor(nowNs = 0) {
    if (!Number.isSafeInteger(nowNs) || nowNs < 0)
      throw new RangeError(`the start of a clock must be a whole number of nanoseconds, not ${nowNs}`);
    this.#nowNs = nowNs;
  }

  nowNs(): number {
    return this.#nowNs;
  }

  /** A timer with a duration of zero or less fires in the next `advance`, even one by 0. */
  afterFunc(durationNs: number, callback: () => void, rank: number = TIMER_RANKS.cleanup): Timer {
    const timer = new ManualTimer(this, callback, rank);
    timer.reset(durationNs);
    return timer;
  }

  /** The armed timers, in the order in which they will fire. */
  armedTimers(): readonly Timer[] {
    return this.#armed;
  }

  /**
   * Moves the clock forward, firing every timer that is due on the way, also those that a fired timer arms.
   *
   * @param durationNs whole nanoseconds, 0 or more
   * @throws LabError `CLOCK_OVERFLOW` if the clock would pass {@link MAX_TIME_NS}; nothing has fired then
   */
  advance(durationNs: number): void {
    this.checkAdvance(durationNs);
    const until = this.#nowNs + durationNs;
    for (let next = this.#armed[0]; next?.firesAtNs != null && next.firesAtNs <= until; next = this.#armed[0]) {
      this.#nowNs = next.firesAtNs;
      next.fire();
    }
    this.#nowNs = until;
  }

  /** Makes sure that the clock can move so far. @throws as {@link advance} */
  checkAdvance(durationNs: number): void {
    if (!Number.isSafeInteger(durationNs) || durationNs < 0) {
      throw new RangeError(`a clock advances by a whole number of nanoseconds, not ${durationNs}`);
    }
    if (durationNs > MAX_TIME_NS - this.#nowNs) {
      throw new LabError('CLOCK_OVERFLOW', `the clock would pass its end at ${MAX_TIME_NS} ns`);
    }
  }

  /** @internal Called by a timer of this clock. */
  arm(timer: ManualTimer, durationNs: number): number {
    if (!Number.isInteger(durationNs))
      throw new RangeError(`the duration of a timer must be a whole number of nanoseconds, not ${durationNs}`);
    const firesAtNs = this.#nowNs + Math.max(0, durationNs);
    this.#armed.splice(this.#firstAfter(firesAtNs, timer.rank), 0, timer);
    return firesAtNs;
  }

  /** How many armed timers fire before a new one of a time and rank. */
  #firstAfter(timeNs: number, rank: number): number {
    let [low, high] = [0, this.#armed.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#armed[middle];
      const otherNs = other?.firesAtNs ?? 0;
      if (otherNs < timeNs || (otherNs === timeNs && (other?.rank ?? 0) <= rank)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @internal Called by a timer of this clock. */
  disarm(timer: ManualTimer): void {
    this.#armed.splice(this.#armed.indexOf(timer), 1);
  }
}

class ManualTimer implements Timer {
  #firesAtNs: number | null = null;

  constructor(
    private readonly clock: ManualClock,
    private readonly callback: () => void,
    readonly rank: number,
  ) {}

  get firesAtNs(): number | null {
    return this.#firesAtNs;
  }

  reset(durationNs: number): void {
    this.stop();
    this.#firesAtNs = this.clock.arm(this, durationNs);
  }

  stop(): boolean {
    if (this.#firesAtNs === null) return false;
    this.clock.disarm(this);
    this.#firesAtNs = null;
    return true;
  }

  fire(): void {
    this.stop();
    this.callback();
  }
}
