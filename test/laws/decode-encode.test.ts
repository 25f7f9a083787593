import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInconsistency } from '../../src/codec/consistency.js';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { createLab } from '../../src/ops/init.js';
import { tries } from '../tries.js';
import type { Outcome, Walk } from './lab-walk.js';
import { take, walks } from './lab-walk.js';
import { findMiscount } from './miscount.js';

/** The same walks every time. */
const RUNS = { seed: 20_221_219, numRuns: tries(20, 80) };

/** Enough to meet the rarest answer. */
const MEETING_RUNS = 320;

interface Trip {
  readonly bytes: string;
  readonly outcomes: readonly Outcome[];
}

function walkInMemory({ init, steps }: Walk): Trip {
  const lab = createLab(init);
  const outcomes = steps.map((step) => take(lab, step));
  return { bytes: encodeLab(lab), outcomes };
}

function walkThroughFiles({ init, steps }: Walk): Trip {
  let bytes = encodeLab(createLab(init));
  const outcomes = steps.map((step) => {
    const lab = decodeLab(bytes);
    const outcome = take(lab, step);
    bytes = encodeLab(lab);
    return outcome;
  });
  return { bytes, outcomes };
}

describe('after every operation of a random walk', () => {
  it('the lab is read back as it was written, nothing in it is inconsistent, and its counts agree', () => {
    fc.assert(
      fc.property(walks, ({ init, steps }) => {
        const lab = createLab(init);
        for (const step of steps) {
          take(lab, step);
          const bytes = encodeLab(lab);
          expect(findInconsistency(lab)).toBeNull();
          expect(findMiscount(lab)).toBeNull();
          expect(encodeLab(decodeLab(bytes))).toBe(bytes);
        }
      }),
      RUNS,
    );
  });

  it('a refusal has left every byte as it was', () => {
    fc.assert(
      fc.property(walks, ({ init, steps }) => {
        const lab = createLab(init);
        for (const step of steps) {
          const before = encodeLab(lab);
          if ('refused' in take(lab, step)) expect(encodeLab(lab)).toBe(before);
        }
      }),
      RUNS,
    );
  });
});

describe('a random walk', () => {
  it('gives the same bytes and the same answers every time', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        expect(walkInMemory(walk)).toEqual(walkInMemory(walk));
      }),
      RUNS,
    );
  });

  it('gives the same bytes and the same answers in memory as through a file between every two operations', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        expect(walkThroughFiles(walk)).toEqual(walkInMemory(walk));
      }),
      RUNS,
    );
  });

  it('meets every kind of answer, so that the laws say something', () => {
    const met = JSON.stringify(
      fc.sample(walks, { ...RUNS, numRuns: MEETING_RUNS }).flatMap((walk) => walkInMemory(walk).outcomes),
    );
    const answers = [
      ['forwarded', 'queued', 'dropped'],
      ['InstalledRouteFound', 'PacketQueuedInPendingRoute', 'NoRouteFoundAndPendingInserted'],
      ['missingRoute', 'unexpectedInputInterface'],
      ['TTL_BELOW_MINIMUM', 'OUTGOING_INTERFACE_REMOVED', 'OUTGOING_INTERFACE_HAS_NO_ADDRESS'],
      ['ALL_COPIES_SKIPPED', 'FORWARDING_DISABLED', 'INPUT_INTERFACE_REMOVED', 'INTERFACE_FORWARDING_DISABLED', 'INVALID_SOURCE'],
      ['LINK_LOCAL_DESTINATION', 'LINK_LOCAL_SOURCE', 'LOOPBACK_DESTINATION', 'LOOPBACK_SOURCE', 'NOT_MULTICAST'],
      ['NO_BUFFER_SPACE', 'PENDING_ROUTE_EXPIRED', 'UNEXPECTED_INPUT_INTERFACE'],
      ['BAD_ADDRESS', 'CLOCK_OVERFLOW', 'DUPLICATE_INTERFACE', 'INPUT_CANNOT_BE_OUTPUT', 'MISSING_REQUIRED_FIELDS'],
      ['NOT_A_MEMBER', 'NOT_PERMITTED', 'NO_TIMER', 'ROUTE_NOT_FOUND', 'TIME_IN_FUTURE', 'TIME_IN_PAST', 'UNKNOWN_INTERFACE'],
    ].flat();
    expect(answers.filter((answer) => !met.includes(`"${answer}"`))).toEqual([]);
  });
});
