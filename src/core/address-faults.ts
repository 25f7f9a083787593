import type { Address } from './address.js';
import {
  isLimitedBroadcast,
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isLoopback,
  isMulticast,
  isSubnetBroadcast,
  isUnspecified,
} from './address.js';
import type { Interface } from './interface.js';
import { findAssignedAddress } from './interface.js';
import type { Packet } from './packet.js';

/** What keeps an address from being the group of a route, as the end of a sentence, or null. */
export function groupFault(group: Address): string | null {
  if (!isMulticast(group)) return 'is not a multicast address';
  return isLinkLocalMulticast(group) ? 'is link-local and never forwarded' : null;
}

/**
 * What keeps an address from being the source of a route, as the end of a sentence, or null.
 *
 * Source: gVisor `isUnicastAddress`, which looks at the subnets of all interfaces.
 */
export function sourceFault(source: Address, interfaces: Iterable<Interface>): string | null {
  if (isUnspecified(source)) return 'is not a host address';
  if (isMulticast(source)) return 'is a multicast address';
  if (isLimitedBroadcast(source)) return 'is the broadcast address';
  for (const nic of interfaces) {
    if (isBroadcastOn(nic, source)) return `is the broadcast address of ${nic.name}'s subnet`;
  }
  return isLinkLocalUnicast(source) ? 'is link-local and never forwarded' : null;
}

/** Whether a packet is a martian: from or to a loopback address, and yet from outside (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function loopbackFault({ source, group }: Packet): 'LOOPBACK_SOURCE' | 'LOOPBACK_DESTINATION' | null {
  if (isLoopback(source)) return 'LOOPBACK_SOURCE';
  return isLoopback(group) ? 'LOOPBACK_DESTINATION' : null;
}

/** Whether the source of a packet is none: no multicast or broadcast address is (RFC 1122 §3.2.1.3, RFC 4291 §2.7). */
export function hasInvalidSource({ source }: Packet, nic: Interface): boolean {
  return isMulticast(source) || isLimitedBroadcast(source) || isBroadcastOn(nic, source);
}

/** Whether a packet must stay on its link (RFC 3927 §7, RFC 4291 §2.5.6). */
export function linkLocalFault({ source, group }: Packet): 'LINK_LOCAL_SOURCE' | 'LINK_LOCAL_DESTINATION' | null {
  if (isLinkLocalUnicast(source)) return 'LINK_LOCAL_SOURCE';
  return isLinkLocalUnicast(group) || isLinkLocalMulticast(group) ? 'LINK_LOCAL_DESTINATION' : null;
}

/** Whether the addresses of a packet that arrives on `nic` let the router look for its route. */
export function mayBeRouted(packet: Packet, nic: Interface): boolean {
  const isValid = loopbackFault(packet) === null && !hasInvalidSource(packet, nic) && isMulticast(packet.group);
  return isValid && linkLocalFault(packet) === null;
}

function isBroadcastOn(nic: Interface, address: Address): boolean {
  const assigned = findAssignedAddress(nic.addresses, address);
  return assigned !== null && isSubnetBroadcast(assigned, address);
}

/**
 * What is wrong with a pair that the table was asked for. A packet from 0.0.0.0 waits, though no route for it can be installed.
 */
export function keyFault(source: Address, group: Address): string | null {
  const isBadSource = isMulticast(source) || isLimitedBroadcast(source) || isLinkLocalUnicast(source);
  if (isBadSource) return 'has a source that is not valid in a route';
  return isMulticast(group) && !isLinkLocalMulticast(group) ? null : 'has a group that is not valid in a route';
}
