import type { GetRouteResultState } from '../../core/gvisor/route-table.js';
import type { Lab } from '../../core/lab.js';
import type { Packet } from '../../core/packet.js';
import type { DropReason, PacketReport, SkipReason } from '../../core/packet-report.js';

/** A payload as text. One that is not UTF-8 has `payloadHex` too, and U+FFFD in the text in place of what could not be read. */
export interface PayloadView {
  readonly payload: string;
  readonly payloadHex?: string;
}

/** What became of a packet, with its interfaces by name. */
export interface PacketView extends PayloadView {
  readonly id: number;
  readonly source: string;
  readonly group: string;
  readonly iif: string;
  /** On arrival. */
  readonly ttl: number;
  readonly outcome: 'forwarded' | 'queued' | 'dropped';
  readonly reason: DropReason | null;
  /** gVisor's name of what the table answered. */
  readonly state: GetRouteResultState | null;
  readonly copies: readonly { readonly oif: string; readonly ttl: number }[];
  readonly skipped: readonly { readonly oif: string; readonly reason: SkipReason; readonly minTtl: number }[];
  readonly deliveredLocally: boolean;
  /** Only of a packet that came in on another interface than its route expects: the one it expects. */
  readonly expectedIif?: string;
}

export function viewPayload(packet: Packet): PayloadView {
  if (packet.payload.length === 0) return NO_PAYLOAD;
  const text = packet.payloadText();
  if (text !== null) return { payload: text };
  return { payload: new TextDecoder('utf-8', { ignoreBOM: true }).decode(packet.payload), payloadHex: packet.payloadHex() };
}

const NO_PAYLOAD: PayloadView = { payload: '' };

export function viewPacket(lab: Lab, report: PacketReport): PacketView {
  const { packet, outcome, reason, state, deliveredLocally, expectedIif } = report;
  const { interfaces } = lab;
  const copies: PacketView['copies'][number][] = [];
  const skipped: PacketView['skipped'][number][] = [];
  for (const decision of report.copies) {
    const oif = interfaces.nameOf(decision.oif);
    if (decision.kind === 'copy') copies.push({ oif, ttl: decision.ttl });
    else skipped.push({ oif, reason: decision.reason, minTtl: decision.minTtl });
  }
  const view = {
    id: packet.id,
    source: packet.source.text,
    group: packet.group.text,
    iif: interfaces.nameOf(packet.iif),
    ttl: packet.ttl,
    ...viewPayload(packet),
    outcome,
    reason,
    state,
    copies,
    skipped,
    deliveredLocally,
  };
  return expectedIif === null ? view : { ...view, expectedIif: interfaces.nameOf(expectedIif) };
}
