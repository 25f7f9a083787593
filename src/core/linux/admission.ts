import type { Address } from '../address.js';
import { inSubnet, isLimitedBroadcast, isLoopback, isMulticast, isSubnetBroadcast, isUnspecified } from '../address.js';
import type { Interface, Interfaces } from '../interface.js';
import { isAssigned } from '../interface.js';
import type { Packet } from '../packet.js';
import type { DropReason } from '../packet-report.js';
import { FAMILY_RULES, scopeOf } from './family-rules.js';

/** rp_filter: 0 off, 1 strict, 2 loose. */
export type RpFilter = 0 | 1 | 2;

/**
 * What drops a packet from the wire because of its addresses, before it is delivered or looked up.
 *
 * Source: Linux `ip_mc_validate_source` and `fib_validate_source`; `ip6_rcv_core`.
 */
export function addressFault(packet: Packet, interfaces: Iterable<Interface>): DropReason | null {
  const { source, group } = packet;
  if (isMulticast(source) || isLimitedBroadcast(source)) return 'INVALID_SOURCE';
  if (isLoopback(source)) return 'LOOPBACK_SOURCE';
  if (source.family === 'ipv6') return scopeOf(group) <= 1 ? 'LINK_LOCAL_DESTINATION' : null;
  if (isUnspecified(source)) return FAMILY_RULES.ipv4.isLinkLocal(group) ? null : 'INVALID_SOURCE';
  return isAssigned(source, interfaces) ? 'OWN_SOURCE' : null;
}

/**
 * Why rp_filter drops a packet, as far as the connected subnets are all the routes there are. An interface without an address drops
 * everything, in either mode. A source that is the broadcast address of a subnet passes only where rp_filter is off.
 *
 * Source: Linux `__fib_validate_source`; RFC 3704.
 */
export function reversePathFault(source: Address, nic: Interface, interfaces: Interfaces, filter: RpFilter): DropReason | null {
  if (filter === 0 || source.family === 'ipv6' || isUnspecified(source)) return null;
  for (const { addresses } of interfaces) {
    if (addresses.some((assigned) => isSubnetBroadcast(assigned, source))) return 'INVALID_SOURCE';
  }
  if (!nic.hasAddress('ipv4')) return 'REVERSE_PATH_FILTER';
  const owners = longestMatches(source, interfaces);
  const passes = filter === 1 ? owners.includes(nic) : owners.length > 0;
  return passes ? null : 'REVERSE_PATH_FILTER';
}

/** The interfaces whose connected route to an address has the longest prefix. */
function longestMatches(address: Address, interfaces: Iterable<Interface>): readonly Interface[] {
  let longest = -1;
  let owners: Interface[] = [];
  for (const nic of interfaces) {
    for (const assigned of nic.addresses) {
      if (assigned.prefix < longest || !inSubnet(assigned, address)) continue;
      owners = assigned.prefix > longest ? [nic] : [...owners, nic];
      longest = assigned.prefix;
    }
  }
  return owners;
}

/** The rp_filter settings: of all interfaces, and of each. The larger one counts. IPv6 has none. */
export class RpFilters {
  #all: RpFilter = 0;
  readonly #byInterface = new Map<number, RpFilter>();

  /** @param interfaceId null for the setting of all interfaces */
  set(interfaceId: number | null, filter: RpFilter): void {
    if (interfaceId === null) this.#all = filter;
    else if (filter === 0) this.#byInterface.delete(interfaceId);
    else this.#byInterface.set(interfaceId, filter);
  }

  /** Puts back settings, as {@link all} and {@link list} gave them. */
  restore(all: RpFilter, byInterface: readonly (readonly [number, RpFilter])[]): void {
    this.#byInterface.clear();
    this.set(null, all);
    for (const [id, filter] of byInterface) this.set(id, filter);
  }

  get all(): RpFilter {
    return this.#all;
  }

  /** The setting in force on an interface. */
  of(interfaceId: number): RpFilter {
    const own = this.#byInterface.get(interfaceId) ?? 0;
    if (own > this.#all) return own;
    return this.#all;
  }

  /** Settings of single interfaces other than 0, by id. */
  list(): readonly (readonly [number, RpFilter])[] {
    return [...this.#byInterface].sort(([a], [b]) => a - b);
  }
}
