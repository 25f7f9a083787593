import { fstatSync, writeSync } from 'node:fs';
import type { Terminal } from '../execute/terminal.js';
import { codeOf } from '../files/fault-code.js';
import { pause } from '../files/pause.js';
import { openPager } from './pager.js';
import { StatusLine } from './status-line.js';

/** How long to wait, in milliseconds, before a slow reader is tried again. */
const SLOW_READER_MS = 2;

/** How large a terminal is that does not tell. */
const USUAL_COLUMNS = 80;
const USUAL_ROWS = 24;

/** The terminal, files or pipes that the process was started with. */
export async function processTerminal(): Promise<Terminal> {
  const printsToTerminal = await isTerminal(1);
  const size = () => ({ columns: process.stdout.columns || USUAL_COLUMNS, rows: process.stdout.rows || USUAL_ROWS });
  const status = new StatusLine((text) => write(2, text), columnsOfComplaints);
  return {
    isInteractive: async () => (await isTerminal(0)) && (await isTerminal(1)) && (await isTerminal(2)),
    isTerminal: printsToTerminal,
    get columns(): number | null {
      return printsToTerminal ? size().columns : null;
    },
    pager: printsToTerminal && (await isTerminal(0)) ? await openPager(process.env, size) : null,
    complainsToTerminal: printsToTerminal && (await isTerminal(2)),
    print: (text) => {
      status.show('');
      return write(1, text);
    },
    get isStdoutClosed(): boolean {
      return CLOSED.has(1);
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

/** Descriptors whose readers have closed them. */
const CLOSED = new Set<number>();

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

/** Writes all of a text, or returns why that is not possible. Nothing is written to a closed pipe. */
function write(descriptor: number, text: string): string | null {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = codeOf(error);
      if (isClosed(code, descriptor)) return null;
      if (!(error instanceof Error) || code === null) throw error;
      if (code !== 'EAGAIN') return describeFault(error.message);
      pause(SLOW_READER_MS);
    }
  }
  return null;
}

function isClosed(code: string | null, descriptor: number): boolean {
  if (code === 'EPIPE') CLOSED.add(descriptor);
  return code === 'EPIPE' || code === 'EBADF';
}

/** `no space left on device`, of `ENOSPC: no space left on device, write`. */
function describeFault(message: string): string {
  return message.replace(/^E\w+: /, '').replace(/, write$/, '');
}
