import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOST } from '../../src/cli/process-context.js';
import { Aborted } from '../../src/execute/aborted.js';
import { EXIT, exitCodeOf } from '../../src/execute/exit.js';
import { grouped, Pace, percentage } from '../../src/execute/pace.js';
import type { Steps } from '../../src/ops/steps.js';

let shown: string[];
let pace: Pace;

const terminal = { showStatus: (text: string) => void shown.push(text) };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  shown = [];
  pace = new Pace(terminal, HOST);
});

afterEach(() => {
  vi.useRealTimers();
});

/** So many steps, each of which takes so long. */
function* steps(count: number, ms: number, during: (step: number) => void = () => {}): Steps<string> {
  for (let done = 1; done <= count; done += 1) {
    vi.setSystemTime(Date.now() + ms);
    during(done);
    yield { done, total: count, unit: 'packets' };
  }
  return 'all of it';
}

/** What was shown, without what was wiped. */
function statuses(): string[] {
  return shown.filter((text) => text !== '');
}

describe('work in steps', () => {
  it('is done whole', async () => {
    expect(await pace.through(steps(10, 0), 'inject')).toBe('all of it');
  });

  it('that is short takes no turn, and listens to nothing', async () => {
    const turn = vi.fn();
    setImmediate(turn);
    const listeners = process.listenerCount('SIGINT');
    const heard: number[] = [];
    await pace.through(
      steps(4, 10, () => heard.push(process.listenerCount('SIGINT'))),
      'inject',
    );
    expect(turn).not.toHaveBeenCalled();
    expect(heard).toEqual([listeners, listeners, listeners, listeners]);
  });

  it('shows nothing for two seconds, then how far it has come, and wipes it at the end', async () => {
    await pace.through(steps(5, 500), 'inject');
    expect(statuses()).toEqual(['inject: 4 of 5 packets (80 %)', 'inject: 5 of 5 packets (100 %)']);
    expect(shown.at(-1)).toBe('');
  });

  it('shows it ten times a second at most', async () => {
    await pace.through(steps(40, 60), 'inject');
    expect(statuses()).toHaveLength(4);
  });

  it('shows nothing with --quiet', async () => {
    pace.startLine(true);
    pace.announce('reading');
    await pace.through(steps(5, 1_000), 'inject');
    expect(statuses()).toEqual([]);
  });

  it('is named after what it belongs to', async () => {
    pace.begin();
    pace.title = '3 of 20 scripts, ';
    await pace.through(steps(1, 2_000), 'inject');
    pace.end();
    expect(statuses()).toEqual(['3 of 20 scripts, inject: 1 of 1 packets (100 %)']);
  });
});

describe('Ctrl-C', () => {
  it('breaks off what is done, between two steps', async () => {
    const reached: number[] = [];
    const work = steps(10, 60, (step) => {
      reached.push(step);
      if (step === 3) pace.interrupt();
    });
    await expect(pace.through(work, 'inject')).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(reached).toEqual([1, 2, 3]);
    expect(pace.isAborted).toBe(true);
    expect(() => pace.check()).toThrow(Aborted);
  });

  it('is heard as a signal, once: the next one ends the program', async () => {
    const listeners = process.listenerCount('SIGINT');
    const heard: number[] = [];
    const work = steps(3, 60, (step) => {
      if (step === 2) process.emit('SIGINT');
      heard.push(process.listenerCount('SIGINT') - listeners);
    });
    await expect(pace.through(work, 'inject')).rejects.toBeInstanceOf(Aborted);
    expect(heard).toEqual([0, 0]);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });

  it('is nothing to the line after', async () => {
    await expect(pace.through(steps(2, 60, pace.interrupt), 'inject')).rejects.toBeInstanceOf(Aborted);
    pace.interrupt();
    pace.startLine(false);
    expect(pace.isAborted).toBe(false);
    expect(await pace.through(steps(2, 60), 'inject')).toBe('all of it');
  });

  it('ends what may never come', async () => {
    pace.begin();
    const waited = pace.waitFor(new Promise<string>(() => {}));
    pace.interrupt();
    await expect(waited).rejects.toMatchObject({ code: 'INTERRUPTED' });
    pace.end();
  });

  it('is told by the exit code 130, and full memory by 4', () => {
    expect(exitCodeOf({ code: 'INTERRUPTED', isUnderstood: true })).toBe(EXIT.interrupted);
    expect(exitCodeOf({ code: 'SESSION_TOO_LARGE', isUnderstood: true })).toBe(EXIT.session);
  });
});

it.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [1_234_567, '1,234,567'],
])('%d is grouped', (number, text) => {
  expect(grouped(number)).toBe(text);
});

it.each([
  [1, null, ''],
  [1, 0, ''],
  [0, 3, ' (0 %)'],
  [2, 3, ' (66 %)'],
  [4, 3, ' (100 %)'],
])('%d of %s is told in per cent where that is known', (done, total, text) => {
  expect(percentage(done, total)).toBe(text);
});
