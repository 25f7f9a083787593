import type { GetRouteResult } from './gvisor/route-table.js';
import type { Packet } from './packet.js';
import type { CopyDecision, DropReason } from './packet-report.js';
import type { InstalledRoute, OutgoingInterface, PendingRoute } from './route.js';

/** Codes of what a router decides about a packet, in the order in which it does; one code for one question. */
export const DECISION_CODES = [
  'IPV4_MAPPED_ADDRESS',
  'LOOPBACK_ADDRESS',
  'SOURCE_ADDRESS',
  'DESTINATION_ADDRESS',
  'UNICAST_DELIVERY',
  'FAMILY_FORWARDING',
  'INTERFACE_FORWARDING',
  'INITIALIZING_SOURCE',
  'LINK_LOCAL_ADDRESS',
  'ROUTE_LOOKUP',
  'PENDING_LOOKUP',
  'QUEUE_SPACE',
  'INPUT_INTERFACE',
  'OUTGOING_INTERFACE',
  'LOCAL_DELIVERY',
] as const;
export type DecisionCode = (typeof DECISION_CODES)[number];

/** One decision about a packet, told at the place where the router takes it. */
export type Decision =
  /** Whether an address must not be used as it is; `reason` if so. */
  | {
      readonly code:
        | 'IPV4_MAPPED_ADDRESS'
        | 'LOOPBACK_ADDRESS'
        | 'SOURCE_ADDRESS'
        | 'DESTINATION_ADDRESS'
        | 'INITIALIZING_SOURCE'
        | 'LINK_LOCAL_ADDRESS';
      readonly reason: DropReason | null;
    }
  /** Whether a switch is on. */
  | { readonly code: 'FAMILY_FORWARDING' | 'INTERFACE_FORWARDING'; readonly isOn: boolean }
  | { readonly code: 'ROUTE_LOOKUP'; readonly route: InstalledRoute | null }
  /** `entry` is the pending route as it is now, with the packet if it was queued; null where none could be inserted. */
  | { readonly code: 'PENDING_LOOKUP'; readonly isFound: boolean; readonly entry: PendingRoute | null }
  /** `waiting` packets were in the queue already. */
  | { readonly code: 'QUEUE_SPACE'; readonly waiting: number; readonly isQueued: boolean }
  | { readonly code: 'INPUT_INTERFACE'; readonly expected: number; readonly isExpected: boolean }
  | { readonly code: 'OUTGOING_INTERFACE'; readonly outgoing: OutgoingInterface; readonly copy: CopyDecision }
  | { readonly code: 'UNICAST_DELIVERY' | 'LOCAL_DELIVERY'; readonly isDelivered: boolean };

/** The data reported for each decision about a packet. */
export type DecisionSink = (packet: Packet, decision: Decision) => void;

/** Does something while each decision of a router is told. */
export function tellingDecisions<Sink, Result>(router: { sink: Sink | null }, sink: Sink, action: () => Result): Result {
  router.sink = sink;
  try {
    return action();
  } finally {
    router.sink = null;
  }
}

/**
 * The decisions behind what a table answered for a packet.
 *
 * @param entry the pending route of the packet's key, after the table was asked
 */
export function lookupDecisions(result: GetRouteResult, entry: PendingRoute | null): readonly Decision[] {
  if (result.state === 'InstalledRouteFound') return [{ code: 'ROUTE_LOOKUP', route: result.route }];
  const isQueued = result.state !== null;
  const isFound = result.state === 'PacketQueuedInPendingRoute' || (!isQueued && entry !== null);
  const waiting = (entry?.packets.length ?? 0) - (isQueued ? 1 : 0);
  return [
    { code: 'ROUTE_LOOKUP', route: null },
    { code: 'PENDING_LOOKUP', isFound, entry },
    { code: 'QUEUE_SPACE', waiting, isQueued },
  ];
}
