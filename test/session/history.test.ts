import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryRecord, LoggedLine } from '../../src/session/history.js';
import { RecordedHistory } from '../../src/session/history.js';
import { baseRecord, moveRecord, stepRecords } from '../../src/session/history-records.js';
import { versionOf } from '../../src/session/version.js';

const [A, B, C, D] = ['one\n', 'one\ntwo\n', 'three\n', 'four\nfive\n'].map(versionOf) as [Version, Version, Version, Version];
type Version = ReturnType<typeof versionOf>;

const line = (text: string): LoggedLine => ({ line: text, atNs: 0 });
const base = (at: Version): HistoryRecord => baseRecord(at, line('init'));
const lost = (at: Version): HistoryRecord => baseRecord(at, null);
const step = (earlier: Version, later: Version, name: string): HistoryRecord[] =>
  stepRecords({ earlier, later, lines: [line(name)], script: null });
const nothingAfter = (last: Version, at: Version): HistoryRecord => ({
  kind: 'void',
  before: last.fingerprint,
  after: at.fingerprint,
});

/** What a history tells, in short: commands before the first step, steps, and how many are in force. */
function tell(records: readonly HistoryRecord[], { fingerprint }: Version): unknown[] {
  const { earlier, isComplete, steps, position } = RecordedHistory.of(records, fingerprint);
  return [earlier.map((each) => each.line), steps.map(({ lines }) => lines[0]?.line), position, isComplete];
}

const NOTHING = [[], [], 0, false];

describe('a history', () => {
  const three = [base(A), ...step(A, B, 'b'), ...step(B, C, 'c'), ...step(C, D, 'd')];

  it.each<[string, HistoryRecord[], Version, unknown[]]>([
    ['tells nothing where there is none', [], A, NOTHING],
    ['begins with the start', [base(A)], A, [['init'], [], 0, true]],
    ['has its steps', three, D, [['init'], ['b', 'c', 'd'], 3, true]],
    ['keeps those that were undone', [...three, moveRecord(-2, D, B)], B, [['init'], ['b', 'c', 'd'], 1, true]],
    ['goes forward again', [...three, moveRecord(-2, D, B), moveRecord(1, B, C)], C, [['init'], ['b', 'c', 'd'], 2, true]],
    [
      'loses those that were undone with a new one',
      [...three, moveRecord(-2, D, B), ...step(B, A, 'a')],
      A,
      [['init'], ['b', 'a'], 2, true],
    ],
    ['has a step that changed nothing', [base(A), ...step(A, A, 'x')], A, [['init'], ['x'], 1, true]],
    ['tells nothing of a state it never led to', three, versionOf('x'), NOTHING],
    ['leaves out a step that never came to the session', three, C, [['init'], ['b', 'c'], 2, true]],
    ['leaves out several', three, A, [['init'], [], 0, true]],
    ['leaves out a move that never came to it', [...three, moveRecord(-2, D, B)], D, [['init'], ['b', 'c', 'd'], 3, true]],
    [
      'leaves out what was declared void',
      [...three, nothingAfter(D, C), ...step(C, A, 'a')],
      A,
      [['init'], ['b', 'c', 'a'], 3, true],
    ],
    ['leaves out all that was declared void', [...three, nothingAfter(D, A), ...step(A, C, 'x')], C, [['init'], ['x'], 1, true]],
    ['begins anew with a base', [...three, lost(A), ...step(A, B, 'x')], B, [[], ['x'], 1, false]],
    ['forgets what comes before a gap', [base(A), ...step(A, B, 'b'), ...step(C, D, 'd')], D, [[], ['d'], 1, false]],
    ['forgets a move beyond its steps', [base(A), moveRecord(-1, A, B)], B, NOTHING],
    ['forgets a move by more than numbers can hold', [base(A), moveRecord(2 ** 53 - 1, A, B)], B, NOTHING],
    ['goes on behind a void that leads nowhere', [nothingAfter(D, A), ...step(A, B, 'b')], B, [[], ['b'], 1, false]],
  ])('%s', (_, records, present, expected) => {
    expect(tell(records, present)).toEqual(expected);
  });

  it('knows the text at each of its steps, from each of them', () => {
    const texts = [A, B, C, D];
    texts.forEach((from, here) => {
      const records = here === 3 ? three : [...three, moveRecord(here - 3, D, from)];
      const history = RecordedHistory.of(records, from.fingerprint);
      expect(texts.map((_, position) => history.textAt(from.text, position))).toEqual(texts.map(({ text }) => text));
      expect(() => history.textAt(from.text, 4)).toThrow(RangeError);
      expect(() => history.textAt(from.text, -1)).toThrow(RangeError);
    });
  });

  it('notices a patch that was changed, though it can be applied', () => {
    const [real] = step(A, B, 'b');
    const [other] = step(C, B, 'b');
    if (real?.kind !== 'step' || other?.kind !== 'step') throw new Error('a step is a step');
    const history = RecordedHistory.of([base(A), { ...real, patch: other.patch }], B.fingerprint);
    expect(() => history.textAt(B.text, 0)).toThrow(RangeError);
  });
});

/** States that follow from each other by steps, and so many of them undone. */
const stories = fc.tuple(fc.array(fc.nat(9), { maxLength: 30 }), fc.nat(30), fc.nat(12));

describe('a compacted history', () => {
  it('tells the same of the newest steps', () => {
    const check = ([numbers, back, undoable]: [number[], number, number]) => {
      const states = [0, ...numbers].map((number, index) => versionOf(`head\n{${index}}\n${number}\n`));
      const steps = numbers.flatMap((_, index) => step(states[index] as Version, states[index + 1] as Version, String(index)));
      const position = Math.max(0, numbers.length - back);
      const present = states[position] as Version;
      const move = position === numbers.length ? [] : [moveRecord(position - numbers.length, states.at(-1) as Version, present)];
      const whole = RecordedHistory.of([base(states[0] as Version), ...steps, ...move], present.fingerprint);
      const short = RecordedHistory.of(whole.compacted(present.fingerprint, { undoable, characters: 1e6 }), present.fingerprint);
      const cut = Math.max(0, position - undoable);
      expect(short.position).toBe(position - cut);
      expect(short.steps).toEqual(whole.steps.slice(cut));
      expect(short.isComplete).toBe(true);
      expect(short.earlier.map((each) => each.line)).toEqual(['init', ...numbers.keys()].slice(0, cut + 1).map(String));
      const from = (history: RecordedHistory) => history.steps.map((_, index) => history.textAt(present.text, index));
      expect(from(short)).toEqual(states.slice(cut, -1).map(({ text }) => text));
    };
    fc.assert(fc.property(stories, check), { numRuns: 150 });
  });

  it('has no more of them than fit', () => {
    const big = [A, versionOf('b'.repeat(1000)), versionOf('c'.repeat(1000)), D] as const;
    const records = [base(A), ...step(big[0], big[1], 'b'), ...step(big[1], big[2], 'c'), ...step(big[2], big[3], 'd')];
    const history = RecordedHistory.of(records, D.fingerprint);
    const kept = (characters: number) => {
      const compacted = history.compacted(D.fingerprint, { undoable: 9, characters });
      return tell(compacted, D);
    };
    expect(kept(5000)).toEqual([['init'], ['b', 'c', 'd'], 3, true]);
    expect(kept(1500)).toEqual([['init', 'b', 'c'], ['d'], 1, true]);
    expect(kept(500)).toEqual([['init', 'b', 'c', 'd'], [], 0, true]);
    const undone = RecordedHistory.of([...records, moveRecord(-3, D, A)], A.fingerprint);
    expect(tell(undone.compacted(A.fingerprint, { undoable: 9, characters: 1500 }), A)).toEqual([['init'], ['b'], 0, true]);
  });
});
