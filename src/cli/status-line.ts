import { cut, widthOf } from '../render/width.js';

/** One line that is written over again and again. It uses nothing but spaces and the carriage return, which every terminal knows. */
export class StatusLine {
  readonly #write: (text: string) => void;
  readonly #columns: () => number | null;
  #shown = '';

  /** @param columns how wide the terminal is now; null if there is none, and so nothing to show */
  constructor(write: (text: string) => void, columns: () => number | null) {
    this.#write = write;
    this.#columns = columns;
  }

  /** Shows a text in place of the one before, as far as there is room; nothing if it is empty. */
  show(text: string): void {
    if (text === this.#shown) return;
    const columns = this.#columns();
    if (columns === null) return;
    // The last column stays free: a character there moves some terminals to the next line.
    const room = Math.max(0, columns - 1);
    const shown = cut(text, room, '...'.slice(0, room));
    const wiped = ' '.repeat(Math.max(0, Math.min(room, widthOf(this.#shown)) - widthOf(shown)));
    this.#write(`\r${shown}${wiped}${shown === '' ? '\r' : ''}`);
    this.#shown = shown;
  }
}
