import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Where a command's words come from and go to. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether somebody can be asked: both input and output are a terminal. */
  readonly isInteractive: boolean;
  /** Whether what is printed is read on a terminal. */
  readonly isTerminal: boolean;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** The terminal, files or pipes that the process was started with. */
export function processTerminal(): Terminal {
  return {
    environment: process.env,
    isInteractive: isatty(0) && isatty(1),
    isTerminal: isatty(1),
    print: (text) => write(1, text),
    complain: (text) => write(2, text),
  };
}

/** Writes all of a text. A reader that has gone away is no fault: what it did not want is not written. */
function write(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      pause();
    }
  }
}

/** Waits a moment for a slow reader. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}
