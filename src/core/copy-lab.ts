import { FAMILIES } from './address.js';
import { COUNTER_NAMES } from './counters.js';
import { EventJournal } from './event.js';
import { asGvisor } from './gvisor/as-gvisor.js';
import type { Router } from './gvisor/forwarder.js';
import type { RouteTable } from './gvisor/route-table.js';
import { Interface } from './interface.js';
import { Lab } from './lab.js';
import { copyLinuxStack } from './linux/copy-stack.js';
import { LinuxStack } from './linux/linux-stack.js';
import type { Host } from './network/host.js';
import { Network } from './network/network.js';
import { Newest } from './newest.js';
import { PacketJournal } from './packet-journal.js';
import type { RouteKey } from './route.js';
import { InstalledRoute } from './route.js';
import { RouteKeyMap } from './route-key-map.js';
import type { LabRouter } from './router.js';

/**
 * A separate copy of everything in a lab that affects packets of one key: all but the routes of other keys. What is done to
 * it for the key's packets, as long as the clock stands still, comes out as it would there, and costs nothing there.
 */
export function copyLabForKey(lab: Lab, key: RouteKey): Lab {
  const { network: from } = lab;
  const network = new Network(from.config, {
    nowNs: lab.clock.nowNs(),
    nextPacketId: lab.nextPacketId,
    journal: new EventJournal(lab.journal.entries(), lab.journal.nextNumber, lab.config.journalSize),
    packets: new PacketJournal(lab.packets.entries(), lab.config.journalSize),
  });
  for (const router of from.routers) copyRouter(router, network.addRouter(router.name, router.config.stack), key);
  for (const link of from.links) network.links.add(link);
  for (const host of from.hosts) network.hosts.add(copyHost(host));
  for (const flight of from.flights.list()) network.flights.start(flight);
  network.use(from.inUse.name);
  return new Lab({ network, atHand: network.requireRouter(lab.router.name) });
}

function copyRouter(from: LabRouter, to: LabRouter, key: RouteKey): void {
  for (const nic of from.interfaces) to.interfaces.add(copyInterface(nic));
  for (const family of FAMILIES) {
    const [one, other] = [from.stacks[family], to.stacks[family]];
    if (one instanceof LinuxStack && other instanceof LinuxStack) copyLinuxStack(one, other, key);
    else copyStack(asGvisor(one), asGvisor(other), key);
  }
}

function copyStack(from: Router, to: Router, key: RouteKey): void {
  if (from.forwarding) to.enableForwarding();
  for (const name of COUNTER_NAMES) to.counters[name] = from.counters[name];
  if (from.family === key.group.family) copyEntry(from.table, to.table, key);
}

function copyHost(host: Host): Host {
  return { ...host, joined: [...host.joined], received: new Newest(host.received.size, host.received.entries()) };
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
