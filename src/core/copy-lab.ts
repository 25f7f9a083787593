import { FAMILIES } from './address.js';
import { COUNTER_NAMES } from './counters.js';
import { EventJournal } from './event.js';
import { asGvisor } from './gvisor/as-gvisor.js';
import type { RouteTable } from './gvisor/route-table.js';
import { Interface } from './interface.js';
import { Lab } from './lab.js';
import { PacketJournal } from './packet-journal.js';
import type { RouteKey } from './route.js';
import { InstalledRoute } from './route.js';
import { RouteKeyMap } from './route-key-map.js';

/**
 * A separate copy of everything in a lab that affects packets of one key: all but the routes of other keys. What is done to
 * it for the key's packets, as long as the clock stands still, comes out as it would there, and costs nothing there.
 */
export function copyLabForKey(lab: Lab, key: RouteKey): Lab {
  const copy = new Lab(lab.config, {
    nowNs: lab.clock.nowNs(),
    nextPacketId: lab.nextPacketId,
    journal: new EventJournal(lab.journal.entries(), lab.journal.nextNumber, lab.config.journalSize),
    packets: new PacketJournal(lab.packets.entries(), lab.config.journalSize),
  });
  for (const nic of lab.interfaces) copy.interfaces.add(copyInterface(nic));
  for (const family of FAMILIES) {
    const [from, to] = [asGvisor(lab.routers[family]), asGvisor(copy.routers[family])];
    if (from.forwarding) to.enableForwarding();
    for (const name of COUNTER_NAMES) to.counters[name] = from.counters[name];
  }
  copyEntry(asGvisor(lab.routerOf(key)).table, asGvisor(copy.routerOf(key)).table, key);
  return copy;
}

function copyInterface(nic: Interface): Interface {
  const memberships = nic.memberships();
  return new Interface(nic, memberships);
}

function copyEntry(from: RouteTable, to: RouteTable, key: RouteKey): void {
  const route = from.installedRoute(key);
  const pending = from.pendingRoute(key);
  const installed = new RouteKeyMap<InstalledRoute>();
  if (route !== null) installed.set(key, copyRoute(route));
  to.restore({
    installed,
    pending: pending === null ? [] : [{ ...pending, packets: [...pending.packets] }],
    isCleanupRoutineRunning: from.isCleanupRoutineRunning,
  });
  const firesAtNs = from.cleanupTimer?.firesAtNs ?? null;
  if (firesAtNs !== null) to.resumeCleanupTimer(firesAtNs);
}

function copyRoute(route: InstalledRoute): InstalledRoute {
  const copy = new InstalledRoute(route, route.lastUsedTimestamp(), route.outgoingInterfaces);
  copy.restoreUse(route.use);
  return copy;
}
