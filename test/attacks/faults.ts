import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import { Random } from './random.js';
import { faultOf, inParallel, inScratch, runBeside, runIn } from './scratch.js';
import type { Sessions, Story } from './sessions.js';
import { CHANGES, copyOf, MOVES, prepare, sessionsIn, storiesFor, unlike, unusable } from './sessions.js';

const CODES = ['ENOSPC', 'EDQUOT', 'EIO', 'EACCES', 'EROFS', 'ESTALE', 'EMFILE'];
const REPLACEMENTS = ['folder', 'link', 'nothing'];

const LOAD: Story = { what: 'load', words: ['show'], session: 'default' };

/** What goes wrong at one system call of a command. */
interface Fault {
  readonly story: Story;
  readonly under: 'data' | 'cache';
  readonly at: number;
  readonly code?: string;
  readonly from?: boolean;
  readonly replace?: string;
  /** What is replaced, below the folder. */
  readonly path?: string;
}

interface Known {
  readonly template: string;
  readonly before: Sessions;
  readonly after: ReadonlyMap<Story, Sessions>;
}

/** Every system call of loading and saving, failing in each way. */
export const faults: Attack = {
  name: 'faults',
  attack:
    'disk full, quota, EIO, EACCES, read-only file system, folder removed, file replaced by a folder or link, at each system call of load and save',
  figure: 'session as before and exit 4 with one clear sentence, or done with exit 0',
  short: 12,
  full: 1_000_000,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

async function attackIn(folder: string, options: AttackOptions): Promise<AttackResult> {
  const template = join(folder, 'template');
  mkdirSync(template);
  prepare(template);
  const before = sessionsIn(template);
  const after = new Map<Story, Sessions>();
  const all: Fault[] = [];
  const random = new Random(options.seed);
  for (const story of storiesFor([LOAD, ...CHANGES, ...MOVES], options.count, random)) {
    const calls = countCalls(join(folder, 'count'), template, story);
    after.set(story, calls.after);
    all.push(...faultsOf(story, calls));
  }
  const tally = new Tally(options);
  const known: Known = { template, before, after };
  let number = 0;
  await inParallel(random.sample(all, options.count), 3, async (fault) => {
    number += 1;
    const scratch = join(folder, `try-${number}`);
    const failure = await strike(scratch, fault, known);
    tally.add(failure === null ? null : `${describe(fault)}: ${failure}`);
    rmSync(scratch, { recursive: true, force: true });
  });
  return tally.result('faults put in before each call');
}

/** How often a story calls the file system where nothing goes wrong, and what comes of it. */
function countCalls(folder: string, template: string, { words }: Story) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  copyOf(template, folder);
  const count = (under: string) => {
    runIn(folder, words, {
      fileSystem: { under: join(folder, under), count: join(folder, 'calls') },
      environment: cacheIn(folder),
    });
    return Number(readFileSync(join(folder, 'calls'), 'utf8'));
  };
  const cache = count('cache');
  const after = sessionsIn(folder);
  rmSync(join(folder, 'data'), { recursive: true });
  copyOf(template, folder);
  return { data: count('data'), cache, after };
}

function cacheIn(folder: string): Record<string, string> {
  return { MCAST_CACHE_DIR: join(folder, 'cache') };
}

function faultsOf(story: Story, calls: { readonly data: number; readonly cache: number }): Fault[] {
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
  const failing = (under: 'data' | 'cache') =>
    numbers(calls[under]).flatMap((at) =>
      CODES.flatMap((code) => [false, true].map((from) => ({ story, under, at, code, from }))),
    );
  const replaced = numbers(calls.data).flatMap((at) =>
    REPLACEMENTS.flatMap((replace) =>
      ['data/sessions/default.json', 'data/sessions'].map((path) => ({ story, under: 'data' as const, at, replace, path })),
    ),
  );
  return [...failing('data'), ...(story === LOAD ? failing('cache') : []), ...replaced];
}

/** Null if all went as it should. */
async function strike(
  folder: string,
  { story, under, at, code, from, replace, path }: Fault,
  known: Known,
): Promise<string | null> {
  mkdirSync(folder);
  copyOf(known.template, folder);
  const aside = join(folder, 'aside');
  const place = path === undefined ? undefined : join(folder, path);
  const plan = { under: join(folder, under), fail: at, code, from, replace, path: place, aside };
  const ran = await runBeside(folder, story.words, { fileSystem: plan, environment: cacheIn(folder) });
  // What was taken away is not there: then there is nothing to copy or undo.
  const allowed = place === undefined ? [0, 4] : [0, 1, 4];
  const fault = faultOf(ran, under === 'cache' ? [0] : allowed);
  if (fault !== null) return fault;
  const { before } = known;
  const after = known.after.get(story) ?? before;
  if (place !== undefined) return replaced(folder, { place, aside, states: [before, after], session: story.session });
  const found = sessionsIn(folder);
  return unlike(found, ran.code === 0 ? [after] : [before]) ?? unusable(folder, story.session);
}

interface Replaced {
  readonly place: string;
  readonly aside: string;
  readonly states: readonly Sessions[];
  readonly session: string;
}

/** What was there is put back, so that it can be seen whether it is as it was; what was made in its place meanwhile is not. */
function replaced(folder: string, { place, aside, states, session }: Replaced): string | null {
  if (existsSync(aside)) {
    rmSync(place, { recursive: true, force: true });
    renameSync(aside, place);
  }
  return unlike(sessionsIn(folder), states) ?? unusable(folder, session);
}

function describe({ story, under, at, code, from, replace, path }: Fault): string {
  const what = code === undefined ? `${path} becomes ${replace}` : `${code}${from === true ? ' from there on' : ''}`;
  return `${story.what}, call ${at} in ${under}: ${what}`;
}
