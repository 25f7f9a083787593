import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Attack, AttackOptions, AttackResult } from './attack.js';
import { Tally } from './attack.js';
import type { Disk, Operation } from './disk.js';
import { afterPowerLoss, startDisk, step } from './disk.js';
import { Random } from './random.js';
import { faultOf, inScratch, runIn } from './scratch.js';
import type { Sessions, Story } from './sessions.js';
import { CHANGES, copyOf, MOVES, prepare, sessionsIn, storeIn, storiesFor, unlike, unusable } from './sessions.js';

/** A disk that the power was cut from, and what may be on it. */
interface Cut {
  readonly story: Story;
  /** How many operations were carried out by then. */
  readonly at: number;
  readonly disk: Disk;
  readonly states: readonly Sessions[];
  readonly isDone: boolean;
}

/**
 * The write path of each command, recorded, and cut after each of its operations. What was not flushed by then is there, or in part, or as
 * zeros, or not at all; and of names that were given or taken since their folder was flushed, each for itself is as it was or as it is.
 */
export const powerLoss: Attack = {
  name: 'power-loss',
  attack: 'power loss: the write path recorded, every prefix and every reordering that fsync allows replayed',
  figure:
    'states that load and equal before or after, with a history that agrees or none; after the end of the command, only after',
  short: 30,
  full: 1_000_000,
  run: (options) => inScratch((folder) => attackIn(folder, options)),
};

async function attackIn(folder: string, options: AttackOptions): Promise<AttackResult> {
  const template = join(folder, 'template');
  mkdirSync(template);
  prepare(template);
  const before = sessionsIn(template);
  const random = new Random(options.seed);
  const stories = storiesFor([...CHANGES, ...MOVES], options.count, random);
  const cuts = stories.flatMap((story) => cutsOf(join(folder, 'record'), template, story, before));
  const tally = new Tally(options);
  const scratch = join(folder, 'lost');
  for (const cut of random.sample(cuts, options.count)) {
    rmSync(scratch, { recursive: true, force: true });
    putBack(scratch, cut.disk);
    const failure = judge(scratch, cut, random.below(10) === 0);
    tally.add(failure === null ? null : `${cut.story.what}, after ${cut.at} operations: ${failure}`);
  }
  return tally.result(`${stories.length} commands`);
}

function cutsOf(folder: string, template: string, story: Story, before: Sessions): Cut[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  copyOf(template, folder);
  const start = startDisk(filesIn(join(folder, 'data')));
  const record = join(folder, 'operations');
  const under = join(folder, 'data');
  const fault = faultOf(runIn(folder, story.words, { fileSystem: { under, record } }), [0]);
  if (fault !== null) throw new Error(`${story.what}: ${fault}`);
  const after = sessionsIn(folder);
  const operations = readOperations(record, under);
  let disk = start;
  return [null, ...operations].flatMap((operation, at) => {
    if (operation !== null) disk = step(disk, operation);
    const isDone = at === operations.length;
    const states = isDone ? [after] : [before, after];
    return afterPowerLoss(disk).map((lost) => ({ story, at, disk: lost, states, isDone }));
  });
}

function readOperations(record: string, under: string): Operation[] {
  const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const { path, to, data, ...rest } = JSON.parse(line);
    return {
      ...rest,
      path: relative(under, path),
      ...(to !== undefined && { to: relative(under, to) }),
      ...(data !== undefined && { data: Buffer.from(data, 'base64') }),
    };
  });
}

function filesIn(folder: string, below = ''): Record<string, Buffer> {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  return Object.assign(
    {},
    ...entries.map((entry) => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? filesIn(folder, path) : { [path]: readFileSync(join(folder, path)) };
    }),
  );
}

function putBack(folder: string, { names, files }: Disk): void {
  mkdirSync(join(folder, 'data', 'sessions'), { recursive: true });
  for (const [name, { now }] of names) {
    const file = now === null ? undefined : files.get(now);
    if (file === undefined) continue;
    mkdirSync(dirname(join(folder, 'data', name)), { recursive: true });
    writeFileSync(join(folder, 'data', name), file.flushed ?? Buffer.alloc(0), { mode: 0o600 });
  }
}

function judge(folder: string, { story, states, isDone }: Cut, isChanged: boolean): string | null {
  const fault = unlike(sessionsIn(folder), states);
  if (fault !== null) return fault;
  const store = storeIn(folder, story.session);
  const place = store.chosen();
  // What was known before may be forgotten in the middle of a command, and never after it.
  if (isDone && store.exists(place) && store.history(place).steps.length + store.history(place).earlier.length === 0)
    return 'no history';
  return unusable(folder, story.session, isChanged);
}
