import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { advanceClock } from '../../src/ops/advance-clock.js';
import { examine } from '../../src/session/check.js';
import { DiskShelf } from '../../src/session/disk-shelf.js';
import { SessionStore } from '../../src/session/store.js';
import type { Bench } from './program.js';
import { createBench } from './program.js';

const fileOf = ({ folder }: Bench, name = 'default') => join(folder, 'data', 'sessions', `${name}.json`);

/** A session of three steps, of which one is undone. */
function started(): Bench {
  const bench = createBench();
  const lines = ['init', 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2', 'advance-clock 1s', 'advance-clock 2s', 'undo'];
  for (const line of lines) expect(bench.line(line).code).toBe(0);
  return bench;
}

/** What can happen to a file. */
const DAMAGES: readonly (readonly [string, (text: Buffer) => Buffer | string, number])[] = [
  ['a value is another', (text) => text.toString().replace('"version": 2', '"version": "2"'), 3],
  ['a brace is lost', (text) => text.toString().replace('{\n  "format"', '\n  "format"'), 1],
  ['the end is lost', (text) => text.subarray(0, 500), 15],
  ['all is lost', () => '', 1],
  ['it is zeros', (text) => Buffer.alloc(text.length), 1],
  ['it is no text', (text) => Buffer.concat([text.subarray(0, 120), Buffer.from([0xff]), text.subarray(121)]), 6],
];

describe('session check', () => {
  it('finds a sound session sound', () => {
    const bench = started();
    const { code, stdout } = bench.line('session check');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'session default is sound\nhistory: 2 steps can be undone, 1 redone\n',
    });
  });

  it.each(DAMAGES)('says that and where %s, and changes nothing', (_, damage) => {
    const bench = started();
    const file = fileOf(bench);
    writeFileSync(file, damage(readFileSync(file)));
    const damaged = readFileSync(file);
    const { code, stderr } = bench.line('session check');
    expect(code).toBe(4);
    expect(stderr).toMatch(/^mcast: session default is damaged: .+\nhint: Restore it with: mcast session check --repair\n$/);
    expect(bench.line('session check --repair --dry-run').code).toBe(0);
    expect(readFileSync(file).equals(damaged)).toBe(true);
    expect(readdirSync(dirname(file)).sort()).toEqual(['default.json', 'default.json.history']);
  });

  it('is what undo, redo and log send to where it is damaged', () => {
    const bench = started();
    writeFileSync(fileOf(bench), '{');
    for (const line of ['undo', 'redo', 'log', 'log --script']) {
      const { code, stderr } = bench.line(line);
      expect({ line, code }).toEqual({ line, code: 4 });
      expect(stderr).toContain('To see what can be restored: mcast session check');
    }
  });

  it('puts aside what is no history, and keeps the session from being changed', () => {
    const bench = started();
    const history = `${fileOf(bench)}.history`;
    rmSync(history);
    mkdirSync(history);
    expect(bench.line('advance-clock 1s').code).toBe(4);
    expect(bench.line('session check')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('is not a regular file\nhint: To move it aside: mcast session check --repair'),
    });
    expect(bench.json('session check --repair')).toMatchObject({ sound: true, kept: `${history}.damaged-1` });
    expect(bench.line('advance-clock 1s').code).toBe(0);
    expect(bench.line('session check').stdout).toContain('1 step can be undone');
  });

  it('restores a session whose file is gone', () => {
    const bench = started();
    const good = readFileSync(fileOf(bench));
    rmSync(fileOf(bench));
    expect(bench.line('session check')).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('can be restored to its state at 1s'),
      stderr: 'mcast: the file of session default no longer exists\nhint: Restore it with: mcast session check --repair\n',
    });
    expect(bench.json('session check --repair')).toMatchObject({ restored: true, kept: null, problem: { line: null } });
    expect(readFileSync(fileOf(bench)).equals(good)).toBe(true);
    expect(bench.line('session check nowhere').stderr).toContain('there is no session nowhere');
  });

  it('restores none that another command has started before the lock was had', () => {
    const bench = started();
    const file = fileOf(bench);
    rmSync(file);
    const other = createBench();
    other.line('init');
    const start = () => {
      copyFileSync(fileOf(other), file);
      return () => {};
    };
    const place = { name: 'default', label: 'default', path: file };
    const { sound, restored } = examine(place, { repair: true, isThere: () => existsSync(file) }, start);
    expect({ sound, restored }).toEqual({ sound: true, restored: false });
    expect(readFileSync(file).equals(readFileSync(fileOf(other)))).toBe(true);
  });

  it('looks at what may only be read', () => {
    const bench = started();
    chmodSync(fileOf(bench), 0o400);
    expect(bench.line('session check').code).toBe(0);
  });

  it.each(DAMAGES)('--repair restores the newest state where %s, and keeps the damaged file', (_, damage, line) => {
    const bench = started();
    const file = fileOf(bench);
    const good = readFileSync(file);
    writeFileSync(file, damage(good));
    const damaged = readFileSync(file);
    expect(bench.json('session check --repair')).toMatchObject({
      sound: false,
      problem: { line },
      good: { nowNs: 1e9, command: 'advance-clock 1s' },
      restored: true,
      kept: `${file}.damaged-1`,
    });
    expect(readFileSync(file).equals(good)).toBe(true);
    expect(readFileSync(`${file}.damaged-1`).equals(damaged)).toBe(true);
    expect(statSync(`${file}.damaged-1`).mode & 0o777).toBe(0o600);
    expect(bench.line('redo').stdout).toContain('clock 1s → 3s');
    writeFileSync(file, damaged);
    expect(bench.json('session check --repair')).toMatchObject({ good: { nowNs: 3e9 }, kept: `${file}.damaged-2` });
  });

  it('goes back to an older state where the history is damaged as well', () => {
    const bench = started();
    const file = fileOf(bench);
    writeFileSync(file, '{');
    const history = readFileSync(`${file}.history`, 'utf8').split('\n');
    writeFileSync(`${file}.history`, history.map((text, at) => (at === 3 ? text.slice(3) : text)).join('\n'));
    expect(bench.json('session check')).toMatchObject({
      history: { damagedLines: [4] },
      good: { nowNs: 0, command: 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2' },
    });
  });

  it('has nothing to restore from without a history, and leaves the file alone', () => {
    const bench = started();
    const file = fileOf(bench);
    rmSync(`${file}.history`);
    writeFileSync(file, '{');
    const { code, stderr } = bench.line('session check --repair');
    expect(code).toBe(4);
    expect(stderr).toContain('Nothing is known that it could be restored from');
    expect(readFileSync(file, 'utf8')).toBe('{');
    expect(readdirSync(dirname(file))).toEqual(['default.json']);
  });

  it('takes a session of a newer version for no damage', () => {
    const bench = started();
    const file = fileOf(bench);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"version": 2', '"version": 3'));
    expect(bench.json('session check --repair')).toMatchObject({ good: null, error: { code: 'SESSION_NEWER_VERSION' } });
  });

  it('restores a session whose history was written anew, from the text that stands there', () => {
    const bench = createBench();
    const data = join(bench.folder, 'data');
    const store = new SessionStore(new DiskShelf(data), { flag: 'long', environment: undefined });
    for (let step = 0; step < 260; step += 1) {
      store.change(store.chosen(), (lab) => ({ result: advanceClock(lab, { byNs: 1 }), line: 'advance-clock 1ns' }));
    }
    const file = fileOf(bench, 'long');
    expect(readFileSync(`${file}.history`, 'utf8').split('\n').length).toBeLessThan(150);
    writeFileSync(file, '');
    expect(bench.json('session check long --repair')).toMatchObject({ good: { nowNs: 260 }, restored: true });
    expect(bench.line('undo 128 --session long').code).toBe(0);
  });

  it('says that others can write in the folder', () => {
    const bench = started();
    chmodSync(dirname(fileOf(bench)), 0o777);
    expect(bench.line('session check').stderr).toMatch(/^mcast: other users can write to .+ and could replace the session\n$/);
  });

  it('is refused to repair in a script', () => {
    const bench = started();
    expect(bench.run('run', '-c', 'session check --repair').code).toBe(2);
    expect(bench.run('run', '-c', 'session check').code).toBe(0);
  });
});
