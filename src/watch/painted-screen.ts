const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
/** It is wiped before it is left: a terminal that was made larger meanwhile may take lines of it for its own. */
const LEAVE = '\u001b[0m\u001b[2J\u001b[H\u001b[?7h\u001b[?25h\u001b[?1049l';

/** Between these, terminals that know them draw nothing, so that nobody sees half a picture; others ignore them. */
const BEGIN_UPDATE = '\u001b[?2026h';
const END_UPDATE = '\u001b[?2026l';

/**
 * A whole terminal to paint on: its second screen, without cursor and without breaking lines that are too long, so that a character that a
 * terminal shows wider than we think spoils no more than its line. What was on the terminal before is there again afterwards.
 */
export class PaintedScreen {
  readonly #write: (text: string) => string | null;
  #lines: readonly string[] | null = null;

  /** @param write writes to the terminal, and returns why it could not */
  constructor(write: (text: string) => string | null) {
    this.#write = write;
  }

  enter(): void {
    this.#lines = [];
    this.#write(ENTER);
  }

  /** Does nothing if it was left already. */
  leave(): void {
    if (this.#lines === null) return;
    this.#lines = null;
    this.#write(LEAVE);
  }

  /** Repaints the next frame completely, regardless of what is on the screen. */
  forget(): void {
    if (this.#lines !== null) this.#lines = [];
  }

  /** Paints the lines that are not there already. Returns whether anybody can still see them. */
  paint(lines: readonly string[]): boolean {
    const before = this.#lines;
    if (before === null) return true;
    const isWhole = before.length !== lines.length;
    const changed = lines.flatMap((line, row) => (isWhole || line !== before[row] ? [`\u001b[${row + 1};1H${line}`] : []));
    this.#lines = lines;
    if (changed.length === 0) return true;
    return this.#write(`${BEGIN_UPDATE}${isWhole ? '\u001b[2J' : ''}${changed.join('')}${END_UPDATE}`) === null;
  }
}
