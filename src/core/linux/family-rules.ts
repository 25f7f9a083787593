import type { Family } from '../address.js';
import { Address, isLinkLocalMulticast, isMulticast } from '../address.js';

/** Where the IPv4 and the IPv6 code of the kernel differ. Source: Linux `net/ipv4/ipmr.c`, `net/ipv6/ip6mr.c`. */
export interface FamilyRules {
  /** The source and group that stand for `*`. */
  readonly any: Address;
  /** Whether an output has a TTL threshold. Otherwise it is always 1. */
  readonly hasThresholds: boolean;
  /** Whether packets from an interface that is not a vif are looked up. They never make an unresolved entry. */
  readonly looksUpWithoutVif: boolean;
  /** Whether the router's own packets and looped copies count as wrong_if, and can send WRONGVIF. */
  readonly countsOwnAsWrong: boolean;
  /** Whether packets to the group stay on their link. */
  readonly isLinkLocal: (group: Address) => boolean;
}

/** The scope of an IPv6 group (RFC 4291 §2.7). */
export function scopeOf({ high }: Address): number {
  return (high >>> 16) & 0xf;
}

export const FAMILY_RULES: Readonly<Record<Family, FamilyRules>> = {
  ipv4: {
    any: Address.parse('0.0.0.0'),
    hasThresholds: true,
    looksUpWithoutVif: false,
    countsOwnAsWrong: false,
    isLinkLocal: isLinkLocalMulticast,
  },
  ipv6: {
    any: Address.parse('::'),
    hasThresholds: false,
    looksUpWithoutVif: true,
    countsOwnAsWrong: true,
    isLinkLocal: (group) => isMulticast(group) && scopeOf(group) <= 2,
  },
};
