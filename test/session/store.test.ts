import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LabError } from '../../src/core/errors.js';
import { standardLab } from '../../src/core/lab.js';
import { DiskShelf } from '../../src/session/disk-shelf.js';
import { SessionStore } from '../../src/session/store.js';

const REPLACING = { force: false, dryRun: false };

function desk() {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const shelf = new DiskShelf(folder, { patienceMs: 0 });
  const store = new SessionStore(shelf, { flag: undefined, environment: undefined });
  for (const name of ['default', 'demo']) store.start(store.place(name), standardLab(), 'init', { force: false, dryRun: false });
  const sessions = () => readdirSync(join(folder, 'sessions')).filter((name) => name.endsWith('.json'));
  return { folder, shelf, store, sessions };
}

const failing = () => {
  throw new LabError('SESSION_NOT_WRITABLE', 'the disk reports an I/O error');
};

describe('a session that cannot be renamed', () => {
  it.each([
    ['default', null],
    ['demo', 'demo'],
  ])('%s is there as before, and so is the one in use', (name, chosen) => {
    const { folder, shelf, store, sessions } = desk();
    if (chosen !== null) store.use(chosen);
    vi.spyOn(shelf, 'remove').mockImplementationOnce(failing);
    expect(() => store.rename(store.place(name), store.place('other'), REPLACING)).toThrow('the disk reports an I/O error');
    expect(sessions()).toEqual(['default.json', 'demo.json']);
    expect(store.chosen().name).toBe(name);
    expect(readdirSync(folder).includes('current-session')).toBe(chosen !== null);
    if (chosen !== null) expect(readFileSync(join(folder, 'current-session'), 'utf8')).toBe(`${chosen}\n`);
  });

  it('does so too where its new name cannot be chosen', () => {
    const { shelf, store, sessions } = desk();
    vi.spyOn(shelf, 'writeChoice').mockImplementation(failing);
    expect(() => store.rename(store.chosen(), store.place('other'), REPLACING)).toThrow('the disk reports an I/O error');
    expect(sessions()).toEqual(['default.json', 'demo.json']);
    expect(store.chosen().name).toBe('default');
  });
});
