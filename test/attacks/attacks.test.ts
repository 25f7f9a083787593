import { expect, it } from 'vitest';
import { ATTACKS } from './index.js';

/** The same tries every time. */
const SEED = 1;

it.each(ATTACKS)('$name: $attack', async ({ run, short }) => {
  const { count, passed, failures } = await run({ seed: SEED, count: short, report: () => {} });
  expect(failures).toEqual([]);
  expect(passed).toBe(count);
  expect(count).toBeGreaterThan(0);
});
