import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import { Random } from './random.js';
import { faultOf, HANG_MS, inParallel, inScratch, runBeside, runIn } from './scratch.js';
import type { Sessions, Story } from './sessions.js';
import { CHANGES, copyOf, MOVES, prepare, sessionsIn, settle, storiesFor, unlike, unusable } from './sessions.js';

/** How long the command after the killed one may take, in milliseconds: it is far less than waiting for a lock, and far more than it needs. */
const NEXT_MS = HANG_MS / 4;

interface Victim extends Story {
  /** What is typed, if it is the REPL. */
  readonly input?: string;
}

const REPL_LINES = [
  'advance-clock 1s',
  'inject 10.0.1.9 239.1.1.1 --iif eth1',
  'undo',
  'route rm --all --yes',
  'advance-clock 1ms',
];

const VICTIMS: readonly Victim[] = [
  ...CHANGES,
  ...MOVES,
  { what: 'the REPL', words: ['repl'], input: `${REPL_LINES.join('\n')}\n`, session: 'default' },
];

/** A command as it goes if nobody kills it. */
interface Course {
  readonly victim: Victim;
  /** Every state that the sessions may be found in. */
  readonly states: readonly Sessions[];
  /** How often it calls the file system. */
  readonly calls: number;
  readonly ms: number;
}

/** When a command is killed: after some time, or at a call. */
type Instant = { readonly afterMs: number } | { readonly call: number };

/** Half of the kills come at any time, and half at a system call, which else would seldom be hit. */
export const kills: Attack = {
  name: 'kills',
  attack: 'SIGKILL at a random instant of a changing command, of one of several files, a `run`, an `undo`, the REPL',
  figure: 'session loads and equals the state before or after; the next command works at once, and no lock is left',
  short: 10,
  full: 2_000,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

async function attackIn(folder: string, options: AttackOptions): Promise<AttackResult> {
  const template = join(folder, 'template');
  mkdirSync(template);
  prepare(template);
  const random = new Random(options.seed);
  const courses = storiesFor(VICTIMS, options.count, random).map((victim) => courseOf(join(folder, 'course'), template, victim));
  const tries = Array.from({ length: options.count }, (_, number) => ({ number, ...aim(random.pick(courses), random) }));
  const tally = new Tally(options);
  let [slowest, killed] = [0, 0];
  await inParallel(tries, 3, async ({ number, course, instant }) => {
    const scratch = join(folder, `try-${number}`);
    mkdirSync(scratch);
    copyOf(template, scratch);
    const outcome = await strike(scratch, course, instant);
    slowest = Math.max(slowest, outcome.nextMs);
    killed += outcome.isKilled ? 1 : 0;
    tally.add(outcome.failure === null ? null : `${course.victim.what}, ${JSON.stringify(instant)}: ${outcome.failure}`);
    rmSync(scratch, { recursive: true, force: true });
  });
  return tally.result(`${killed} killed before their end; the next command took ${Math.round(slowest)} ms at most`);
}

function courseOf(folder: string, template: string, victim: Victim): Course {
  const afresh = () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    copyOf(template, folder);
  };
  afresh();
  const states = [sessionsIn(folder)];
  const lines = victim.input === undefined ? [] : REPL_LINES;
  for (const line of lines) states.push(sessionsAfter(folder, line.split(' ')));
  afresh();
  const [under, count] = [join(folder, 'data'), join(folder, 'calls')];
  const { ms } = runIn(folder, victim.words, { input: victim.input ?? '', fileSystem: { under, count } });
  return { victim, states: [...states, sessionsIn(folder)], calls: Number(readFileSync(count, 'utf8')), ms };
}

function sessionsAfter(folder: string, words: readonly string[]): Sessions {
  runIn(folder, words);
  return sessionsIn(folder);
}

function aim(course: Course, random: Random): { readonly course: Course; readonly instant: Instant } {
  const instant = random.below(2) === 0 ? { afterMs: random.below(Math.ceil(course.ms)) } : { call: random.below(course.calls) };
  return { course, instant };
}

async function strike(folder: string, { victim, states }: Course, instant: Instant) {
  const under = join(folder, 'data');
  const how = 'call' in instant ? { fileSystem: { under, kill: instant.call } } : { killAfterMs: instant.afterMs };
  const { code } = await runBeside(folder, victim.words, { ...how, input: victim.input ?? '' });
  const unequal = unlike(sessionsIn(folder), states);
  const next = await runBeside(folder, ['advance-clock', '1ms', '--session', victim.session]);
  const late = next.ms > NEXT_MS ? `the next command took ${Math.round(next.ms)} ms` : null;
  const failure = unequal ?? faultOf(next, [0]) ?? late ?? leftBehind(folder, victim) ?? unusable(folder, victim.session);
  return { failure, nextMs: next.ms, isKilled: code === null };
}

/**
 * A lock that is left in the way of the next command, or cannot be taken by whoever wants the session later; a temporary file is in nobody's
 * way.
 */
function leftBehind(folder: string, { session }: Victim): string | null {
  const sessions = join(folder, 'data', 'sessions');
  const locks = () => readdirSync(sessions).filter((name) => /\.lock(\.guard)*$/.test(name));
  if (locks().some((name) => name.startsWith(`${session}.json.`))) return `left behind: ${locks().join(', ')}`;
  for (const name of locks()) settle(join(sessions, name.replace(/\.json\..*$/, '.json')));
  return locks().length === 0 ? null : `left behind for good: ${locks().join(', ')}`;
}
