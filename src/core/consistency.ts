import type { Family } from './address.js';
import { FAMILIES } from './address.js';
import { findFamilyFault, findKeyFault, findSharedKeyFault } from './key-fault.js';
import type { Lab } from './lab.js';
import type { PacketReport } from './packet-report.js';
import type { InstalledRoute, PendingRoute, RouteKey } from './route.js';
import { DEFAULT_CLEANUP_INTERVAL, DEFAULT_PENDING_ROUTE_EXPIRATION } from './route-table.js';
import type { Router } from './router.js';

/**
 * What every lab satisfies between two operations, whatever was done to it. The shape of a session file says the rest.
 *
 * @returns the first thing that does not hold, as a sentence without a full stop, or null
 */
export function findInconsistency(lab: Lab): string | null {
  for (const family of FAMILIES) {
    const found = findRouterInconsistency(lab, lab.routers[family], family);
    if (found !== null) return `${family}: ${found}`;
  }
  return findJournalInconsistency(lab) ?? findPacketIdInconsistency(lab) ?? findPacketJournalInconsistency(lab);
}

function findRouterInconsistency(lab: Lab, router: Router, family: Family): string | null {
  const { table } = router;
  const nowNs = lab.clock.nowNs();
  if (!router.forwarding && table.installedCount > 0) return 'routes are installed while forwarding is off';
  // Of routes that are text still, all else was looked at when they were read.
  const isFuture = (table.storedRoutes?.latestUseNs ?? 0) > nowNs;
  for (const [key, route] of isFuture ? table.installedRoutes() : table.installedRoutesRead()) {
    const fault = findRouteFault(lab, key, route, family);
    if (fault !== null) return `route ${key} ${fault}`;
  }
  return findPendingInconsistency(lab, router, family) ?? findTimerInconsistency(lab, router);
}

function findRouteFault({ config, clock }: Lab, key: RouteKey, route: InstalledRoute, family: Family): string | null {
  const fault = config.anyAddress ? findFamilyFault(key, family) : findKeyFault(key, family);
  if (fault !== null) return fault;
  if (route.lastUsedTimestamp() > clock.nowNs()) return 'was last used in the future';
  if (route.outgoingInterfaces.length === 0) return 'has no outgoing interface';
  const { packets, wrongIf } = route.use;
  return wrongIf > packets ? 'counts more packets on a wrong interface than packets' : null;
}

function findPendingInconsistency(lab: Lab, { table }: Router, family: Family): string | null {
  const nextCleanupNs = table.cleanupTimer?.firesAtNs ?? Number.NEGATIVE_INFINITY;
  const lastCleanupNs = Math.min(nextCleanupNs - DEFAULT_CLEANUP_INTERVAL, lab.clock.nowNs());
  for (const pending of table.pendingRoutes()) {
    const fault = findPendingFault(lab, pending, family) ?? (pending.expiresNs < lastCleanupNs ? 'should have been swept' : null);
    if (fault !== null) return `pending route ${pending.key} ${fault}`;
    if (table.installedRoute(pending.key) !== null) return `${pending.key} is both installed and pending`;
  }
  return null;
}

function findPendingFault({ config, clock }: Lab, { key, expiresNs, packets }: PendingRoute, family: Family): string | null {
  const familyFault = findFamilyFault(key, family);
  if (familyFault !== null) return familyFault;
  if (packets.length === 0) return 'has no packets';
  if (packets.length > config.maxPendingQueueSize) return 'has more packets than its queue holds';
  if (expiresNs > clock.nowNs() + DEFAULT_PENDING_ROUTE_EXPIRATION) return 'lives too long';
  return config.anyAddress ? null : findSharedKeyFault(key);
}

function findTimerInconsistency({ clock }: Lab, { table }: Router): string | null {
  const firesAtNs = table.cleanupTimer?.firesAtNs ?? null;
  if (table.isCleanupRoutineRunning !== table.pendingCount > 0) {
    return 'the cleanup routine runs exactly while something is pending, but here it does not';
  }
  if (table.isCleanupRoutineRunning !== (firesAtNs !== null)) return 'the cleanup routine and its timer do not agree';
  if (firesAtNs !== null && firesAtNs <= clock.nowNs()) return 'the cleanup timer should have fired';
  if (firesAtNs !== null && firesAtNs > clock.nowNs() + DEFAULT_CLEANUP_INTERVAL) return 'the cleanup timer is set too far ahead';
  return null;
}

function findJournalInconsistency({ journal, clock }: Lab): string | null {
  const entries = journal.entries();
  const first = journal.nextNumber - entries.length;
  for (const [index, { number, atNs }] of entries.entries()) {
    if (number !== first + index) return `event ${number} is out of order`;
    if (atNs > clock.nowNs()) return `event ${number} lies in the future`;
  }
  return first < 1 ? 'there are more events than were numbered' : null;
}

function findPacketIdInconsistency(lab: Lab): string | null {
  const ids = new Set<number>();
  for (const family of FAMILIES) {
    for (const { packets } of lab.routers[family].table.pendingRoutes()) {
      for (const { id } of packets) {
        if (id < 1 || id >= lab.nextPacketId) return `packet id ${id} was never given`;
        if (ids.has(id)) return `packet id ${id} was given twice`;
        ids.add(id);
      }
    }
  }
  return null;
}

function findPacketJournalInconsistency(lab: Lab): string | null {
  let lastNs = 0;
  for (const { atNs, report } of lab.packets.entries()) {
    const fault = findReportFault(report) ?? (report.packet.id >= lab.nextPacketId ? 'was never numbered' : null);
    if (fault !== null) return `packet ${report.packet.id} ${fault}`;
    if (atNs < lastNs || atNs > lab.clock.nowNs()) return `packet ${report.packet.id} is out of order`;
    lastNs = atNs;
  }
  return null;
}

function findReportFault({ packet, outcome, reason, copies, expectedIif }: PacketReport): string | null {
  if (packet.id < 1) return 'was never numbered';
  if (packet.source.family !== packet.group.family) return 'has addresses of two families';
  if ((outcome === 'dropped') !== (reason !== null)) return 'has a reason for being dropped, or has none, against its outcome';
  if ((outcome === 'forwarded') !== copies.some(({ kind }) => kind === 'copy')) return 'has copies against its outcome';
  if ((reason === 'UNEXPECTED_INPUT_INTERFACE') !== (expectedIif !== null)) {
    return 'has an expected interface, or has none, against its reason';
  }
  return null;
}
