import type { Attack } from './attack.js';
import { bounds } from './bounds.js';
import { concurrency } from './concurrency.js';
import { faults } from './faults.js';
import { fullDisk } from './full-disk.js';
import { hostileStrings } from './hostile-strings.js';
import { kills } from './kills.js';
import { locks } from './locks.js';
import { mutatedSnapshots } from './mutated-snapshots.js';
import { permissions } from './permissions.js';
import { powerLoss } from './power-loss.js';
import { randomLines } from './random-lines.js';

/** All attacks, in the order of the table. */
export const ATTACKS: readonly Attack[] = [
  concurrency,
  kills,
  powerLoss,
  faults,
  fullDisk,
  locks,
  mutatedSnapshots,
  randomLines,
  hostileStrings,
  bounds,
  permissions,
];
