import type { Attack } from './attack.js';
import { concurrency } from './concurrency.js';
import { hostileStrings } from './hostile-strings.js';
import { mutatedSnapshots } from './mutated-snapshots.js';
import { randomLines } from './random-lines.js';

/** All attacks, in the order of the table. */
export const ATTACKS: readonly Attack[] = [concurrency, mutatedSnapshots, randomLines, hostileStrings];
