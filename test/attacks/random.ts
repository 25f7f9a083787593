/** Numbers that look like chance and are the same for the same seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, below 1. The generator is Tommy Ettinger's mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, at least 0 and below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** @throws RangeError if there is nothing to pick from */
  pick<Value>(values: readonly Value[]): Value {
    const at = this.below(values.length);
    for (const value of values.slice(at, at + 1)) return value;
    throw new RangeError('there is nothing to pick from');
  }

  /** So many of them at most, in their order. */
  sample<Value>(values: readonly Value[], count: number): Value[] {
    const rest = values.map((_, index) => index);
    const taken: number[] = [];
    while (taken.length < count && rest.length > 0) taken.push(...rest.splice(this.below(rest.length), 1));
    return taken.sort((a, b) => a - b).flatMap((index) => values.slice(index, index + 1));
  }
}
