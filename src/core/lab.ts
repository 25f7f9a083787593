import type { AddressLike, AddressWithPrefix, Family } from './address.js';
import { FAMILIES, parseAddressWithPrefix } from './address.js';
import type { ManualClock } from './clock.js';
import type { Counters } from './counters.js';
import { LabError } from './errors.js';
import type { EventJournal } from './event.js';
import type { InterfaceRef, Interfaces } from './interface.js';
import { Interface } from './interface.js';
import type { Effects, ExpiredRoute, LabTimer, LabConfig as NetworkConfig } from './network/effects.js';
import type { RestoredNetwork } from './network/network.js';
import { Network } from './network/network.js';
import { DEFAULT_JOURNAL_SIZE } from './newest.js';
import { FIRST_ROUTER, Packet } from './packet.js';
import type { PacketJournal } from './packet-journal.js';
import type { PacketReport } from './packet-report.js';
import type { LabRouter } from './router.js';
import { queueSizeOf } from './router.js';
import type { StackName } from './stack.js';
import { DEFAULT_STACK } from './stack.js';
import type { StackRouter } from './stack-router.js';

export type { Effects, ExpiredRoute, LabTimer } from './network/effects.js';

/** How a lab is set up, with the stack of the router at hand. */
export interface LabConfig extends NetworkConfig {
  /** Whose rules the router follows. */
  readonly stack: StackName;
}

/** What arrives on an interface. */
export interface Injection {
  readonly source: AddressLike;
  readonly group: AddressLike;
  readonly iif: InterfaceRef;
  /** 0 to 255 (default: 64). */
  readonly ttl?: number;
  /** Text is encoded as UTF-8 (default: empty). */
  readonly payload?: Uint8Array | string;
}

/** A lab, and from where it is seen. */
interface LabView {
  readonly network: Network;
  readonly atHand: LabRouter;
  /** Whether only this router is meant (default: false). */
  readonly isNarrowed?: boolean;
}

/**
 * A network that can be held still, seen from one of its routers: the router at hand. It is all that one session holds. A lab of one router has
 * only this one.
 */
export class Lab {
  readonly network: Network;
  readonly #atHand: LabRouter;
  readonly #isNarrowed: boolean = false;
  #config: LabConfig | null = null;

  /** An empty lab of one router, at time 0 unless `restored` sets another: no interfaces, forwarding off. */
  constructor(config?: Partial<LabConfig>, restored?: RestoredNetwork);
  /** A lab seen from another of its routers. */
  constructor(view: LabView);
  constructor(config: Partial<LabConfig> | LabView = {}, restored: RestoredNetwork = {}) {
    if ('network' in config) {
      this.network = config.network;
      this.#atHand = config.atHand;
      this.#isNarrowed = config.isNarrowed ?? false;
      return;
    }
    const { stack = DEFAULT_STACK, anyAddress = false, journalSize = DEFAULT_JOURNAL_SIZE } = config;
    const { maxPendingQueueSize = queueSizeOf(stack) } = config;
    this.network = new Network({ maxPendingQueueSize, anyAddress, journalSize }, restored);
    this.#atHand = this.network.addRouter(FIRST_ROUTER, stack);
  }

  /** The router at hand. */
  get router(): LabRouter {
    return this.#atHand;
  }

  /** The same lab seen from another router. @throws LabError `ROUTER_NOT_FOUND` */
  at(router: string): Lab {
    return router === this.#atHand.name ? this : new Lab({ network: this.network, atHand: this.network.requireRouter(router) });
  }

  /** The same lab, where someone asks for one router alone. @throws LabError `ROUTER_NOT_FOUND` */
  narrowedTo(router: string): Lab {
    return new Lab({ network: this.network, atHand: this.network.requireRouter(router), isNarrowed: true });
  }

  /** The lab seen from each router that is asked for: all of them, unless it is narrowed to one. */
  scope(): Lab[] {
    return this.#isNarrowed ? [this] : this.views();
  }

  /** Whether a router is asked for. */
  isInScope(router: string): boolean {
    return !this.#isNarrowed || router === this.#atHand.name;
  }

  /** The same lab seen from each of its routers, in order. */
  views(): Lab[] {
    return [...this.network.routers].map(({ name }) => this.at(name));
  }

  get config(): LabConfig {
    this.#config ??= { ...this.network.config, stack: this.#atHand.config.stack };
    return this.#config;
  }

  get clock(): ManualClock {
    return this.network.clock;
  }

  /** The interfaces of the router at hand. */
  get interfaces(): Interfaces {
    return this.#atHand.interfaces;
  }

  /** The stacks of the router at hand. */
  get routers(): Readonly<Record<Family, StackRouter>> {
    return this.#atHand.stacks;
  }

  /** The events of all routers. */
  get journal(): EventJournal {
    return this.network.journal;
  }

  /** What became of the newest packets, on all routers. */
  get packets(): PacketJournal {
    return this.network.packets;
  }

  /** The id that the next packet gets. Ids run from 1, without gaps. */
  get nextPacketId(): number {
    return this.network.nextPacketId;
  }

  /** Packets that the journal no longer knows anything of. */
  get packetsDropped(): number {
    return this.network.packetsDropped;
  }

  /** The stack of a key's family, on the router at hand. */
  routerOf(key: { readonly group: { readonly family: Family } }): StackRouter {
    return this.#atHand.stacks[key.group.family];
  }

  /** @throws LabError `NUMBERS_EXHAUSTED` */
  requireNumbers(packets: number): void {
    this.network.requireNumbers(packets);
  }

  /** The smallest id that no interface of the router at hand has, and that nothing else in the lab still names. */
  freeInterfaceId(): number {
    return this.#atHand.freeInterfaceId(() => interfaceIdsInJournals(this));
  }

  /**
   * A packet arrives on an interface of the router at hand.
   *
   * @throws LabError `UNKNOWN_INTERFACE`, `BAD_ADDRESS`, `TOO_MANY_IN_FLIGHT`
   */
  inject(injection: Injection): PacketReport {
    return this.network.inject(this.#packetOf(injection));
  }

  /**
   * The router at hand originates a packet on an interface.
   *
   * @throws LabError `UNKNOWN_INTERFACE`, `BAD_ADDRESS`, `NOT_IN_THIS_STACK`, `TOO_MANY_IN_FLIGHT`
   */
  originate(sent: Injection): PacketReport {
    return this.network.originate(this.#packetOf(sent));
  }

  #packetOf(injection: Injection): Packet {
    const nic = this.interfaces.require(injection.iif);
    const packet = new Packet({ ...injection, id: this.nextPacketId, router: this.#atHand.name, iif: nic.id });
    if (packet.source.family === packet.group.family) return packet;
    throw new LabError('BAD_ADDRESS', `${packet.source} and ${packet.group} are of different families`);
  }

  /** Adds an interface to the router at hand. @throws LabError `DUPLICATE_INTERFACE` */
  addInterface(nic: Interface): void {
    this.#atHand.addInterface(nic);
  }

  /** Removes an interface from the router at hand. */
  removeInterface(nic: Interface): void {
    this.#atHand.removeInterface(nic);
  }

  /**
   * Moves the clock. Returns the pending routes that were swept on the way: in the order in which the cleanups ran, and within one
   * cleanup those that expired first.
   *
   * @throws LabError `CLOCK_OVERFLOW`, `TOO_MANY_IN_FLIGHT`
   */
  advance(durationNs: number): ExpiredRoute[] {
    return this.network.advance(durationNs);
  }

  /** Does something and tells what it counted and emitted, in order. */
  observe<Result>(action: () => Result): { readonly result: Result; readonly effects: Effects } {
    const observed = this.startObserving();
    try {
      const result = action();
      return { result, effects: observed() };
    } finally {
      this.network.stopObserving();
    }
  }

  /** Observes what is done from now on, for what is done in steps. Returns what ends it, and tells what {@link observe} tells. */
  startObserving(): () => Effects {
    return this.network.startObserving();
  }

  /** The armed timers of all routers, in the order in which they will fire. */
  timers(): LabTimer[] {
    return this.network.timers();
  }

  /** The counters of both families together, of the router at hand. */
  totals(): Counters {
    return this.#atHand.totals();
  }
}

/** The addresses that the standard lab gives interface `ethN` of its `k`-th router. */
export function standardAddresses(n: number, k = 1): AddressWithPrefix[] {
  const ipv6 = k === 1 ? `fc00:${n}::1/64` : `fc00:${k - 1}:${n}::1/64`;
  return [parseAddressWithPrefix(`10.${k - 1}.${n}.1/24`), parseAddressWithPrefix(ipv6)];
}

/** How many interfaces a standard lab has, if nothing else is asked for. */
export const STANDARD_INTERFACES = 4;

/** How many interfaces a standard lab may have: the third number of their IPv4 addresses says which one it is. */
export const MAX_STANDARD_INTERFACES = 255;

/**
 * A lab with `eth1` to `ethN` and everything switched on: forwarding of both families, of the lab and of each interface.
 *
 * @param count 0 to {@link MAX_STANDARD_INTERFACES}
 */
export function standardLab(count = STANDARD_INTERFACES, config: Partial<LabConfig> = {}): Lab {
  const lab = new Lab(config);
  addStandardInterfaces(lab.router, count);
  return lab;
}

/**
 * Gives a router `eth1` to `ethN`, and switches everything on.
 *
 * @param count 0 to {@link MAX_STANDARD_INTERFACES}
 * @param k which router of the lab it is, from 1, for the addresses
 */
export function addStandardInterfaces({ interfaces, stacks }: LabRouter, count: number, k = 1): void {
  for (let n = 1; n <= count; n += 1) {
    const forwarding = { ipv4: true, ipv6: true };
    interfaces.add(new Interface({ id: n, name: `eth${n}`, addresses: standardAddresses(n, k), forwarding }));
  }
  for (const family of FAMILIES) stacks[family].enableForwarding();
}

/** The ids of interfaces of the router at hand that the journals name, which need not be there any more. */
function* interfaceIdsInJournals({ router: { name }, journal, packets }: Lab): Generator<number> {
  for (const { router, event } of journal.entries()) if (router === name) yield event.iif;
  for (const { report } of packets.entries()) if (report.packet.router === name) yield* interfacesOf(report);
}

/** The ids of the interfaces that a report names. */
function interfacesOf({ packet, copies, expectedIif }: PacketReport): number[] {
  return [packet.iif, ...copies.map(({ oif }) => oif), ...(expectedIif === null ? [] : [expectedIif])];
}
