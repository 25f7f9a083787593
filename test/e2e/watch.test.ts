import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Conversation } from './conversation.js';
import { converse, converseWithShell } from './conversation.js';
import type { Bench } from './program.js';
import { createBench } from './program.js';

const [CTRL_C, CTRL_D, CTRL_Z] = ['\u0003', '\u0004', '\u001a'];
const PAIR = '10.0.1.9 239.1.1.1';

/** What takes the terminal, and what gives it back. */
const ENTERED = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const LEFT = '\u001b[?7h\u001b[?25h\u001b[?1049l';

/** A session that is watched, with something that waits. */
async function watch(words: readonly string[] = [], bench: Bench = createBench()): Promise<{ bench: Bench } & Conversation> {
  bench.line(`inject ${PAIR} --iif eth1`);
  const conversation = converse(bench, ['watch', ...words]);
  await conversation.answer('q leave', '');
  return { bench, ...conversation };
}

/** Waits until what is shown from now on has a text, while something is done elsewhere. */
function whileDoing({ type }: Conversation, action: () => void, shown: string | RegExp): Promise<string> {
  const seen = type('', shown);
  action();
  return seen;
}

describe('on a terminal, watch', () => {
  it('shows what the last command changed, and what others do from then on', async () => {
    const { bench, ...watched } = await watch();
    expect(watched.written()).toContain(ENTERED);
    expect((await watched.type('', '')).length).toBe(0);
    await whileDoing(watched, () => bench.line(`inject ${PAIR} --iif eth1`), /■■□ +2 of 3 \+1/);
    await whileDoing(watched, () => bench.line(`route add ${PAIR} --iif eth1 --oif eth2`), /□□□ +was 2/);
    await whileDoing(watched, () => bench.line('undo'), `undid route add ${PAIR}`);
    await whileDoing(watched, () => bench.run('run', '-c', 'advance-clock 1s', '-c', 'advance-clock 1ms'), 'clock 0s → 1.001s');
    await watched.type('q', '');
    expect((await watched.end()).code).toBe(0);
  });

  it('shows what is done at a prompt elsewhere', async () => {
    const { bench, ...watched } = await watch();
    const prompt = converse(bench, []);
    await prompt.answer('> ', 'advance-clock 7s\r');
    await watched.type('', 'clock 0s → 7s');
  });

  it('shows a session that is not there, is begun, damaged and mended', async () => {
    const bench = createBench();
    const watched = converse(bench, ['watch']);
    const path = join(bench.folder, 'data', 'sessions', 'default.json');
    await watched.answer('There is no session default yet', '');
    await whileDoing(watched, () => bench.line('init'), 'the session as it began');
    await whileDoing(watched, () => writeFileSync(path, 'no\u001b[2J'), 'cannot use session default');
    expect(watched.written()).not.toContain('no\u001b[2J');
    await whileDoing(watched, () => rmSync(path), 'There is no session default yet');
    await whileDoing(watched, () => bench.line('advance-clock 1s'), 'Changes advance-clock 1s');
  });

  it('refuses a session that is named and not there, as other commands do', async () => {
    const bench = createBench();
    const { code, screen } = await converse(bench, ['watch', '--session', 'demo']).end();
    expect(screen).toContain('mcast: there is no session demo\n');
    expect(code).toBe(4);
    expect(bench.json('session list')).toMatchObject({ sessions: [] });
  });

  it('follows to the session that is taken into use', async () => {
    const { bench, ...watched } = await watch();
    bench.line('init --session demo');
    await whileDoing(watched, () => bench.line('session use demo'), ' demo ');
  });

  it('shows one part alone, scrolls, explains its keys', async () => {
    const { bench, ...watched } = await watch(['--part', 'events']);
    bench.line('inject 10.0.1.8 239.1.1.2 --iif eth1');
    await whileDoing(watched, () => bench.line('route add 10.0.1.8 239.1.1.2 --iif eth1 --oif eth2'), 'clock 0s');
    await whileDoing(watched, () => bench.line('inject 10.0.1.8 239.1.1.2 --iif eth4 --count 60'), '1–27 of 62');
    await watched.type('\u001b[6~', '27–53 of 62');
    await watched.type('G', '36–62 of 62');
    await watched.type('\u001b[A', '35–61 of 62');
    await watched.type('f', '1–27 of 62');
    await watched.type('?', 'Home End, g G');
    await watched.type('2', 'Interfaces 4');
    await watched.type('\u001b', 'Routes 1');
    await watched.type('7', /7 Counters \d/);
    watched.resize(60, 12);
    await watched.type('', 'q leave');
    watched.resize(20, 5);
    await watched.type('', 'too small');
    watched.resize(100, 30);
    await watched.type('', 'IPv4 packetsReceived');
  });

  it('moves the clock with --interactive, by steps that undo takes back', async () => {
    const { bench, ...watched } = await watch(['--interactive']);
    await watched.type('s', 'clock 0s → 1s');
    await watched.type('n', 'clock 1s → 10s');
    expect(bench.json('log')).toMatchObject({
      steps: [{}, { lines: [{ line: 'advance-clock 1s' }] }, { lines: [{ line: 'advance-clock --next' }] }],
    });
    await watched.type('u', 'clock 10s → 1s');
    await watched.type('r', 'clock 1s → 10s');
    await watched.type('n', 'clock 10s → 20s');
    await watched.type('n', 'no timer is armed');
    await watched.type('\t', 'q leave');
    expect(bench.line('undo').code).toBe(0);
    await watched.type('', 'clock 20s → 10s');
  });

  it('changes nothing without it', async () => {
    const { bench, ...watched } = await watch();
    await watched.type('snur?', 'this help, and back');
    expect(bench.json('show clock')).toMatchObject({ nowNs: 0 });
  });

  it.each([
    ['with NO_COLOR', [], { NO_COLOR: '1' }, false],
    ['with --no-color', ['--no-color'], {}, false],
    ['without', [], {}, true],
  ] as const)('%s has colours or not', async (_how, words, more, hasColours) => {
    const bench = createBench();
    bench.line(`inject ${PAIR} --iif eth1`);
    const watched = converse(bench, ['watch', ...words], more);
    await watched.answer('q leave', 'q');
    await watched.end();
    expect(/\u001b\[[0-9;]*[1-9][0-9;]*m/.test(watched.written())).toBe(hasColours);
  });
});

describe('the terminal is as it was', () => {
  const STATE = `stty -a | tr ';' '\\n' | grep -Eo -- '-?(icanon|echo|isig|icrnl|opost)\\b' | sort | tr '\\n' ' '`;

  it.each([
    ['q', 'q', 0],
    ['Ctrl-C', CTRL_C, 0],
    ['Ctrl-D', CTRL_D, 0],
    ['SIGTERM', 'TERM', 143],
    ['SIGINT', 'INT', 130],
    ['SIGHUP', 'HUP', 129],
    ['SIGQUIT', 'QUIT', 131],
  ])('after %s', async (_how, by, code) => {
    const bench = createBench();
    bench.line(`inject ${PAIR} --iif eth1`);
    const shell = `trap : INT QUIT; ${STATE}; echo before; ulimit -c 0; sh -c 'echo $$ > pid; exec $MCAST watch'; echo "code $?"; ${STATE}; echo after`;
    const watched = converseWithShell(bench, shell);
    await watched.answer('q leave', '');
    if (by.length > 1) process.kill(Number(readFileSync(join(bench.folder, 'pid'), 'utf8')), `SIG${by}`);
    else await watched.type(by, 'code ');
    const { screen } = await watched.end();
    const [before, after] = Array.from(screen.matchAll(/^((?:-?(?:icanon|echo|isig|icrnl|opost) ?)+)/gm), ([, state]) => state);
    expect(before).toContain('icanon');
    expect(after).toBe(before);
    expect(screen).toContain(`code ${code}`);
    expect(watched.written().split(LEFT)).toHaveLength(2);
    expect(watched.written().split(LEFT)[1]).not.toContain('Interfaces');
  });

  it('while it is stopped, and painted anew when it goes on', async () => {
    const { type, kill, written } = await watch();
    await type(CTRL_Z, '');
    await until(() => written().includes(LEFT));
    const painted = written().length;
    // It may be about to stop only.
    await until(() => {
      kill('SIGCONT');
      return written().slice(painted).includes('q leave');
    });
    expect(written().slice(painted)).toContain(ENTERED);
    const length = written().length;
    await type('q', '');
    await until(() => written().slice(length).includes(LEFT));
  });
});

describe('without a terminal, watch', () => {
  it.each([
    ['refuses', 'watch', 'watch needs a terminal'],
    ['refuses in a script', 'run -c watch', 'watch needs a separate terminal'],
    ['has no document', 'watch --json', 'watch cannot be combined with --json or --quiet'],
    ['knows no size of its own', 'watch --columns 80', '--columns and --rows require --once'],
    ['knows its parts', 'watch --part route', 'Did you mean routes?'],
    ['knows its limits', 'watch --once --rows 11', '--rows'],
  ])('%s', (_what, line, message) => {
    const { code, stdout, stderr } = createBench().line(line);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    if (!line.includes('--json')) expect(stdout).toBe('');
  });

  it('draws on no dumb terminal', async () => {
    const { code, screen } = await converse(createBench(), ['watch'], { TERM: 'dumb' }).end();
    expect(screen).toContain('TERM is dumb');
    expect(code).toBe(2);
  });

  it('prints one picture, and is not the start of a session', () => {
    const bench = createBench();
    expect(bench.line('watch --once')).toMatchObject({
      code: 0,
      stderr: 'mcast: session default was never started; this is the standard session\n',
    });
    expect(bench.json('session list')).toMatchObject({ sessions: [] });
    bench.line(`inject ${PAIR} --iif eth1`);
    const { code, stdout } = bench.line('watch --once --columns 60 --rows 12');
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(13);
    expect(lines[1]).toBe(`▸ 1 Changes inject ${PAIR} --iif eth1  1–1 of 8 ─`);
    expect(bench.json('watch --once')).toMatchObject({
      command: 'watch',
      session: 'default',
      nowNs: 0,
      step: 1,
      deeds: { verb: 'did', steps: [{ lines: [{ line: `inject ${PAIR} --iif eth1` }] }] },
    });
  });

  it('shows in a script what its lines have done', () => {
    const { run } = createBench();
    const { code, stdout } = run('run', '-c', `inject ${PAIR} --iif eth1`, '-c', 'advance-clock 1s', '-c', 'watch --once');
    expect(code).toBe(0);
    expect(stdout).toMatch(/clock 0s → 1s, .*step 2\n▸ 1 Changes advance-clock 1s ─/);
  });

  it('says why a session cannot be used', () => {
    const bench = createBench();
    bench.line('init');
    writeFileSync(join(bench.folder, 'data', 'sessions', 'default.json'), 'no');
    expect(bench.line('watch --once')).toMatchObject({ code: 4, stderr: expect.stringContaining('cannot use session') });
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; !holds() && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(holds()).toBe(true);
}
