import type { Terminal } from '../execute/terminal.js';

/** How many characters are gathered before they are written. */
const GATHERED_CHARACTERS = 1 << 16;

/** A terminal that buffers what is printed, and keeps its order with complaints. A write that fails is reported by {@link flush}. */
export class BufferedTerminal implements Terminal {
  readonly isTerminal: boolean;
  readonly #below: Terminal;
  #gathered = '';
  #fault: string | null = null;

  constructor(below: Terminal) {
    this.#below = below;
    this.isTerminal = below.isTerminal;
  }

  get columns(): number | null {
    return this.#below.columns;
  }

  /** Lines come one after the other. */
  readonly pager = null;

  get isStdoutClosed(): boolean {
    return this.#below.isStdoutClosed;
  }

  get complainsToTerminal(): boolean {
    return this.#below.complainsToTerminal;
  }

  get isInteractive(): Terminal['isInteractive'] {
    return this.#below.isInteractive;
  }

  print = (text: string): null => {
    this.#gathered += text;
    if (this.#gathered.length >= GATHERED_CHARACTERS || this.isTerminal) this.flush();
    return null;
  };

  complain = (text: string): void => {
    this.flush();
    this.#below.complain(text);
  };

  showStatus = (text: string): void => this.#below.showStatus(text);

  /** Writes what is gathered. Returns why that, or anything before it, could not be written, or null. */
  flush(): string | null {
    if (this.#gathered === '') return this.#fault;
    const fault = this.#below.print(this.#gathered);
    this.#fault ??= fault;
    this.#gathered = '';
    return this.#fault;
  }
}
