import { rmSync } from 'node:fs';
import type { Pairs, Plan } from './pairs.js';
import { ratiosOf, runPairs, timeOf } from './pairs.js';
import type { Place } from './place.js';
import { addRoutes, inPlace, keyText } from './place.js';
import type { Aim, Figure } from './row.js';
import { median } from './row.js';

/** Node doing nothing: what every program in it has to wait for. */
export const NODE_ALONE = ['-e', '0'] as const;

const ROUTES = 10;
const COMMAND: Aim = { better: 'smaller', goal: 1.5, atLeast: 1.8 };
const LOOK: Aim = { better: 'smaller', goal: 1.6, atLeast: 2 };
const ABOUT: Aim = { better: 'smaller', goal: 2, atLeast: 2.6 };
const FIRST: Aim = { better: 'smaller', goal: 2.3, atLeast: 3 };

/** One command on a session with ten routes, a whole process, against a Node process that does nothing. */
export interface StartUp {
  readonly name: string;
  readonly figure: string;
  readonly words: readonly string[];
  readonly aim: Aim;
  /** Whether there is no code kept of an earlier run. */
  readonly isFirst?: boolean;
}

export const START_UPS: readonly StartUp[] = [
  { name: 'route-add', figure: 'mcast route add, ten routes', words: newRoute(), aim: COMMAND },
  { name: 'show', figure: 'mcast show', words: ['show'], aim: LOOK },
  { name: 'inject', figure: 'mcast inject', words: ['inject', ...keyText(3).split(' '), '--iif', 'eth1'], aim: LOOK },
  { name: 'help', figure: 'mcast --help', words: ['--help'], aim: ABOUT },
  { name: 'version', figure: 'mcast --version', words: ['--version'], aim: ABOUT },
  { name: 'first-run', figure: 'first run ever, route add', words: newRoute(), aim: FIRST, isFirst: true },
];

/** A route that a session with ten of them does not have. */
export function newRoute(): string[] {
  return ['route', 'add', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--oif', 'eth2:10', '--oif', 'eth3'];
}

export function measureStartUp({ figure, words, aim, isFirst }: StartUp, root: string, plan: Plan): Figure {
  return inPlace(root, (place) => {
    const prepare = freshly(place, isFirst === true);
    const pairs = runPairs({ ...place.mcast(...words), prepare }, place.node(...NODE_ALONE), plan, timeOf);
    return { figure, against: 'node -e 0', ...aim, ratios: ratiosOf(pairs), absolute: milliseconds(pairs), note: null };
  });
}

/** What puts a session with ten routes in place; for a first run, it also takes the kept code away. */
export function freshly(place: Place, isFirst: boolean): () => void {
  addRoutes(place, ROUTES);
  const restore = place.keep();
  return () => {
    restore();
    if (isFirst) rmSync(place.env.MCAST_CACHE_DIR ?? '', { recursive: true, force: true });
  };
}

/** The medians, for people. */
export function milliseconds({ ours, theirs }: Pairs): string {
  return `${median(ours).toFixed(0)} / ${median(theirs).toFixed(0)} ms`;
}
