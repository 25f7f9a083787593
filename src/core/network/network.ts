import type { Address } from '../address.js';
import { FAMILIES } from '../address.js';
import { ManualClock } from '../clock.js';
import { CounterTally } from '../counters.js';
import { LabError } from '../errors.js';
import type { JournalEntry } from '../event.js';
import { EventJournal } from '../event.js';
import { Packet } from '../packet.js';
import { PacketJournal } from '../packet-journal.js';
import type { PacketReport } from '../packet-report.js';
import { quoteText } from '../printable.js';
import type { RouterListener } from '../router.js';
import { LabRouter, queueSizeOf } from '../router.js';
import type { StackName } from '../stack.js';
import type { DaemonDeed } from './daemons.js';
import { Daemons } from './daemons.js';
import type { Effects, ExpiredRoute, LabConfig, LabTimer, SweptRoute } from './effects.js';
import { sortWithinCleanups } from './effects.js';
import type { LinkEnd } from './end.js';
import { sameEnd } from './end.js';
import type { Flight, Origin } from './flight.js';
import { Flights } from './flight.js';
import type { Host, Reception } from './host.js';
import { Hosts, wants } from './host.js';
import { DEFAULT_DELAY_NS, Links } from './link.js';

/** What is sent: a packet on its way, before it arrives anywhere. */
interface Sent {
  readonly id: number;
  readonly source: Address;
  readonly group: Address;
  readonly ttl: number;
  readonly payload: Uint8Array;
  readonly hop: number;
}

/** What a network starts with when it is read back. */
export interface RestoredNetwork {
  readonly nowNs?: number;
  readonly nextPacketId?: number;
  readonly journal?: EventJournal;
  readonly packets?: PacketJournal;
}

/** Routers on one clock, and what is between them: links, hosts, and the copies under way. */
export class Network {
  readonly config: LabConfig;
  readonly clock: ManualClock;
  readonly journal: EventJournal;
  /** What became of the newest packets, on every router. */
  readonly packets: PacketJournal;
  readonly links = new Links((end) => this.nameOf(end));
  readonly hosts = new Hosts();
  readonly flights: Flights;
  readonly daemons: Daemons;
  readonly #routers = new Map<string, LabRouter>();
  #nextPacketId: number;
  #inUse: LabRouter | null = null;
  #expired: SweptRoute[] = [];
  #observed: Observed | null = null;

  constructor(config: LabConfig, restored: RestoredNetwork = {}) {
    this.config = config;
    this.clock = new ManualClock(restored.nowNs);
    this.journal = restored.journal ?? new EventJournal([], 1, config.journalSize);
    this.packets = restored.packets ?? new PacketJournal([], config.journalSize);
    this.#nextPacketId = restored.nextPacketId ?? 1;
    this.flights = new Flights(this.clock, (flight) => this.#arrive(flight));
    this.daemons = new Daemons(this, (deed) => this.#observed?.deeds.push(deed));
  }

  /** In the order in which they were added. */
  get routers(): Iterable<LabRouter> {
    return this.#routers.values();
  }

  get routerCount(): number {
    return this.#routers.size;
  }

  /** Whether packets only come from outside: there is nothing on which a copy could travel. */
  get isSingle(): boolean {
    return this.links.size === 0 && this.hosts.size === 0 && this.routerCount === 1;
  }

  router(name: string): LabRouter | null {
    return this.#routers.get(name) ?? null;
  }

  /** @throws LabError `ROUTER_NOT_FOUND` */
  requireRouter(name: string): LabRouter {
    const found = this.router(name);
    if (found !== null) return found;
    const data = { kind: 'names', of: 'routers', names: [...this.#routers.keys()] } as const;
    throw new LabError('ROUTER_NOT_FOUND', `there is no router ${quoteText(name)}`, null, data);
  }

  /** The first router. There is always one. */
  get first(): LabRouter {
    for (const router of this.#routers.values()) return router;
    throw new Error('a lab has at least one router');
  }

  /** The router that commands mean if they name none: the one that was chosen, else the first. */
  get inUse(): LabRouter {
    return this.#inUse ?? this.first;
  }

  /** Chooses the router that commands mean. @throws LabError `ROUTER_NOT_FOUND` */
  use(name: string): LabRouter {
    const router = this.requireRouter(name);
    this.#inUse = router;
    return router;
  }

  /** @throws LabError `DUPLICATE_ROUTER` */
  addRouter(name: string, stack: StackName): LabRouter {
    if (this.#routers.has(name)) {
      throw new LabError('DUPLICATE_ROUTER', `there is already a router named ${quoteText(name)}`, 'Choose another name.');
    }
    const config = { ...this.config, maxPendingQueueSize: this.#queueSizeOf(stack), stack };
    const router = new LabRouter(name, config, this.clock, this.#listener);
    this.#routers.set(name, router);
    return router;
  }

  /** The lab's size, unless the first router is of the other kind: then that of the stack. */
  #queueSizeOf(stack: StackName): number {
    const isSameKind = this.routerCount === 0 || (this.first.config.stack === 'linux') === (stack === 'linux');
    return isSameKind ? this.config.maxPendingQueueSize : queueSizeOf(stack);
  }

  /** Removes a router with everything that the lab remembers of it. Its links and hosts must have gone. */
  removeRouter({ name, stacks }: LabRouter): void {
    this.daemons.stop(name);
    for (const family of FAMILIES) stacks[family].cleanupTimer?.stop();
    this.#routers.delete(name);
    if (this.#inUse?.name === name) this.#inUse = null;
    this.journal.forget((entry) => entry.router === name);
    this.packets.forget(({ report }) => report.packet.router === name);
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

  /**
   * Makes sure that so many packets can be numbered, and an event of each of them.
   *
   * @throws LabError `NUMBERS_EXHAUSTED`
   */
  requireNumbers(packets: number): void {
    if (Math.max(this.#nextPacketId, this.journal.nextNumber) <= Number.MAX_SAFE_INTEGER - packets) return;
    throw new LabError('NUMBERS_EXHAUSTED', 'the session has run out of numbers for packets and events', 'Start a new session.');
  }

  /** A new packet arrives on an interface of a router. It gets the next id. */
  inject(packet: Packet): PacketReport {
    const report = this.#receive(packet);
    this.#nextPacketId += 1;
    return report;
  }

  /** A router originates a packet. It gets the next id. @throws LabError `NOT_IN_THIS_STACK` */
  originate(packet: Packet): PacketReport {
    const router = this.requireRouter(packet.router);
    const report = router.stacks[packet.group.family].originate(packet, router.interfaces.require(packet.iif));
    this.#nextPacketId += 1;
    return report;
  }

  /** A host sends a new packet. It gets the next id, which is returned. @throws LabError `TOO_MANY_IN_FLIGHT` */
  send(host: Host, packet: Omit<Sent, 'id' | 'hop'>): number {
    const id = this.#nextPacketId;
    this.#depart({ ...packet, id, hop: 1 }, { end: host.on, host: host.name });
    this.#nextPacketId += 1;
    return id;
  }

  /** `r1:eth2` */
  nameOf({ router, interfaceId }: LinkEnd): string {
    return `${router}:${this.router(router)?.interfaces.nameOf(interfaceId) ?? interfaceId}`;
  }

  /** The ends of the segment of an interface: those of its link, or the interface alone. */
  segmentOf(end: LinkEnd): readonly LinkEnd[] {
    const link = this.links.at(end);
    return link === null || !link.isUp ? [end] : link.ends;
  }

  /** The hosts on the segment of an interface. */
  hostsOn(end: LinkEnd): Host[] {
    if (this.hosts.size === 0) return [];
    return this.segmentOf(end).flatMap((other) => this.hosts.on(other));
  }

  /** Moves the clock. Returns the pending routes that were swept: see `Lab.advance`. @throws LabError `CLOCK_OVERFLOW`, `TOO_MANY_IN_FLIGHT` */
  advance(durationNs: number): ExpiredRoute[] {
    this.#expired = [];
    this.daemons.renewBudget();
    this.clock.advance(durationNs);
    return sortWithinCleanups(this.#expired).map(({ router, pending, atNs }) => ({
      router,
      key: pending.key,
      packets: pending.packets.length,
      atNs,
    }));
  }

  /** Observes what happens from now on. Returns what ends it, and tells what was observed. */
  startObserving(): () => Effects {
    const observed: Observed = { events: [], arrivals: [], departures: [], received: [], deeds: [], tally: new CounterTally() };
    this.#observed = observed;
    return () => {
      this.stopObserving();
      const { tally, ...lists } = observed;
      return { ...lists, counters: tally.moves() };
    };
  }

  stopObserving(): void {
    this.#observed = null;
  }

  /** The armed timers of the stacks, in the order in which they will fire. Copies under way are in {@link flights}. */
  timers(): LabTimer[] {
    const owners = new Map<unknown, { router: string; family: LabTimer['family'] }>();
    for (const { name: router, stacks } of this.#routers.values()) {
      for (const family of FAMILIES) {
        const timer = stacks[family].cleanupTimer;
        if (timer !== null) owners.set(timer, { router, family });
      }
    }
    const armed = this.clock.armedTimers();
    const timers = armed.flatMap((timer): LabTimer[] => {
      const owner = owners.get(timer);
      if (owner === undefined || timer.firesAtNs === null) return [];
      return [{ kind: 'cleanup', ...owner, firesAtNs: timer.firesAtNs }];
    });
    if (timers.length + this.flights.size + this.daemons.timerCount !== armed.length) {
      throw new Error('a timer belongs to no router, no copy and no daemon');
    }
    return timers;
  }

  /** When the next timer fires or the next copy arrives, in nanoseconds; null if nothing is armed. */
  get nextTimerNs(): number | null {
    return this.clock.armedTimers()[0]?.firesAtNs ?? null;
  }

  readonly #listener: RouterListener = {
    onEvent: (router, event) => {
      const entry = this.journal.append(this.clock.nowNs(), router, event);
      this.#observed?.events.push(entry);
      this.daemons.hear(router, event);
    },
    onCount: (counter, moved) => this.#observed?.tally.add(counter, moved),
    onPacket: (router, report) => {
      this.packets.append(this.clock.nowNs(), report);
      if (!this.isSingle) this.#departCopies(router.name, report);
    },
    onExpired: (router, pending) => this.#expired.push({ router, pending, atNs: this.clock.nowNs() }),
  };

  #departCopies(router: string, { packet, copies }: PacketReport): void {
    for (const copy of copies) {
      if (copy.kind !== 'copy') continue;
      const end = { router, interfaceId: copy.oif };
      if (this.segmentOf(end).length < 2 && this.hosts.on(end).length === 0) continue;
      const { id, source, group, payload } = packet;
      this.#depart({ id, source, group, ttl: copy.ttl, payload, hop: packet.hop + 1 }, { end, host: null });
    }
  }

  #depart(sent: Sent, from: Origin): void {
    const link = this.links.at(from.end);
    const leftNs = this.clock.nowNs();
    const arrivesNs = leftNs + (link?.delayNs ?? DEFAULT_DELAY_NS);
    const flight: Flight = { ...sent, from, link: link?.isUp === true ? link.name : null, leftNs, arrivesNs };
    this.flights.start(flight);
    this.#observed?.departures.push(flight);
  }

  /** Where a copy arrives: at every other end of its segment, and at the hosts there that take it in. */
  destinationsOf({ from, source, group }: Flight): { readonly ends: readonly LinkEnd[]; readonly hosts: readonly Host[] } {
    return {
      ends: this.segmentOf(from.end).filter((end) => from.host !== null || !sameEnd(end, from.end)),
      hosts: this.hostsOn(from.end).filter((host) => host.name !== from.host && wants(host, source, group)),
    };
  }

  #arrive(flight: Flight): void {
    const { id, source, group, ttl, payload, hop } = flight;
    const { ends, hosts } = this.destinationsOf(flight);
    for (const host of hosts) this.#deliver(flight, host);
    for (const end of ends) {
      const router = this.router(end.router);
      if (router === null || router.interfaces.get(end.interfaceId) === null) continue;
      const packet = new Packet({ id, source, group, ttl, payload, hop, router: end.router, iif: end.interfaceId });
      const report = this.#receive(packet);
      this.#observed?.arrivals.push({ atNs: flight.arrivesNs, report });
    }
  }

  #receive(packet: Packet): PacketReport {
    const router = this.requireRouter(packet.router);
    return router.stacks[packet.group.family].receive(packet, router.interfaces.require(packet.iif));
  }

  #deliver({ id, source, group, ttl, hop }: Flight, host: Host): void {
    const isDuplicate = host.received.entries().some((earlier) => earlier.id === id);
    const reception = { id, source, group, ttl, hop, atNs: this.clock.nowNs(), isDuplicate };
    host.received.append(reception);
    host.receivedCount += 1;
    this.#observed?.received.push({ host: host.name, reception });
  }
}

/** What is gathered while something is done. */
interface Observed {
  readonly events: JournalEntry[];
  readonly arrivals: { readonly atNs: number; readonly report: PacketReport }[];
  readonly departures: Flight[];
  readonly deeds: DaemonDeed[];
  readonly received: { readonly host: string; readonly reception: Reception }[];
  readonly tally: CounterTally;
}
