import fc from 'fast-check';
import type { Family } from '../../src/core/address.js';
import { Address, parseAddressWithPrefix } from '../../src/core/address.js';
import { MAX_TIME_NS, SECOND_NS } from '../../src/core/clock.js';
import { LabError } from '../../src/core/errors.js';
import { GVISOR_STACKS } from '../../src/core/gvisor/release.js';
import type { Lab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import { advanceClock } from '../../src/ops/advance-clock.js';
import { forwardingOff } from '../../src/ops/forwarding/off.js';
import { forwardingOn } from '../../src/ops/forwarding/on.js';
import { ifaceAdd } from '../../src/ops/iface/add.js';
import { ifaceJoin } from '../../src/ops/iface/join.js';
import { ifaceLeave } from '../../src/ops/iface/leave.js';
import { ifaceRm } from '../../src/ops/iface/rm.js';
import { ifaceSet } from '../../src/ops/iface/set.js';
import type { InitRequest } from '../../src/ops/init.js';
import { inject } from '../../src/ops/inject.js';
import { routeAdd } from '../../src/ops/route/add.js';
import { routeRm } from '../../src/ops/route/rm.js';
import { routeShow } from '../../src/ops/route/show.js';
import { routeTouch } from '../../src/ops/route/touch.js';
import { SECTIONS, show } from '../../src/ops/show.js';

interface Pair {
  readonly source: string;
  readonly group: string;
}

interface Oif {
  readonly oif: string;
  readonly minTtl: number;
}

/** One operation of a walk, as data, so that a walk that fails can be printed and made smaller. */
export type Step =
  | { readonly op: 'route add'; readonly pair: Pair; readonly iif: string; readonly oifs: readonly Oif[] }
  | { readonly op: 'route rm' | 'route show'; readonly pair: Pair }
  | { readonly op: 'route rm --all' | 'show' | 'advance-clock --next' }
  | { readonly op: 'route touch'; readonly pair: Pair; readonly atNs: number | null }
  | {
      readonly op: 'inject';
      readonly pair: Pair;
      readonly iif: string;
      readonly ttl: number;
      readonly payload: Uint8Array;
      readonly count: number;
      readonly intervalNs: number;
    }
  | { readonly op: 'advance-clock' | 'advance-clock --to'; readonly ns: number }
  | { readonly op: 'iface add'; readonly name: string; readonly id: number | null; readonly addresses: readonly string[] }
  | { readonly op: 'iface rm'; readonly iface: string }
  | { readonly op: 'iface set'; readonly iface: string; readonly forwarding: boolean; readonly families: readonly Family[] }
  | { readonly op: 'iface join' | 'iface leave'; readonly iface: string; readonly group: string }
  | { readonly op: 'forwarding on' | 'forwarding off'; readonly families: readonly Family[] };

/** A lab as it starts, and what is done to it. */
export interface Walk {
  readonly init: InitRequest;
  readonly steps: readonly Step[];
}

/** What came of a step: what the operation returned, or the refusal. */
export type Outcome =
  | { readonly result: unknown }
  | { readonly refused: { readonly code: string; readonly message: string; readonly hint: string | null } };

/** Does a step. Anything but a refusal is a bug, and thrown. */
export function take(lab: Lab, step: Step): Outcome {
  try {
    return { result: perform(lab, step) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { code, message, hint } = error;
    return { refused: { code, message, hint } };
  }
}

function perform(lab: Lab, step: Step): unknown {
  switch (step.op) {
    case 'route add':
      return routeAdd(lab, { key: keyOf(step.pair), iif: step.iif, oifs: step.oifs });
    case 'route rm':
      return routeRm(lab, { key: keyOf(step.pair) });
    case 'route rm --all':
      return routeRm(lab, { key: 'all' });
    case 'route show':
      return routeShow(lab, { key: keyOf(step.pair) });
    case 'route touch':
      return routeTouch(lab, { key: keyOf(step.pair), atNs: step.atNs });
    case 'inject':
      return inject(lab, { ...step, key: keyOf(step.pair) });
    case 'advance-clock':
      return advanceClock(lab, { byNs: step.ns });
    case 'advance-clock --to':
      return advanceClock(lab, { toNs: step.ns });
    case 'advance-clock --next':
      return advanceClock(lab, { to: 'next-timer' });
    case 'show':
      return show(lab, { sections: SECTIONS });
    default:
      return performOnInterfaces(lab, step);
  }
}

function performOnInterfaces(
  lab: Lab,
  step: Extract<Step, { readonly op: `iface ${string}` | `forwarding ${string}` }>,
): unknown {
  switch (step.op) {
    case 'iface add':
      return ifaceAdd(lab, { ...step, addresses: step.addresses.map(parseAddressWithPrefix), forwarding: true });
    case 'iface rm':
      return ifaceRm(lab, { interface: step.iface });
    case 'iface set':
      return ifaceSet(lab, { ...step, interface: step.iface });
    case 'iface join':
      return ifaceJoin(lab, { interface: step.iface, group: Address.parse(step.group) });
    case 'iface leave':
      return ifaceLeave(lab, { interface: step.iface, group: Address.parse(step.group) });
    case 'forwarding on':
      return forwardingOn(lab, step);
    case 'forwarding off':
      return forwardingOff(lab, step);
  }
}

function keyOf({ source, group }: Pair): RouteKey {
  return new RouteKey(source, group);
}

/** Mostly one of the first, so that a walk gets somewhere, and now and then one of the others, so that it is refused too. */
function mostly<Value>(usual: readonly Value[], odd: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
}

const pairs: fc.Arbitrary<Pair> = fc.oneof(
  fc.record({
    source: mostly(
      ['10.0.1.9', '10.0.2.9'],
      ['0.0.0.0', '0.1.2.3', '127.0.0.1', '169.254.0.1', '224.0.0.1', '10.0.1.255', '255.255.255.255'],
    ),
    group: mostly(['239.1.1.1'], ['239.1.1.2', '224.0.0.1', '10.0.1.1', '10.0.1.255', '127.0.0.1', '169.254.0.1']),
  }),
  fc.record({
    source: mostly(['fc00:1::9'], ['fc00:2::9', '::', '::1', 'fe80::1', 'ff0e::1', '::ffff:10.0.0.1']),
    group: mostly(['ff0e::a', 'ff0e::b'], ['ff02::1', 'fc00:1::1', '::1', 'fe80::1']),
  }),
);

const groups = mostly(['239.1.1.1', '239.1.1.2', 'ff0e::a', '224.0.0.1'], ['10.0.1.1', 'fc00:1::1']);
const ifaces = mostly(['eth1', 'eth2', 'eth3', '1', '7'], ['eth9', '9', '']);
const families = fc.subarray<Family>(['ipv4', 'ipv6']);
const ttls = fc.constantFrom(0, 1, 2, 63, 64, 65, 254, 255);
const durations = mostly(
  [0, 1, SECOND_NS, 5 * SECOND_NS, 10 * SECOND_NS - 1, 10 * SECOND_NS, 10 * SECOND_NS + 1, 25 * SECOND_NS],
  [1_000 * SECOND_NS, MAX_TIME_NS],
);
const times = fc.oneof(
  fc.constantFrom(0, 1),
  fc.integer({ min: 0, max: 100 }).map((seconds) => seconds * SECOND_NS),
);
const payloads = mostly(
  ['', 'hello', '"\\\n\u2028'].map((text) => new TextEncoder().encode(text)),
  [Uint8Array.of(0xff), Uint8Array.of(0, 0x80), Uint8Array.of(0xef, 0xbb, 0xbf)],
);
const oifs = fc.record({ oif: fc.oneof({ weight: 9, arbitrary: ifaces }, fc.constant('dmz')), minTtl: ttls });

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant('route add' as const),
      pair: pairs,
      iif: ifaces,
      oifs: fc.oneof({ weight: 9, arbitrary: fc.array(oifs, { minLength: 1, maxLength: 3 }) }, fc.constant([])),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      op: fc.constant('inject' as const),
      pair: pairs,
      iif: ifaces,
      ttl: ttls,
      payload: payloads,
      count: mostly([1, 1, 2], [5]),
      intervalNs: mostly([0, 0, 1, 5 * SECOND_NS], [11 * SECOND_NS, MAX_TIME_NS]),
    }),
  },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('advance-clock' as const), ns: durations }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('advance-clock --to' as const), ns: times }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constantFrom('route rm' as const, 'route show' as const), pair: pairs }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('route touch' as const), pair: pairs, atNs: fc.option(times) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      op: mostly(['show' as const, 'advance-clock --next' as const], ['route rm --all' as const]),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('iface add' as const),
      name: fc.constantFrom('eth1', 'eth2', 'eth7', 'dmz'),
      id: fc.option(fc.constantFrom(1, 2, 7)),
      addresses: fc.subarray(['10.0.1.1/24', '10.0.7.1/31', 'fc00:7::1/64']),
    }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('iface rm' as const), iface: ifaces }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('iface set' as const), iface: ifaces, forwarding: fc.boolean(), families }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constantFrom('iface join' as const, 'iface leave' as const), iface: ifaces, group: groups }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: mostly(['forwarding on' as const], ['forwarding off' as const]), families }),
  },
);

/** Walks through every operation, from labs of every kind. */
export const walks: fc.Arbitrary<Walk> = fc.record({
  init: fc.record({
    interfaces: mostly([3, 4], [0, 1]),
    queueSize: mostly([3, 1, 2], [0, 255]),
    anyAddress: mostly([false], [true]),
    stack: fc.constantFrom(...GVISOR_STACKS),
  }),
  steps: fc.array(steps, { minLength: 1, maxLength: 240, size: 'max' }),
});
