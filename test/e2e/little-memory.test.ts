import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { standardLab } from '../../src/core/lab.js';
import { createBench } from './program.js';

it.each([
  [60, 'show', 4],
  [128, 'show routes', 4],
  [128, 'show --json', 4],
  [128, 'draw --format dot', 4],
  [128, 'inject 10.0.1.9 239.0.0.1 --iif eth1 --quiet', 0],
])('with a heap of %i MB, %s of a session of 24 MB works or says in one sentence why not', (heap, line, code) => {
  const bench = createBench();
  writeFileSync(join(bench.folder, 'large.json'), largeSession());
  const words = [...line.split(' '), '--session', './large.json'];
  const ran = bench.under({ NODE_OPTIONS: `--max-old-space-size=${heap}` }, ...words);
  expect(ran).toMatchObject({ code, stderr: code === 0 ? '' : SENTENCE });
});

it('one command of 65,000 characters makes no other row of the log as long', () => {
  const bench = createBench();
  const payload = 'x'.repeat(65_000);
  const lines = Array.from({ length: 50_000 }, () => 'advance-clock 1ns');
  writeFileSync(
    join(bench.folder, 'long.mcast'),
    `inject 10.0.1.9 239.1.1.1 --iif eth1 --payload ${payload}\n${lines.join('\n')}\n`,
  );
  expect(bench.line('run --quiet long.mcast').code).toBe(0);
  const log = bench.under({ NODE_OPTIONS: '--max-old-space-size=60' }, 'log');
  expect(log).toMatchObject({ code: 0, stderr: '' });
  expect(log.stdout).toContain(payload);
  expect(log.stdout.length).toBeLessThan(2_000_000);
});

/** An error and a hint, and nothing of Node's. */
const SENTENCE = expect.stringMatching(/^mcast: [^\n]*(?:not enough memory|too large to read)[^\n]*\n(?:hint: [^\n]*\n)?$/);

/** 165,000 routes, and one with 20,000 outputs. */
function largeSession(): string {
  const rows = Array.from({ length: 165_000 }, (_, n) => rowOf(`239.${1 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`, 1));
  const installed = [rowOf('239.0.0.1', 20_000), ...rows.sort()].join(',\n          ');
  return encodeLab(standardLab()).replace('"installed": []', `"installed": [\n          ${installed}\n        ]`);
}

function rowOf(group: string, outputs: number): string {
  const oifs = Array.from({ length: outputs }, (_, n) => ({ id: n + 2, minTtl: 1 }));
  return JSON.stringify({ source: '10.0.1.9', group, iif: 1, oifs, lastUsedNs: 0, packets: 0, bytes: 0, wrongIf: 0 });
}
