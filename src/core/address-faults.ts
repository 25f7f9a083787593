import type { Address } from './address.js';
import {
  isInitializingSource,
  isIpv4Mapped,
  isLimitedBroadcast,
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isLoopback,
  isMulticast,
  isSubnetBroadcast,
  isUnspecified,
} from './address.js';
import type { Release } from './gvisor/release.js';
import type { Interface } from './interface.js';
import { findAssignedAddress } from './interface.js';
import type { Packet } from './packet.js';

/** What keeps an address from being the group of a route, as the end of a sentence, or null. */
export function groupFault(group: Address, release: Release): string | null {
  if (!isMulticast(group)) return 'is not a multicast address';
  return isLinkLocalMulticast(group) && !acceptsLinkLocal(group, release) ? 'is link-local and never forwarded' : null;
}

/**
 * What keeps an address from being the source of a route, as the end of a sentence, or null.
 *
 * Source: gVisor `isUnicastAddress`, which looks at the subnets of all interfaces.
 */
export function sourceFault(source: Address, interfaces: Iterable<Interface>, release: Release): string | null {
  if (isUnspecified(source)) return 'is not a host address';
  if (isMulticast(source)) return 'is a multicast address';
  if (isLimitedBroadcast(source)) return 'is the broadcast address';
  for (const nic of interfaces) {
    if (isBroadcastOn(nic, source)) return `is the broadcast address of ${nic.name}'s subnet`;
  }
  return isLinkLocalUnicast(source) && !acceptsLinkLocal(source, release) ? 'is link-local and never forwarded' : null;
}

/** Whether a packet is a martian: from or to a loopback address, and yet from outside (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function loopbackFault({ source, group }: Packet): 'LOOPBACK_SOURCE' | 'LOOPBACK_DESTINATION' | null {
  if (isLoopback(source)) return 'LOOPBACK_SOURCE';
  return isLoopback(group) ? 'LOOPBACK_DESTINATION' : null;
}

/** Whether a packet has an IPv4-mapped address, in a release that drops such packets. If both are, the reason is the source. */
export function ipv4MappedFault(
  { source, group }: Packet,
  release: Release,
): 'IPV4_MAPPED_SOURCE' | 'IPV4_MAPPED_DESTINATION' | null {
  if (!release.ipv4MappedDropped) return null;
  if (isIpv4Mapped(source)) return 'IPV4_MAPPED_SOURCE';
  return isIpv4Mapped(group) ? 'IPV4_MAPPED_DESTINATION' : null;
}

/** Whether a packet comes from a host without an address, in a release that does not forward such packets. */
export function initializingFault({ source }: { readonly source: Address }, release: Release): 'INITIALIZING_SOURCE' | null {
  return release.initializingSourceDropped && isInitializingSource(source) ? 'INITIALIZING_SOURCE' : null;
}

/** Whether the source of a packet is none: no multicast or broadcast address is (RFC 1122 §3.2.1.3, RFC 4291 §2.7). */
export function hasInvalidSource({ source }: Packet, nic: Interface): boolean {
  return isMulticast(source) || isLimitedBroadcast(source) || isBroadcastOn(nic, source);
}

/** Whether a packet must stay on its link (RFC 3927 §7, RFC 4291 §2.5.6). */
export function linkLocalFault(packet: Packet, release: Release): 'LINK_LOCAL_SOURCE' | 'LINK_LOCAL_DESTINATION' | null {
  const { source, group } = packet;
  if (release.ipv4LinkLocalForwarded && group.family === 'ipv4') return null;
  if (isLinkLocalUnicast(source)) return 'LINK_LOCAL_SOURCE';
  return isLinkLocalUnicast(group) || isLinkLocalMulticast(group) ? 'LINK_LOCAL_DESTINATION' : null;
}

function acceptsLinkLocal({ family }: Address, release: Release): boolean {
  return family === 'ipv4' && release.ipv4LinkLocalRoutesAccepted;
}

function isBroadcastOn(nic: Interface, address: Address): boolean {
  const assigned = findAssignedAddress(nic.addresses, address);
  return assigned !== null && isSubnetBroadcast(assigned, address);
}

/** The fault of a pair as the key of a route, regardless of the interfaces. */
export function keyFault(source: Address, group: Address, release: Release): string | null {
  const isBadSource = isMulticast(source) || isLimitedBroadcast(source) || isLinkLocalUnicast(source);
  if (isBadSource && !(isLinkLocalUnicast(source) && acceptsLinkLocal(source, release)))
    return 'has a source that is not valid in a route';
  const isBadGroup = !isMulticast(group) || (isLinkLocalMulticast(group) && !acceptsLinkLocal(group, release));
  return isBadGroup ? 'has a group that is not valid in a route' : null;
}

/**
 * What is wrong with a pair that the table was asked for. In the release of 2022 a packet from 0.0.0.0 waits, though no route for it can be
 * installed; later, no packet does that comes from an address in 0.0.0.0/8.
 */
export function packetKeyFault(source: Address, group: Address, release: Release): string | null {
  const isNeverLookedUp = initializingFault({ source }, release) !== null || (release.ipv4MappedDropped && isIpv4Mapped(source));
  return isNeverLookedUp ? 'has a source that is never looked up' : keyFault(source, group, release);
}
