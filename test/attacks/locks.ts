import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../../src/core/errors.js';
import { lock } from '../../src/files/lock.js';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import { Random } from './random.js';
import { inScratch, runBeside, runIn, sessionFile } from './scratch.js';

const CONTENDERS = 8;
const PATIENCE_MS = 1_500;

/** A lock that is found. */
interface Found {
  readonly what: string;
  /** Puts it at a path, and returns what clears up. */
  readonly put: (path: string) => () => void;
  /** What the next command does: goes on, or says who holds it. */
  readonly next: 'goes on' | RegExp;
}

const nothing = () => {};

function written(text: () => string, ageSeconds = 0) {
  return (path: string) => {
    writeFileSync(path, text());
    const at = Date.now() / 1_000 - ageSeconds;
    utimesSync(path, at, at);
    return nothing;
  };
}

/** What a lock of a process says. */
function textOf(process: number, birth: string): string {
  return `${hostname()} ${process} ${birth}\n`;
}

function deadProcess(): number {
  return spawnSync('true').pid;
}

/** When a process started, as Linux tells. */
function startOf(process: number): string {
  return readFileSync(`/proc/${process}/stat`, 'latin1').split(') ')[1]?.split(' ')[19] ?? '-';
}

const boot = () => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8);

/** A process that lives and does nothing. */
function stopped(path: string): () => void {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const number = child.pid ?? 0;
  process.kill(number, 'SIGSTOP');
  writeFileSync(path, textOf(number, `${startOf(number)}/${boot()}/-`));
  return () => child.kill('SIGKILL');
}

const HELD = /in use by process \d+ since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/;

const ALL: readonly Found[] = [
  { what: 'its holder died', put: written(() => textOf(deadProcess(), '-')), next: 'goes on' },
  { what: 'its holder died, as new locks tell', put: written(() => textOf(deadProcess(), `1/${boot()}/-`)), next: 'goes on' },
  { what: 'its number is another process now', put: written(() => textOf(process.pid, `1/${boot()}/-`)), next: 'goes on' },
  { what: 'the machine was started anew since', put: written(() => textOf(process.pid, '1/00000000/-'), 1e9), next: 'goes on' },
  { what: 'a machine of the same name', put: written(() => textOf(deadProcess(), '1/00000000/-')), next: HELD },
  { what: 'another container', put: written(() => textOf(deadProcess(), `1/${boot()}/1`)), next: HELD },
  {
    what: 'another machine',
    put: written(() => 'elsewhere.example 1 1/00000000/-\n'),
    next: /process 1 on elsewhere\.example since/,
  },
  { what: 'its holder hangs', put: stopped, next: HELD },
  { what: 'it is empty', put: written(() => '', 60), next: 'goes on' },
  { what: 'it is empty, from the future', put: written(() => '', -1e6), next: 'goes on' },
  { what: 'it is zeros', put: written(() => '\0'.repeat(60), 60), next: 'goes on' },
  { what: 'it is nonsense', put: written(() => 'what\n', 60), next: 'goes on' },
  { what: 'it is cut off', put: written(() => textOf(process.pid, '-').slice(0, -1), 60), next: 'goes on' },
  { what: 'it is new and empty', put: written(() => ''), next: 'goes on' },
  {
    what: 'it is a link to what never ends',
    put: (path) => {
      symlinkSync('/dev/zero', path);
      return nothing;
    },
    next: 'goes on',
  },
  {
    what: 'it is a folder',
    put: (path) => {
      mkdirSync(path);
      return nothing;
    },
    next: /it is a folder/,
  },
];

/** Locks of all kinds that are found, and a stale one that eight find at once. */
export const locks: Attack = {
  name: 'locks',
  attack: `a holder of the lock that died, hangs, or whose process number was reused; ${CONTENDERS} that find a stale lock at once`,
  figure: 'the next command goes on, or says who holds it and since when; no dead-lock, no stolen live lock',
  short: ALL.length + 2,
  full: 500,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

async function attackIn(folder: string, options: AttackOptions): Promise<AttackResult> {
  const tally = new Tally(options);
  const rounds = Math.max(1, options.count - ALL.length);
  const random = new Random(options.seed);
  const found = random.sample(ALL, options.count);
  for (const [at, lockFound] of found.entries()) {
    const failure = meet(join(folder, `${at}.json.lock`), lockFound);
    tally.add(failure === null ? null : `${lockFound.what}: ${failure}`);
  }
  runIn(folder, ['init']);
  for (let round = 1; round <= rounds; round += 1) tally.add(await race(folder, round, random));
  return tally.result(`${found.length} kinds of locks, ${rounds} races of ${CONTENDERS}`);
}

/** Takes a lock that is found. Null if that goes as it should. */
function meet(path: string, { put, next }: Found): string | null {
  const clear = put(path);
  const from = Date.now();
  try {
    // One that is new and says nothing is given a while.
    lock(path, next === 'goes on' ? 2 * PATIENCE_MS : PATIENCE_MS).release();
    return next === 'goes on' ? null : 'it was taken';
  } catch (error) {
    if (!(error instanceof LabError)) return String(error);
    const isSaid = next !== 'goes on' && next.test(error.message);
    return isSaid && Date.now() - from < 3 * PATIENCE_MS ? null : error.message;
  } finally {
    clear();
  }
}

/** Each adds a packet: if two were at it at once, one of them is lost. */
async function race(folder: string, round: number, random: Random): Promise<string | null> {
  const path = `${sessionFile(folder)}.lock`;
  const stale = textOf(deadProcess(), `1/${boot()}/-`);
  writeFileSync(path, stale);
  if (random.below(2) === 0) writeFileSync(`${path}.guard`, stale);
  const words = ['inject', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--quiet'];
  const ran = await Promise.all(Array.from({ length: CONTENDERS }, () => runBeside(folder, words)));
  const failed = ran.find(({ code }) => code !== 0);
  if (failed !== undefined) return `round ${round}: exit ${failed.code}: ${failed.stderr.trim()}`;
  const { packetsReceived } = JSON.parse(runIn(folder, ['show', 'counters', '--json']).stdout).counters.ipv4;
  return packetsReceived === round * CONTENDERS ? null : `round ${round}: ${packetsReceived} of ${round * CONTENDERS} packets`;
}
