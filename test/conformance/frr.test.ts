import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayFrr } from './frr-replay.js';

const FOLDER = join(import.meta.dirname, 'frr');
const FILES = readdirSync(FOLDER);

/** How many comparisons differ at steps where FRR differs from a model without timers; the README of the recordings gives the reasons. */
const APART: Readonly<Record<string, number>> = {
  'diamond-sparse.json': 2,
  'fhr-receiver-ssm.json': 2,
  'lan3-dr-ssm.json': 7,
  'ring4-sparse.json': 2,
};

/** One stack without (*,G) routes, one with them. */
const STACKS = ['gvisor-2022', 'linux'] as const;

const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

describe('the trees of daemons are those of FRRouting', () => {
  it('has all recordings', () => expect(FILES).toHaveLength(24));

  it.each(FILES.flatMap((file) => STACKS.map((stack) => ({ file, stack }))))('$file on $stack', ({ file, stack }) => {
    const { steps, compared, divergences, apart } = replayFrr(textOf(file), stack);
    expect(divergences).toEqual([]);
    expect(apart).toHaveLength(APART[file] ?? 0);
    expect(compared).toBeGreaterThan(steps);
  });
});

describe('an altered recording is reported', () => {
  const altered = (file: string, from: string, to: string) => {
    const text = textOf(file);
    expect(text).toContain(from);
    return replayFrr(text.replaceAll(from, to)).divergences;
  };

  it('with another output', () => {
    const found = altered('chain3-ssm.json', '"oifs": ["r2:eth2"]', '"oifs": ["r2:eth3"]');
    expect(found.map(({ step, what }) => `${step} ${what}`)).toEqual(['2 r2', '4 r2']);
  });

  it('with another input', () => {
    const found = altered('chain3-ssm.json', '"iif": "r3:eth1"', '"iif": "r3:eth2"');
    expect(found.map(({ what }) => what)).toContain('r3');
  });

  it('with another TTL', () => {
    expect(altered('chain3-ssm.json', '"ttl": [13]', '"ttl": [12]')).toHaveLength(2);
  });
});
