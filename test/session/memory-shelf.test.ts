import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { advanceClock } from '../../src/ops/advance-clock.js';
import { DiskShelf } from '../../src/session/disk-shelf.js';
import { MemoryShelf } from '../../src/session/memory-shelf.js';
import type { Shelf } from '../../src/session/shelf.js';
import { SessionStore } from '../../src/session/store.js';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-shelf-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const storeIn = (folder: string, shelf: Shelf, file = 'lab.json'): SessionStore =>
  new SessionStore(shelf, { flag: join(folder, file), environment: undefined });

function replay(lab: Lab, line: string): void {
  advanceClock(lab, { byNs: Number(line) });
}

function advance(store: SessionStore, byNs: number): void {
  store.change(store.chosen(), (lab) => ({ result: advanceClock(lab, { byNs }), line: String(byNs) }));
}

function go(store: SessionStore, position: number): void {
  const place = store.chosen();
  store.exclusively(place, () => store.goTo(place, position));
}

interface Told {
  readonly lines: readonly string[];
  readonly position: number;
  readonly times: readonly number[];
  readonly now: number | undefined;
}

function tell(store: SessionStore): Told {
  const place = store.chosen();
  const { steps, position } = store.history(place);
  const times = [0, ...steps.keys()].map((_, index) => store.labAt(place, index).clock.nowNs());
  const lines = steps.map((step) => step.lines.map(({ line }) => line).join('+'));
  return { lines, position, times, now: store.load(place)?.clock.nowNs() };
}

/** A positive number is a command, any other undoes or does again, as far as it goes. */
type Act = { readonly advance: number } | { readonly move: number };

const acts = (maxLength: number) =>
  fc.array(
    fc.oneof(fc.record({ advance: fc.integer({ min: 0, max: 1000 }) }), fc.record({ move: fc.integer({ min: -4, max: 4 }) })),
    { maxLength },
  );

/** What steps come to, told in the plainest way. */
class Model {
  times = [0];
  lines: string[] = [];
  position = 0;

  act(act: Act): void {
    if ('move' in act) {
      this.position = this.target(act.move);
      return;
    }
    const from = this.times[this.position] ?? 0;
    this.times = [...this.times.slice(0, this.position + 1), from + act.advance];
    this.lines = [...this.lines.slice(0, this.position), String(act.advance)];
    this.position += 1;
  }

  target(by: number): number {
    return Math.min(this.lines.length, Math.max(0, this.position + by));
  }

  tell(): Told {
    return { lines: this.lines, position: this.position, times: this.times, now: this.times[this.position] };
  }
}

function perform(store: SessionStore, model: Model, act: Act): void {
  if ('move' in act) go(store, model.target(act.move));
  else advance(store, act.advance);
  model.act(act);
}

describe('undoing within a script', () => {
  it('is as undoing between commands, beyond the beginning of the script too', () => {
    const check = (before: readonly Act[], within: readonly Act[]) => {
      const folder = mkdtempSync(join(tmpdir(), 'mcast-shelf-'));
      try {
        const disk = storeIn(folder, new DiskShelf(join(folder, 'data')));
        const model = new Model();
        disk.start(disk.chosen(), standardLab(), 'init', { force: false, dryRun: false });
        for (const act of before) perform(disk, model, act);
        expect(tell(disk)).toEqual(model.tell());
        const shelf = new MemoryShelf(new DiskShelf(join(folder, 'data')), replay);
        const script = storeIn(folder, shelf);
        for (const act of within) {
          perform(script, model, act);
          expect(tell(script)).toEqual(model.tell());
        }
        shelf.save('s');
        shelf.close();
        const saved = tell(disk);
        expect(saved.now).toBe(model.tell().now);
        expect(saved.lines.slice(0, saved.position).flatMap((line) => line.split('+'))).toEqual(
          model.lines.slice(0, model.position),
        );
        expect(readdirSync(folder)).not.toContain('lab.json.lock');
      } finally {
        rmSync(folder, { recursive: true });
      }
    };
    fc.assert(fc.property(acts(6), acts(14), check), { numRuns: 60 });
  });

  it('is possible on a session that the script itself started, but not beyond its start', () => {
    const folder = newFolder();
    const shelf = new MemoryShelf(null, replay);
    const script = storeIn(folder, shelf);
    const model = new Model();
    for (const act of [{ advance: 1 }, { advance: 2 }, { move: -2 }, { move: 1 }, { advance: 5 }, { move: -1 }]) {
      perform(script, model, act);
      expect(tell(script)).toEqual(model.tell());
    }
    expect(script.history(script.chosen())).toMatchObject({ earlier: [{ line: 'init' }], isComplete: true });
  });
});

describe('undoing all that a script did', () => {
  const replays = (count: number, isLookedAt: boolean): number => {
    let replayed = 0;
    const shelf = new MemoryShelf(null, (lab, line) => {
      replayed += 1;
      replay(lab, line);
    });
    const store = storeIn('/', shelf);
    for (let step = 0; step <= count; step += 1) advance(store, 1);
    for (let step = count - 1; step >= 0; step -= 1) {
      go(store, step);
      if (isLookedAt) expect(store.load(store.chosen())?.clock.nowNs()).toBe(step);
    }
    return replayed;
  };

  it('step by step executes no command again', () => {
    expect(replays(500, false)).toBe(0);
  });

  it('step by step executes few commands again for each, if each step is looked at', () => {
    expect(replays(500, true)).toBeLessThan(500 * 32);
  });
});

describe('what a script did', () => {
  /** Runs a script on what is in a folder, and saves it. */
  function run(folder: string, action: (store: (file: string) => SessionStore) => void): void {
    const shelf = new MemoryShelf(new DiskShelf(join(folder, 'data')), replay);
    try {
      action((file) => storeIn(folder, shelf, file));
      shelf.save('s');
    } finally {
      shelf.close();
    }
  }
  const now = (folder: string, file: string) => {
    const store = storeIn(folder, new DiskShelf(join(folder, 'data')), file);
    return tell(store);
  };

  it('is one step, and one write of the history', () => {
    const folder = newFolder();
    run(folder, (store) => advance(store('lab.json'), 1));
    run(folder, (store) => {
      go(store('lab.json'), 0);
      advance(store('lab.json'), 2);
      advance(store('lab.json'), 3);
    });
    expect(now(folder, 'lab.json')).toEqual({ lines: ['2+3'], position: 1, times: [0, 5], now: 5 });
  });

  it('is the same by whichever path it is named', () => {
    const folder = newFolder();
    run(folder, (store) => advance(store('lab.json'), 1));
    symlinkSync('lab.json', join(folder, 'link.json'));
    run(folder, (store) => {
      advance(store('lab.json'), 2);
      advance(store('link.json'), 4);
      expect(store('lab.json').load(store('lab.json').chosen())?.clock.nowNs()).toBe(7);
    });
    expect(now(folder, 'link.json')).toEqual({ lines: ['1', '2+4'], position: 2, times: [0, 1, 7], now: 7 });
  });

  it('to a session that it put in place of another is not undone to that other', () => {
    const folder = newFolder();
    run(folder, (store) => {
      advance(store('one.json'), 1);
      advance(store('two.json'), 50);
    });
    run(folder, (store) => {
      const from = store('one.json');
      from.copy(from.chosen(), store('two.json').chosen(), { force: true, dryRun: false });
      advance(store('two.json'), 2);
    });
    expect(now(folder, 'two.json')).toEqual({ lines: ['1', '2'], position: 2, times: [0, 1, 3], now: 3 });
  });

  it.each([false, true])('takes the history along where it renames a session, replacing another: %s', (force) => {
    const folder = newFolder();
    run(folder, (store) => advance(store('one.json'), 1));
    if (force) run(folder, (store) => advance(store('two.json'), 50));
    run(folder, (store) => {
      const from = store('one.json');
      from.rename(from.chosen(), store('two.json').chosen(), { force, dryRun: false });
      expect(tell(store('two.json'))).toEqual({ lines: ['1'], position: 1, times: [0, 1], now: 1 });
    });
    expect(now(folder, 'two.json')).toEqual({ lines: ['1'], position: 1, times: [0, 1], now: 1 });
    expect(readdirSync(folder).sort()).toEqual(['two.json', 'two.json.history']);
  });

  it('swaps two sessions with their histories', () => {
    const folder = newFolder();
    run(folder, (store) => {
      advance(store('one.json'), 1);
      advance(store('two.json'), 50);
    });
    run(folder, (store) => {
      const rename = (from: string, to: string) =>
        store(from).rename(store(from).chosen(), store(to).chosen(), { force: false, dryRun: false });
      rename('one.json', 'aside.json');
      rename('two.json', 'one.json');
      rename('aside.json', 'two.json');
      advance(store('two.json'), 2);
    });
    expect(now(folder, 'one.json')).toEqual({ lines: ['50'], position: 1, times: [0, 50], now: 50 });
    expect(now(folder, 'two.json')).toEqual({ lines: ['1', '2'], position: 2, times: [0, 1, 3], now: 3 });
  });

  it('is saved in all sessions or in none', () => {
    const folder = newFolder();
    run(folder, (store) => advance(store('one.json'), 1));
    const files = () =>
      readdirSync(folder)
        .sort()
        .map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
    const before = files();
    const shelf = new MemoryShelf(new DiskShelf(join(folder, 'data')), replay);
    advance(storeIn(folder, shelf, 'one.json'), 2);
    advance(storeIn(folder, shelf, 'two.json'), 3);
    // What stands there cannot be replaced.
    mkdirSync(join(folder, 'two.json'));
    expect(() => shelf.save('s')).toThrow('two.json cannot be read: it is a folder');
    shelf.close();
    rmSync(join(folder, 'two.json'), { recursive: true });
    expect(files()).toEqual(before);
  });

  it('to a session that it removed and began again has the new beginning', () => {
    const folder = newFolder();
    run(folder, (store) => advance(store('lab.json'), 1));
    run(folder, (store) => {
      store('lab.json').remove([store('lab.json').chosen()], false);
      advance(store('lab.json'), 2);
    });
    expect(now(folder, 'lab.json')).toEqual({ lines: ['2'], position: 1, times: [0, 2], now: 2 });
    run(folder, (store) => store('lab.json').remove([store('lab.json').chosen()], false));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing if it is undone as a whole', () => {
    const folder = newFolder();
    run(folder, (store) => advance(store('lab.json'), 1));
    const files = () => ['lab.json', 'lab.json.history'].map((file) => readFileSync(join(folder, file), 'utf8'));
    const before = files();
    run(folder, (store) => {
      advance(store('lab.json'), 1);
      go(store('lab.json'), 1);
    });
    expect(files()).toEqual(before);
  });
});
