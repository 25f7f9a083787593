import type { AddressLike, AddressWithPrefix, Family } from './address.js';
import { FAMILIES, parseAddressWithPrefix } from './address.js';
import { ManualClock } from './clock.js';
import type { CounterMoves, Counters } from './counters.js';
import { COUNTER_NAMES, CounterTally } from './counters.js';
import { LabError } from './errors.js';
import type { JournalEntry } from './event.js';
import { EventJournal } from './event.js';
import { Router } from './gvisor/forwarder.js';
import type { GvisorStack } from './gvisor/release.js';
import { DEFAULT_STACK, RELEASES } from './gvisor/release.js';
import { DEFAULT_MAX_PENDING_QUEUE_SIZE } from './gvisor/route-table.js';
import type { InterfaceRef } from './interface.js';
import { Interface, Interfaces } from './interface.js';
import { DEFAULT_JOURNAL_SIZE } from './newest.js';
import { Packet } from './packet.js';
import { PacketJournal } from './packet-journal.js';
import type { PacketReport } from './packet-report.js';
import type { PendingRoute, RouteKey } from './route.js';
import type { StackRouter } from './stack-router.js';

/** How a lab is set up; this never changes afterwards. */
export interface LabConfig {
  /** Packets that one pending route queues: 0 to 255. */
  readonly maxPendingQueueSize: number;
  /** Leaves out the router's address checks, so that a key may be any pair, as in the table alone. */
  readonly anyAddress: boolean;
  /** Entries that the journals of packets and of events each keep: 0 to 100,000. */
  readonly journalSize: number;
  /** Whose rules the routers follow. */
  readonly stack: GvisorStack;
}

/** A pending route that a cleanup removed. */
export interface ExpiredRoute {
  readonly key: RouteKey;
  /** Packets that were lost with it. */
  readonly packets: number;
  /** When the cleanup ran. */
  readonly atNs: number;
}

interface SweptRoute {
  readonly pending: PendingRoute;
  readonly atNs: number;
}

/** A timer of the lab: the one that sweeps a family's expired pending routes. */
export interface LabTimer {
  readonly kind: 'cleanup';
  readonly family: Family;
  readonly firesAtNs: number;
}

/** What was counted and emitted while something was done. */
export interface Effects {
  readonly events: readonly JournalEntry[];
  /** Both families together. */
  readonly counters: CounterMoves;
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

/**
 * A router that can be held still: a manual clock, interfaces, and a router for each family. It is all that one session holds.
 */
export class Lab {
  readonly config: LabConfig;
  readonly clock: ManualClock;
  readonly interfaces = new Interfaces();
  readonly routers: Readonly<Record<Family, StackRouter>>;
  readonly journal: EventJournal;
  /** What became of the newest packets. */
  readonly packets: PacketJournal;
  #nextPacketId: number;
  #expired: SweptRoute[] = [];
  #observed: JournalEntry[] | null = null;
  #tally: CounterTally | null = null;
  /**
   * How many interfaces had been removed when every id that something names was an interface's. It stays so until the next removal: routes,
   * packets and events only ever name interfaces that exist.
   */
  #allNamedExistAt: number | null = null;

  /** An empty lab, at time 0 unless `restored` sets another: no interfaces, forwarding off. */
  constructor(
    config: Partial<LabConfig> = {},
    restored: {
      readonly nowNs?: number;
      readonly nextPacketId?: number;
      readonly journal?: EventJournal;
      readonly packets?: PacketJournal;
    } = {},
  ) {
    this.config = {
      maxPendingQueueSize: DEFAULT_MAX_PENDING_QUEUE_SIZE,
      anyAddress: false,
      journalSize: DEFAULT_JOURNAL_SIZE,
      stack: DEFAULT_STACK,
      ...config,
    };
    this.clock = new ManualClock(restored.nowNs);
    this.journal = restored.journal ?? new EventJournal([], 1, this.config.journalSize);
    this.packets = restored.packets ?? new PacketJournal([], this.config.journalSize);
    this.#nextPacketId = restored.nextPacketId ?? 1;
    this.routers = { ipv4: this.#router('ipv4'), ipv6: this.#router('ipv6') };
  }

  /** The id that the next packet gets. Ids run from 1, without gaps. */
  get nextPacketId(): number {
    return this.#nextPacketId;
  }

  /** Packets that the journal no longer knows anything of. */
  get packetsDropped(): number {
    const kept = new Set(this.packets.entries().map(({ report }) => report.packet.id));
    return this.#nextPacketId - 1 - kept.size;
  }

  /** The router of a key's family. */
  routerOf(key: { readonly group: { readonly family: Family } }): StackRouter {
    return this.routers[key.group.family];
  }

  /**
   * Makes sure that so many packets can be numbered, and an event of each of them.
   *
   * @throws LabError `NUMBERS_EXHAUSTED`
   */
  requireNumbers(packets: number): void {
    if (Math.max(this.#nextPacketId, this.journal.nextNumber) <= Number.MAX_SAFE_INTEGER - packets) return;
    throw new LabError('NUMBERS_EXHAUSTED', 'the session has run out of numbers for packets and events', 'Start a new session.');
  }

  /** The smallest id that no interface has, and that nothing else in the lab still names: no route, packet or event. */
  freeInterfaceId(): number {
    const { interfaces } = this;
    let id = interfaces.firstFreeId();
    if (this.#allNamedExistAt === interfaces.removals) return id;
    const missing = new Set<number>();
    for (const named of namedInterfaceIds(this)) if (interfaces.get(named) === null) missing.add(named);
    if (missing.size === 0) this.#allNamedExistAt = interfaces.removals;
    while (missing.has(id) || interfaces.get(id) !== null) id += 1;
    return id;
  }

  /**
   * A packet arrives on an interface.
   *
   * @throws LabError `UNKNOWN_INTERFACE`, `BAD_ADDRESS`
   */
  inject(injection: Injection): PacketReport {
    const nic = this.interfaces.require(injection.iif);
    const packet = new Packet({ ...injection, id: this.#nextPacketId, iif: nic.id });
    if (packet.source.family !== packet.group.family) {
      throw new LabError('BAD_ADDRESS', `${packet.source} and ${packet.group} are of different families`);
    }
    const report = this.routerOf(packet).receive(packet, nic);
    this.#nextPacketId += 1;
    return report;
  }

  /**
   * Moves the clock. Returns the pending routes that were swept on the way: in the order in which the cleanups ran, and within one
   * cleanup those that expired first.
   *
   * @throws LabError `CLOCK_OVERFLOW`
   */
  advance(durationNs: number): ExpiredRoute[] {
    this.#expired = [];
    this.clock.advance(durationNs);
    return sortWithinCleanups(this.#expired).map(({ pending, atNs }) => ({
      key: pending.key,
      packets: pending.packets.length,
      atNs,
    }));
  }

  /** Does something and tells what it counted and emitted, in order. */
  observe<Result>(action: () => Result): { readonly result: Result; readonly effects: Effects } {
    const observed = this.startObserving();
    try {
      const result = action();
      return { result, effects: observed() };
    } finally {
      this.#observed = null;
      this.#tally = null;
    }
  }

  /** Observes what is done from now on, for what is done in steps. Returns what ends it, and tells what {@link observe} tells. */
  startObserving(): () => Effects {
    const events: JournalEntry[] = [];
    const tally = new CounterTally();
    this.#observed = events;
    this.#tally = tally;
    return () => {
      this.#observed = null;
      this.#tally = null;
      return { events, counters: tally.moves() };
    };
  }

  /** The armed timers, in the order in which they will fire. */
  timers(): LabTimer[] {
    return this.clock.armedTimers().map((timer) => {
      const family = FAMILIES.find((candidate) => this.routers[candidate].cleanupTimer === timer);
      if (family === undefined || timer.firesAtNs === null) throw new Error('a timer belongs to no router');
      return { kind: 'cleanup', family, firesAtNs: timer.firesAtNs };
    });
  }

  /** The counters of both families together. */
  totals(): Counters {
    const { ipv4, ipv6 } = this.routers;
    const totals = { ...ipv4.counters };
    for (const name of COUNTER_NAMES) totals[name] += ipv6.counters[name];
    return totals;
  }

  #router(family: Family): Router {
    return new Router(family, {
      ...this.config,
      release: RELEASES[this.config.stack],
      clock: this.clock,
      interfaces: this.interfaces,
      onEvent: (event) => {
        const entry = this.journal.append(this.clock.nowNs(), event);
        this.#observed?.push(entry);
      },
      onCount: (counter, moved) => this.#tally?.add(counter, moved),
      onPacket: (report) => this.packets.append(this.clock.nowNs(), report),
      onExpired: (pending) => this.#expired.push({ pending, atNs: this.clock.nowNs() }),
    });
  }
}

/** The addresses that the standard lab gives interface `ethN`. */
export function standardAddresses(n: number): AddressWithPrefix[] {
  return [parseAddressWithPrefix(`10.0.${n}.1/24`), parseAddressWithPrefix(`fc00:${n}::1/64`)];
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
  for (let n = 1; n <= count; n += 1) {
    const forwarding = { ipv4: true, ipv6: true };
    lab.interfaces.add(new Interface({ id: n, name: `eth${n}`, addresses: standardAddresses(n), forwarding }));
  }
  for (const family of FAMILIES) lab.routers[family].enableForwarding();
  return lab;
}

/** The ids of the interfaces that routes, packets and events name, which need not be there any more. */
function* namedInterfaceIds(lab: Lab): Generator<number> {
  for (const router of Object.values(lab.routers)) {
    for (const [, route] of router.installedRoutes()) {
      yield route.expectedInputInterface;
      for (const { id } of route.outgoingInterfaces) yield id;
    }
    for (const { packets } of router.pendingRoutes()) for (const { iif } of packets) yield iif;
  }
  for (const { event } of lab.journal.entries()) yield event.iif;
  for (const { report } of lab.packets.entries()) yield* interfacesOf(report);
}

/** The ids of the interfaces that a report names. */
function interfacesOf({ packet, copies, expectedIif }: PacketReport): number[] {
  return [packet.iif, ...copies.map(({ oif }) => oif), ...(expectedIif === null ? [] : [expectedIif])];
}

/** Groups what was swept by cleanup: a family is swept at most once at any time. */
function sortWithinCleanups(swept: readonly SweptRoute[]): SweptRoute[] {
  const cleanups = new Map<string, SweptRoute[]>();
  for (const entry of swept) {
    const name = `${entry.atNs} ${entry.pending.key.group.family}`;
    const cleanup = cleanups.get(name);
    if (cleanup === undefined) cleanups.set(name, [entry]);
    else cleanup.push(entry);
  }
  return [...cleanups.values()].flatMap((entries) => entries.sort(compareSwept));
}

function compareSwept(a: SweptRoute, b: SweptRoute): number {
  if (a.pending.expiresNs !== b.pending.expiresNs) return a.pending.expiresNs - b.pending.expiresNs;
  return a.pending.key.text < b.pending.key.text ? -1 : 1;
}
