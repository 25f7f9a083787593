import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LabError } from '../../src/core/errors.js';
import type { SessionRef } from '../../src/session/session-ref.js';
import { follow } from '../../src/watch/follow.js';

/** Much longer than following takes, so that a busy machine does not matter. */
const PATIENCE_MS = 10_000;

/** Longer than a change is settled and looked for. */
const QUIET_MS = 600;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A folder with a session, and what counts how often it was told to have changed. */
function createFollowed(path = 'sessions/one.json') {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-follow-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'sessions'));
  const placeOf = (name: string): SessionRef => ({ name: null, label: name, path: join(folder, name) });
  let chosen = path;
  let changes = 0;
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, `${name}.tmp`), text);
    renameSync(join(folder, `${name}.tmp`), join(folder, name));
  };
  write('sessions/one.json', '{}');
  const start = () => {
    const following = follow(
      () => {
        if (chosen === '') throw new LabError('USAGE', 'no name');
        return placeOf(chosen);
      },
      () => {
        changes += 1;
      },
    );
    onTestFinished(() => following.stop());
    return following;
  };
  const toldAfter = async (count: number) => {
    for (const until = Date.now() + PATIENCE_MS; changes < count && Date.now() < until; ) await pause(5);
    await pause(QUIET_MS);
    return changes;
  };
  return { folder, write, start, toldAfter, choose: (name: string) => (chosen = name) };
}

it('tells of a session that is replaced, once for a burst', async () => {
  const { write, start, toldAfter } = createFollowed();
  start();
  for (let n = 0; n < 20; n += 1) write('sessions/one.json', `${n}`);
  expect(await toldAfter(1)).toBe(1);
  write('sessions/one.json', 'more');
  expect(await toldAfter(2)).toBe(2);
});

it('tells of its history, and of nothing else in the folder', async () => {
  const { write, start, toldAfter } = createFollowed();
  start();
  write('sessions/two.json', '{}');
  write('sessions/one.json.lock', '1');
  expect(await toldAfter(0)).toBe(0);
  write('sessions/one.json.history', 'step');
  expect(await toldAfter(1)).toBe(1);
});

it('tells of one that goes and comes, its folder with it', async () => {
  const { folder, write, start, toldAfter } = createFollowed();
  start();
  rmSync(join(folder, 'sessions'), { recursive: true });
  expect(await toldAfter(1)).toBe(1);
  mkdirSync(join(folder, 'sessions'));
  write('sessions/one.json', '{}');
  expect(await toldAfter(2)).toBe(2);
  write('sessions/one.json', 'again');
  expect(await toldAfter(3)).toBe(3);
});

it('follows a link to where the session is', async () => {
  const { folder, write, start, toldAfter } = createFollowed('link.json');
  symlinkSync('sessions/one.json', join(folder, 'link.json'));
  start();
  write('sessions/one.json', 'again');
  expect(await toldAfter(1)).toBe(1);
});

it('follows to another place, and away from one that cannot be named', async () => {
  const { write, start, toldAfter, choose } = createFollowed();
  write('sessions/two.json', '{}');
  start();
  choose('sessions/two.json');
  expect(await toldAfter(1)).toBe(1);
  write('sessions/one.json', 'again');
  expect(await toldAfter(1)).toBe(1);
  choose('');
  expect(await toldAfter(2)).toBe(2);
  choose('sessions/two.json');
  expect(await toldAfter(3)).toBe(3);
});

it('tells nothing any more when it was stopped', async () => {
  const { write, start, toldAfter } = createFollowed();
  start().stop();
  write('sessions/one.json', 'again');
  expect(await toldAfter(0)).toBe(0);
});
