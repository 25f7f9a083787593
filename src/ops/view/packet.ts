import type { Lab } from '../../core/lab.js';
import type { Packet } from '../../core/packet.js';
import type { DropReason, PacketReport, SkipReason } from '../../core/packet-report.js';
import type { GetRouteResultState } from '../../core/route-table.js';

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
  const text = packet.payloadText();
  if (text !== null) return { payload: text };
  return { payload: new TextDecoder('utf-8', { ignoreBOM: true }).decode(packet.payload), payloadHex: packet.payloadHex() };
}

export function viewPacket(lab: Lab, report: PacketReport): PacketView {
  const { packet, outcome, reason, state, deliveredLocally, expectedIif } = report;
  const nameOf = (id: number) => lab.interfaces.nameOf(id);
  return {
    id: packet.id,
    source: packet.source.text,
    group: packet.group.text,
    iif: nameOf(packet.iif),
    ttl: packet.ttl,
    ...viewPayload(packet),
    outcome,
    reason,
    state,
    copies: report.copies.flatMap((copy) => (copy.kind === 'copy' ? [{ oif: nameOf(copy.oif), ttl: copy.ttl }] : [])),
    skipped: report.copies.flatMap((copy) =>
      copy.kind === 'skip' ? [{ oif: nameOf(copy.oif), reason: copy.reason, minTtl: copy.minTtl }] : [],
    ),
    deliveredLocally,
    ...(expectedIif !== null && { expectedIif: nameOf(expectedIif) }),
  };
}
