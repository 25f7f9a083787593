import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findInconsistency } from '../../src/codec/consistency.js';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { alterations } from './alterations.js';
import { findDifference } from './difference.js';
import { answersOf, replayTrace } from './replay.js';
import { parseTrace } from './trace.js';

const FOLDERS = ['table', 'stack', 'stack-2026'].map((folder) => join(import.meta.dirname, folder));
const TRACES = FOLDERS.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
const BEHAVIOURS = TRACES.filter((path) => !path.includes('random-'));

describe.each(TRACES.map((path) => ({ name: path.slice(import.meta.dirname.length + 1), path })))('$name', ({ path }) => {
  const text = readFileSync(path, 'utf8');

  it('has no divergence', () => {
    const { operations, divergences } = replayTrace(text);
    expect(operations).toBeGreaterThan(0);
    expect(divergences).toEqual([]);
  });

  it('has no divergence when everything is encoded and decoded between every two operations', () => {
    expect(replayTrace(text, { roundTrip: true }).divergences).toEqual([]);
  });
});

describe('laws, after every operation of every stack trace', () => {
  const stackTraces = TRACES.filter((path) => path.includes('/conformance/stack'));

  it.each(stackTraces)('%s', (path) => {
    let operations = 0;
    replayTrace(readFileSync(path, 'utf8'), {
      observe: (lab, before, refused) => {
        operations += 1;
        const after = encodeLab(lab);
        if (refused) expect(after).toBe(before);
        expect(encodeLab(decodeLab(after))).toBe(after);
        expect(findInconsistency(lab)).toBeNull();
      },
    });
    expect(operations).toBeGreaterThan(0);
  });
});

describe('a trace with one altered value is reported', () => {
  it.each(BEHAVIOURS)('%s', (path) => {
    const text = readFileSync(path, 'utf8');
    const answers = answersOf(text);
    let altered = 0;
    for (const [index, { want }] of parseTrace(text).entries()) {
      expect(findDifference(want, answers[index])).toBeNull();
      for (const other of alterations(want)) {
        altered += 1;
        expect(findDifference(other, answers[index]), JSON.stringify(other)).not.toBeNull();
      }
    }
    expect(altered).toBeGreaterThan(0);
  });

  it('with the line, the operation, the path of the field, want and got', () => {
    const path = BEHAVIOURS.find((candidate) => candidate.endsWith('queue-of-three.jsonl')) ?? '';
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const text = lines
      .map((line, index) => (index === 3 ? line.replace('"packets":["a","b","c"]', '"packets":["a","b","X"]') : line))
      .join('\n');
    const [divergence] = replayTrace(text).divergences;
    expect(divergence?.line.number).toBe(4);
    expect(divergence?.line.op.op).toBe('getRouteOrInsertPending');
    expect(divergence).toMatchObject({ path: 'want.table.pending[0].packets[2]', want: 'X', got: 'c' });
  });
});
