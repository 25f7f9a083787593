import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findInconsistency } from '../../src/codec/consistency.js';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { findDifference } from './difference.js';
import { answersOf, replayTrace } from './replay.js';
import { parseTrace } from './trace.js';

const FOLDERS = ['table', 'stack'].map((folder) => join(import.meta.dirname, folder));
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
  const stackTraces = TRACES.filter((path) => path.includes('/stack/'));

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

/** Every value that differs from the given one in just one place: a leaf changed, a member missing or added, a list shorter or longer. */
function* alterations(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) yield* alterList(value);
  else if (typeof value === 'object' && value !== null) yield* alterObject(value);
  else yield* alterLeaf(value);
}

function* alterList(list: readonly unknown[]): Generator<unknown> {
  for (const [index, item] of list.entries()) {
    for (const other of alterations(item)) yield list.with(index, other);
    yield list.toSpliced(index, 1);
  }
  yield [...list, 'extra'];
}

function* alterObject(object: object): Generator<unknown> {
  const members = Object.entries(object);
  for (const [key, member] of members) {
    for (const other of alterations(member)) yield { ...object, [key]: other };
    yield Object.fromEntries(members.filter(([name]) => name !== key));
  }
  yield { ...object, extra: null };
}

function* alterLeaf(leaf: unknown): Generator<unknown> {
  yield typeof leaf === 'number' ? leaf + 1 : typeof leaf === 'boolean' ? !leaf : `${String(leaf)}x`;
  yield leaf === null ? 0 : null;
}
