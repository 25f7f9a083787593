import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { plainStyle } from '../../src/render/style.js';
import type { Subject } from '../../src/render/watch/frame.js';
import { FIRST_LOOK } from '../../src/render/watch/frame.js';
import type { Stepper } from '../../src/watch/stepper.js';
import { WatchLoop } from '../../src/watch/watch-loop.js';

const LEFT = '\u001b[?7h\u001b[?25h\u001b[?1049l';

/** A terminal whose writes and modes are written down. */
class FakeTerminal extends EventEmitter {
  readonly columns = 80;
  readonly rows = 24;
  readonly written: string[] = [];
  isRaw = false;
  isPaused = true;
  fault: string | null = null;

  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }

  resume(): void {
    this.isPaused = false;
  }

  pause(): void {
    this.isPaused = true;
  }

  write = (text: string): string | null => {
    this.written.push(text);
    return this.fault;
  };

  type(keys: string): void {
    this.emit('data', Buffer.from(keys));
  }

  get text(): string {
    return this.written.join('');
  }
}

const MISSING: Subject = { kind: 'missing', label: 'demo' };

/** A loop that runs on a fake terminal. */
function start(look: () => Subject = () => MISSING, stepper: Stepper | null = null) {
  const terminal = new FakeTerminal();
  const place = () => ({ name: null, label: 'demo', path: '/nowhere/at/all.json' });
  const loop = new WatchLoop(
    { place, look, first: FIRST_LOOK, style: plainStyle, stepper, write: terminal.write },
    terminal,
    terminal,
    process,
  );
  return { terminal, ended: loop.run() };
}

/** What a loop leaves behind. */
function expectAsItWas(terminal: FakeTerminal): void {
  expect(terminal).toMatchObject({ isRaw: false, isPaused: true });
  expect(terminal.text.split(LEFT)).toHaveLength(2);
  expect(terminal.text.endsWith(LEFT)).toBe(true);
  expect([...terminal.eventNames()]).toEqual([]);
}

describe('the loop', () => {
  it('takes the terminal, and gives it back', async () => {
    const listeners = process.listenerCount('SIGTERM');
    const { terminal, ended } = start();
    expect(terminal).toMatchObject({ isRaw: true, isPaused: false });
    expect(process.listenerCount('SIGTERM')).toBe(listeners + 1);
    terminal.type('q');
    await ended;
    expectAsItWas(terminal);
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
  });

  it('gives it back when something breaks, and says what', async () => {
    let isBroken = false;
    const stepper = { knows: (key: string) => key === 's', step: async () => null };
    const { terminal, ended } = start(() => {
      if (isBroken) throw new Error('broken');
      return MISSING;
    }, stepper);
    isBroken = true;
    terminal.type('s');
    await expect(ended).rejects.toThrow('broken');
    expectAsItWas(terminal);
  });

  it.each(['end', 'error'])('ends when the terminal is gone: %s', async (event) => {
    const { terminal, ended } = start();
    terminal.emit(event, new Error('EIO'));
    await ended;
    expectAsItWas(terminal);
  });

  it('ends when nothing can be written any more', async () => {
    const { terminal, ended } = start();
    terminal.fault = 'input/output error';
    terminal.type('?');
    await ended;
    expectAsItWas(terminal);
  });

  it('takes an Escape for one when nothing follows, and for a part of a key when something does', async () => {
    const { terminal, ended } = start();
    terminal.type('?');
    terminal.type('\u001b');
    const helped = terminal.written.length;
    terminal.type('[');
    terminal.type('A');
    expect(terminal.written).toHaveLength(helped);
    terminal.type('\u001b');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(terminal.written.length).toBeGreaterThan(helped);
    expect(terminal.written.at(-1)).toContain('There is no session demo yet');
    terminal.type('q');
    await ended;
  });

  it('carries out one step at a time, and each key that was pressed', async () => {
    const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
    const steps: ((message: string | null) => void)[] = [];
    const step = () => new Promise<string | null>((resolve) => steps.push(resolve));
    const { terminal, ended } = start(undefined, { knows: (key) => key === 's', step });
    terminal.type('sss');
    await turn();
    expect(steps).toHaveLength(1);
    steps[0]?.('no timer is armed');
    await turn();
    expect(terminal.text).toContain('no timer is armed');
    expect(steps).toHaveLength(2);
    steps[1]?.(null);
    await turn();
    expect(steps).toHaveLength(3);
    terminal.type('q');
    await ended;
  });
});
