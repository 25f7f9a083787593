import type { Interfaces } from '../interface.js';
import type { Packet } from '../packet.js';
import type { CopyDecision } from '../packet-report.js';
import type { OutgoingInterface } from '../route.js';

/** What an outgoing interface of a route gets of a packet. Source: gVisor `forwardMulticastPacketForOutgoingInterface`. */
export function decideCopy(packet: Packet, { id, minTtl }: OutgoingInterface, interfaces: Interfaces): CopyDecision {
  if (minTtl > packet.ttl) return { kind: 'skip', oif: id, minTtl, reason: 'TTL_BELOW_MINIMUM' };
  const nic = interfaces.get(id);
  if (nic === null) return { kind: 'skip', oif: id, minTtl, reason: 'OUTGOING_INTERFACE_REMOVED' };
  if (!nic.hasAddress(packet.group.family)) return { kind: 'skip', oif: id, minTtl, reason: 'OUTGOING_INTERFACE_HAS_NO_ADDRESS' };
  return { kind: 'copy', oif: id, ttl: (packet.ttl + 255) % 256 };
}
