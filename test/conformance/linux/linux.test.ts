import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alterations } from '../alterations.js';
import { findDifference } from '../difference.js';
import { answersOf, replayTrace } from '../replay.js';
import { parseTrace } from '../trace.js';

const TRACES = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.jsonl'));
const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');

/** Copies of an operation up to which every one of them is altered; the time that this takes grows with the square. */
const ALTERED_LENGTH = 20_000;

describe.each(TRACES)('%s', (file) => {
  const text = read(file);

  it('has no divergence', () => {
    const { operations, divergences } = replayTrace(text);
    expect(operations).toBeGreaterThan(10);
    expect(divergences).toEqual([]);
  });

  it('has no divergence when the state is encoded and restored between every two operations', () => {
    expect(replayTrace(text, { roundTrip: true }).divergences).toEqual([]);
  });

  it('is reported with any one value altered', () => {
    const answers = answersOf(text);
    let altered = 0;
    for (const [index, { want }] of parseTrace(text).entries()) {
      if (JSON.stringify(want).length > ALTERED_LENGTH) continue;
      for (const other of alterations(want)) {
        altered += 1;
        if (findDifference(other, answers[index]) === null)
          expect.fail(`line ${index + 1} also passes as ${JSON.stringify(other)}`);
      }
    }
    expect(altered).toBeGreaterThan(100);
  });
});

const RECORDER = join(import.meta.dirname, 'recorder.py');

/** A trace recorded on the kernel of this machine, or null where that is not possible. */
function record(family: string, ops: number): string | null {
  const args = ['-Urn', 'python3', RECORDER, '--family', family, '--seed', '7', '--ops', String(ops)];
  const { status, stdout } = spawnSync('unshare', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 60_000 });
  return status === 0 ? stdout : null;
}

describe.skipIf(record('ipv4', 0) === null)('a walk recorded on the kernel of this machine', () => {
  it.each(['ipv4', 'ipv6'])('has no divergence: %s', (family) => {
    const text = record(family, 150);
    if (text === null) expect.fail('the recorder failed');
    const { operations, divergences } = replayTrace(text);
    expect(operations).toBe(301);
    expect(divergences).toEqual([]);
  });
});
