import { DEFAULT_JOURNAL_SIZE, Newest } from './newest.js';
import type { PacketReport } from './packet-report.js';

/** The fate of a packet, as the journal keeps it. */
export interface PacketEntry {
  readonly atNs: number;
  readonly report: PacketReport;
}

/**
 * The fates of the newest packets, in the order in which they were decided. A packet that waited has two entries: one when it was queued,
 * one when a route released it.
 */
export class PacketJournal {
  readonly #newest: Newest<PacketEntry>;

  /** @param size entries that are kept at most */
  constructor(entries: readonly PacketEntry[] = [], size = DEFAULT_JOURNAL_SIZE) {
    this.#newest = new Newest(size, entries);
  }

  append(atNs: number, report: PacketReport): void {
    this.#newest.append({ atNs, report });
  }

  /** Drops the entries of which something holds. */
  forget(isDropped: (entry: PacketEntry) => boolean): void {
    this.#newest.forget(isDropped);
  }

  /** Oldest first. */
  entries(): readonly PacketEntry[] {
    return this.#newest.entries();
  }

  /** The newest entry of each packet, in the order of their ids. */
  latest(): PacketEntry[] {
    const byId = new Map<number, PacketEntry>();
    for (const entry of this.entries()) byId.set(entry.report.packet.id, entry);
    return [...byId.values()].sort((a, b) => a.report.packet.id - b.report.packet.id);
  }
}
