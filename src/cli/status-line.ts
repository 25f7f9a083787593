import { fstatSync } from 'node:fs';

const USUAL_COLUMNS = 80;

/** One line of stderr that is written over again and again. It uses nothing but spaces and the carriage return, which every terminal knows. */
export class StatusLine {
  readonly #write: (text: string) => void;
  #shown = '';
  /** Undefined until it is asked for. */
  #isTerminal: boolean | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Shows a text in place of the one before, as far as there is room; nothing if it is empty. */
  show(text: string): void {
    if (text === this.#shown) return;
    this.#isTerminal ??= isDevice() && process.stderr.isTTY === true;
    if (!this.#isTerminal) return;
    // The last column stays free: a character there moves some terminals to the next line.
    const room = Math.max(0, columns() - 1);
    const cut = text.length > room ? `${text.slice(0, Math.max(0, room - 1))}${room > 0 ? '\u2026' : ''}` : text;
    const wiped = ' '.repeat(Math.max(0, Math.min(room, this.#shown.length) - cut.length));
    this.#write(`\r${cut}${wiped}${cut === '' ? '\r' : ''}`);
    this.#shown = cut;
  }
}

/** What knows about terminals is loaded only where there may be one. */
function isDevice(): boolean {
  try {
    return fstatSync(2).isCharacterDevice();
  } catch {
    // It is closed.
    return false;
  }
}

function columns(): number {
  const [width] = process.stderr.getWindowSize();
  return width || USUAL_COLUMNS;
}
