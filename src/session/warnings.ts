/** What people should know although everything was done: each thing is told once. */
export class Warnings {
  readonly #known = new Set<string>();
  #untold: string[] = [];

  /** @param text one sentence, without a full stop */
  add(text: string): void {
    if (this.#known.has(text)) return;
    this.#known.add(text);
    this.#untold.push(text);
  }

  /** What was not told yet, and is now. */
  take(): readonly string[] {
    const untold = this.#untold;
    if (untold.length > 0) this.#untold = [];
    return untold;
  }
}
