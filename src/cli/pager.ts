import type { spawnSync } from 'node:child_process';
import type { Pager } from '../execute/terminal.js';

/** Shows long output if the user names no program: it ends if all fits the screen, passes on color, and leaves the text there. */
const USUAL = 'less -FRX';

/** What a shell reports of a program that cannot be executed, or is not there. */
const NOT_EXECUTED = [126, 127];

/** The size of a screen, as it is now. */
type Size = () => { readonly columns: number; readonly rows: number };

/** The pager that `$PAGER` names, on a terminal; null if the user or the terminal wants none. */
export async function openPager(environment: NodeJS.ProcessEnv, size: Size): Promise<Pager | null> {
  const command = (environment.PAGER ?? USUAL).trim();
  if (command === '' || command === 'cat' || environment.TERM === 'dumb') return null;
  const { spawnSync } = await import('node:child_process');
  return { show: (text) => !fits(text, size()) && page(command, text, spawnSync) };
}

/** Whether a text can be read without scrolling, with a line left for the prompt. */
function fits(text: string, { columns, rows }: ReturnType<Size>): boolean {
  let taken = 0;
  for (const line of text.split('\n', rows + 1)) taken += Math.max(1, Math.ceil(line.length / columns));
  return taken <= rows;
}

/** Ctrl-C is the pager's while it runs. */
function page(command: string, text: string, run: typeof spawnSync): boolean {
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    const env = { LESS: 'FRX', ...process.env };
    const { status } = run('/bin/sh', ['-c', command], { env, input: text, stdio: ['pipe', 'inherit', 'inherit'] });
    return status === null || !NOT_EXECUTED.includes(status);
  } finally {
    process.off('SIGINT', ignore);
  }
}
