import type { Address } from '../core/address.js';
import type { JournalEntry, MulticastEvent } from '../core/event.js';
import type { InterfaceRef } from '../core/interface.js';
import type { Lab } from '../core/lab.js';
import type { PacketEntry } from '../core/packet-journal.js';
import type { DropReason, PacketReport } from '../core/packet-report.js';
import type { PendingRoute } from '../core/route.js';

/** Which rows of a list are wanted; a field that is not given excludes none. */
export interface RowFilter {
  readonly source?: Address;
  readonly group?: Address;
  /** Interface on which the packets arrive. */
  readonly iif?: InterfaceRef;
  readonly outcome?: PacketReport['outcome'];
  readonly reason?: DropReason;
  readonly type?: MulticastEvent['type'];
  /** Only what happened at this time or later, in nanoseconds. */
  readonly sinceNs?: number;
  /** Only so many of the newest. */
  readonly last?: number;
}

interface Pair {
  readonly source: Address;
  readonly group: Address;
}

/** Whether a row has the source and the group that are wanted. */
export function hasPair({ source, group }: RowFilter, row: Pair): boolean {
  return (source === undefined || source.text === row.source.text) && (group === undefined || group.text === row.group.text);
}

/** Whether an id is that of the interface that is wanted. @throws LabError `UNKNOWN_INTERFACE` */
export function arrivesOn({ iif }: RowFilter, lab: Lab, id: number): boolean {
  if (iif === undefined || String(iif) === String(id)) return true;
  // Another router may have the interface.
  if (lab.network.routerCount > 1) return lab.interfaces.find(iif)?.id === id;
  return lab.interfaces.require(iif).id === id;
}

/** The entries that pass, in their order. @throws LabError `UNKNOWN_INTERFACE` */
export function filterPackets(lab: Lab, entries: readonly PacketEntry[], filter: RowFilter): PacketEntry[] {
  const { outcome, reason, sinceNs = 0 } = filter;
  const passed = entries.filter(
    ({ atNs, report }) =>
      atNs >= sinceNs &&
      lab.isInScope(report.packet.router) &&
      hasPair(filter, report.packet) &&
      arrivesOn(filter, lab.at(report.packet.router), report.packet.iif) &&
      (outcome === undefined || report.outcome === outcome) &&
      (reason === undefined || report.reason === reason),
  );
  return newest(passed, filter);
}

/** The events that pass, in their order. @throws LabError `UNKNOWN_INTERFACE` */
export function filterEvents(lab: Lab, filter: RowFilter): JournalEntry[] {
  const { sinceNs = 0, type } = filter;
  const passed = lab.journal
    .entries()
    .filter(
      ({ atNs, router, event }) =>
        atNs >= sinceNs &&
        lab.isInScope(router) &&
        hasPair(filter, event) &&
        arrivesOn(filter, lab.at(router), event.iif) &&
        (type === undefined || event.type === type),
    );
  return newest(passed, filter);
}

/** Whether a pending route passes: one of its packets came in on the interface. @throws LabError `UNKNOWN_INTERFACE` */
export function isPendingWanted(lab: Lab, { key, packets }: PendingRoute, filter: RowFilter): boolean {
  return hasPair(filter, key) && packets.some(({ iif }) => arrivesOn(filter, lab, iif));
}

/** The newest rows that are wanted, in their order. */
export function newest<Row>(rows: Row[], { last }: { readonly last?: number | undefined }): Row[] {
  return last === undefined ? rows : rows.slice(Math.max(0, rows.length - last));
}
