/** Packets and events that a lab remembers unless it is set up otherwise. */
export const DEFAULT_JOURNAL_SIZE = 100;

/** The largest journal that a lab can be set up with. */
export const MAX_JOURNAL_SIZE = 100_000;

/** The newest entries of a list that only grows at its end. */
export class Newest<Entry> {
  readonly size: number;
  #entries: Entry[];
  /** Index of the oldest entry that counts: moving it costs less than shifting the array. */
  #oldest = 0;

  /**
   * @param size entries that are kept at most; 0 keeps none
   * @param entries the first ones, oldest first
   */
  constructor(size: number, entries: readonly Entry[] = []) {
    this.size = size;
    this.#entries = entries.slice(Math.max(0, entries.length - size));
  }

  append(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length - this.#oldest <= this.size) return;
    this.#oldest += 1;
    if (this.#oldest > this.size) this.#compact();
  }

  /** Drops the entries of which something holds. */
  forget(isDropped: (entry: Entry) => boolean): void {
    this.#entries = this.entries().filter((entry) => !isDropped(entry));
  }

  /** Oldest first. */
  entries(): readonly Entry[] {
    if (this.#oldest > 0) this.#compact();
    return this.#entries;
  }

  #compact(): void {
    this.#entries = this.#entries.slice(this.#oldest);
    this.#oldest = 0;
  }
}
