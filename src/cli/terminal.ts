import { fstatSync, writeSync } from 'node:fs';
import { codeOf } from '../files/fault-code.js';
import { pause } from '../files/pause.js';
import { StatusLine } from './status-line.js';

/** How long to wait, in milliseconds, before a slow reader is tried again. */
const SLOW_READER_MS = 2;

/** How wide a terminal is that does not tell. */
const USUAL_COLUMNS = 80;

/** Where a command's words come from and go to. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether somebody can be asked, and sees the question, which goes to stderr. */
  readonly isInteractive: () => Promise<boolean>;
  /** Whether what is printed is read on a terminal. */
  readonly isTerminal: boolean;
  /** How wide it is; null if it is none. */
  readonly columns: number | null;
  /** Whether that holds for complaints as well. */
  readonly complainsToTerminal: boolean;
  /** Writes to stdout. Returns why it could not, or null; a reader that has gone away is no reason. */
  readonly print: (text: string) => string | null;
  /** Whether whoever read what is printed has gone away. */
  readonly isForsaken: boolean;
  /** Writes to stderr, as far as that is possible. */
  readonly complain: (text: string) => void;
  /** Shows a line on stderr in place of the one before, if it is a terminal, until something is printed or complained; an empty one wipes it. */
  readonly showStatus: (text: string) => void;
}

/** The terminal, files or pipes that the process was started with. */
export async function processTerminal(): Promise<Terminal> {
  const printsToTerminal = await isTerminal(1);
  const status = new StatusLine((text) => write(2, text), columnsOfComplaints);
  return {
    environment: process.env,
    isInteractive: async () => (await isTerminal(0)) && (await isTerminal(1)) && (await isTerminal(2)),
    isTerminal: printsToTerminal,
    get columns(): number | null {
      return printsToTerminal ? process.stdout.columns || USUAL_COLUMNS : null;
    },
    complainsToTerminal: printsToTerminal && (await isTerminal(2)),
    print: (text) => {
      status.show('');
      return write(1, text);
    },
    get isForsaken(): boolean {
      return FORSAKEN.has(1);
    },
    complain: (text) => {
      status.show('');
      write(2, text);
    },
    showStatus: (text) => status.show(text),
  };
}

/** How wide the terminal is that stderr goes to, as it is now; null if it is none. */
function columnsOfComplaints(): number | null {
  if (!isDevice(2) || !process.stderr.isTTY) return null;
  const [columns] = process.stderr.getWindowSize();
  return columns || USUAL_COLUMNS;
}

/** Descriptors whose readers have gone away. */
const FORSAKEN = new Set<number>();

/** What knows about terminals is loaded only where there may be one: it costs a tenth of a run, and most runs go to a pipe. */
async function isTerminal(descriptor: number): Promise<boolean> {
  return isDevice(descriptor) && (await import('node:tty')).isatty(descriptor);
}

function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    // It is closed.
    return false;
  }
}

/** Writes all of a text, or returns why that is not possible. What a reader that has gone away did not want is not written. */
function write(descriptor: number, text: string): string | null {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = codeOf(error);
      if (isNobodyThere(code, descriptor)) return null;
      if (!(error instanceof Error) || code === null) throw error;
      if (code !== 'EAGAIN') return describeFault(error.message);
      pause(SLOW_READER_MS);
    }
  }
  return null;
}

function isNobodyThere(code: string | null, descriptor: number): boolean {
  if (code === 'EPIPE') FORSAKEN.add(descriptor);
  return code === 'EPIPE' || code === 'EBADF';
}

/** `no space left on device`, of `ENOSPC: no space left on device, write`. */
function describeFault(message: string): string {
  return message.replace(/^E\w+: /, '').replace(/, write$/, '');
}
