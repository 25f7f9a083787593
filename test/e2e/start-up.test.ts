import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StartUpNote } from './start-up-record.js';
import { noteStartUp, recordRun } from './start-up-record.js';

const ROOT = resolve(import.meta.dirname, '../..');
const ON_PURPOSE = 'if this is meant to be so, node scripts/note-start-up.mjs writes it down';
const noted: StartUpNote = JSON.parse(readFileSync(join(ROOT, 'test/fixtures/start-up-modules.json'), 'utf8'));

/** Times depend on the machine; these are counts, which do not. docs/performance.md has the times. */
describe('start-up', () => {
  let now: StartUpNote = { mainBundleBytes: 0, commands: {} };
  beforeAll(() => {
    now = noteStartUp(ROOT);
  });

  it.each(Object.keys(noted.commands))('mcast %s loads what it is known to load, and nothing more', (line) => {
    expect(now.commands[line], ON_PURPOSE).toEqual(noted.commands[line]);
  });

  it('is looked at for as many commands as are noted', () => {
    expect(Object.keys(now.commands), ON_PURPOSE).toEqual(Object.keys(noted.commands));
  });

  it('reads a main file that has not grown by more than a tenth', () => {
    expect(now.mainBundleBytes, ON_PURPOSE).toBeLessThanOrEqual(noted.mainBundleBytes * 1.1);
  });
});

describe('a script', () => {
  const FEW = 10;
  const MANY = 1_000;
  /** A pipe that is full for a moment is written to again. */
  const SLACK = 20;

  const LINE_KINDS = {
    'that change the session': (n: number) => `route add 10.0.1.9 239.1.${n >> 8}.${n & 255} --iif eth1 --oif eth2`,
    'that print': () => 'show clock',
    'of three commands in turn': (n: number) =>
      ['inject 10.0.1.9 239.1.1.1 --iif eth1', 'advance-clock 1ms', 'route rm --all --yes'][n % 3] ?? '',
  };

  it.each(Object.entries(LINE_KINDS))(
    'calls the file system about as often for a thousand lines as for ten: lines %s',
    (_, lineOf) => {
      expect(countCalls(MANY, lineOf)).toBeLessThanOrEqual(countCalls(FEW, lineOf) + SLACK);
    },
  );

  function countCalls(lines: number, lineOf: (n: number) => string): number {
    const folder = mkdtempSync(join(tmpdir(), 'mcast-script-'));
    try {
      const script = join(folder, 'lines.mcast');
      writeFileSync(script, Array.from({ length: lines }, (_, n) => `${lineOf(n)}\n`).join(''));
      const { code, calls } = recordRun(ROOT, folder, ['run', script]);
      expect(code).toBe(0);
      return Object.values(calls).reduce((sum, count) => sum + count, 0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});
