import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock, SECOND_NS } from '../../src/core/clock.js';
import type { GetRouteResult } from '../../src/core/gvisor/route-table.js';
import { RouteTable } from '../../src/core/gvisor/route-table.js';
import { Packet } from '../../src/core/packet.js';
import type { NaiveOif } from './naive-table.js';
import { NaiveTable, sortSwept } from './naive-table.js';

/** What either table can do; what it returns is compared as JSON. */
type Subject = Pick<NaiveTable, keyof NaiveTable>;

/** The real table, in the words of the model. */
class RealTable implements Subject {
  readonly #clock = new ManualClock();
  readonly #table = new RouteTable();
  #expired: [number, string, number][] = [];

  constructor(maxPendingQueueSize: number) {
    const clock = this.#clock;
    this.#table.init({
      clock,
      maxPendingQueueSize,
      onExpired: ({ key, packets }) => this.#expired.push([clock.nowNs(), key.text, packets.length]),
    });
  }

  getRouteOrInsertPending(key: string, payload: string): unknown {
    const pair = pairOf(key);
    const found: GetRouteResult = this.#table.getRouteOrInsertPending(pair, new Packet({ ...pair, iif: 1, payload }));
    if (found.state !== 'InstalledRouteFound') return { state: found.state };
    const { expectedInputInterface: iif, outgoingInterfaces: oifs } = found.route;
    return { state: found.state, iif, oifs };
  }

  addInstalledRoute(key: string, iif: number, oifs: readonly NaiveOif[]): unknown {
    const route = this.#table.newInstalledRoute({ expectedInputInterface: iif, outgoingInterfaces: oifs });
    return this.#table.addInstalledRoute(pairOf(key), route).map((packet) => packet.payloadText());
  }

  removeInstalledRoute(key: string): unknown {
    return this.#table.removeInstalledRoute(pairOf(key));
  }

  removeAllInstalledRoutes(): unknown {
    this.#table.removeAllInstalledRoutes();
    return null;
  }

  lastUsed(key: string): unknown {
    return this.#table.getLastUsedTimestamp(pairOf(key));
  }

  setLastUsed(key: string, timeNs: number): unknown {
    const route = this.#table.installedRoute(pairOf(key));
    route?.setLastUsedTimestamp(timeNs);
    return route !== null;
  }

  close(): unknown {
    this.#table.close();
    return null;
  }

  advance(durationNs: number): unknown {
    this.#clock.advance(durationNs);
    return null;
  }

  state(): unknown {
    const expired = this.#expired;
    this.#expired = [];
    const installed = [...this.#table.installedRoutes()].map(([{ text }, route]) => {
      const { expectedInputInterface, outgoingInterfaces } = route;
      return JSON.stringify([text, expectedInputInterface, outgoingInterfaces, route.lastUsedTimestamp()]);
    });
    const pending = [...this.#table.pendingRoutes()].map(({ key, expiresNs, packets }) => {
      return JSON.stringify([key.text, expiresNs, packets.map((packet) => packet.payloadText())]);
    });
    return {
      nowNs: this.#clock.nowNs(),
      installed: installed.sort(),
      pending: pending.sort(),
      expired: sortSwept(expired),
      cleanupRunning: this.#table.isCleanupRoutineRunning,
      nextCleanupNs: this.#table.cleanupTimer?.firesAtNs ?? null,
    };
  }
}

function pairOf(key: string): { source: string; group: string } {
  const [source = '', group = ''] = key.split(' ');
  return { source, group };
}

/** A step does the same to either table. It is named, so that a walk that fails can be printed. */
interface Step {
  readonly name: string;
  readonly take: (subject: Subject) => unknown;
}

const keys = fc.constantFrom(
  '10.0.1.9 239.1.1.1',
  '10.0.1.9 239.1.1.2',
  '10.0.1.10 239.1.1.1',
  '10.0.1.10 239.1.1.2',
  'fc00:1::9 ff0e::a',
  'fc00:1::9 ff0e::b',
);
const durations = fc.oneof(
  fc.constantFrom(0, 1, 5 * SECOND_NS - 1, 5 * SECOND_NS, 10 * SECOND_NS - 1, 10 * SECOND_NS, 10 * SECOND_NS + 1, 45 * SECOND_NS),
  fc.integer({ min: 0, max: 12 * SECOND_NS }),
);
const seconds = fc.integer({ min: 0, max: 1_000 });
const iifs = fc.integer({ min: 1, max: 3 });
const oifLists = fc.array(fc.record({ id: fc.integer({ min: 2, max: 4 }), minTtl: fc.integer({ min: 0, max: 255 }) }), {
  maxLength: 3,
});

/** Makes steps from their arguments, and their names from the same. */
function stepsOf<Arguments extends readonly unknown[]>(
  weight: number,
  name: string,
  args: fc.Arbitrary<Arguments>,
  take: (subject: Subject, ...args: Arguments) => unknown,
): fc.WeightedArbitrary<Step> {
  const arbitrary = args.map((values) => ({
    name: `${name} ${JSON.stringify(values)}`,
    take: (subject: Subject) => take(subject, ...values),
  }));
  return { weight, arbitrary };
}

const steps: fc.Arbitrary<Step> = fc.oneof(
  stepsOf(40, 'getRouteOrInsertPending', fc.tuple(keys, fc.string({ maxLength: 2 })), (subject, key, payload) =>
    subject.getRouteOrInsertPending(key, payload),
  ),
  stepsOf(10, 'addInstalledRoute', fc.tuple(keys, iifs, oifLists), (subject, key, iif, oifs) =>
    subject.addInstalledRoute(key, iif, oifs),
  ),
  stepsOf(12, 'removeInstalledRoute', fc.tuple(keys), (subject, key) => subject.removeInstalledRoute(key)),
  stepsOf(2, 'removeAllInstalledRoutes', fc.tuple(), (subject) => subject.removeAllInstalledRoutes()),
  stepsOf(6, 'lastUsed', fc.tuple(keys), (subject, key) => subject.lastUsed(key)),
  stepsOf(6, 'setLastUsed', fc.tuple(keys, seconds), (subject, key, at) => subject.setLastUsed(key, at * SECOND_NS)),
  stepsOf(24, 'advance', fc.tuple(durations), (subject, durationNs) => subject.advance(durationNs)),
  stepsOf(1, 'close', fc.tuple(), (subject) => subject.close()),
);

/** What a step answered and what there is after it, as text that is quick to compare. */
function answer(step: Step, subject: Subject): string {
  return JSON.stringify({ answer: step.take(subject), state: subject.state() });
}

/** Each walk has a seed of its own, and is the same every time. */
const WALKS = Array.from({ length: 25 }, (_, index) => ({ seed: index + 1, queueSize: index % 5 }));
const STEPS = 2_500;

describe('a second model, made without any of the first one, agrees with it in every answer and in all that it holds', () => {
  it.each(WALKS)('on random walk $seed with a queue of $queueSize', ({ seed, queueSize }) => {
    const real = new RealTable(queueSize);
    const naive = new NaiveTable(queueSize);
    for (const [index, step] of fc.sample(steps, { seed, numRuns: STEPS }).entries()) {
      expect(answer(step, real), `step ${index}: ${step.name}`).toBe(answer(step, naive));
    }
  });
});

it('the walks see routes expire, late installs, and tables that were closed', () => {
  const naive = new NaiveTable(3);
  const seen = fc.sample(steps, { seed: 1, numRuns: STEPS }).map((step) => answer(step, naive));
  const counted = (what: RegExp) => seen.filter((text) => what.test(text)).length;
  expect(counted(/"expired":\[\[/)).toBeGreaterThan(10);
  expect(counted(/"answer":\["/)).toBeGreaterThan(10);
  expect(counted(/"cleanupRunning":true,"nextCleanupNs":null/)).toBeGreaterThan(10);
  expect(counted(/"cleanupRunning":false/)).toBeGreaterThan(10);
});
