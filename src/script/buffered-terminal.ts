import type { Terminal } from '../cli/terminal.js';

/** How many characters are gathered before they are written. */
const GATHERED_CHARACTERS = 1 << 16;

/**
 * A terminal that gathers what is printed and writes much of it at once, in the order in which it came, whether printed or complained. What is
 * gathered is written by {@link flush} at the latest, and that it could not be is told there, and not to whoever printed it.
 */
export class BufferedTerminal implements Terminal {
  readonly isTerminal: boolean;
  readonly #below: Terminal;
  #gathered = '';
  #fault: string | null = null;

  constructor(below: Terminal) {
    this.#below = below;
    this.isTerminal = below.isTerminal;
  }

  get environment(): Terminal['environment'] {
    return this.#below.environment;
  }

  get columns(): number | null {
    return this.#below.columns;
  }

  get isForsaken(): boolean {
    return this.#below.isForsaken;
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
