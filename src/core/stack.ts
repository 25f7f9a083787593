import type { Address } from './address.js';
import type { DropReason, SkipReason } from './packet-report.js';

/** The forwarding rules a router can follow. */
export const STACK_NAMES = ['gvisor-2022', 'gvisor-2026', 'linux'] as const;
export type StackName = (typeof STACK_NAMES)[number];

/** Reasons for a drop that only some stacks have. The stacks that give each are in its comment. */
export const STACK_DROP_REASONS = [
  /** linux: a (*,*) route carries packets to its parent only, and this one arrived there. */
  'ARRIVED_FROM_UPSTREAM',
  /** linux, IPv4: the packet arrived on an interface that is not a vif. */
  'INPUT_INTERFACE_HAS_NO_VIF',
  /** linux: the route has no outgoing vif. */
  'NO_OUTGOING_INTERFACE',
  /** linux, IPv4: the source is an address of this router. */
  'OWN_SOURCE',
  /** linux, IPv4: rp_filter. */
  'REVERSE_PATH_FILTER',
] as const;
export type StackDropReason = DropReason | (typeof STACK_DROP_REASONS)[number];

/** Why an outgoing interface got no copy, in any stack. */
export type StackSkipReason = SkipReason | 'ARRIVED_ON_IT' | 'TTL_NOT_ABOVE_THRESHOLD';

/** Why a stack refused an operation, as a value. The comments give Linux's errno. */
export const STACK_REFUSALS = [
  /** EINVAL: the group is not a multicast address. */
  'BAD_ADDRESS',
  /** The stack does not have this operation. */
  'NOT_IN_THIS_STACK',
  /** ENOENT. */
  'ROUTE_NOT_FOUND',
  /** EADDRNOTAVAIL, when a vif is added. */
  'UNKNOWN_INTERFACE',
  /** EADDRINUSE: the number is taken. */
  'VIF_IN_USE',
  /** EADDRNOTAVAIL, when a vif is removed. */
  'VIF_NOT_FOUND',
  /** ENFILE: vifs have the numbers 0 to 31. */
  'VIF_OUT_OF_RANGE',
] as const;
export type StackRefusal = (typeof STACK_REFUSALS)[number];

/**
 * What a router of any stack tells the daemon that installs its routes: gVisor's events, with more fields where Linux has them. Linux sends
 * events as upcalls.
 *
 * - `missingRoute` is Linux's NOCACHE, `unexpectedInputInterface` its WRONGVIF.
 * - `unexpectedInputInterfacePacket` is its WRVIFWHOLE, which carries the packet. Only Linux has it.
 */
export type StackEvent = {
  readonly source: Address;
  readonly group: Address;
  readonly iif: number;
  /** linux: the vif of `iif`. */
  readonly vif: number;
} & (
  | { readonly type: 'missingRoute' }
  /** `expectedIif` is null if the parent of the route is not a vif any more. */
  | { readonly type: 'unexpectedInputInterface' | 'unexpectedInputInterfacePacket'; readonly expectedIif: number | null }
);
