import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job, Plan } from './pairs.js';
import { runPairs, timeOf } from './pairs.js';
import type { Place } from './place.js';
import { inPlace, keyText } from './place.js';
import type { Aim, Figure } from './row.js';
import { milliseconds } from './start-up.js';

const LINES = 300_000;
const LINES_PER_KEY = 3;
const LINES_PER_STEP = 1_000;
const AIM: Aim = { better: 'larger', goal: 1, atLeast: 0.5 };

/**
 * A script of 300,000 lines that works on a session on disk, against the sqlite3 shell that reads as many rows into a table on disk in one
 * transaction. What the script prints goes nowhere.
 */
export function measureScript(root: string, plan: Plan): Figure {
  const about = { figure: `mcast run of ${LINES} lines, lines a second`, against: 'sqlite3, as many INSERTs', ...AIM };
  if (spawnSync('sqlite3', ['--version']).status !== 0)
    return { ...about, ratios: [], absolute: '', note: 'script: there is no sqlite3 here to compare with' };
  return inPlace(root, (place) => {
    const pairs = runPairs(ourJob(place), theirJob(place), plan, timeOf);
    // Twice as long is half as many lines a second.
    const ratios = pairs.theirs.map((their, index) => their / (pairs.ours[index] ?? Number.NaN));
    return { ...about, ratios, absolute: milliseconds(pairs), note: null };
  });
}

function ourJob(place: Place): Job {
  const script = join(place.folder, 'lines.mcast');
  writeFileSync(script, scriptText());
  const prepare = () => rmSync(join(place.session, '..'), { recursive: true, force: true });
  return { ...place.mcast('run', script), prepare, output: 'ignore' };
}

/** For each key a route, a packet that it forwards, and its removal; the clock moves by a millisecond every thousand lines. */
function scriptText(): string {
  const lines: string[] = [];
  for (let i = 0; i < LINES / LINES_PER_KEY; i += 1) {
    const key = keyText(i);
    lines.push(`route add ${key} --iif eth1 --oif eth2`, `inject ${key} --iif eth1`, `route rm ${key}`);
    if (lines.length % LINES_PER_STEP < LINES_PER_KEY) lines.push('advance-clock 1ms');
  }
  return `${lines.join('\n')}\n`;
}

function theirJob({ folder, env }: Place): Job {
  const inserts = join(folder, 'inserts.sql');
  const database = join(folder, 'routes.db');
  writeFileSync(inserts, insertsText());
  const prepare = () => rmSync(database, { force: true });
  return { program: 'sqlite3', args: ['-bail', database, `.read ${inserts}`], env, prepare, output: 'ignore' };
}

function insertsText(): string {
  const lines = ['CREATE TABLE route (source TEXT, destination TEXT, PRIMARY KEY (source, destination));', 'BEGIN;'];
  for (let i = 0; i < LINES; i += 1) {
    const [source = '', group = ''] = keyText(i).split(' ');
    lines.push(`INSERT INTO route VALUES ('${source}', '${group}');`);
  }
  return `${lines.join('\n')}\nCOMMIT;\n`;
}
