import type { Attack } from './attack.js';
import { bounds } from './bounds.js';
import { concurrency } from './concurrency.js';
import { faults } from './faults.js';
import { fullDisk } from './full-disk.js';
import { kills } from './kills.js';
import { locks } from './locks.js';
import { permissions } from './permissions.js';
import { powerLoss } from './power-loss.js';

/** All attacks, in the order of the table. */
export const ATTACKS: readonly Attack[] = [concurrency, kills, powerLoss, faults, fullDisk, locks, permissions, bounds];
