/** What gVisor changed in multicast forwarding after December 2022, and in which month. The route table stayed the same. */
export const CHANGES = {
  /** A packet from 0.0.0.0/8 or :: is not forwarded, and counts `forwardingInitializingSource`. It is still delivered to this host. */
  initializingSourceDropped: '2023-02',
  /** A packet from or to an IPv4-mapped IPv6 address is dropped before it counts as valid. A route for such a source is accepted. */
  ipv4MappedDropped: '2023-04',
  /** An IPv6 delivery to this host moves `packetsDelivered` by one. Before, by two. */
  ipv6DeliveryCountedOnce: '2023-04',
  /** Packets from 169.254.0.0/16 and to 224.0.0.0/24 are looked up, queued and forwarded. IPv6's still are not. */
  ipv4LinkLocalForwarded: '2025-06',
  /** Routes for these sources and groups are accepted. */
  ipv4LinkLocalRoutesAccepted: '2025-06',
} as const;
export type Change = keyof typeof CHANGES;

/** Which of the changes a release has. */
export type Release = Readonly<Record<Change, boolean>>;

/** The states of gVisor that a router can follow, oldest first. */
export const GVISOR_STACKS = ['gvisor-2022', 'gvisor-2026'] as const;
export type GvisorStack = (typeof GVISOR_STACKS)[number];

export const RELEASES: Readonly<Record<GvisorStack, Release>> = {
  'gvisor-2022': releaseOf('2022-12'),
  'gvisor-2026': releaseOf('2026-08'),
};

/** gVisor in a month. */
function releaseOf(month: string): Release {
  return {
    initializingSourceDropped: month >= CHANGES.initializingSourceDropped,
    ipv4MappedDropped: month >= CHANGES.ipv4MappedDropped,
    ipv6DeliveryCountedOnce: month >= CHANGES.ipv6DeliveryCountedOnce,
    ipv4LinkLocalForwarded: month >= CHANGES.ipv4LinkLocalForwarded,
    ipv4LinkLocalRoutesAccepted: month >= CHANGES.ipv4LinkLocalRoutesAccepted,
  };
}
