import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The built program. */
export const PROGRAM = resolve('bin/mcast.js');

/** After this long, in milliseconds, a command hangs. */
export const HANG_MS = 20_000;

/** What a run of the program came to. */
export interface Ran {
  /** Null if it was killed, as for hanging. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Does something in a folder that is gone afterwards. */
export async function inScratch<Result>(action: (folder: string) => Promise<Result> | Result): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-attack-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The environment of a program whose folders are all below one. */
export function environmentIn(folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    LANG: 'C.UTF-8',
    MCAST_DATA_DIR: join(folder, 'data'),
    MCAST_STATE_DIR: join(folder, 'state'),
    MCAST_CACHE_DIR: resolve('node_modules/.cache/mcast'),
  };
}

/** Where the session that is taken where none is named stands below a folder. */
export function sessionFile(folder: string, name = 'default'): string {
  return join(folder, 'data', 'sessions', `${name}.json`);
}

/** Runs the program in a folder and waits for its end. */
export function runIn(folder: string, words: readonly string[], { environment = {}, input = '' }: RunOptions = {}): Ran {
  const from = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
    cwd: folder,
    env: { ...environmentIn(folder), ...environment },
    encoding: 'utf8',
    input,
    timeout: HANG_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr, ms: performance.now() - from };
}
