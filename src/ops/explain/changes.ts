import { isInitializingSource, isIpv4Mapped, isLinkLocalMulticast, isLinkLocalUnicast } from '../../core/address.js';
import type { Decision, DecisionCode } from '../../core/decision.js';
import type { Change, Release } from '../../core/gvisor/release.js';
import { CHANGES } from '../../core/gvisor/release.js';
import type { Packet } from '../../core/packet.js';

/** A change of gVisor that decides otherwise about this packet. */
export interface ChangeView {
  readonly change: Change;
  /** Month of the change, such as `2025-06`. */
  readonly since: string;
  /** Whether the session's stack has it. */
  readonly made: boolean;
}

/** Where a change shows: at which step before it and after it, and for which packets. */
interface Shown {
  readonly before: readonly DecisionCode[];
  readonly after: readonly DecisionCode[];
  readonly concerns: (packet: Packet) => boolean;
}

const DELIVERY = ['UNICAST_DELIVERY', 'LOCAL_DELIVERY'] as const;

const SHOWN: Readonly<Record<Exclude<Change, 'ipv4LinkLocalRoutesAccepted'>, Shown>> = {
  initializingSourceDropped: {
    before: ['LINK_LOCAL_ADDRESS'],
    after: ['INITIALIZING_SOURCE'],
    concerns: ({ source }) => isInitializingSource(source),
  },
  ipv4MappedDropped: {
    before: ['LOOPBACK_ADDRESS'],
    after: ['IPV4_MAPPED_ADDRESS'],
    concerns: ({ source, group }) => isIpv4Mapped(source) || isIpv4Mapped(group),
  },
  ipv6DeliveryCountedOnce: { before: DELIVERY, after: DELIVERY, concerns: ({ group }) => group.family === 'ipv6' },
  ipv4LinkLocalForwarded: {
    before: ['LINK_LOCAL_ADDRESS'],
    after: ['ROUTE_LOOKUP'],
    concerns: ({ source, group }) => group.family === 'ipv4' && (isLinkLocalUnicast(source) || isLinkLocalMulticast(group)),
  },
};

/** The changes of gVisor that a decision about a packet depends on. */
export function changesAt(packet: Packet, decision: Decision, release: Release): ChangeView[] {
  if ('isDelivered' in decision && !decision.isDelivered) return [];
  return keysOf(SHOWN)
    .filter((change) => {
      const { before, after, concerns } = SHOWN[change];
      return (release[change] ? after : before).includes(decision.code) && concerns(packet);
    })
    .map((change) => ({ change, since: CHANGES[change], made: release[change] }));
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(record).filter((key): key is Key => key in record);
}
