import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { converse, converseWithShell } from './conversation.js';
import { createBench } from './program.js';

const DOWN = '\u001b[B';
const CTRL_C = '\u0003';

describe('on a terminal', () => {
  it('route add asks for what is missing', async () => {
    const bench = createBench();
    const talk = converse(bench, ['route', 'add']);
    await talk.answer('Source address', '10.0.1');
    await talk.answer('only 3 of the 4 numbers', '.9\r');
    await talk.answer('Group', '10.0.1.9\r');
    await talk.answer('not a multicast address', '\u0015239.1.1.1\r');
    await talk.answer('Input interface', '\r');
    await talk.answer('Outgoing interfaces', ` ${DOWN} \r`);
    const { code, screen } = await talk.end();
    expect(screen).toContain('installed (10.0.1.9, 239.1.1.1) eth1 → eth2, eth3');
    expect(code).toBe(0);
  });

  it('inject asks only for what is missing, and keeps the order of what was given', async () => {
    const bench = createBench();
    const talk = converse(bench, ['inject', '--ttl', '9', '--', '10.0.1.8']);
    await talk.answer('Group', '239.1.1.2\r');
    await talk.answer('Input interface', `${DOWN}\r`);
    const { code, screen } = await talk.end();
    expect(screen).toContain('packet 1 queued: there is no route (10.0.1.8, 239.1.1.2)');
    expect(code).toBe(0);
    expect(bench.json('show pending')).toMatchObject({ pending: [{ source: '10.0.1.8', queue: [{ iif: 'eth2', ttl: 9 }] }] });
  });

  it.each([
    ['alone', CTRL_C],
    ['behind text that comes with it', `10.0.1.9${CTRL_C}`],
    ['before text that comes with it', `${CTRL_C}10.0.1.9`],
    ['before a line that comes with it', `${CTRL_C}10.0.1.9\r`],
  ])('Ctrl-C at a question, %s, ends the program as it ends others, and changes nothing', async (_, keys) => {
    const bench = createBench();
    const talk = converse(bench, ['route', 'add']);
    await talk.answer('Source address', keys);
    const { signal, screen } = await talk.end();
    expect(screen).toContain('interrupted: nothing was changed');
    expect(signal).toBe(constants.signals.SIGINT);
    expect(bench.json('session list')).toMatchObject({ sessions: [] });
  });

  it('Ctrl-C at a question ends the loop of a shell', async () => {
    const talk = converseWithShell(createBench(), 'for n in 1 2 3; do echo "round $n"; $MCAST route add; done');
    await talk.answer('Source address', CTRL_C);
    const { screen } = await talk.end();
    expect(screen).not.toContain('round 2');
  });

  it('a dumb terminal is asked nothing', async () => {
    const talk = converse(createBench(), ['route', 'add'], { TERM: 'dumb' });
    const { code, screen } = await talk.end();
    expect(screen).toContain('SOURCE, GROUP, --iif, --oif are missing');
    expect(talk.written()).not.toContain('\u001b');
    expect(code).toBe(2);
  });

  it('without interfaces there is nothing to choose', async () => {
    const bench = createBench();
    bench.line('init --no-interfaces');
    const { code, screen } = await converse(bench, ['route', 'add', '10.0.1.9', '239.1.1.1']).end();
    expect(screen).toContain('there are no more interfaces to choose from');
    expect(code).toBe(1);
  });

  it.each([
    ['y', 'removed (10.0.1.9, 239.1.1.1)', 0, 0],
    ['n', 'nothing was changed', 1, 1],
  ])('route rm --all asks, and %s is an answer', async (key, shown, exit, left) => {
    const bench = createBench();
    bench.line('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2');
    const talk = converse(bench, ['route', 'rm', '--all']);
    await talk.answer('Remove all installed routes?', `${key}\r`);
    const { code, screen } = await talk.end();
    expect(screen).toContain(shown);
    expect(code).toBe(exit);
    expect(bench.json('show routes').routes).toHaveLength(left);
  });

  it('session remove asks', async () => {
    const bench = createBench();
    bench.line('init --session demo');
    const talk = converse(bench, ['session', 'remove', 'demo']);
    await talk.answer('Remove session demo?', 'y\r');
    expect(await talk.end()).toMatchObject({ code: 0, screen: expect.stringContaining('removed session demo') });
  });

  it('session remove asks about the sessions that a pattern matches', async () => {
    const bench = createBench();
    for (const name of ['demo', 'typo-1', 'typo-2']) bench.line(`init --session ${name}`);
    const talk = converse(bench, ['session', 'remove', 'typo-*']);
    await talk.answer('Remove sessions typo-1, typo-2?', 'y\r');
    expect((await talk.end()).code).toBe(0);
    expect(bench.json('session list').sessions).toMatchObject([{ name: 'demo' }]);
  });

  it('shows tables, and colour unless it is not wanted', async () => {
    const bench = createBench();
    bench.line('inject 10.0.1.9 239.1.1.1 --iif eth1');
    const drawn = await converse(bench, ['show']).end();
    expect(drawn.screen).toContain('──');
    for (const plain of [
      converse(bench, ['show', '--no-color']),
      converse(bench, ['show'], { NO_COLOR: '1' }),
      converse(bench, ['show'], { TERM: 'dumb' }),
    ]) {
      const { screen } = await plain.end();
      expect(screen).not.toContain('──');
      expect(screen).toContain('SOURCE    GROUP');
    }
  });

  it('a payload that would act on the terminal is shown escaped', async () => {
    const bench = createBench();
    bench.run('inject', '10.0.1.9', '239.1.1.1', '--iif', 'eth1', '--payload', '\u001b]0;owned\u0007\u202e\u009b31m');
    for (const words of [
      ['route', 'show', '10.0.1.9', '239.1.1.1'],
      ['route', 'show', '10.0.1.9', '239.1.1.1', '--json'],
    ]) {
      const { screen } = await converse(bench, words).end();
      expect(screen).toContain('owned');
      expect(screen).not.toMatch(/[\u0007\u001b\u009b\u202e]/);
    }
  });

  it('the prompt and what was typed are back after Ctrl-Z and fg', async () => {
    const talk = converseWithShell(createBench(), 'set -m; $MCAST; echo stopped; fg');
    await talk.answer('default 0s> ', 'show clo');
    await talk.type('\u001a', /stopped[\s\S]*default 0s> show clo/);
    await talk.type('ck\r', 'Clock 0s');
    await talk.type('.exit\r', '');
  });

  it('a frame has 80 columns where the terminal does not say how many it has', async () => {
    const bench = createBench();
    bench.line('init');
    const talk = converseWithShell(bench, 'stty cols 0; $MCAST watch --once --no-color');
    const { screen } = await talk.end();
    expect(Math.max(...screen.split('\n').map((line) => line.length))).toBe(80);
  });
});
