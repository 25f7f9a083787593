import { isUnspecified } from '../address.js';
import { Packet } from '../packet.js';
import type { CopyDecision, PacketReport } from '../packet-report.js';
import type { OutgoingInterface, PendingRoute, RouteKey, RouteUse } from '../route.js';
import type { StackRoute } from '../stack-router.js';
import type { Frame, MfcRoute, Unresolved } from './mfc-route.js';
import type { LinuxReport } from './report.js';
import type { VifTable } from './vif.js';

/** Copies of one packet that are kept; further ones are only counted. */
export const MAX_KEPT_COPIES = 256;

/** A route as all stacks show routes. A copy leaves if the TTL is above the threshold, so the minimum TTL is one more. */
export class ShownRoute implements StackRoute {
  readonly expectedInputInterface: number;
  readonly outgoingInterfaces: readonly OutgoingInterface[];
  readonly use: RouteUse;
  /** Number of the vif on which packets are expected. */
  readonly parent: number;
  readonly #lastUsedNs: number;

  constructor({ parent, outputs, lastUsedNs, packets, bytes, wrongIf }: MfcRoute, vifs: VifTable) {
    this.parent = parent;
    this.expectedInputInterface = vifs.interfaceOf(parent);
    this.outgoingInterfaces = outputs.map(({ vif, threshold }) => ({ id: vifs.interfaceOf(vif), minTtl: threshold + 1 }));
    this.use = { packets, bytes, wrongIf };
    this.#lastUsedNs = lastUsedNs;
  }

  lastUsedTimestamp(): number {
    return this.#lastUsedNs;
  }
}

/** An unresolved entry as all stacks show pending routes. */
export function pendingOf({ key, expiresNs, frames }: Unresolved): PendingRoute {
  return { key, expiresNs, packets: frames.map(packetOf) };
}

/** A waiting packet as it is now. */
function packetOf({ packet, ttl, interfaceId }: Frame): Packet {
  if (packet.ttl === ttl && packet.iif === interfaceId) return packet;
  const { id, source, group, payload, router, hop } = packet;
  return new Packet({ id, source, group, router, hop, iif: interfaceId, ttl, payload });
}

/** A report as all stacks make it: first the copies, in the order in which they left, then the outputs that got none. */
export function reportOf(report: LinuxReport, vifs: VifTable): PacketReport {
  const { packet, outcome, reason, state, expectedVif, deliveredOn, lostLoops } = report;
  const copies: CopyDecision[] = report.copies.slice(0, MAX_KEPT_COPIES).map(({ oif, ttl }) => ({ kind: 'copy', oif, ttl }));
  for (const { vif, threshold, reason: why } of report.skipped)
    copies.push({ kind: 'skip', oif: vifs.interfaceOf(vif), minTtl: threshold + 1, reason: why });
  const unlisted = report.unlisted + Math.max(0, report.copies.length - MAX_KEPT_COPIES);
  return {
    packet,
    outcome,
    reason,
    state,
    copies,
    expectedIif: expectedVif === null ? null : vifs.interfaceOf(expectedVif),
    deliveredLocally: deliveredOn.length > 0,
    ...(unlisted > 0 && { unlisted }),
    ...(lostLoops > 0 && { lostLoops }),
  };
}

/** A key as people write it: `(*, 239.1.1.1)`. */
export function starred({ source, group }: RouteKey): string {
  const [s, g] = [source, group].map((address) => (isUnspecified(address) ? '*' : address.text));
  return `(${s}, ${g})`;
}
