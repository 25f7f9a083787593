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
    const cut = columnsOf(text) <= room ? text : `${fitting(text, Math.max(0, room - 3))}...`.slice(0, room);
    const wiped = ' '.repeat(Math.max(0, Math.min(room, columnsOf(this.#shown)) - columnsOf(cut)));
    this.#write(`\r${cut}${wiped}${cut === '' ? '\r' : ''}`);
    this.#shown = cut;
  }
}

/** Columns that a text takes at most: what is not ASCII may be as wide as two. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += character > '\x7f' ? 2 : 1;
  return columns;
}

/** As much of the beginning of a text as fits into so many columns. */
function fitting(text: string, room: number): string {
  let fitted = '';
  for (const character of text) {
    if (columnsOf(fitted) + columnsOf(character) > room) break;
    fitted += character;
  }
  return fitted;
}
