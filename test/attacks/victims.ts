import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Sessions of version 1, as they were written once and for all. */
const FOLDER = resolve('test/fixtures/sessions/v1');

/** Texts of sessions that have something of everything. */
export function victims(): readonly string[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => readFileSync(join(FOLDER, name), 'utf8'));
}
