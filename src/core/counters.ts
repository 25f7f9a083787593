/**
 * The counters of one family, in the order in which they are listed. Source: gVisor `tcpip.IPStats`, whose names these are; the last one is
 * Linux's `TcpExt: IPReversePathFilter`, its only counter of packets that no route counts.
 */
export const COUNTER_NAMES = [
  'packetsReceived',
  'validPacketsReceived',
  'packetsDelivered',
  'invalidSourceAddressesReceived',
  'invalidDestinationAddressesReceived',
  'forwardingErrors',
  'forwardingUnrouteable',
  'forwardingExhaustedTtl',
  'forwardingInitializingSource',
  'forwardingLinkLocalSource',
  'forwardingLinkLocalDestination',
  'forwardingUnexpectedMulticastInputInterface',
  'forwardingNoMulticastPendingQueueBufferSpace',
  'ipReversePathFilter',
] as const;

export type CounterName = (typeof COUNTER_NAMES)[number];

/** Totals since the lab started. */
export type Counters = Record<CounterName, number>;

/** The totals that a stack has. */
export type CounterTotals = Partial<Counters>;

/** By how much counters moved; those that did not are left out. */
export type CounterMoves = Partial<Counters>;

/** Adds to a count, which stops at 2^53−1: what could not be told apart any more is not counted, and no packet refused for its sake. */
export function addToCount(count: number, more: number): number {
  return Math.min(count + more, Number.MAX_SAFE_INTEGER);
}

/** Counters at zero. */
export function zeroCounters(): Counters {
  return {
    packetsReceived: 0,
    validPacketsReceived: 0,
    packetsDelivered: 0,
    invalidSourceAddressesReceived: 0,
    invalidDestinationAddressesReceived: 0,
    forwardingErrors: 0,
    forwardingUnrouteable: 0,
    forwardingExhaustedTtl: 0,
    forwardingInitializingSource: 0,
    forwardingLinkLocalSource: 0,
    forwardingLinkLocalDestination: 0,
    forwardingUnexpectedMulticastInputInterface: 0,
    forwardingNoMulticastPendingQueueBufferSpace: 0,
    ipReversePathFilter: 0,
  };
}

/** Gathers by how much counters move while something is done, those of both families together. */
export class CounterTally {
  readonly #moved = new Map<CounterName, number>();

  add(counter: CounterName, moved: number): void {
    if (moved !== 0) this.#moved.set(counter, (this.#moved.get(counter) ?? 0) + moved);
  }

  /** In the listed order. */
  moves(): CounterMoves {
    const moves: CounterMoves = {};
    if (this.#moved.size === 0) return moves;
    for (const name of COUNTER_NAMES) {
      const moved = this.#moved.get(name);
      if (moved !== undefined) moves[name] = moved;
    }
    return moves;
  }
}
