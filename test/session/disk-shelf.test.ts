import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LabError } from '../../src/core/errors.js';
import type { Lab } from '../../src/core/lab.js';
import { advanceClock } from '../../src/ops/advance-clock.js';
import { DiskShelf } from '../../src/session/disk-shelf.js';
import { SessionStore } from '../../src/session/store.js';

interface Desk {
  readonly folder: string;
  readonly path: string;
  readonly shelf: DiskShelf;
  readonly store: SessionStore;
}

/** A session file of its own, seen through a shelf. */
function desk({ keepsLabs = false, folder = newFolder(), file = 'lab.json' } = {}): Desk {
  const shelf = new DiskShelf(join(folder, 'data'), { keepsLabs, patienceMs: 0 });
  const path = join(folder, file);
  return { folder, path, shelf, store: new SessionStore(shelf, { flag: path, environment: undefined }) };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-shelf-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function advance({ store }: Desk, byNs: number): void {
  store.change(store.chosen(), (lab) => ({ result: advanceClock(lab, { byNs }), line: `advance-clock ${byNs}ns` }));
}

function move({ store }: Desk, by: number): void {
  const place = store.chosen();
  store.exclusively(place, () => store.goTo(place, store.history(place).position + by));
}

const look = ({ store }: Desk): Lab | null => store.load(store.chosen());
const timeOf = (at: Desk): number | undefined => look(at)?.clock.nowNs();

function refuse({ store }: Desk): void {
  const refusing = () => {
    throw new LabError('ROUTE_NOT_FOUND', 'no');
  };
  expect(() => store.change(store.chosen(), refusing)).toThrow('no');
}

describe('a shelf that keeps labs', () => {
  it('decodes a file once, as long as nobody else writes it', () => {
    const at = desk({ keepsLabs: true });
    advance(at, 5);
    const lab = look(at);
    expect(look(at)).toBe(lab);
    advance(at, 5);
    expect(look(at)).toBe(lab);
    expect(timeOf(at)).toBe(10);
  });

  it('reads a file again that somebody else wrote', () => {
    const at = desk({ keepsLabs: true });
    const other = desk({ folder: at.folder });
    advance(at, 5);
    const lab = look(at);
    advance(other, 7);
    expect(timeOf(at)).toBe(12);
    expect(look(at)).not.toBe(lab);
    advance(at, 1);
    expect(timeOf(other)).toBe(13);
    expect(at.store.history(at.store.chosen()).position).toBe(3);
  });

  it('sees a step of somebody else that changed nothing', () => {
    const at = desk({ keepsLabs: true });
    const other = desk({ folder: at.folder });
    advance(at, 5);
    at.store.history(at.store.chosen());
    advance(other, 0);
    move(at, -1);
    expect(timeOf(other)).toBe(5);
    advance(other, 0);
    expect(at.store.history(at.store.chosen()).position).toBe(2);
    move(at, -2);
    expect(timeOf(other)).toBe(0);
  });

  it('keeps the lab that a refused action gave back, and no other', () => {
    const at = desk({ keepsLabs: true });
    advance(at, 5);
    const lab = look(at);
    refuse(at);
    expect(look(at)).toBe(lab);
    const breaking = (taken: Lab) => {
      advanceClock(taken, { byNs: 100 });
      throw new Error('a bug');
    };
    expect(() => at.store.change(at.store.chosen(), breaking)).toThrow('a bug');
    expect(look(at)).not.toBe(lab);
    expect(timeOf(at)).toBe(5);
  });

  it('has the lab of the step that it went to', () => {
    const at = desk({ keepsLabs: true });
    for (const ns of [1, 2, 4]) advance(at, ns);
    move(at, -2);
    expect(timeOf(at)).toBe(1);
    move(at, 1);
    expect(timeOf(at)).toBe(3);
    const place = at.store.chosen();
    const { position } = at.store.history(place);
    expect([0, 1, 2, 3].map((step) => at.store.labAt(place, step).clock.nowNs())).toEqual([0, 1, 3, 7]);
    expect(at.store.labAt(place, position)).toBe(look(at));
  });

  it('keeps what is written where the file cannot be', () => {
    const at = desk({ keepsLabs: true });
    advance(at, 5);
    const bytes = readFileSync(at.path, 'utf8');
    rmSync(`${at.path}.history`);
    symlinkSync('nowhere/to/be/found', `${at.path}.history`);
    expect(() => advance(at, 7)).toThrow(expect.objectContaining({ code: 'SESSION_NOT_WRITABLE' }));
    expect(timeOf(at)).toBe(5);
    expect(readFileSync(at.path, 'utf8')).toBe(bytes);
  });
});

describe.each([true, false])('a shelf, keeping labs: %s', (keepsLabs) => {
  it('lets go of its lock, whatever happens', () => {
    const at = desk({ keepsLabs });
    const other = desk({ folder: at.folder });
    advance(at, 1);
    refuse(at);
    move(at, -1);
    expect(() => move(at, -5)).toThrow();
    expect(readdirSync(at.folder)).toEqual(['lab.json', 'lab.json.history']);
    advance(other, 2);
    at.store.exclusively(at.store.chosen(), () => {
      at.store.exclusively(at.store.chosen(), () => {});
      expect(() => advance(other, 3)).toThrow(expect.objectContaining({ code: 'SESSION_LOCKED' }));
    });
    advance(other, 3);
    expect(timeOf(at)).toBe(5);
  });

  it('leaves both files as they are where nothing is done', () => {
    const at = desk({ keepsLabs });
    advance(at, 1);
    const files = () => [at.path, `${at.path}.history`].map((path) => readFileSync(path, 'utf8'));
    const before = files();
    refuse(at);
    at.store.pretend(at.store.chosen(), (lab) => advanceClock(lab, { byNs: 5 }));
    at.store.history(at.store.chosen());
    at.store.labAt(at.store.chosen(), 0);
    expect(files()).toEqual(before);
  });

  it('says so if a step was damaged, and goes on without it', () => {
    const at = desk({ keepsLabs });
    advance(at, 1);
    const path = `${at.path}.history`;
    writeFileSync(path, readFileSync(path, 'utf8').replace('"  \\"nowNs\\": 0', '"  \\"nowNs\\": 7'));
    expect(() => move(at, -1)).toThrow(expect.objectContaining({ code: 'HISTORY_DAMAGED' }));
    expect(timeOf(at)).toBe(1);
    for (let step = 0; step < 260; step += 1) advance(at, 1);
    move(at, -128);
    expect(timeOf(at)).toBe(133);
  });
});

describe('the history of a session', () => {
  it('is as it was where the session cannot be written', () => {
    const at = desk();
    advance(at, 1);
    const path = `${at.path}.history`;
    const bytes = readFileSync(path, 'utf8');
    const cannot = () =>
      at.store.exclusively(at.store.chosen(), () => {
        at.store.history(at.store.chosen());
        // In its place stands what no file can replace.
        rmSync(at.path);
        mkdirSync(at.path);
        at.shelf.goTo(at.store.chosen(), 0);
      });
    expect(cannot).toThrow();
    expect(readFileSync(path, 'utf8')).toBe(bytes);
  });

  it('stands beside the file that a link leads to', () => {
    const real = desk();
    const link = desk({ folder: real.folder, file: 'link.json' });
    symlinkSync('lab.json', link.path);
    advance(link, 1);
    advance(real, 2);
    expect(readdirSync(real.folder).sort()).toEqual(['lab.json', 'lab.json.history', 'link.json']);
    expect(link.store.history(link.store.chosen()).position).toBe(2);
    move(link, -1);
    expect(timeOf(real)).toBe(1);
    link.store.remove([link.store.chosen()], false);
    expect(readdirSync(real.folder)).toEqual(['lab.json', 'lab.json.history']);
    expect(real.store.history(real.store.chosen()).steps).toHaveLength(2);
  });

  it('is not that of another name of the same file', () => {
    const one = desk();
    const other = desk({ folder: one.folder, file: 'other.json' });
    advance(one, 1);
    linkSync(one.path, other.path);
    expect(other.store.history(other.store.chosen()).steps).toEqual([]);
    advance(other, 2);
    expect([timeOf(one), timeOf(other)]).toEqual([1, 3]);
    move(one, -1);
    move(other, -1);
    expect([timeOf(one), timeOf(other)]).toEqual([0, 1]);
  });

  it('that was left by a session that is gone is not that of the next', () => {
    const at = desk();
    advance(at, 1);
    rmSync(at.path);
    advance(at, 2);
    const { earlier, steps } = at.store.history(at.store.chosen());
    expect([earlier.length, steps.length, timeOf(at)]).toEqual([1, 1, 2]);
  });
});

describe('one session through a folder that is a link', () => {
  it('is one: to the lock, to whoever holds it, and to whoever compares', () => {
    const at = desk();
    advance(at, 1);
    symlinkSync(at.folder, `${at.folder}-link`);
    onTestFinished(() => rmSync(`${at.folder}-link`));
    const other = desk({ folder: `${at.folder}-link` });
    const [place, through] = [at.store.chosen(), other.store.chosen()];
    expect(at.store.isSame(place, through)).toBe(true);
    expect(at.shelf.identify(through)).toBe(at.shelf.identify(place));
    at.shelf.exclusively(place, () => {
      expect(() => advance(other, 2)).toThrow('is in use by process');
      at.shelf.exclusively(through, () => {});
    });
    advance(other, 2);
    expect(timeOf(at)).toBe(3);
  });
});
