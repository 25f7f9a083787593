import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Newest } from '../../src/core/newest.js';

describe('the newest entries', () => {
  it('are the end of everything that was appended, whenever they are read', () => {
    const runs = fc.tuple(
      fc.nat(5),
      fc.array(fc.integer(), { maxLength: 8 }),
      fc.array(fc.option(fc.integer()), { maxLength: 40 }),
    );
    fc.assert(
      fc.property(runs, ([size, first, steps]) => {
        const newest = new Newest(size, first);
        const all = [...first];
        for (const step of steps) {
          if (step === null) expect(newest.entries()).toEqual(size === 0 ? [] : all.slice(-size));
          else {
            newest.append(step);
            all.push(step);
          }
        }
        expect(newest.entries()).toEqual(size === 0 ? [] : all.slice(-size));
      }),
    );
  });

  it('do not change the list that they began with', () => {
    const first = [1, 2];
    new Newest(5, first).append(3);
    expect(first).toEqual([1, 2]);
  });
});
