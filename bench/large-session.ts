import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from './pairs.js';
import { ratiosOf, runPairs, timeOf } from './pairs.js';
import { addRoutes, inPlace, keyText } from './place.js';
import type { Aim, Figure } from './row.js';
import { milliseconds } from './start-up.js';

const ROUTES = 100_000;
const AIM: Aim = { better: 'smaller', goal: 1.2, atLeast: 1.6 };

/** The least that any program does which keeps its state in a JSON file. */
const READ_AND_WRITE = `
const { readFileSync, writeFileSync } = require('node:fs');
writeFileSync(process.argv[1], JSON.stringify(JSON.parse(readFileSync(process.argv[1], 'utf8'))));
`;

/**
 * One more route on a session that has 100,000, a whole process. Every run adds one: putting the file back each time would leave its bytes to
 * be written to the disk while the next run is timed.
 */
export function measureLargeSession(root: string, plan: Plan): Figure {
  return inPlace(root, (place) => {
    addRoutes(place, ROUTES);
    const copy = join(place.folder, 'copy.json');
    copyFileSync(place.session, copy);
    let added = ROUTES;
    const addOne = () => {
      added += 1;
      return timeOf(place.mcast('route', 'add', ...keyText(added).split(' '), '--iif', 'eth1', '--oif', 'eth2'));
    };
    const theirs = place.node('-e', READ_AND_WRITE, copy);
    const pairs = runPairs(place.mcast(), theirs, plan, (job) => (job === theirs ? timeOf(job) : addOne()));
    return {
      figure: 'mcast route add, 100,000 routes',
      against: 'node, JSON in and out',
      ...AIM,
      ratios: ratiosOf(pairs),
      absolute: milliseconds(pairs),
      note: null,
    };
  });
}
