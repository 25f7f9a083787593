import { describe, expect, it } from 'vitest';
import { describeDeeds } from '../../src/render/watch/deeds.js';
import type { History } from '../../src/session/history.js';
import { whatWasDone } from '../../src/watch/what-was-done.js';

/** A history of one-letter commands: those before the first step, those in force, those undone; `(ab)` is a script. */
function historyOf([earlier, done, undone = '']: readonly [string, string, string?]): History {
  const line = (text: string) => ({ line: text, atNs: 0 });
  const steps = (text: string) =>
    Array.from(text.matchAll(/\((\w*)\)|\w/g), ([step, inner]) => ({
      lines: Array.from(inner ?? step, line),
      script: inner === undefined ? null : 's',
    }));
  const inForce = steps(done);
  return {
    earlier: Array.from(earlier, line),
    isComplete: true,
    steps: [...inForce, ...steps(undone)],
    position: inForce.length,
  };
}

describe('what was done', () => {
  it.each([
    ['nothing', ['', 'ab'], ['', 'ab'], null],
    ['a command', ['', 'a'], ['', 'ab'], 'b'],
    ['several', ['', 'a'], ['', 'abc'], '2 steps, the last: c'],
    ['a script', ['', 'a'], ['', 'a(bcd)'], 'script s (3 commands)'],
    ['a script too long to be remembered', ['', 'a'], ['', 'a()'], 'script s (0 commands)'],
    ['a command, with the history shortened', ['', 'abc'], ['ab', 'cd'], 'd'],
    ['the history shortened, and nothing else', ['', 'abc'], ['abc', ''], null],
    ['an undo', ['', 'abc'], ['', 'ab', 'c'], 'undid c'],
    ['several undone', ['', 'abc'], ['', 'a', 'bc'], 'undid 2 steps, the last: b'],
    ['a script undone', ['', 'a(bc)'], ['', 'a', '(bc)'], 'undid script s (2 commands)'],
    ['all undone', ['x', 'a'], ['x', '', 'a'], 'undid a'],
    ['a redo', ['', 'a', 'bc'], ['', 'ab', 'c'], 'redid b'],
    ['an undo, with more undone before', ['', 'ab', 'c'], ['', 'a', 'bc'], 'undid b'],
    ['a command after an undo', ['', 'ab', 'c'], ['', 'abd'], 'd'],
    ['an undo and another command at once', ['', 'abc'], ['', 'abd'], 'd'],
    ['begun anew', ['', 'abc'], ['i', ''], 'i'],
    ['begun anew, and a command', ['', 'abc'], ['i', 'd'], 'd'],
    ['begun anew, and more commands than before', ['', 'a'], ['i', 'de'], 'e'],
    ['something that no history tells', ['', 'abc'], ['', ''], 'changed without a command'],
  ] as const)('%s', (_what, before, now, told) => {
    const deeds = whatWasDone(historyOf(before), historyOf(now));
    expect(deeds === null ? null : describeDeeds(deeds)).toBe(told);
  });

  it.each([
    ['the last command', ['x', 'ab', 'c'], 'b'],
    ['how it began', ['x', '', 'a'], 'x'],
    ['nothing known', ['', ''], 'changed without a command'],
  ] as const)('at first it is %s', (_what, now, told) => {
    expect(describeDeeds(whatWasDone(null, historyOf(now)) ?? { verb: 'unknown' })).toBe(told);
  });
});
