import type { Address, Family } from '../address.js';
import { FAMILY_NAMES, isMulticast, isUnspecified } from '../address.js';
import type { Clock, Timer } from '../clock.js';
import type { CounterName, Counters, CounterTotals } from '../counters.js';
import { zeroCounters } from '../counters.js';
import { LabError } from '../errors.js';
import type { MulticastEvent } from '../event.js';
import { notPermitted, routeNotFound } from '../gvisor/route-errors.js';
import type { Interface, InterfaceRef, Interfaces } from '../interface.js';
import type { Packet } from '../packet.js';
import type { PacketReport } from '../packet-report.js';
import type { PendingRoute, RouteKey } from '../route.js';
import type { StackEvent } from '../stack.js';
import { notInThisStack } from '../stack.js';
import type { AddedRoute, RouteRequest, StackRoute, StackRouter } from '../stack-router.js';
import { FAMILY_RULES } from './family-rules.js';
import { pendingOf, reportOf, ShownRoute, starred } from './in-all-stacks.js';
import type { MfcOutput } from './mfc-route.js';
import type { LinuxReport } from './report.js';
import { LinuxRouter } from './router.js';
import type { Vif } from './vif.js';
import { MAX_VIFS } from './vif.js';

/** What a router shares with the rest of its lab. */
export interface LinuxContext {
  readonly clock: Clock;
  readonly interfaces: Interfaces;
  readonly onEvent: (event: MulticastEvent) => void;
  readonly onCount: (counter: CounterName, moved: number) => void;
  readonly onPacket: (report: PacketReport) => void;
  readonly onExpired: (pending: PendingRoute) => void;
}

/**
 * A Linux router as labs use routers. Forwarding is on while a daemon holds the multicast routing socket; when the daemon opens it, it makes
 * each interface a vif, numbered from 0 in the order of the interfaces' ids. An interface's switch is the kernel's `mc_forwarding`: whether it
 * is a vif.
 */
export class LinuxStack implements StackRouter {
  readonly stack = 'linux';
  readonly family: Family;
  readonly router: LinuxRouter;
  readonly #context: LinuxContext;
  #forwarding = false;

  constructor(family: Family, context: LinuxContext) {
    this.family = family;
    this.#context = context;
    this.router = new LinuxRouter(family, {
      clock: context.clock,
      interfaces: context.interfaces,
      onEvent: (event) => this.#onEvent(event),
      onPacket: () => {},
      onExpired: (entry) => context.onExpired(pendingOf(entry)),
    });
  }

  get forwarding(): boolean {
    return this.#forwarding;
  }

  /** Opens the socket. */
  enableForwarding(): boolean {
    const was = this.#forwarding;
    this.#forwarding = true;
    if (!was) for (const nic of this.#context.interfaces) this.#addFirstFreeVif(nic);
    return was;
  }

  /** Closes the socket: routes, unresolved entries and vifs are gone. */
  disableForwarding(): boolean {
    const was = this.#forwarding;
    this.#forwarding = false;
    this.router.close();
    this.#noteVifs();
    return was;
  }

  /** Puts the switch back without opening the socket, for a router that is restored. */
  restoreForwarding(isOn: boolean): void {
    this.#forwarding = isOn;
  }

  get installedCount(): number {
    return this.router.mfc.size;
  }

  installedRoute(key: RouteKey): StackRoute | null {
    const route = this.router.mfc.find(key);
    return route === null ? null : new ShownRoute(route, this.router.vifs);
  }

  *installedRoutes(): Generator<readonly [RouteKey, StackRoute]> {
    for (const route of this.router.mfc.routes()) yield [route.key, new ShownRoute(route, this.router.vifs)];
  }

  requireRoute(key: RouteKey): StackRoute {
    this.checkKey(key);
    const route = this.installedRoute(key);
    if (route === null) throw this.#notFound(key);
    return route;
  }

  get pendingCount(): number {
    return this.router.mfc.unresolved.size;
  }

  pendingRoute(key: RouteKey): PendingRoute | null {
    const entry = this.router.mfc.unresolved.get(key);
    return entry === null ? null : pendingOf(entry);
  }

  pendingRoutes(): PendingRoute[] {
    return this.router.mfc.unresolved.list().map(pendingOf);
  }

  get nextCleanupNs(): number | null {
    return this.router.mfc.unresolved.nextDeadlineNs;
  }

  get cleanupTimer(): Timer | null {
    return this.router.mfc.unresolved.timer;
  }

  sweptAtNs({ expiresNs }: PendingRoute): number {
    return expiresNs;
  }

  cleanupAfter(atNs: number): number | null {
    return this.router.mfc.unresolved.list().find(({ expiresNs }) => expiresNs > atNs)?.expiresNs ?? null;
  }

  expiredFromNs({ expiresNs }: PendingRoute): number {
    return expiresNs;
  }

  addRoute(request: RouteRequest): AddedRoute {
    const { key } = request;
    if (!this.#forwarding) throw notPermitted(this.family);
    this.checkKey(key);
    const parent = this.#requireVif(request.iif).number;
    const outputs = request.oifs.map(({ oif, minTtl }) => this.#output(oif, minTtl));
    const replaced = this.installedRoute(key);
    const added = this.router.addRoute({ key, parent, outputs, isProxy: false });
    if (typeof added === 'string') throw new Error(`a route that was checked is refused: ${added}`);
    const flushed = added.flushed.map((report) => this.#reported(report));
    return { route: new ShownRoute(added.route, this.router.vifs), replaced, flushed, lost: [] };
  }

  removeRoute(key: RouteKey): StackRoute {
    this.checkKey(key);
    const removed = this.router.removeRoute(key);
    if (removed === 'ROUTE_NOT_FOUND') throw this.#notFound(key);
    return new ShownRoute(removed, this.router.vifs);
  }

  /** MRT_FLUSH: unresolved entries go too. */
  removeAllRoutes(): void {
    this.router.flush({ routes: true, vifs: false });
  }

  touchRoute(): never {
    throw notInThisStack('setting the last use of a route', this.stack, 'Packets set it, and so does replacing the route.');
  }

  checkKey({ source, group }: RouteKey): void {
    this.checkSource(source);
    this.checkGroup(group);
  }

  checkSource(source: Address): void {
    if (source.family !== this.family) throw this.#badAddress('source', source, `is not an ${FAMILY_NAMES[this.family]} address`);
  }

  checkGroup(group: Address): void {
    if (group.family !== this.family) throw this.#badAddress('group', group, `is not an ${FAMILY_NAMES[this.family]} address`);
    if (!isMulticast(group) && !isUnspecified(group)) throw this.#badAddress('group', group, 'is not a multicast address');
  }

  receive(packet: Packet, nic: Interface): PacketReport {
    const { forwarder } = this.router;
    const before = forwarder.reversePathDrops;
    const report = this.router.receive(packet, nic);
    this.#context.onCount('ipReversePathFilter', forwarder.reversePathDrops - before);
    return this.#reported(report);
  }

  originate(packet: Packet, nic: Interface): PacketReport {
    return this.#reported(this.router.originate(packet, nic));
  }

  get counters(): Counters {
    return { ...zeroCounters(), ...this.totals() };
  }

  totals(): CounterTotals {
    return { ipReversePathFilter: this.router.forwarder.reversePathDrops };
  }

  interfaceAdded(nic: Interface): void {
    if (!this.#forwarding || !nic.forwarding[this.family]) nic.forwarding[this.family] = false;
    else this.#addFirstFreeVif(nic);
  }

  interfaceRemoved(nic: Interface): void {
    this.router.removeInterface(nic.id);
  }

  switchInterface(): never {
    throw notInThisStack('a forwarding switch of an interface', this.stack, { kind: 'vif', interface: null });
  }

  /** MRT_ADD_VIF. @throws LabError `NOT_PERMITTED`, `VIF_OUT_OF_RANGE`, `VIF_IN_USE` */
  addVif(nic: Interface, number: number): void {
    this.checkVif(number);
    this.router.addVif(number, nic.id);
    this.#noteVifs();
  }

  /** Checks that a vif can be added. @throws as {@link addVif} */
  checkVif(number: number): void {
    if (!this.#forwarding) throw notPermitted(this.family);
    const refused = this.router.vifs.canAdd(number);
    if (refused === 'VIF_IN_USE') {
      const name = this.#context.interfaces.nameOf(this.router.vifs.interfaceOf(number));
      throw new LabError(refused, `vif ${number} is already ${name}`, 'Choose another number, or leave it out.');
    }
    if (refused !== null) throw new LabError(refused, `there is no vif ${number}`, `Vifs have the numbers 0 to ${MAX_VIFS - 1}.`);
  }

  /** MRT_DEL_VIF. @throws LabError `VIF_NOT_FOUND` */
  removeVif(number: number): Readonly<Vif> {
    const vif = this.router.vifs.get(number);
    if (vif === null) {
      const numbers = this.router.vifs.list().map((each) => each.number);
      const hint = numbers.length === 0 ? 'There are no vifs.' : `Vifs: ${numbers.join(', ')}.`;
      throw new LabError('VIF_NOT_FOUND', `there is no vif ${number} for ${FAMILY_NAMES[this.family]}`, hint);
    }
    this.router.removeVif(number);
    this.#noteVifs();
    return vif;
  }

  /** When WRONGVIF is sent. */
  get settings(): { readonly assert: boolean; readonly pim: boolean } {
    const { assert, pim } = this.router.forwarder.settings;
    return { assert, pim };
  }

  /** The vifs of an interface, by number. */
  vifsOf({ id }: Interface): readonly Readonly<Vif>[] {
    return this.router.vifs.list().filter(({ interfaceId }) => interfaceId === id);
  }

  #addFirstFreeVif(nic: Interface): void {
    const number = this.router.vifs.firstFree();
    if (number !== null) this.router.addVif(number, nic.id);
    nic.forwarding[this.family] = number !== null;
  }

  /** The kernel's `mc_forwarding` of an interface counts its vifs. */
  #noteVifs(): void {
    for (const nic of this.#context.interfaces) nic.forwarding[this.family] = this.router.vifs.ofInterface(nic.id) !== null;
  }

  #requireVif(ref: InterfaceRef): Vif {
    const nic = this.#context.interfaces.require(ref);
    const vif = this.router.vifs.ofInterface(nic.id);
    if (vif !== null) return vif;
    throw new LabError('VIF_NOT_FOUND', `${nic.name} is not a vif`, null, { kind: 'vif', interface: nic.name });
  }

  #output(oif: InterfaceRef, threshold: number): MfcOutput {
    if (!FAMILY_RULES[this.family].hasThresholds && threshold !== 1) {
      const hint = 'Leave out the number: packets leave if their hop limit is above 1.';
      throw notInThisStack('a threshold for IPv6', this.stack, hint);
    }
    return { vif: this.#requireVif(oif).number, threshold };
  }

  /** Without vifs nothing is forwarded; the cause is then the closed socket. */
  #reported(report: LinuxReport): PacketReport {
    const shown = reportOf(report, this.router.vifs);
    const isOff = !this.#forwarding && shown.reason === 'INPUT_INTERFACE_HAS_NO_VIF';
    const told: PacketReport = isOff ? { ...shown, reason: 'FORWARDING_DISABLED' } : shown;
    this.#context.onPacket(told);
    return told;
  }

  #onEvent(event: StackEvent): void {
    const { type, source, group, iif } = event;
    if (type === 'missingRoute') this.#context.onEvent({ type, source, group, iif });
    // WRVIFWHOLE, which no command turns on, would repeat the event with the packet.
    else if (type === 'unexpectedInputInterface') {
      this.#context.onEvent({ type, source, group, iif, expectedIif: event.expectedIif });
    }
  }

  #notFound(key: RouteKey): LabError {
    return routeNotFound(key).withMessage(`there is no installed route ${starred(key)}`);
  }

  #badAddress(what: string, address: Address, fault: string): LabError {
    return new LabError('BAD_ADDRESS', `${what} ${address} ${fault}`, 'Use addresses such as 10.0.1.9 and 239.1.1.1, or *.');
  }
}
