import { describe, expect, it } from 'vitest';
import { Address } from '../../src/core/address.js';
import type { MulticastEvent } from '../../src/core/event.js';
import { EventJournal } from '../../src/core/event.js';
import { DEFAULT_JOURNAL_SIZE as JOURNAL_SIZE } from '../../src/core/newest.js';

const EVENT: MulticastEvent = {
  type: 'missingRoute',
  source: Address.parse('10.0.1.9'),
  group: Address.parse('239.1.1.1'),
  iif: 1,
};

describe('a journal', () => {
  it('numbers events from 1', () => {
    const journal = new EventJournal();
    expect(journal.nextNumber).toBe(1);
    expect(journal.append(5, 'r1', EVENT)).toEqual({ number: 1, atNs: 5, router: 'r1', event: EVENT });
    expect(journal.append(6, 'r1', EVENT)).toEqual({ number: 2, atNs: 6, router: 'r1', event: EVENT });
    expect(journal.entries().map(({ number, atNs }) => [number, atNs])).toEqual([
      [1, 5],
      [2, 6],
    ]);
    expect(journal.nextNumber).toBe(3);
  });

  it.each([
    [JOURNAL_SIZE - 1, 1, 0],
    [JOURNAL_SIZE, 1, 0],
    [JOURNAL_SIZE + 1, 2, 1],
    [JOURNAL_SIZE * 2, JOURNAL_SIZE + 1, JOURNAL_SIZE],
  ])('after %d events begins with number %d and has dropped %d', (count, first, dropped) => {
    const journal = new EventJournal();
    for (let n = 0; n < count; n += 1) journal.append(n, 'r1', EVENT);
    expect(journal.entries()).toHaveLength(Math.min(count, JOURNAL_SIZE));
    expect(journal.entries()[0]?.number).toBe(first);
    expect(journal.entries().at(-1)?.number).toBe(count);
    expect(journal.dropped).toBe(dropped);
  });

  it('goes on where a restored one stopped, and leaves the list it was given alone', () => {
    const restored = [{ number: 41, atNs: 7, router: 'r1', event: EVENT }];
    const journal = new EventJournal(restored, 42);
    expect(journal.dropped).toBe(40);
    expect(journal.append(8, 'r1', EVENT).number).toBe(42);
    expect(journal.dropped).toBe(40);
    expect(restored).toHaveLength(1);
  });
});
