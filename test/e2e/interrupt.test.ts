import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { converse } from './conversation.js';
import { validateDocuments } from './json-documents.js';
import type { Bench } from './program.js';
import { createBench, PROGRAM } from './program.js';

const CTRL_C = '\u0003';
const PACKETS = 'inject 10.0.1.9 239.1.1.1 --iif eth1 --count 100000';
/** The prompt of the session that a bench begins with. */
const PROMPT = 'default 1s> ';

/** A session at one second, and a script that would take minutes. */
function prepare(): Bench {
  const bench = createBench();
  bench.line('advance-clock 1s');
  writeFileSync(join(bench.folder, 'long.mcast'), `show clock\nadvance-clock 1s\n${`${PACKETS} --quiet\n`.repeat(1_000)}`);
  writeFileSync(join(bench.folder, 'lines.mcast'), 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2\n'.repeat(500_000));
  return bench;
}

function stateOf({ folder }: Bench): Record<string, string> {
  const sessions = join(folder, 'data', 'sessions');
  return Object.fromEntries(readdirSync(sessions).map((name) => [name, readFileSync(join(sessions, name), 'utf8')]));
}

describe('Ctrl-C at the prompt', () => {
  it.each([
    ['a script', 'run long.mcast', /long\.mcast:\d+: interrupted: nothing was saved/],
    ['a script of short lines', 'run -q lines.mcast', /lines\.mcast:\d+: interrupted: nothing was saved/],
    ['a script that is read', '.read long.mcast', /long\.mcast:\d+: interrupted: nothing was saved/],
    ['lines on the line', `run -c 'advance-clock 1s' -c 'run long.mcast'`, /long\.mcast:\d+: interrupted: nothing was saved/],
    ['a test', 'test long.mcast', /mcast: interrupted: nothing was changed/],
  ])('breaks off %s, and the session is as it was', async (_, line, says) => {
    const bench = prepare();
    const before = stateOf(bench);
    const { answer, type, end } = converse(bench, []);
    await answer(PROMPT, `${line}\r`);
    await new Promise((go) => setTimeout(go, 700));
    const screen = await type(CTRL_C, new RegExp(`${says.source}[^]*${PROMPT}$`));
    expect(screen.match(/interrupted/g)).toHaveLength(1);
    expect(stateOf(bench)).toEqual(before);
    await type('show counters\r', 'Counters: all 0');
    await type('advance-clock 1s\r', 'clock 1s → 2s');
    await type('.exit\r', '');
    expect((await end()).code).toBe(0);
  });

  it('breaks off many packets between two of them', async () => {
    const bench = prepare();
    const before = stateOf(bench);
    const { answer, type } = converse(bench, []);
    // Both come at once, so that it is pressed before the first turn.
    await answer(PROMPT, `${PACKETS} -q\r`);
    await type(CTRL_C, /mcast: interrupted: nothing was changed\s+default 1s> $/);
    expect(stateOf(bench)).toEqual(before);
    await type('show counters\r', 'Counters: all 0');
  });

  it('drops what was typed ahead', async () => {
    const { answer, type } = converse(prepare(), []);
    await answer(PROMPT, 'run long.mcast\r');
    await type('advance-clock 5s\r', 'advance-clock 5s');
    await type(CTRL_C, /interrupted: nothing was saved\s+default 1s> $/);
    await type('show clock\r', /Clock 1s\s+default 1s> $/);
  });
});

describe('Ctrl-C', () => {
  it.each([
    ['a script', ['run', 'long.mcast'], /long\.mcast:\d+: interrupted: nothing was saved\s*$/],
    ['a script of short lines', ['run', '-q', 'lines.mcast'], /lines\.mcast:\d+: interrupted: nothing was saved\s*$/],
    ['a test', ['test', 'long.mcast'], /mcast: interrupted: nothing was changed\s*$/],
  ])('ends %s as it ends other programs, and says so', async (_, words, says) => {
    const bench = prepare();
    const before = stateOf(bench);
    const { answer, end } = converse(bench, words);
    await new Promise((go) => setTimeout(go, 1_000));
    await answer('', CTRL_C);
    const { signal, screen } = await end();
    expect(signal).toBe(constants.signals.SIGINT);
    expect(screen).toMatch(says);
    expect(stateOf(bench)).toEqual(before);
    expect(bench.line('advance-clock 1s').stderr).toBe('');
  });

  it.each([['check-file'], ['start']])('ends lesson %s', async (verb) => {
    const bench = prepare();
    const goals = '== Goals\nA goal.\n  expect route\n== Solution\nshow\n';
    writeFileSync(
      join(bench.folder, 'long.lesson'),
      `title: Long\n== Text\nText.\n== Task\nTask.\n== Start\nrun long.mcast\n${goals}`,
    );
    const { answer, end } = converse(bench, ['lesson', verb, './long.lesson']);
    await new Promise((go) => setTimeout(go, 1_500));
    await answer('', CTRL_C);
    expect(await end()).toMatchObject({
      signal: constants.signals.SIGINT,
      screen: expect.stringContaining('interrupted: nothing was changed'),
    });
  });

  it('ends a script that waits for its next line, and says that what it printed is not saved', async () => {
    const bench = prepare();
    const before = stateOf(bench);
    const { type, end } = converse(bench, ['run', '-']);
    await type('show clock\nadvance-clock 1s\n', 'clock 1s → 2s');
    await type(CTRL_C, '<stdin>:2: interrupted: nothing was saved');
    expect((await end()).signal).toBe(constants.signals.SIGINT);
    expect(stateOf(bench)).toEqual(before);
  });

  it('is told in JSON too', async () => {
    const bench = prepare();
    const child = spawn(process.execPath, [PROGRAM, 'run', '-', '--json'], { cwd: bench.folder, env: bench.environment });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      stdout += data;
      if (data.includes('"show"')) child.kill('SIGINT');
    });
    child.stdin.write('show clock\n');
    const signal = await new Promise((settle) => child.on('close', (_, by) => settle(by)));
    expect(signal).toBe('SIGINT');
    validateDocuments(stdout);
    const [, last] = stdout.trim().split('\n');
    expect(JSON.parse(last ?? '')).toEqual({
      schemaVersion: 1,
      command: null,
      line: 1,
      error: { code: 'INTERRUPTED', message: 'interrupted: nothing was saved', hint: null },
    });
  });
});

describe('what takes long', () => {
  it('shows on a terminal how far it has come, within its width', async () => {
    const wide = converse(prepare(), ['run', 'long.mcast']);
    await wide.type('', /long\.mcast:\d+: inject: [\d,]+ of 100,000 packets \(\d+ %\)/);
    await wide.type(CTRL_C, /\s+long\.mcast:\d+: interrupted: nothing was saved/);
    const narrow = converse(prepare(), ['run', 'long.mcast'], {}, 12);
    await narrow.type('', '\rlong.mca...');
  });

  it('shows nothing where stderr is no terminal', async () => {
    const bench = prepare();
    const child = spawn(process.execPath, [PROGRAM, 'run', '-q', 'long.mcast'], { cwd: bench.folder, env: bench.environment });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (data: string) => {
      stderr += data;
    });
    await new Promise((go) => setTimeout(go, 3_000));
    child.kill('SIGINT');
    await new Promise((settle) => child.on('close', settle));
    expect(stderr).toMatch(/^long\.mcast:\d+: interrupted: nothing was saved\n$/);
  });
});
