/**
 * The library: a multicast route table, the router around it, and a clock that stands still.
 *
 * @packageDocumentation
 */

export { findInconsistency } from './codec/consistency.js';
export type { CodecErrorCode } from './codec/error-codes.js';
export { decodeLab, encodeLab, FORMAT, VERSION } from './codec/snapshot.js';
export type { AddressLike, AddressWithPrefix, Family } from './core/address.js';
export { Address, parseAddressWithPrefix } from './core/address.js';
export type { Clock, Timer } from './core/clock.js';
export { MAX_TIME_NS, ManualClock, SECOND_NS } from './core/clock.js';
export type { CounterMoves, CounterName, Counters } from './core/counters.js';
export { COUNTER_NAMES } from './core/counters.js';
export { formatDuration, parseDuration } from './core/duration.js';
export type { CoreErrorCode, ErrorData } from './core/errors.js';
export { LabError } from './core/errors.js';
export type { JournalEntry, MulticastEvent } from './core/event.js';
export { EventJournal } from './core/event.js';
export { decideCopy } from './core/gvisor/copy-decision.js';
export { Router } from './core/gvisor/forwarder.js';
export type { ForwarderContext } from './core/gvisor/forwarder-context.js';
export type { RouteMap } from './core/gvisor/route-map.js';
export type { GetRouteResult, GetRouteResultState, RouteTableConfig, RouteTableState } from './core/gvisor/route-table.js';
export {
  DEFAULT_CLEANUP_INTERVAL,
  DEFAULT_MAX_PENDING_QUEUE_SIZE,
  DEFAULT_PENDING_ROUTE_EXPIRATION,
  defaultConfig,
  NO_BUFFER_SPACE,
  RouteTable,
} from './core/gvisor/route-table.js';
export type { InterfaceFields, InterfaceRef, Membership } from './core/interface.js';
export { Interface, Interfaces, MAX_INTERFACE_ID } from './core/interface.js';
export type { Effects, ExpiredRoute, Injection, LabConfig, LabTimer } from './core/lab.js';
export { Lab, MAX_STANDARD_INTERFACES, standardLab } from './core/lab.js';
export type { PacketFields } from './core/packet.js';
export { MAX_PAYLOAD_BYTES, Packet } from './core/packet.js';
export type { CopyDecision, DropReason, PacketOutcome, PacketReport, SkipReason } from './core/packet-report.js';
export type { MulticastRoute, OutgoingInterface, PendingRoute, RouteKeyLike, RouteUse } from './core/route.js';
export { InstalledRoute, isExpired, RouteKey } from './core/route.js';
export type { AddedRoute, RouteRequest, StackRoute, StackRouter } from './core/stack-router.js';
export type { Envelope, ErrorDocument, ErrorMember, OutputDocument, ResultDocument, Results } from './documents.js';
