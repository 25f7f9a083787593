import { dirname, join } from 'node:path';
import { LabError } from '../core/errors.js';
import { isPrintable } from '../core/printable.js';
import { readText } from '../files/file.js';
import { appendText, makeFolder, writeText } from '../files/write-file.js';

/** Lines that are remembered. */
const REMEMBERED_LINES = 1_000;

/**
 * The lines typed at the prompt, across runs. Faults of the file never prevent typing.
 */
export class LineHistory {
  readonly #path: string;
  #last = '';

  constructor(stateDirectory: string) {
    this.#path = join(stateDirectory, 'repl-history');
  }

  /** The newest lines, the newest first. */
  read(): string[] {
    const lines = this.#readAll();
    if (lines.length > 2 * REMEMBERED_LINES) this.#rewrite(lines.slice(-REMEMBERED_LINES));
    this.#last = lines.at(-1) ?? '';
    return lines.slice(-REMEMBERED_LINES).reverse();
  }

  /** Remembers a line. One that is the same as the last, begins with a blank, or could act on a terminal, is not. */
  add(line: string): void {
    // What could act on a terminal is not remembered: a line that is found again is shown as it is.
    if (line.trim() === '' || line.startsWith(' ') || line === this.#last || !isPrintable(line)) return;
    this.#last = line;
    try {
      makeFolder(dirname(this.#path));
      appendText(this.#path, `${line}\n`);
    } catch {
      // It is forgotten when the program ends.
    }
  }

  #readAll(): string[] {
    try {
      return (readText(this.#path) ?? '').split('\n').filter((line) => line !== '' && isPrintable(line));
    } catch (error) {
      if (error instanceof LabError) return [];
      throw error;
    }
  }

  #rewrite(lines: readonly string[]): void {
    try {
      writeText(this.#path, `${lines.join('\n')}\n`);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
    }
  }
}
