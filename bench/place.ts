import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from './pairs.js';
import { outputOf } from './pairs.js';

/** A temporary folder with sessions of its own, and the environment in which both sides of a pair run. */
export interface Place {
  readonly folder: string;
  /** The default session. */
  readonly session: string;
  /** Has nothing that changes how Node starts, `NODE_EXTRA_CA_CERTS` in particular. */
  readonly env: Readonly<Record<string, string>>;
  /** A run of the program. */
  readonly mcast: (...words: string[]) => Job;
  /** A run of Node alone. */
  readonly node: (...words: string[]) => Job;
  /** Remembers the sessions as they are, and returns what puts them back. */
  readonly keep: () => () => void;
}

/** Does something in a place that is gone afterwards. */
export function inPlace<Result>(root: string, action: (place: Place) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-bench-'));
  try {
    return action(placeIn(folder, root));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function placeIn(folder: string, root: string): Place {
  const data = join(folder, 'data');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    LANG: 'C.UTF-8',
    MCAST_DATA_DIR: data,
    MCAST_CACHE_DIR: join(folder, 'cache'),
  };
  const node = (...args: string[]): Job => ({ program: process.execPath, args, env });
  const keep = () => {
    const kept = join(folder, 'kept');
    cpSync(data, kept, { recursive: true });
    return () => {
      rmSync(data, { recursive: true, force: true });
      cpSync(kept, data, { recursive: true });
    };
  };
  mkdirSync(data, { mode: 0o700 });
  const program = join(root, 'bin', 'mcast.js');
  const session = join(data, 'sessions', 'default.json');
  return { folder, session, env, node, keep, mcast: (...words) => node(program, ...words) };
}

/** Puts routes into the default session: route `i` is (10.16.0.0 + i, 239.16.0.0 + i). */
export function addRoutes(place: Place, count: number): void {
  const script = join(place.folder, 'routes.mcast');
  const lines = Array.from({ length: count }, (_, i) => `route add ${keyText(i)} --iif eth1 --oif eth2\n`);
  writeFileSync(script, lines.join(''));
  outputOf({ ...place.mcast('run', script), output: 'ignore' });
}

/** Source and group of key `i`, as words of a line. */
export function keyText(i: number): string {
  const low = `${16 + (i >>> 16)}.${(i >>> 8) & 255}.${i & 255}`;
  return `10.${low} 239.${low}`;
}
