import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HELP_WIDTHS, readHelp, versionOf } from '../../src/cli/help.js';
import { converse } from './conversation.js';
import { createBench } from './program.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** oclif's own help in columns of this width, by name, as a run of the build's script prints it. */
function askOclif(width: number): Record<string, string> {
  const env = { ...process.env, OCLIF_COLUMNS: String(width), FORCE_COLOR: '1', NO_COLOR: undefined };
  const { stdout } = spawnSync(process.execPath, ['scripts/render-help.mjs'], { cwd: ROOT, env, encoding: 'utf8' });
  return JSON.parse(stdout);
}

describe('help that was written down is what oclif says', () => {
  it.each(HELP_WIDTHS)('in %i columns', (width) => {
    expect(JSON.parse(readFileSync(join(ROOT, 'dist', 'cli', `help-${width}.json`), 'utf8'))).toEqual(askOclif(width));
  });

  it('with the version of the Node that runs it', () => {
    const page = readHelp(ROOT, [], { columns: null, isPlain: true });
    expect(page).toMatch(/\n\nVERSION\n.*$/);
    expect(page?.endsWith(`\n  ${versionOf(ROOT)}`)).toBe(true);
    expect(createBench().line('--version').stdout).toBe(`${versionOf(ROOT)}\n`);
  });
});

describe('the width of help', () => {
  it.each([
    [null, 80],
    [80, 80],
    [99, 80],
    [100, 100],
    [300, 100],
  ])('for %s columns is at most %i', (columns, width) => {
    const lines = (readHelp(ROOT, ['inject'], { columns, isPlain: true }) ?? '').split('\n').map(({ length }) => length);
    expect(Math.max(...lines)).toBeLessThanOrEqual(width);
    expect(Math.max(...lines)).toBeGreaterThan(width - 10);
  });

  it('for a narrower terminal is left to oclif', async () => {
    expect(readHelp(ROOT, ['inject'], { columns: 79, isPlain: true })).toBeNull();
    const { screen } = await converse(createBench(), ['show', '--help'], { OCLIF_COLUMNS: '40' }).end();
    expect(screen).toContain('USAGE');
  });

  it('is in colour on a terminal, and plain without one', () => {
    expect(readHelp(ROOT, ['inject'], { columns: 100, isPlain: false })).toContain('\u001b[1m');
    expect(readHelp(ROOT, ['inject'], { columns: 100, isPlain: true })).not.toContain('\u001b');
    expect(createBench().line('inject --help').stdout).not.toContain('\u001b');
  });
});
