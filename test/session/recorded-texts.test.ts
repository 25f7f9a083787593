import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examine } from '../../src/session/check.js';
import type { HistoryRecord } from '../../src/session/history.js';
import { formatRecord, stepRecords, textRecords } from '../../src/session/history-records.js';
import { RecordedTexts } from '../../src/session/recorded-texts.js';
import { versionOf } from '../../src/session/version.js';

function stepsBetween(texts: readonly string[]): HistoryRecord[] {
  const versions = texts.map(versionOf);
  return versions.slice(1).flatMap((later, index) => {
    const earlier = versions[index] ?? later;
    return stepRecords({ earlier, later, lines: [{ line: 'x', atNs: 0 }], script: null });
  });
}

describe('the text of a state is made again', () => {
  const texts = ['a\n', 'a\nb\n', 'c\nb\n', 'c\n'];
  const middle = textRecords(versionOf('a\nb\n'));

  it.each(texts)('over steps and back over steps: %j', (text) => {
    const found = new RecordedTexts([...stepsBetween(texts), ...middle]).of(versionOf(text).fingerprint);
    expect(found).toBe(text);
  });

  it('unless a step on the way was damaged', () => {
    const records = stepsBetween(texts).map((record, index) =>
      index === 1 && record.kind === 'step' ? { ...record, patch: [[0, 'other\n', 'c\n'] as const] } : record,
    );
    const found = texts.map((text) => new RecordedTexts([...records, ...middle]).of(versionOf(text).fingerprint));
    expect(found).toEqual(['a\n', 'a\nb\n', null, null]);
  });
});

it('a history that was made to take long to check takes no longer than its length', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcast-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'a.json');
  const check = (count: number) => {
    const texts = Array.from({ length: count }, (_, index) => `${index}\n`);
    const records = stepsBetween(texts).flatMap((record): HistoryRecord[] => [
      record,
      { kind: 'void', before: record.after, after: 'nowhere' },
      {
        kind: 'text',
        text: 'no session',
        before: versionOf('no session').fingerprint,
        after: versionOf('no session').fingerprint,
      },
    ]);
    const all = [...textRecords(versionOf('0\n')), ...records];
    writeFileSync(path, 'damaged');
    writeFileSync(`${path}.history`, all.map((record, index) => formatRecord(record, index)).join(''));
    const from = performance.now();
    const { good } = examine({ name: null, label: 'a', path }, { repair: false, isThere: () => true }, null);
    expect(good).toBeNull();
    return performance.now() - from;
  };
  check(100);
  const [short, long] = [check(500), check(4_000)];
  expect(long / short).toBeLessThan(8 * 8);
  expect(long).toBeLessThan(20_000);
});
