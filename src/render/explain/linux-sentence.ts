import type { SilentReason } from '../../core/linux/decision.js';
import type { TrapCode } from '../../ops/explain/step.js';
import type { Step } from './step.js';

/** A step that only Linux has, as a sentence without a full stop. */
export function linuxSentenceOf(step: Step<'REVERSE_PATH' | 'INPUT_VIF' | 'WRONG_INPUT_EVENT' | 'LOOPED_COPY'>): string {
  switch (step.code) {
    case 'REVERSE_PATH':
      return reversePath(step);
    case 'INPUT_VIF': {
      const { iif, vif } = step.compared;
      if (vif !== null) return `${iif} is vif ${vif}`;
      if (step.reason === 'FORWARDING_DISABLED')
        return 'no daemon holds the multicast routing socket, so there are no vifs: not routed';
      return step.passed ? `${iif} is not a vif: only an exact (S,G) can match` : `${iif} is not a vif: not routed`;
    }
    case 'WRONG_INPUT_EVENT': {
      const { iif, silent } = step.compared;
      return silent === null ? `WRONGVIF tells the daemon of ${iif}` : `no WRONGVIF: ${SILENT[silent](iif)}`;
    }
    case 'LOOPED_COPY': {
      const { oif, ttl } = step.compared;
      return `${oif} is a member of the group: the copy with TTL ${ttl} comes back in${step.passed === false ? ', and is lost' : ''}`;
    }
  }
}

const SILENT: Readonly<Record<SilentReason, (iif: string) => string>> = {
  INPUT_HAS_NO_VIF: (iif) => `${iif} is not a vif`,
  ASSERT_OFF: () => 'assert is off',
  INPUT_IS_NO_OUTPUT: (iif) => `${iif} is not among the outgoing interfaces of the route, and pim is off`,
  THROTTLED: () => 'the route sent one in the last 3s',
};

function reversePath({ reason, compared: { source, iif, rpFilter } }: Step<'REVERSE_PATH'>): string {
  if (reason === 'INVALID_SOURCE') return `${source} is a broadcast address, and rp_filter of ${iif} is ${rpFilter}: dropped`;
  if (reason !== null) {
    const lacks = rpFilter === 1 ? `the route to ${source} does not lead to ${iif}` : `there is no route to ${source}`;
    return `rp_filter of ${iif} is ${rpFilter}, and ${lacks}: dropped`;
  }
  return rpFilter === 0
    ? `rp_filter of ${iif} is 0: any source may come in on it`
    : `rp_filter of ${iif} is ${rpFilter}: ${source} may come in on it`;
}

/** Why Linux takes no packet from a source. */
export function linuxSource({ reason, compared: { source } }: Step<'SOURCE_ADDRESS'>): string {
  if (reason === 'OWN_SOURCE') return `${source} is an address of this router, which never comes from outside: dropped`;
  if (reason === 'LOOPBACK_SOURCE') return `${source} is a loopback address, which never comes from outside: dropped`;
  return 'the group does not leave the host it comes from: dropped';
}

export function linuxInput({ passed, compared: { iif, expectedIif, vouched } }: Step<'INPUT_INTERFACE'>): string {
  if (!passed) return `it came in on ${iif}, and the route expects ${expectedIif}: dropped`;
  if (iif === expectedIif || vouched !== true) return `it came in on ${iif}, where the route expects it`;
  return `it came in on ${iif} instead of ${expectedIif}, and a (*,*) route covers both`;
}

export function linuxOutput({ reason, compared: { ttl, leavesWithTtl } }: Step<'OUTGOING_INTERFACE'>, threshold: number): string {
  if (reason === 'ARRIVED_ON_IT') return 'the packet arrived on it: a (*,G) route sends nothing back';
  if (reason === 'TTL_BELOW_MINIMUM') return `TTL ${ttl} is not above the threshold ${threshold}`;
  const enough = `TTL ${ttl} is above the threshold ${threshold}`;
  return leavesWithTtl === null
    ? `${enough}, but the vif is gone: no copy`
    : `${enough}: a copy leaves with TTL ${leavesWithTtl}`;
}

/** What is easily overlooked in Linux. */
export const LINUX_TRAPS = {
  DROPPED_BEFORE_COUNTING: () =>
    'no route, vif or upcall shows such a packet; for rp_filter there is the counter IPReversePathFilter',
  STAR_ROUTE_DOES_NOT_COVER: () =>
    'there is a (*,G) route, but it matches only packets from its own outgoing interfaces: the interface of the packet is not among them',
  LAST_PLACE: () => 'the queue is full now: the next packet is dropped, and counted nowhere',
  DROPPED_UNCOUNTED: () => 'no counter shows it',
  COUNTED_ON_WRONG_INPUT: () => 'pkts, bytes and wrong_if of the route still count it, and it counts as use',
  BLACK_HOLE: () => 'the route has no outgoing interfaces: it counts the packet, which goes nowhere',
  FROM_UPSTREAM: () => 'a (*,*) route carries packets to this interface, and none from it: dropped without an upcall',
  SPENT_TTL_IS_COUNTED: () => 'TTL 0 and 1 never leave; the route still counts the packet',
  COUNTED_AGAIN: () => 'it meets the routes again, so the counters of the route run ahead of the packets',
  LOOP_LOST: () => 'the backlog holds 1000 packets (net.core.netdev_max_backlog)',
} as const satisfies Partial<Record<TrapCode, () => string>>;
