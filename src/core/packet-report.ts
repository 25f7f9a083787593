import type { GetRouteResultState } from './gvisor/route-table.js';
import type { Packet } from './packet.js';

/** What can become of a packet. */
export const OUTCOMES = ['forwarded', 'queued', 'dropped'] as const;
export type PacketOutcome = (typeof OUTCOMES)[number];

/** Why a packet was dropped: one code for one condition. Those that only one stack has say so. */
export const DROP_REASONS = [
  'ALL_COPIES_SKIPPED',
  /** linux: a (*,*) route carries packets to its parent only, and this one arrived there. */
  'ARRIVED_FROM_UPSTREAM',
  'FORWARDING_DISABLED',
  'INITIALIZING_SOURCE',
  /** linux: the packet arrived on an interface that is not a vif. */
  'INPUT_INTERFACE_HAS_NO_VIF',
  'INPUT_INTERFACE_REMOVED',
  'INTERFACE_FORWARDING_DISABLED',
  'INVALID_SOURCE',
  'IPV4_MAPPED_DESTINATION',
  'IPV4_MAPPED_SOURCE',
  'LINK_LOCAL_DESTINATION',
  'LINK_LOCAL_SOURCE',
  'LOOPBACK_DESTINATION',
  'LOOPBACK_SOURCE',
  'NOT_MULTICAST',
  'NO_BUFFER_SPACE',
  /** linux: the route has no outgoing vif. */
  'NO_OUTGOING_INTERFACE',
  /** linux, IPv4: the source is an address of this router. */
  'OWN_SOURCE',
  'PENDING_ROUTE_EXPIRED',
  /** linux, IPv4: rp_filter. */
  'REVERSE_PATH_FILTER',
  'UNEXPECTED_INPUT_INTERFACE',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** Why an outgoing interface got no copy. */
export const SKIP_REASONS = [
  /** linux: a (*,G) route never sends a packet back where it came from. */
  'ARRIVED_ON_IT',
  'OUTGOING_INTERFACE_HAS_NO_ADDRESS',
  'OUTGOING_INTERFACE_REMOVED',
  'TTL_BELOW_MINIMUM',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What became of one outgoing interface of a route. */
export type CopyDecision =
  | { readonly kind: 'copy'; readonly oif: number /** TTL on leaving. */; readonly ttl: number }
  | { readonly kind: 'skip'; readonly oif: number; readonly minTtl: number; readonly reason: SkipReason };

/** What became of a packet. */
export interface PacketReport {
  readonly packet: Packet;
  /** `forwarded`: at least one copy left. */
  readonly outcome: PacketOutcome;
  /** Set exactly when the packet was dropped. */
  readonly reason: DropReason | null;
  /** gVisor's name of what the table answered; null where it was not asked, or the queue was full. */
  readonly state: GetRouteResultState | null;
  /** One for each outgoing interface of the route, in order. */
  readonly copies: readonly CopyDecision[];
  /** Id of the interface on which the route expects its packets, where this one came in on another; else null. */
  readonly expectedIif: number | null;
  /** Whether the packet was delivered to this host too: delivering and forwarding exclude nothing (RFC 1812 §5.2.3). */
  readonly deliveredLocally: boolean;
  /** linux: number of copies that are not listed, since looped copies made very many. */
  readonly unlisted?: number;
  /** linux: number of looped copies that were lost, since the backlog was full. */
  readonly lostLoops?: number;
}

/** Whether a report is of a packet that had been queued before a route released it, or lost it. */
export function hasWaited({ outcome, state }: PacketReport): boolean {
  return outcome !== 'queued' && isQueuedState(state);
}

/** Whether the table queued the packet. */
export function isQueuedState(state: PacketReport['state']): boolean {
  return state !== null && state !== 'InstalledRouteFound';
}

/** The report of a packet that was dropped. */
export function dropped(packet: Packet, reason: DropReason, state: GetRouteResultState | null = null): PacketReport {
  return { packet, outcome: 'dropped', reason, state, copies: [], expectedIif: null, deliveredLocally: false };
}

/** What the table answered when the packet at this place of a queue was queued. */
export function queuedState(index: number): GetRouteResultState {
  return index === 0 ? 'NoRouteFoundAndPendingInserted' : 'PacketQueuedInPendingRoute';
}
