import type { Family } from './address.js';
import { FAMILIES } from './address.js';
import type { ManualClock } from './clock.js';
import type { CounterName, Counters } from './counters.js';
import { COUNTER_NAMES } from './counters.js';
import type { MulticastEvent } from './event.js';
import { Router } from './gvisor/forwarder.js';
import { RELEASES } from './gvisor/release.js';
import { DEFAULT_MAX_PENDING_QUEUE_SIZE } from './gvisor/route-table.js';
import type { Interface } from './interface.js';
import { Interfaces } from './interface.js';
import { LinuxStack } from './linux/linux-stack.js';
import { MAX_WAITING } from './linux/unresolved-queue.js';
import { UnicastRoutes } from './network/unicast-routes.js';
import type { PacketReport } from './packet-report.js';
import type { PendingRoute } from './route.js';
import type { StackName } from './stack.js';
import type { StackRouter } from './stack-router.js';

/** Packets that a pending route of a stack queues, if nothing else is asked for; in Linux, always. */
export function queueSizeOf(stack: StackName): number {
  return stack === 'linux' ? MAX_WAITING : DEFAULT_MAX_PENDING_QUEUE_SIZE;
}

/** How a router is set up; this never changes afterwards. */
export interface RouterConfig {
  /** Packets that one pending route queues: 0 to 255. */
  readonly maxPendingQueueSize: number;
  /** Leaves out the router's address checks, so that a key may be any pair, as in the table alone. */
  readonly anyAddress: boolean;
  /** Whose rules the router follows. */
  readonly stack: StackName;
}

/** Where a router tells what happens on it. */
export interface RouterListener {
  readonly onEvent: (router: string, event: MulticastEvent) => void;
  readonly onCount: (counter: CounterName, moved: number) => void;
  readonly onPacket: (router: LabRouter, report: PacketReport) => void;
  readonly onExpired: (router: string, pending: PendingRoute) => void;
}

/** A router of the lab: its interfaces, and a stack for each family. */
export class LabRouter {
  readonly name: string;
  readonly config: RouterConfig;
  readonly interfaces: Interfaces;
  readonly unicast = new UnicastRoutes();
  readonly stacks: Readonly<Record<Family, StackRouter>>;
  /**
   * How many interfaces had been removed when every id that something names was an interface's. It stays so until the next removal: routes,
   * packets and events only ever name interfaces that exist.
   */
  #allNamedExistAt: number | null = null;

  constructor(name: string, config: RouterConfig, clock: ManualClock, listener: RouterListener) {
    this.name = name;
    this.config = config;
    this.interfaces = new Interfaces(name);
    const around = {
      clock,
      interfaces: this.interfaces,
      onEvent: (event: MulticastEvent) => listener.onEvent(name, event),
      onCount: listener.onCount,
      onPacket: (report: PacketReport) => listener.onPacket(this, report),
      onExpired: (pending: PendingRoute) => listener.onExpired(name, pending),
    };
    const stackOf = (family: Family): StackRouter => {
      const { stack } = config;
      if (stack === 'linux') return new LinuxStack(family, around);
      return new Router(family, { ...config, stack, release: RELEASES[stack], ...around });
    };
    this.stacks = { ipv4: stackOf('ipv4'), ipv6: stackOf('ipv6') };
  }

  /** Adds an interface, and tells the stacks. @throws LabError `DUPLICATE_INTERFACE` */
  addInterface(nic: Interface): void {
    this.interfaces.add(nic);
    for (const family of FAMILIES) this.stacks[family].interfaceAdded(nic);
  }

  /** Removes an interface, and tells the stacks. */
  removeInterface(nic: Interface): void {
    this.interfaces.remove(nic);
    for (const family of FAMILIES) this.stacks[family].interfaceRemoved(nic);
  }

  /** The counters of both families together. */
  totals(): Counters {
    const { ipv4, ipv6 } = this.stacks;
    const totals = { ...ipv4.counters };
    for (const name of COUNTER_NAMES) totals[name] += ipv6.counters[name];
    return totals;
  }

  /**
   * The smallest id that no interface has, and that nothing else in the lab still names: no route, packet or event.
   *
   * @param inJournals the ids of this router's interfaces that the journals name
   */
  freeInterfaceId(inJournals: () => Iterable<number>): number {
    const { interfaces } = this;
    let id = interfaces.firstFreeId();
    if (this.#allNamedExistAt === interfaces.removals) return id;
    const missing = new Set<number>();
    for (const named of [...this.#interfaceIdsInTables(), ...inJournals()])
      if (named > 0 && interfaces.get(named) === null) missing.add(named);
    if (missing.size === 0) this.#allNamedExistAt = interfaces.removals;
    while (missing.has(id) || interfaces.get(id) !== null) id += 1;
    return id;
  }

  /** The ids of the interfaces that routes and queued packets name, which need not be there any more. */
  *#interfaceIdsInTables(): Generator<number> {
    for (const family of FAMILIES) {
      const stack = this.stacks[family];
      for (const [, route] of stack.installedRoutes()) {
        yield route.expectedInputInterface;
        for (const { id } of route.outgoingInterfaces) yield id;
      }
      for (const { packets } of stack.pendingRoutes()) for (const { iif } of packets) yield iif;
    }
  }
}
