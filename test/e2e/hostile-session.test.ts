import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { converse } from './conversation.js';
import { createBench } from './program.js';

/** The title of the window set, the clipboard written, the screen cleared, and text turned round. */
const HOSTILE = '\u001b]0;owned\u0007\u001b]52;c;eA==\u0007\u001b[2J\u009b2J\u202e\u007f\r\nall is well';

/** What is left on a screen once colours and the moves of the cursor are gone, and what acts on terminals all the same. */
const RAW = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]/;

it('a file of more than a gigabyte is refused by its size, before any of it is read', () => {
  const bench = createBench();
  bench.line('init --session ./huge.json');
  const path = join(bench.folder, 'huge.json');
  // The rest is a hole, which takes no room on the disk.
  truncateSync(path, 1_200_000_000);
  const from = Date.now();
  const ran = bench.line('show --session ./huge.json');
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  expect(ran.stderr).toMatch(
    /^mcast: .*huge\.json cannot be read: it is too large to read; raise the limit with NODE_OPTIONS=--max-old-space-size=8192\nhint: .*\n$/,
  );
  expect(Date.now() - from).toBeLessThan(5_000);
  expect(statSync(path).size).toBe(1_200_000_000);
});

it('no text of a session, of its history, of a script or of the environment acts on a terminal', async () => {
  const bench = createBench();
  expect(bench.run('inject', '10.0.1.9', '239.1.1.1', '--iif=eth1', `--payload=${HOSTILE}`).code).toBe(0);
  const history = join(bench.folder, 'data/sessions/default.json.history');
  const forged = readFileSync(history, 'utf8').replaceAll(' inject ', ` inject ${JSON.stringify(HOSTILE).slice(1, -1)} `);
  writeFileSync(history, forged);
  writeFileSync(join(bench.folder, 'hostile.mcast'), `${HOSTILE}\nshow ${HOSTILE}\nshow clock\n`);
  const lines = [
    ['route', 'show', '10.0.1.9', '239.1.1.1'],
    ['log'],
    ['log', '--script'],
    ['show', '--json'],
    ['route', 'add', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--oif', 'eth2', '--dry-run'],
    ['run', 'hostile.mcast', '--echo', '--keep-going'],
    ['expect', 'last-packet', 'forwarded'],
    ['show', `--session=${HOSTILE}`],
  ];
  for (const words of lines) {
    const { screen } = await converse(bench, words).end();
    expect(screen, words.join(' ')).not.toMatch(RAW);
    expect(screen.length).toBeGreaterThan(20);
  }
  const { screen } = await converse(bench, ['show', 'clock'], { MCAST_SESSION: HOSTILE }).end();
  expect(screen.replaceAll(/\s+/g, ' ')).toContain('MCAST_SESSION: invalid session name "\\x1b]0;owned');
  expect(screen).not.toMatch(RAW);
});

it('the prompt names no session whose name acts on a terminal', async () => {
  const { answer, end } = converse(createBench(), [], { MCAST_SESSION: HOSTILE });
  await answer('? > ', 'show clock\r');
  await answer('invalid session name', '.exit\r');
  const { code, screen } = await end();
  expect(code).toBe(0);
  expect(screen).not.toMatch(RAW);
});
