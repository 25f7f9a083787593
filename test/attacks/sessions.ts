import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockSettled } from '../../src/files/intent.js';
import { advanceClock } from '../../src/ops/advance-clock.js';
import { DiskShelf } from '../../src/session/disk-shelf.js';
import { SessionStore } from '../../src/session/store.js';
import type { Random } from './random.js';
import { runIn } from './scratch.js';

/** What a folder of sessions holds, without what stands beside them. */
export type Sessions = Readonly<Record<string, string>>;

/** A command that is attacked. */
export interface Story {
  readonly what: string;
  readonly words: readonly string[];
  /** The session that is most concerned. */
  readonly session: string;
}

const ROUTE = ['route', 'add', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--oif', 'eth3'];

/** What changes sessions, each in its own way. */
export const CHANGES: readonly Story[] = [
  { what: 'a change', words: ROUTE, session: 'default' },
  { what: 'the first change', words: [...ROUTE, '--session', 'fresh'], session: 'fresh' },
  {
    what: 'a change after which the history is written anew',
    words: ['advance-clock', '1s', '--session', 'long'],
    session: 'long',
  },
  { what: 'a change that nothing was recorded before', words: [...ROUTE, '--session', 'bare'], session: 'bare' },
  { what: 'undo', words: ['undo', '2'], session: 'default' },
  { what: 'redo', words: ['redo', '--session', 'undone'], session: 'undone' },
  {
    // All or nothing: else a line that fails ends the script, and what was done until then is kept.
    what: 'run',
    words: ['run', '--atomic', '-c', 'advance-clock 1s', '-c', 'route rm --all --yes', '-c', 'undo', '-c', 'advance-clock 1ms'],
    session: 'default',
  },
  { what: 'init', words: ['init', '--session', 'fresh'], session: 'fresh' },
  { what: 'init --force', words: ['init', '--force'], session: 'default' },
  { what: 'session copy', words: ['session', 'copy', 'fresh'], session: 'fresh' },
  { what: 'session copy --force', words: ['session', 'copy', 'long', '--force'], session: 'long' },
];

/** What changes more than one file. */
export const MOVES: readonly Story[] = [
  { what: 'session use', words: ['session', 'use', 'long'], session: 'long' },
  { what: 'session remove', words: ['session', 'remove', 'long', '--yes'], session: 'default' },
  { what: 'session rename', words: ['session', 'rename', 'long', 'longer'], session: 'longer' },
  { what: 'session rename --force', words: ['session', 'rename', 'long', 'undone', '--force'], session: 'undone' },
  {
    what: 'run over two sessions',
    words: ['run', '-c', 'advance-clock 1s', '-c', 'advance-clock 1s --session long', '-c', 'session use long'],
    session: 'long',
  },
  {
    what: 'session rename in a script',
    words: ['run', '-c', 'session rename long undone --force', '-c', 'advance-clock 1s --session undone'],
    session: 'undone',
  },
  { what: 'lesson start', words: ['lesson', 'start', '3'], session: '+lesson' },
  { what: 'lesson reset', words: ['lesson', 'reset', '--yes'], session: '+lesson' },
  { what: 'lesson next', words: ['lesson', 'next'], session: '+lesson' },
  { what: 'the first change of a session whose file is gone', words: [...ROUTE, '--session', 'gone'], session: 'gone' },
];

/** All of them where all tries are made, else a few. */
export function storiesFor<Kind>(stories: readonly Kind[], count: number, random: Random): readonly Kind[] {
  return count >= 1_000 ? stories : random.sample(stories, 4);
}

/** Steps after which one more makes a history long. */
const LONG = 256;

/** Makes the sessions that the stories are about, in a folder of their own. */
export function prepare(folder: string): void {
  runIn(folder, ['init']);
  runIn(folder, ['inject', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--payload', 'hello']);
  runIn(folder, ['route', 'add', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--oif', 'eth2']);
  runIn(folder, ['advance-clock', '5s']);
  const store = storeIn(folder, 'long');
  for (let step = 0; step < LONG; step += 1) advance(store);
  runIn(folder, ['session', 'copy', 'undone']);
  runIn(folder, ['undo', '--session', 'undone']);
  const sessions = join(folder, 'data', 'sessions');
  runIn(folder, ['lesson', 'start', '2']);
  cpSync(join(sessions, 'default.json'), join(sessions, 'bare.json'));
  cpSync(join(sessions, 'default.json.history'), join(sessions, 'gone.json.history'));
}

export function copyOf(template: string, folder: string): void {
  cpSync(join(template, 'data'), join(folder, 'data'), { recursive: true, preserveTimestamps: true });
}

export function storeIn(folder: string, session: string): SessionStore {
  const data = join(folder, 'data');
  return new SessionStore(new DiskShelf(data, { patienceMs: 2_000 }), { flag: session, environment: undefined });
}

/** Changes the session, as any command does. */
function advance(store: SessionStore): void {
  store.change(store.chosen(), (lab) => ({ result: advanceClock(lab, { byNs: 1 }), line: 'advance-clock 1ns' }));
}

/** Where a change of several files may have left something half-way, below a folder. */
const FOLDERS = ['data', 'data/sessions', 'data/state'];

/** The sessions, the chosen one and the progress of lessons as the next command finds them: it undoes first what a dead one left half-way. */
export function sessionsIn(folder: string): Sessions {
  for (const below of FOLDERS.map((path) => join(folder, path)).filter((path) => existsSync(path)))
    for (const name of readdirSync(below)) if (name.endsWith('.intent')) settle(join(below, name.slice(0, -'.intent'.length)));
  const sessions: Record<string, string> = {
    choice: readIfThere(join(folder, 'data', 'current-session')),
    progress: readIfThere(join(folder, 'data', 'state', 'lessons.json')),
  };
  for (const name of readdirSync(join(folder, 'data', 'sessions')).sort())
    if (name.endsWith('.json')) sessions[name] = readFileSync(join(folder, 'data', 'sessions', name), 'utf8');
  return sessions;
}

/** Takes the lock of a file as the next command does, and lets go of it. */
export function settle(anchor: string): void {
  lockSettled(anchor, 2_000)();
}

/** Null if all sessions are there just as in one of the states. */
export function unlike(found: Sessions, states: readonly Sessions[]): string | null {
  const same = (one: Sessions, other: Sessions) => Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);
  if (states.some((state) => same(found, state))) return null;
  const shown = Object.keys({ ...found, ...states[0] }).filter((name) => found[name] !== states[0]?.[name]);
  return `neither as before nor as after: ${shown.join(', ')}`;
}

/**
 * Null if a session can be used, if it is there: it loads, its steps can be gone to, and it can be changed.
 *
 * @param isChanged whether that is tried, which is slow where much is flushed
 */
export function unusable(folder: string, session: string, isChanged = true): string | null {
  try {
    const store = storeIn(folder, session);
    const place = store.chosen();
    if (!store.exists(place)) return null;
    const { steps, position } = store.history(place);
    const near = [0, position - 1, position, position + 1, steps.length].filter((step) => step >= 0 && step <= steps.length);
    for (const step of near) store.labAt(place, step);
    if (!isChanged) return null;
    const before = store.load(place)?.clock.nowNs() ?? -1;
    advance(store);
    return storeIn(folder, session).load(place)?.clock.nowNs() === before + 1 ? null : `${session} did not change`;
  } catch (error) {
    return `${session}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
