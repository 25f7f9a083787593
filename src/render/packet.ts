import { Address, FAMILY_NAMES } from '../core/address.js';
import type { DropReason, SkipReason } from '../core/packet-report.js';
import type { PacketView } from '../ops/view/packet.js';
import type { OutputView, PendingView } from '../ops/view/route.js';
import { count, deadline, pair } from './phrase.js';
import type { Style } from './style.js';

/** What is known around a packet, for the sentence about it. */
export interface PacketContext {
  readonly nowNs: number;
  readonly maxPendingQueueSize: number;
  /** The pending route of the packet's key as it is now. */
  readonly pending: PendingView | null;
}

const SKIPPED: Readonly<Record<SkipReason, (ttl: number, output: Omit<OutputView, 'oif'>) => string>> = {
  ARRIVED_ON_IT: () => 'the packet arrived on it',
  TTL_BELOW_MINIMUM: (ttl, { minTtl, threshold }) =>
    threshold === undefined ? `TTL ${ttl} is below its minimum ${minTtl}` : `TTL ${ttl} is not above its threshold ${threshold}`,
  OUTGOING_INTERFACE_REMOVED: (_ttl, { threshold }) =>
    threshold === undefined ? 'the interface was removed' : 'the vif is gone',
  OUTGOING_INTERFACE_HAS_NO_ADDRESS: () => 'the interface has no address of the family',
};

const DROPPED: Readonly<Record<DropReason, (packet: PacketView, context: PacketContext) => string>> = {
  ALL_COPIES_SKIPPED: () => 'no outgoing interface takes it',
  ARRIVED_FROM_UPSTREAM: ({ iif }) => `the (*,*) route carries packets to ${iif}, and it came from there`,
  FORWARDING_DISABLED: ({ group }) => `multicast forwarding is off for ${FAMILY_NAMES[Address.parse(group).family]}`,
  INPUT_INTERFACE_HAS_NO_VIF: ({ iif }) => `${iif} is not a vif`,
  INPUT_INTERFACE_REMOVED: (packet) => `its input interface ${packet.iif} was removed while it waited`,
  INTERFACE_FORWARDING_DISABLED: (packet) => `multicast forwarding is off on ${packet.iif}`,
  INITIALIZING_SOURCE: (packet) => `${packet.source} is the source of a host that has no address yet, and never forwarded`,
  INVALID_SOURCE: ({ source }) =>
    `${source} is a multicast ${source.includes(':') ? '' : 'or broadcast '}address and cannot be a source`,
  IPV4_MAPPED_DESTINATION: (packet) => `${packet.group} is an IPv4-mapped address, which never appears on a link`,
  IPV4_MAPPED_SOURCE: (packet) => `${packet.source} is an IPv4-mapped address, which never appears on a link`,
  LINK_LOCAL_DESTINATION: (packet) => `${packet.group} is link-local and never forwarded`,
  LINK_LOCAL_SOURCE: (packet) => `${packet.source} is link-local and never forwarded`,
  LOOPBACK_DESTINATION: (packet) => `${packet.group} is a loopback address and cannot arrive from outside`,
  LOOPBACK_SOURCE: (packet) => `${packet.source} is a loopback address and cannot arrive from outside`,
  NOT_MULTICAST: (packet) => `${packet.group} is not a multicast group`,
  NO_OUTGOING_INTERFACE: () => 'the route has no outgoing interface',
  OWN_SOURCE: ({ source }) => `${source} is an address of this router`,
  REVERSE_PATH_FILTER: ({ iif, source }) => `rp_filter of ${iif}: no route to ${source} leads there`,
  NO_BUFFER_SPACE: (packet, { maxPendingQueueSize }) =>
    maxPendingQueueSize === 0
      ? `there is no route ${pair(packet)}, and the queue size is 0`
      : `the queue of ${pair(packet)} is full, with ${count(maxPendingQueueSize, 'packet')} that ${maxPendingQueueSize === 1 ? 'waits' : 'wait'} for a route`,
  PENDING_ROUTE_EXPIRED: () => 'its pending route had expired, and was not swept yet',
  UNEXPECTED_INPUT_INTERFACE: ({ iif, expectedIif }) => `it came in on ${iif}, and the route expects ${expectedIif}`,
};

/** One line about a packet: what became of it and, if it was not forwarded, why. */
export function renderPacket(packet: PacketView, context: PacketContext, style: Style): string {
  return `packet ${packet.id} ${fate(packet, context, style)}`;
}

/** What became of a packet and, if it was not forwarded, why. */
export function fate(packet: PacketView, context: PacketContext, style: Style): string {
  return `${wayOut(packet, context, style)}${packet.deliveredLocally ? '; delivered to this host' : ''}${loops(packet)}`;
}

/** What looped copies led to, if it is not listed. */
function loops({ unlisted = 0, lostLoops = 0 }: PacketView): string {
  const more = unlisted === 0 ? '' : `; ${count(unlisted, 'more copy').replace('copys', 'copies')} by loops`;
  return `${more}${lostLoops === 0 ? '' : `; the backlog was full, ${lostLoops} looped copies lost`}`;
}

function wayOut(packet: PacketView, context: PacketContext, style: Style): string {
  const skipped = packet.skipped.map((skip) => `${skip.oif}: ${SKIPPED[skip.reason](packet.ttl, skip)}`);
  switch (packet.outcome) {
    case 'forwarded': {
      const copies = packet.copies.map(({ oif, ttl }) => `${oif} (TTL ${ttl})`).join(', ');
      const rest = skipped.length === 0 ? '' : `; not to ${skipped.join('; not to ')}`;
      return `${style.paint('good', 'forwarded')} to ${copies}${rest}`;
    }
    case 'queued':
      return `${style.paint('waiting', 'queued')}: ${queued(packet, context)}`;
    case 'dropped': {
      const why = packet.reason === null ? '' : `: ${DROPPED[packet.reason](packet, context)}`;
      const each = skipped.length === 0 ? '' : ` (${skipped.join('; ')})`;
      return `${style.paint('bad', 'dropped')}${why}${each}`;
    }
  }
}

function queued(packet: PacketView, { nowNs, pending, maxPendingQueueSize }: PacketContext): string {
  const lacking = `there is no route ${pair(packet)}`;
  if (pending === null) return lacking;
  const place = pending.queue.findIndex(({ id }) => id === packet.id) + 1;
  const where = place === 0 ? '' : `place ${place} of ${maxPendingQueueSize}, `;
  const trap = pending.expired ? '; a route installed now loses the packet' : '';
  return `${lacking}; ${where}${deadline(pending, nowNs)}${trap}`;
}
