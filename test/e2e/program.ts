import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { validated } from './json-documents.js';
import type { Invocation, Ran } from './program-server.js';
import { serve } from './program-server.js';

export type { Ran } from './program-server.js';

/** The built program. */
export const PROGRAM = resolve(import.meta.dirname, '../../bin/mcast.js');

/** The program in a folder of its own, which is gone when the test is over. */
export interface Bench {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs the program with these words. */
  readonly run: (...words: string[]) => Ran;
  /** The same, with something on its standard input. */
  readonly piped: (input: string | Buffer, ...words: string[]) => Ran;
  /** The same, in a process that starts with these variables. */
  readonly under: (variables: Readonly<Record<string, string>>, ...words: string[]) => Ran;
  /** Runs the program with the words of a line; a word may stand in single quotes, but has no space. */
  readonly line: (text: string) => Ran;
  /** Runs the program with `--json` and returns the document, which must be the only thing on stdout. */
  readonly json: (text: string) => Record<string, unknown>;
}

/** @param kept whether whoever calls removes the folder, in place of the end of the test */
export function createBench(kept?: 'kept'): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-test-'));
  if (kept === undefined) onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const environment = cleanEnvironment(folder);
  const piped = (input: string | Buffer | null, ...words: string[]) => {
    const invocation = { words, cwd: folder, env: environment, input };
    // The prompt listens to the standard input of its process.
    const isAlone = process.platform === 'win32' || words.includes('repl');
    return isAlone ? runProcess(invocation) : validated(serve(invocation));
  };
  const run = (...words: string[]) => piped(null, ...words);
  const line = (text: string) => run(...wordsOf(text));
  const under = (variables: Readonly<Record<string, string>>, ...words: string[]) =>
    runProcess({ words, cwd: folder, env: { ...environment, ...variables }, input: null });
  return { folder, environment, run, piped, under, line, json: (text) => JSON.parse(line(`${text} --json`).stdout) };
}

/** The words of a line, as a shell would read them: each may stand in single quotes, but has no space. */
export function wordsOf(line: string): string[] {
  return line.split(' ').map((word) => word.replace(/^'(.*)'$/, '$1'));
}

/** The environment without anything that would change what the program prints, and with its folders below `folder`. */
export function cleanEnvironment(folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    LANG: 'C.UTF-8',
    MCAST_DATA_DIR: join(folder, 'data'),
    MCAST_CACHE_DIR: resolve(import.meta.dirname, '../../node_modules/.cache/mcast'),
  };
}

/** Runs the program in a process of its own, and waits for its end. */
export function runProcess({ words, cwd, env, input }: Invocation): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 30_000,
    input: input ?? '',
    maxBuffer: 1 << 28,
  });
  return validated({ code: status, stdout, stderr });
}

/** Runs a line of a shell, in which `mcast` is the program. */
export function runShell({ folder: cwd, environment: env }: Bench, line: string): Ran {
  const script = `mcast() { "${process.execPath}" "${PROGRAM}" "$@"; }; ${line}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd, env, encoding: 'utf8', timeout: 30_000 });
  return validated({ code: status, stdout, stderr });
}
