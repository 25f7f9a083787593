import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Transaction } from '../../src/files/transaction.js';
import type { HistoryRecord } from '../../src/session/history.js';
import {
  appendHistory,
  extendText,
  historyTarget,
  readHistory,
  tidyHistory,
  UNDOABLE_STEPS,
} from '../../src/session/history-file.js';
import { baseRecord, moveRecord, stepRecords } from '../../src/session/history-records.js';
import { versionOf } from '../../src/session/version.js';

function historyFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-history-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'lab.json.history');
}

const state = (number: number) => versionOf(`{\n  "nowNs": ${number},\n  "é": "${'x'.repeat(number % 5)}"\n}\n`);

/** Adds the step from one state to the next. Returns whether the history is long now. */
function go(path: string, from: number, to: number): boolean {
  const lines = [{ line: `inject é ${to}`, atNs: from }];
  return appendHistory(path, state(from), stepRecords({ earlier: state(from), later: state(to), lines, script: null })).isLong;
}

/** Puts a history in place of whatever is there. */
function startHistory(path: string, records: readonly HistoryRecord[]): void {
  const transaction = new Transaction();
  transaction.add({ anchor: path, path, ...historyTarget(path), text: extendText('', records) });
  transaction.commit();
}

/** Starts a history in state 0 and goes on by so many steps. */
function walk(path: string, steps: number): void {
  startHistory(path, [baseRecord(state(0), { line: 'init', atNs: 0 })]);
  for (let at = 0; at < steps; at += 1) go(path, at, at + 1);
}

/** How many steps can be undone from a state, each of which must lead to the right text. */
function undoable(path: string, at: number): number {
  const history = readHistory(path, state(at));
  for (let position = 0; position < history.position; position += 1) {
    const expected = state(at - history.position + position).text;
    expect(history.textAt(state(at).text, position)).toBe(expected);
  }
  return history.position;
}

describe('a history file', () => {
  it('tells what was added to it', () => {
    const path = historyFile();
    walk(path, 3);
    const { earlier, isComplete, steps, position } = readHistory(path, state(3));
    expect({ earlier, isComplete, position }).toEqual({ earlier: [{ line: 'init', atNs: 0 }], isComplete: true, position: 3 });
    expect(steps.map(({ lines }) => lines)).toEqual([0, 1, 2].map((at) => [{ line: `inject é ${at + 1}`, atNs: at }]));
    expect(undoable(path, 3)).toBe(3);
  });

  it('is no worse for a last record that was cut off at any byte', () => {
    const path = historyFile();
    walk(path, 2);
    const before = statSync(path).size;
    go(path, 2, 3);
    const bytes = readFileSync(path);
    for (let size = before; size < bytes.length - 1; size += 1) {
      truncateSync(path, size);
      expect(undoable(path, 2)).toBe(2);
      go(path, 2, 4);
      expect(readHistory(path, state(4)).position).toBe(3);
      expect(readHistory(path, state(4)).textAt(state(4).text, 0)).toBe(state(0).text);
      writeFileSync(path, bytes);
    }
  });

  it('is no worse for a last record that says what never came to the session', () => {
    const path = historyFile();
    walk(path, 2);
    go(path, 2, 3);
    expect(undoable(path, 2)).toBe(2);
    go(path, 2, 4);
    expect(readFileSync(path, 'utf8').match(/"kind":"void"/g)).toHaveLength(1);
    const history = readHistory(path, state(4));
    expect([history.position, history.isComplete]).toEqual([3, true]);
    expect(history.textAt(state(4).text, 1)).toBe(state(1).text);
  });

  it('cut off at any byte at all lets every later command work', () => {
    const path = historyFile();
    walk(path, 3);
    appendHistory(path, state(3), [moveRecord(-1, state(3), state(2))]);
    const bytes = readFileSync(path);
    for (let size = 0; size < bytes.length; size += 1) {
      writeFileSync(path, bytes.subarray(0, size));
      go(path, 2, 3);
      go(path, 3, 4);
      const known = undoable(path, 4);
      expect([2, 4]).toContain(known);
      // From where the second step is whole, the state is known; before that, the session was found as it is.
      const whole = bytes.toString('latin1').split('\n', 3).join('\n').length;
      expect(known).toBe(size >= whole ? 4 : 2);
    }
  });

  const STEP = '{"kind":"step","patch":[[0,"",""]],"lines":[{"line":"x","atNs":0}],"script":null,"before":"1.1","after":"2.2"}';

  it.each([
    ['bytes that are no text', Buffer.from([0xff, 0x00, 0xc3])],
    ['a line that is no JSON', 'hello\n'],
    ['JSON that is no record', '[]\n"x"\nnull\n1e999\n{}\n'],
    ['a record of another kind', STEP.replace('step', 'stop')],
    ['a record without a fingerprint', STEP.replace('"before":"1.1",', '')],
    ['a step without a patch', STEP.replace('"patch":[[0,"",""]],', '')],
    ['a step whose patch is at no place', STEP.replace('[0,', '[-1,')],
    ['a step whose patch is beyond all numbers', STEP.replace('[0,', '[9007199254740993,')],
    ['a step at no time', STEP.replace('"atNs":0', '"atNs":1e300')],
    ['a step at half a nanosecond', STEP.replace('"atNs":0', '"atNs":0.5')],
    ['a step from a script without a name', STEP.replace('null', '5')],
    ['a move by no number', '{"kind":"move","by":"x","before":"1.1","after":"2.2"}\n'],
  ])('takes %s for nothing', (_, garbage) => {
    const path = historyFile();
    const fitting = typeof garbage === 'string' ? garbage.replace('2.2', state(2).fingerprint) : garbage;
    for (const end of ['', '\n']) {
      walk(path, 2);
      appendFileSync(path, fitting);
      appendFileSync(path, end);
      expect(undoable(path, 2)).toBe(2);
      go(path, 2, 3);
      expect(undoable(path, 3)).toBe(3);
      expect(readHistory(path, state(3)).isComplete).toBe(true);
    }
    writeFileSync(path, fitting);
    expect(readHistory(path, state(2)).isUnknown).toBe(true);
    go(path, 2, 3);
    expect(undoable(path, 3)).toBe(1);
    expect(readHistory(path, state(3)).isComplete).toBe(false);
  });

  it('keeps what follows a record in its middle that was damaged', () => {
    const path = historyFile();
    walk(path, 5);
    const lines = readFileSync(path, 'utf8').split('\n');
    lines[3] = `${lines[3]?.slice(0, 20)}?`;
    writeFileSync(path, lines.join('\n'));
    expect(undoable(path, 5)).toBe(2);
    expect(readHistory(path, state(5)).isComplete).toBe(false);
  });

  it('begins anew where the session is one that it does not know', () => {
    const path = historyFile();
    walk(path, 2);
    expect(readHistory(path, state(50)).steps).toEqual([]);
    go(path, 50, 51);
    expect(undoable(path, 51)).toBe(1);
  });

  it('goes on from an earlier state that the session was put back to', () => {
    const path = historyFile();
    walk(path, 5);
    expect(undoable(path, 2)).toBe(2);
    go(path, 2, 3);
    expect(undoable(path, 3)).toBe(3);
  });

  it('remembers no step that is too much to remember, and goes on behind it', () => {
    const path = historyFile();
    walk(path, 1);
    const large = { line: 'x'.repeat(33_000_000), atNs: 0 };
    for (const lines of [null, [large]]) {
      appendHistory(path, state(1), stepRecords({ earlier: state(1), later: state(2), lines, script: 's' }));
      const { earlier, isComplete, steps, position } = readHistory(path, state(2));
      expect([earlier, isComplete, steps.map((step) => step.lines), position]).toEqual([[], false, [[]], 1]);
      expect(undoable(path, 2)).toBe(1);
      walk(path, 1);
    }
    expect(statSync(path).size).toBeLessThan(10_000);
  });
});

describe('a long history', () => {
  it('is written anew when its session is, and keeps its newest steps', () => {
    const path = historyFile();
    walk(path, 0);
    let largest = 0;
    for (let at = 0; at < 1000; at += 1) {
      if (go(path, at, at + 1)) tidyHistory(path, state(at + 1));
      largest = Math.max(largest, statSync(path).size);
    }
    expect(largest).toBeLessThan(200_000);
    const { earlier, steps, isComplete, position } = readHistory(path, state(1000));
    expect(position).toBeGreaterThanOrEqual(UNDOABLE_STEPS);
    expect(isComplete).toBe(true);
    const log = [...earlier, ...steps.flatMap(({ lines }) => lines)].map(({ line }) => line);
    expect(log).toEqual(['init', ...Array.from({ length: 1000 }, (_, index) => `inject é ${index + 1}`)]);
    expect(undoable(path, 1000)).toBe(position);
  });

  it('is written anew once in so many records, whatever they are', () => {
    const path = historyFile();
    walk(path, 250);
    appendHistory(path, state(250), [moveRecord(-250, state(250), state(0))]);
    let times = 0;
    for (let move = 0; move < 600; move += 1) {
      const [from, to] = [state(move % 2), state((move + 1) % 2)];
      const { isLong } = appendHistory(path, from, [moveRecord(move % 2 === 0 ? 1 : -1, from, to)]);
      if (isLong) tidyHistory(path, to);
      times += isLong ? 1 : 0;
    }
    expect(times).toBe(3);
    const history = readHistory(path, state(0));
    expect([history.position, history.steps.length]).toEqual([0, 250]);
    expect(history.textAt(state(0).text, 250)).toBe(state(250).text);
  });

  it('that cannot be written anew is left as it is', () => {
    const path = historyFile();
    walk(path, 3);
    rmSync(path);
    mkdirSync(path);
    tidyHistory(path, state(3));
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it('of more bytes than can be read tells nothing, and is replaced', () => {
    const path = historyFile();
    walk(path, 2);
    truncateSync(path, 600_000_000);
    expect(readHistory(path, state(2)).isUnknown).toBe(true);
    expect(go(path, 2, 3)).toBe(true);
    tidyHistory(path, state(3));
    expect(statSync(path).size).toBeLessThan(500);
    go(path, 3, 4);
    expect(undoable(path, 4)).toBe(1);
  });
});

describe('what is no file', () => {
  it.each<[string, (path: string) => void]>([
    ['a folder', mkdirSync],
    ['a pipe', (path) => spawnSync('sh', ['-c', 'mkfifo "$0"', path])],
    ['a device', (path) => symlinkSync('/dev/null', path)],
  ])('is no history: %s', (_, make) => {
    const path = historyFile();
    make(path);
    expect(readHistory(path, state(2)).isUnknown).toBe(true);
    expect(() => go(path, 2, 3)).toThrow(expect.objectContaining({ code: 'SESSION_NOT_WRITABLE' }));
    expect(() => walk(path, 0)).toThrow(expect.objectContaining({ code: 'SESSION_NOT_WRITABLE' }));
  });

  it('may be a link to a history', () => {
    const path = historyFile();
    symlinkSync('elsewhere', path);
    walk(path, 2);
    expect(undoable(join(path, '../elsewhere'), 2)).toBe(2);
  });
});

describe('who may read a history', () => {
  it.each([0o777, 0o277, 0])('is its owner, with umask %o', (mask) => {
    const path = historyFile();
    const before = process.umask(mask);
    try {
      walk(path, 1);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      rmSync(path);
      go(path, 1, 2);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  it('is whoever may read the session, where it is made for one that is there', () => {
    const path = historyFile();
    const session = path.replace(/\.history$/, '');
    writeFileSync(session, '');
    chmodSync(session, 0o664);
    go(path, 1, 2);
    expect(statSync(path).mode & 0o777).toBe(0o664);
  });
});
