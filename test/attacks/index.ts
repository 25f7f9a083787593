import type { Attack } from './attack.js';
import { concurrency } from './concurrency.js';

/** All attacks, in the order of the table. */
export const ATTACKS: readonly Attack[] = [concurrency];
