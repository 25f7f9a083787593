import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSchemaFault } from '../../src/codec/schema-fault.js';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { checkSnapshot, snapshotSchema } from '../../src/codec/snapshot-check.js';
import { SnapshotSchema } from '../../src/codec/snapshot-schema.js';
import { LabError } from '../../src/core/errors.js';
import { editJson } from '../codec/json-edit.js';
import { busyLab } from '../core/busy-lab.js';

/** The same mutations every time. */
const RUNS = { seed: 7, numRuns: 2_000 };
const BUSY = encodeLab(busyLab());

const values = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '',
    'x',
    'ipv4',
    'ipv6',
    'missingRoute',
    'eth1',
    [],
    {},
    [null],
    { ipv4: true },
    { toString: null },
  ),
  fc.constantFrom(
    -1,
    0,
    0.5,
    1,
    2,
    4,
    255,
    256,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 53 - 1,
    2 ** 53,
    1e300,
    2_000_000_000,
    11_000_000_000,
  ),
  fc.constantFrom('10.0.1.9', '239.1.1.1', '239.9.9.9', 'ff0e::a', '10.0.1.1/24', '1'.repeat(50), '1'.repeat(51), '61ff', '6'),
);

/** What is done to one value of a document. */
const changes: fc.Arbitrary<(old: unknown) => unknown> = fc.oneof(
  values.map((value) => () => value),
  fc.constant(() => undefined),
  fc.constantFrom(-1, 1, 0.5).map((difference) => (old: unknown) => (typeof old === 'number' ? old + difference : old)),
  fc
    .tuple(fc.constantFrom('comment', '__proto__', 'constructor', 'payload', 'payloadHex', 'expectedIif'), values)
    .map((member) => (old: unknown) => addTo(old, member)),
);

/** A list with its last row twice, or an object with one more member. */
function addTo(old: unknown, member: readonly [string, unknown]): unknown {
  if (Array.isArray(old)) return [...old, ...old.slice(-1)];
  return typeof old === 'object' && old !== null ? Object.fromEntries([...Object.entries(old), member]) : old;
}

/** The paths of everything in a document. */
function pathsOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((row, index) => pathsOf(row, `${path}[${index}]`))];
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, path === '' ? key : `${path}.${key}`))];
}

/** Sessions with one to three things changed, anywhere but at the root. */
const mutated = fc.array(fc.tuple(fc.nat(), changes), { minLength: 1, maxLength: 3 }).map((edits) =>
  edits.reduce((text, [at, change]) => {
    const paths = pathsOf(JSON.parse(text), '').slice(1);
    return editJson(text, paths[at % paths.length] ?? '', change);
  }, BUSY),
);

describe('on thousands of mutated sessions', () => {
  it('the check, the search for a fault and the schema itself agree', () => {
    const seen = { fits: 0, faults: 0 };
    fc.assert(
      fc.property(mutated, (text) => {
        const document: unknown = JSON.parse(text);
        const fault = findSchemaFault(snapshotSchema(), document);
        expect(checkSnapshot(document), fault ?? 'no fault').toBe(fault === null);
        expect(Value.Check(SnapshotSchema, document), fault ?? 'no fault').toBe(fault === null);
        seen[fault === null ? 'fits' : 'faults'] += 1;
      }),
      RUNS,
    );
    expect(Math.min(seen.fits, seen.faults)).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it('each is refused, or read as a lab that is written and read again as the same', () => {
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(mutated, (text) => {
        const bytes = rewrite(text);
        seen[bytes === null ? 'refused' : 'read'] += 1;
        if (bytes !== null) expect(rewrite(bytes)).toBe(bytes);
      }),
      RUNS,
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(RUNS.numRuns / 50);
  });
});

/** Reads and writes a session; null if it is refused. Anything but a refusal is a bug, and thrown. */
function rewrite(text: string): string | null {
  try {
    return encodeLab(decodeLab(text));
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}
