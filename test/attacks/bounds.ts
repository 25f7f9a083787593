import { spawn } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import { environmentIn, HANG_MS, inScratch, PROGRAM, runIn, sessionFile } from './scratch.js';

/** One thing that could take without end. Returns what went wrong, or null. */
type Try = (folder: string) => Promise<string | null>;

const KEY = ['10.0.1.9', '239.1.1.1', '--iif', 'eth1'];
const MB = 1_000_000;

const REFUSED: readonly (readonly [code: number, says: RegExp, ...words: string[]])[] = [
  [2, /--count must be a whole number from 1 to 100000/, 'inject', ...KEY, '--count', '100001'],
  [1, /take the clock past its end/, 'inject', ...KEY, '--count', '100000', '--interval', '2h'],
  [2, /too much for one command/, 'inject', ...KEY, '--count', '100000', '--payload', 'x'.repeat(400)],
  [2, /too large for a datagram/, 'inject', ...KEY, '--payload-file', '/dev/zero'],
  [1, /is more than the clock can count/, 'advance-clock', '2503h'],
  [2, /--interfaces must be a whole number from 0 to 255/, 'init', '--force', '--interfaces', '256'],
  [2, /--queue-size must be a whole number from 0 to 255/, 'init', '--force', '--queue-size', '256'],
  [2, /N must be a whole number from 1 to 1000000/, 'undo', '1000001'],
  [2, /this is not text/, 'run', '/dev/zero'],
  [2, /runs itself/, 'run', 'self.mcast'],
  [4, /it is too large to read/, 'show', '--session', './sparse.json'],
];

const SMALL: readonly Try[] = [
  ...REFUSED.map(
    ([code, says, ...words]) =>
      (folder: string) =>
        isRefused(folder, code, says, words),
  ),
  (folder) => isBrokenOff(folder, ['run', 'long.mcast']),
  (folder) => isBrokenOff(folder, ['run', '-']),
  (folder) => isBrokenOff(folder, ['test', 'long.mcast']),
  (folder) => isBrokenOff(folder, ['inject', ...KEY, '--count', '100000', '--interval', '1ms']),
];

const LARGE: readonly Try[] = [
  (folder) => {
    writeRepeated(join(folder, 'large.mcast'), scriptBlock(), 1_000 * MB);
    return isWithin(folder, 700 * MB, 0, ['run', '--quiet', 'large.mcast']);
  },
  (folder) => isWithin(folder, 700 * MB, 0, ['inject', ...KEY, '--count', '100000', '--json']),
  (folder) => {
    const files = Array.from({ length: 1_000 }, (_, number) => `${number}.mcast`);
    for (const file of files) writeFileSync(join(folder, file), 'show all\n'.repeat(100));
    return isWithin(folder, 500 * MB, 0, ['test', ...files]);
  },
  (folder) => {
    writeFileSync(join(folder, 'payload'), Buffer.alloc(65_000, 1));
    writeLines(join(folder, 'payloads.mcast'), 100_000, (n) => `inject 10.0.1.9 ${group(n)} --iif eth1 --payload-file payload`);
    return isWithin(folder, 2_500 * MB, 4, ['run', '--quiet', 'payloads.mcast']);
  },
  async (folder) => {
    writeLines(join(folder, 'million.mcast'), 1_000_000, (n) => `inject 10.0.1.9 ${group(n)} --iif eth1`);
    const pended = await isWithin(folder, 3_500 * MB, 0, ['run', '--quiet', 'million.mcast', '--session', './million.json']);
    if (pended !== null) return pended;
    return isWithin(folder, 3_500 * MB, 0, ['advance-clock', '2500h', '--json', '--session', './million.json']);
  },
  (folder) => {
    const little = { NODE_OPTIONS: '--max-old-space-size=200' };
    writeLines(join(folder, 'much.mcast'), 1_000_000, (n) => `inject 10.0.1.9 ${group(n)} --iif eth1`);
    return isWithin(folder, 500 * MB, 4, ['run', '--quiet', 'much.mcast'], little);
  },
];

/** Work and memory that somebody asks for without measure. The short form tries what is refused or broken off, the full one what is done. */
export const bounds: Attack = {
  name: 'bounds',
  attack: 'memory and time: counts, payloads, scripts, sessions and clocks without measure; Ctrl-C in the midst of it',
  figure: 'refused by a stated limit, broken off without a trace, or done in bounded memory',
  short: SMALL.length,
  full: SMALL.length + LARGE.length,
  run: attack,
};

async function attack({ count, report }: AttackOptions): Promise<AttackResult> {
  const tally = new Tally({ report });
  for (const attempt of [...SMALL, ...LARGE].slice(0, count)) tally.add(await inScratch((folder) => prepared(folder, attempt)));
  return tally.result(process.platform === 'linux' ? undefined : 'memory is measured on Linux alone');
}

function prepared(folder: string, attempt: Try): Promise<string | null> {
  runIn(folder, ['route', 'add', ...KEY, '--oif', 'eth2']);
  writeFileSync(join(folder, 'self.mcast'), 'run self.mcast\n');
  writeFileSync(join(folder, 'long.mcast'), `inject ${KEY.join(' ')} --count 100000\n`.repeat(1_000));
  const sparse = openSync(join(folder, 'sparse.json'), 'w');
  ftruncateSync(sparse, 600 * MB);
  closeSync(sparse);
  return attempt(folder);
}

async function isRefused(folder: string, code: number, says: RegExp, words: readonly string[]): Promise<string | null> {
  const before = stateOf(folder);
  const ran = runIn(folder, words);
  if (ran.code !== code || !says.test(ran.stderr)) return `${words.join(' ')}: exit ${ran.code}, ${ran.stderr.slice(0, 200)}`;
  return stateOf(folder) === before ? null : `${words.join(' ')}: the session has changed`;
}

/** Ctrl-C, in the midst of it. */
async function isBrokenOff(folder: string, words: readonly string[]): Promise<string | null> {
  const before = stateOf(folder);
  const { signal } = await watch(folder, words, { interruptedAfterMs: 150 });
  if (signal !== 'SIGINT') return `${words.join(' ')}: it ended before Ctrl-C`;
  if (stateOf(folder) !== before) return `${words.join(' ')}: the session has changed`;
  const next = runIn(folder, ['advance-clock', '1s']);
  return next.code === 0 && next.ms < HANG_MS ? null : `after ${words.join(' ')}: exit ${next.code}, ${next.stderr}`;
}

async function isWithin(
  folder: string,
  maxBytes: number,
  code: number,
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<string | null> {
  const before = stateOf(folder);
  const ran = await watch(folder, words, { environment });
  const what = words.slice(0, 4).join(' ');
  if (ran.code !== code) return `${what}: exit ${ran.code}, ${ran.stderr.slice(0, 300)}`;
  if (code !== 0 && stateOf(folder) !== before) return `${what}: the session has changed`;
  return ran.peakBytes <= maxBytes ? null : `${what}: ${Math.round(ran.peakBytes / MB)} MB of memory, not ${maxBytes / MB}`;
}

interface Watched {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
  /** The most memory that it had at once, in bytes; 0 where that is not told. */
  readonly peakBytes: number;
}

/** Runs the program, with standard input that stays silent, and watches its memory. */
function watch(
  folder: string,
  words: readonly string[],
  { environment = {}, interruptedAfterMs }: { environment?: Record<string, string>; interruptedAfterMs?: number },
): Promise<Watched> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, [PROGRAM, ...words], {
      cwd: folder,
      env: { ...environmentIn(folder), ...environment },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let [stderr, peakBytes] = ['', 0];
    child.stderr.setEncoding('utf8').on('data', (data: string) => {
      stderr += data;
    });
    const watching = setInterval(() => {
      peakBytes = Math.max(peakBytes, child.pid === undefined ? 0 : peakOf(child.pid));
    }, 50);
    const interrupting =
      interruptedAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGINT'), interruptedAfterMs);
    child.on('close', (code, signal) => {
      clearInterval(watching);
      clearTimeout(interrupting);
      child.stdin.destroy();
      settle({ code, signal, stderr, peakBytes });
    });
  });
}

/** As Linux tells it in /proc; 0 elsewhere, and of a process that has ended. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

function stateOf(folder: string): string {
  const session = sessionFile(folder);
  return `${readFileSync(session, 'utf8')}${readFileSync(`${session}.history`, 'utf8')}`;
}

/** Three commands and a comment of ten kilobytes. */
function scriptBlock(): string {
  return `inject ${KEY.join(' ')}\nadvance-clock 1ns\nshow clock\n# ${'x'.repeat(10_000)}\n`;
}

function writeRepeated(path: string, block: string, bytes: number): void {
  const many = block.repeat(Math.ceil(MB / block.length));
  const descriptor = openSync(path, 'w');
  for (let written = 0; written < bytes; ) written += writeSync(descriptor, many);
  closeSync(descriptor);
}

function writeLines(path: string, count: number, lineOf: (n: number) => string): void {
  writeFileSync(path, Array.from({ length: count }, (_, n) => `${lineOf(n)}\n`).join(''));
}

function group(n: number): string {
  return `225.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
}
