/** Looks for lines in the history that have what is typed in them, from the newest on. */
export class HistorySearch {
  readonly #lines: readonly string[];
  #query = '';
  /** How many matches were passed over. */
  #skipped = 0;

  /** @param lines the newest first */
  constructor(lines: readonly string[]) {
    this.#lines = [...new Set(lines)];
  }

  /** The line that is found for what is typed, or null. What was passed over before is found again. */
  find(query: string): string | null {
    if (query !== this.#query) this.#skipped = 0;
    this.#query = query;
    return this.#match(this.#skipped);
  }

  /** The next older one. The last one stays where there is none. */
  older(): string | null {
    if (this.#match(this.#skipped + 1) !== null) this.#skipped += 1;
    return this.#match(this.#skipped);
  }

  #match(index: number): string | null {
    if (this.#query === '') return null;
    return this.#lines.filter((line) => line.includes(this.#query))[index] ?? null;
  }
}
