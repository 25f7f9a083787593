import type { PacketReport } from './packet-report.js';

/** Packets that a journal keeps; older ones are forgotten. */
export const PACKET_JOURNAL_SIZE = 10;

/** What became of a packet, as the journal keeps it. */
export interface PacketEntry {
  readonly atNs: number;
  readonly report: PacketReport;
}

/**
 * What became of the newest packets, in the order in which it was decided. A packet that waited stands here twice: when it was queued, and
 * when a route let it go.
 */
export class PacketJournal {
  #entries: PacketEntry[];

  constructor(entries: readonly PacketEntry[] = []) {
    this.#entries = [...entries];
  }

  append(atNs: number, report: PacketReport): void {
    this.#entries.push({ atNs, report });
    if (this.#entries.length > PACKET_JOURNAL_SIZE) this.#entries.shift();
  }

  /** Oldest first. */
  entries(): readonly PacketEntry[] {
    return this.#entries;
  }
}
