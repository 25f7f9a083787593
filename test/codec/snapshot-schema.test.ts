import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { snapshotSchema } from '../../src/codec/snapshot-check.js';
import { SnapshotSchema } from '../../src/codec/snapshot-schema.js';

const SHIPPED = join(import.meta.dirname, '../../session.schema.json');

it('the schema that ships is the one that the source has', () => {
  expect(JSON.parse(readFileSync(SHIPPED, 'utf8'))).toEqual(JSON.parse(JSON.stringify(SnapshotSchema)));
});

it('the schema that faults are found by is the one that the source has', () => {
  expect(snapshotSchema()).toEqual(JSON.parse(JSON.stringify(SnapshotSchema)));
});
