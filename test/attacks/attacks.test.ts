import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ATTACKS } from './index.js';

/** The same tries every time. */
const SEED = 1;

/** Attacks start many processes, and each of these may take as long as a hang is allowed to. */
const LIMIT_MS = 240_000;

it.each(ATTACKS)('$name: $attack', { timeout: LIMIT_MS }, async ({ run, short }) => {
  const { count, passed, failures } = await run({ seed: SEED, count: short, report: () => {} });
  expect(failures).toEqual([]);
  expect(passed).toBe(count);
  expect(count).toBeGreaterThan(0);
});

it('the page tells of every attack, and of none that got through', () => {
  const page = readFileSync('docs/reliability.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` .*\| ([\d,]+) of ([\d,]+) +\|$/gm)].map(([, name, passed, tried]) => ({
    name,
    passed,
    tried,
  }));
  expect(rows.map(({ name }) => name)).toEqual(ATTACKS.map(({ name }) => name));
  for (const { passed, tried } of rows) expect(passed).toBe(tried);
});
