import { LabError } from '../core/errors.js';
import type { PacketEntry } from '../core/packet-journal.js';
import type { CopyDecision } from '../core/packet-report.js';
import type { PacketDocument } from './snapshot-schema.js';
import { decodePacket, encodePacket } from './table-document.js';

/**
 * What became of a packet, as plain data. What does not apply is left out.
 *
 * @param first name of the first router, which rows leave out
 */
export function encodePacketEntry({ atNs, report }: PacketEntry, first: string): PacketDocument {
  const { packet, outcome, reason, state, copies, expectedIif, deliveredLocally, unlisted, lostLoops } = report;
  const { id, ...arrived } = encodePacket(packet);
  return {
    atNs,
    ...(packet.router !== first && { router: packet.router }),
    id,
    source: packet.source.text,
    group: packet.group.text,
    ...arrived,
    outcome,
    ...(reason !== null && { reason }),
    ...(state !== null && { state }),
    copies: copies.map((copy) =>
      copy.kind === 'copy' ? { oif: copy.oif, ttl: copy.ttl } : { oif: copy.oif, minTtl: copy.minTtl, reason: copy.reason },
    ),
    ...(expectedIif !== null && { expectedIif }),
    deliveredLocally,
    ...(unlisted !== undefined && { unlisted }),
    ...(lostLoops !== undefined && { lostLoops }),
  };
}

/** The reverse of {@link encodePacketEntry}. @throws LabError `SESSION_CORRUPT`, `BAD_ADDRESS` */
export function decodePacketEntry(row: PacketDocument, first: string): PacketEntry {
  const { atNs, outcome, reason = null, state = null, expectedIif = null, deliveredLocally, unlisted, lostLoops } = row;
  const copies = row.copies.map((copy) => decodeCopy(copy, row.id));
  return {
    atNs,
    report: {
      packet: decodePacket(row, { router: first, ...row }),
      outcome,
      reason,
      state,
      copies,
      expectedIif,
      deliveredLocally,
      ...(unlisted !== undefined && { unlisted }),
      ...(lostLoops !== undefined && { lostLoops }),
    },
  };
}

function decodeCopy({ oif, ttl, minTtl, reason }: PacketDocument['copies'][number], id: number): CopyDecision {
  if (ttl !== undefined && minTtl === undefined && reason === undefined) return { kind: 'copy', oif, ttl };
  if (ttl === undefined && minTtl !== undefined && reason !== undefined) return { kind: 'skip', oif, minTtl, reason };
  throw new LabError('SESSION_CORRUPT', `a copy of packet ${id} needs either a TTL, or a minimum TTL and a reason`);
}
