import type { Attack } from './attack.js';
import { concurrency } from './concurrency.js';
import { faults } from './faults.js';
import { kills } from './kills.js';
import { powerLoss } from './power-loss.js';

/** All attacks, in the order of the table. */
export const ATTACKS: readonly Attack[] = [concurrency, kills, powerLoss, faults];
