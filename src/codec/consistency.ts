import type { Family } from '../core/address.js';
import { FAMILIES, isMulticast } from '../core/address.js';
import { packetKeyFault } from '../core/address-faults.js';
import { asGvisor } from '../core/gvisor/as-gvisor.js';
import type { Router } from '../core/gvisor/forwarder.js';
import type { Release } from '../core/gvisor/release.js';
import { DEFAULT_CLEANUP_INTERVAL, DEFAULT_PENDING_ROUTE_EXPIRATION } from '../core/gvisor/route-table.js';
import type { Lab } from '../core/lab.js';
import { LinuxStack } from '../core/linux/linux-stack.js';
import type { Packet } from '../core/packet.js';
import type { InstalledRoute, PendingRoute, RouteKey } from '../core/route.js';
import { findFamilyFault, findKeyFault, findRouteFault } from '../core/route-fault.js';
import { findEventInconsistency, findPacketJournalInconsistency } from './journal-consistency.js';
import { splitRoutes } from './lazy-routes.js';
import { findLinuxInconsistency } from './linux-consistency.js';
import { findNetworkInconsistency } from './network-consistency.js';

/**
 * What every lab satisfies between two operations, regardless of its history: each load checks it, and the tests check it after each operation.
 * The shape of a session file says the rest. Counters, and what a route counts, are only ever added to; they are not compared with one
 * another here, as nothing depends on them.
 *
 * @returns the first thing that does not hold, as a sentence without a full stop, or null
 */
export function findInconsistency(lab: Lab): string | null {
  for (const view of lab.views()) {
    const found = findStackInconsistency(view) ?? findInterfaceInconsistency(view) ?? findPacketIdInconsistency(view);
    if (found !== null) return lab.network.routerCount === 1 ? found : `${view.router.name}: ${found}`;
  }
  return findNetworkInconsistency(lab) ?? findEventInconsistency(lab) ?? findPacketJournalInconsistency(lab);
}

function findStackInconsistency(lab: Lab): string | null {
  for (const family of FAMILIES) {
    const router = lab.routers[family];
    const found =
      router instanceof LinuxStack
        ? findLinuxInconsistency(lab, router, family)
        : findRouterInconsistency(lab, asGvisor(router), family);
    if (found !== null) return `${family}: ${found}`;
  }
  return null;
}

function findInterfaceInconsistency({ config, interfaces }: Lab): string | null {
  for (const nic of interfaces) {
    for (const { group, joins } of nic.memberships()) {
      if (!config.anyAddress && !isMulticast(group)) return `${nic.name} is a member of ${group}, which is not a multicast group`;
      if (joins > Number.MAX_SAFE_INTEGER) return `${nic.name} joined ${group} too many times to count`;
    }
  }
  return null;
}

function findRouterInconsistency(lab: Lab, router: Router, family: Family): string | null {
  const { table, release, counters } = router;
  const nowNs = lab.clock.nowNs();
  if (!router.forwarding && table.installedCount > 0) return 'there are installed routes, but forwarding is off';
  if (counters.forwardingInitializingSource > 0 && !release.initializingSourceDropped) {
    return `counts forwardingInitializingSource, which ${lab.config.stack} does not have`;
  }
  const { read, stored } = splitRoutes(table.installedMap);
  // The rows that are still text were checked when the file was read, but for the time of last use.
  const isUsedInFuture = stored !== null && stored.latestUseNs > nowNs;
  for (const [key, route] of isUsedInFuture ? table.installedRoutes() : read) {
    const fault = findInstalledFault(lab, key, route, family, release);
    if (fault !== null) return `route ${key} ${fault}`;
  }
  return findPendingInconsistency(lab, router, family) ?? findTimerInconsistency(lab, router);
}

function findInstalledFault(
  { config, clock }: Lab,
  key: RouteKey,
  route: InstalledRoute,
  family: Family,
  release: Release,
): string | null {
  const fault = config.anyAddress ? findFamilyFault(key, family) : findKeyFault(key, family, release);
  if (fault !== null) return fault;
  return route.lastUsedTimestamp() > clock.nowNs() ? 'was last used in the future' : findRouteFault(route, route.use);
}

function findPendingInconsistency(lab: Lab, { table, release }: Router, family: Family): string | null {
  const nextCleanupNs = table.cleanupTimer?.firesAtNs ?? Number.NEGATIVE_INFINITY;
  const lastCleanupNs = Math.min(nextCleanupNs - DEFAULT_CLEANUP_INTERVAL, lab.clock.nowNs());
  for (const pending of table.pendingRoutes()) {
    const fault =
      findPendingFault(lab, pending, family, release) ??
      (pending.expiresNs < lastCleanupNs ? 'should already have been removed by a cleanup' : null);
    if (fault !== null) return `pending route ${pending.key} ${fault}`;
    if (table.installedRoute(pending.key) !== null) return `${pending.key} is both installed and pending`;
  }
  return null;
}

function findPendingFault(
  { config, clock }: Lab,
  { key, expiresNs, packets }: PendingRoute,
  family: Family,
  release: Release,
): string | null {
  const familyFault = findFamilyFault(key, family);
  if (familyFault !== null) return familyFault;
  if (packets.length === 0) return 'has no packets';
  if (packets.length > config.maxPendingQueueSize) return 'has more packets than its queue holds';
  if (expiresNs > clock.nowNs() + DEFAULT_PENDING_ROUTE_EXPIRATION) return 'expires too late';
  return config.anyAddress ? null : packetKeyFault(key.source, key.group, release);
}

function findTimerInconsistency({ clock }: Lab, { table }: Router): string | null {
  const firesAtNs = table.cleanupTimer?.firesAtNs ?? null;
  if (table.isCleanupRoutineRunning !== table.pendingCount > 0) {
    return 'the cleanup routine must run if and only if there are pending routes';
  }
  if (table.isCleanupRoutineRunning !== (firesAtNs !== null)) return 'the cleanup routine and its timer do not agree';
  if (firesAtNs !== null && firesAtNs <= clock.nowNs()) return 'the cleanup timer should have fired';
  if (firesAtNs !== null && firesAtNs > clock.nowNs() + DEFAULT_CLEANUP_INTERVAL) return 'the cleanup timer is set too far ahead';
  return null;
}

function findPacketIdInconsistency(lab: Lab): string | null {
  const ids = new Set<string>();
  for (const family of FAMILIES) {
    // In Linux a packet may wait twice: as it arrived, and as a looped copy.
    if (lab.routers[family] instanceof LinuxStack) continue;
    for (const { packets } of lab.routers[family].pendingRoutes()) {
      const fault = findQueueFault(lab, packets, ids);
      if (fault !== null) return fault;
    }
  }
  return null;
}

/** @param ids the first arrivals that were found by now; those of this queue are added */
function findQueueFault({ nextPacketId }: Lab, packets: readonly Packet[], ids: Set<string>): string | null {
  for (const { id, iif, hop } of packets) {
    if (id < 1 || id >= nextPacketId) return `packet id ${id} was never assigned`;
    if (hop === 1 && ids.size === ids.add(`${id} ${iif}`).size) return `packet id ${id} was assigned twice`;
  }
  return null;
}
