import type { SpawnSyncReturns } from 'node:child_process';
import { spawnSync } from 'node:child_process';

/** A process to start. */
export interface Job {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Puts things in place before it starts; not timed. */
  readonly prepare?: () => void;
  /** Where its output goes: a pipe, unless it is so much that reading it would be timed as well. */
  readonly output?: 'pipe' | 'ignore';
}

/** What two jobs came to, pair by pair. */
export interface Pairs {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

export interface Plan {
  readonly pairs: number;
  /** Pairs that are run before, and not counted. */
  readonly warmUps: number;
}

/** Runs two jobs in turn, each of them first in every second pair. */
export function runPairs(ours: Job, theirs: Job, plan: Plan, measure: (job: Job) => number): Pairs {
  const results: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let n = -plan.warmUps; n < plan.pairs; n += 1) {
    const isOursFirst = n % 2 === 0;
    const early = isOursFirst ? measure(ours) : null;
    const other = measure(theirs);
    const own = early ?? measure(ours);
    if (n < 0) continue;
    results.ours.push(own);
    results.theirs.push(other);
  }
  return results;
}

/** What ours is of theirs, for each pair. */
export function ratiosOf({ ours, theirs }: Pairs): number[] {
  return ours.map((own, index) => own / (theirs[index] ?? Number.NaN));
}

/** How long a process takes, from before it is started until it has been waited for, in milliseconds. */
export function timeOf(job: Job): number {
  job.prepare?.();
  const from = process.hrtime.bigint();
  const ended = start(job);
  const nanoseconds = process.hrtime.bigint() - from;
  requireSuccess(job, ended);
  return Number(nanoseconds) / 1e6;
}

/** Runs a job, and returns what it printed. */
export function outputOf(job: Job): SpawnSyncReturns<string> {
  job.prepare?.();
  const ended = start(job);
  requireSuccess(job, ended);
  return ended;
}

function start({ program, args, env, output = 'pipe' }: Job): SpawnSyncReturns<string> {
  return spawnSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', output, 'pipe'], maxBuffer: 1 << 28 });
}

function requireSuccess({ program, args }: Job, { status, error, stderr }: SpawnSyncReturns<string>): void {
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ').slice(0, 200)} ended with ${status}: ${stderr}`);
}
