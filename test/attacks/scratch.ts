import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { validated } from '../e2e/json-documents.js';

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
  /** What `file-system.cjs` is to do to it. */
  readonly fileSystem?: object;
}

const FILE_SYSTEM = resolve('test/attacks/file-system.cjs');

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
    MCAST_STATE_DIR: join(folder, 'data', 'state'),
    MCAST_CACHE_DIR: resolve('node_modules/.cache/mcast'),
  };
}

/** Where the session that is taken where none is named stands below a folder. */
export function sessionFile(folder: string, name = 'default'): string {
  return join(folder, 'data', 'sessions', `${name}.json`);
}

/** Runs the program in a folder and waits for its end. */
export function runIn(folder: string, words: readonly string[], options: RunOptions = {}): Ran {
  const from = performance.now();
  const { program, environment } = invocation(folder, words, options);
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    input: options.input ?? '',
    timeout: HANG_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 28,
  });
  const ran = { code: status, stdout, stderr, ms: performance.now() - from };
  // Where writing fails, a document may end in the middle.
  return options.fileSystem === undefined ? validated(ran) : ran;
}

/** The same, while others go on. */
export function runBeside(
  folder: string,
  words: readonly string[],
  options: RunOptions & { killAfterMs?: number } = {},
): Promise<Ran> {
  const from = performance.now();
  const { program, environment } = invocation(folder, words, options);
  return new Promise((settle) => {
    const child = spawn(process.execPath, program, { cwd: folder, env: environment });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      stdout += data;
    });
    child.stderr.setEncoding('utf8').on('data', (data: string) => {
      stderr += data;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    const end = setTimeout(() => child.kill('SIGKILL'), options.killAfterMs ?? HANG_MS);
    child.on('close', (code) => {
      clearTimeout(end);
      const ran = { code, stdout, stderr, ms: performance.now() - from };
      settle(options.fileSystem === undefined ? validated(ran) : ran);
    });
  });
}

function invocation(folder: string, words: readonly string[], { environment = {}, fileSystem }: RunOptions) {
  const preloaded = fileSystem === undefined ? [] : ['--require', FILE_SYSTEM];
  const plan = fileSystem === undefined ? {} : { ATTACK_FS: JSON.stringify(fileSystem) };
  return { program: [...preloaded, PROGRAM, ...words], environment: { ...environmentIn(folder), ...environment, ...plan } };
}

/** Does something with each of the values, so many at a time. */
export async function inParallel<Value>(
  values: readonly Value[],
  many: number,
  action: (value: Value) => Promise<void>,
): Promise<void> {
  const rest = values.values();
  const worker = async () => {
    for (const value of rest) await action(value);
  };
  await Promise.all(Array.from({ length: many }, worker));
}

/** Null if a run ended as a program may: with an exit code that is allowed, and no trace of its insides. */
export function faultOf({ code, stdout, stderr }: Ran, allowed: readonly number[]): string | null {
  if (code === null) return 'it hangs, or was killed';
  const isTrace = /^\s+at |\bnode:internal|this is a bug in mcast/m.test(`${stdout}\n${stderr}`);
  if (isTrace || !allowed.includes(code)) return `exit ${code}: ${stderr.slice(0, 300).trim()}`;
  if (/\bE[A-Z]{3,}\b|Unknown system error/.test(stderr))
    return `exit ${code}, and a word that is no word: ${JSON.stringify(stderr)}`;
  // A script says besides that nothing is saved.
  if (code !== 0 && !/^[^\n]+\n(hint: [^\n]+\n)?(mcast: nothing is saved: [^\n]+\n)?$/.test(stderr))
    return `exit ${code}, and no one sentence: ${JSON.stringify(stderr)}`;
  return null;
}
