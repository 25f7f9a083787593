import type { IPty } from '@lydell/node-pty';
import { spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';
import { validateDocuments } from './json-documents.js';
import type { Bench } from './program.js';
import { PROGRAM } from './program.js';

/** The program on a terminal: types, and reads the screen without its colours. */
export interface Conversation {
  /** Waits until the screen shows a text, then types. */
  readonly answer: (shown: string, keys: string) => Promise<void>;
  /** Types, and waits until what is shown from then on has a text. Returns what was shown. */
  readonly type: (keys: string, shown: string | RegExp) => Promise<string>;
  /** Waits for the end; with the signal that brought it, or 0. */
  readonly end: () => Promise<{ code: number; signal: number; screen: string }>;
  readonly kill: (signal: string) => void;
  /** Everything that was written to the terminal. */
  readonly written: () => string;
  readonly resize: (columns: number, rows: number) => void;
}

/** Starts the program on a terminal, which is gone when the test is over. */
export function converse(bench: Bench, words: readonly string[], more: Record<string, string> = {}, columns = 100): Conversation {
  return onTerminal(bench, [process.execPath, PROGRAM, ...words], more, columns);
}

/** Starts a shell on a terminal, which carries out a line; `$MCAST` is the program. */
export function converseWithShell(bench: Bench, line: string): Conversation {
  return onTerminal(bench, ['/bin/sh', '-c', line], { MCAST: `${process.execPath} ${PROGRAM}` }, 100);
}

function onTerminal(
  { folder, environment }: Bench,
  [file = '', ...words]: readonly string[],
  more: Record<string, string>,
  columns: number,
): Conversation {
  const terminal: IPty = spawn(file, [...words], {
    cols: columns,
    rows: 30,
    cwd: folder,
    env: { ...environment, TERM: 'xterm', PAGER: 'cat', ...more },
  });
  let raw = '';
  let waiting: (() => void) | null = null;
  terminal.onData((data) => {
    raw += data;
    waiting?.();
  });
  const exited = new Promise<{ code: number; signal: number }>((resolve) =>
    terminal.onExit(({ exitCode, signal = 0 }) => resolve({ code: exitCode, signal })),
  );
  onTestFinished(() => terminal.kill());
  const screen = (from = 0) => raw.slice(from).replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
  const shows = (text: string | RegExp, from = 0) =>
    new Promise<void>((resolve, reject) => {
      const patience = setTimeout(() => reject(new Error(`not shown: ${text}\n${screen(from)}`)), 15_000);
      waiting = () => {
        if (typeof text === 'string' ? !screen(from).includes(text) : !text.test(screen(from))) return;
        clearTimeout(patience);
        resolve();
      };
      waiting();
    });
  return {
    answer: async (shown, keys) => {
      await shows(shown);
      terminal.write(keys);
    },
    type: async (keys, shown) => {
      const from = raw.length;
      terminal.write(keys);
      await shows(shown, from);
      return screen(from).replaceAll('\r', '');
    },
    end: async () => {
      const ended = { ...(await exited), screen: screen().replaceAll('\r', '') };
      if (ended.signal === 0) validateDocuments(ended.screen);
      return ended;
    },
    kill: (signal) => terminal.kill(signal),
    written: () => raw,
    resize: (columns, rows) => terminal.resize(columns, rows),
  };
}
