import type { Family } from '../address.js';
import { isMulticast, isUnspecified } from '../address.js';
import type { Clock } from '../clock.js';
import type { Interface, Interfaces } from '../interface.js';
import type { Packet } from '../packet.js';
import type { RouteKey } from '../route.js';
import type { StackEvent } from '../stack.js';
import { LinuxForwarder } from './forwarder.js';
import type { MfcEntry } from './mfc.js';
import { Mfc } from './mfc.js';
import type { MfcRoute, Unresolved } from './mfc-route.js';
import type { LinuxReport } from './report.js';
import type { Refused } from './vif.js';
import { MAX_VIFS, VifTable } from './vif.js';

/** What MRT_PIM takes to turn WRVIFWHOLE on as well. Source: Linux `IGMPMSG_WRVIFWHOLE`. */
const WRVIFWHOLE = 4;

/** What a router shares with the rest of its lab. */
export interface LinuxSurroundings {
  readonly clock: Clock;
  readonly interfaces: Interfaces;
  readonly onEvent: (event: StackEvent) => void;
  /** Called with what became of each packet, once that is decided. */
  readonly onPacket: (report: LinuxReport) => void;
  /** Called with each unresolved entry that reached its deadline. */
  readonly onExpired: (entry: Unresolved) => void;
}

/** What adding a route did. */
export interface AddedLinuxRoute {
  readonly route: MfcRoute;
  readonly isReplacement: boolean;
  /** What became of the packets that waited, oldest first. */
  readonly flushed: readonly LinuxReport[];
}

/** What a flush removes. */
export interface FlushRequest {
  /** MRT_FLUSH_MFC: routes and unresolved entries. */
  readonly routes: boolean;
  /** MRT_FLUSH_VIFS. */
  readonly vifs: boolean;
}

/**
 * Routes the multicast packets of one family by Linux's rules, with one daemon that holds the multicast routing socket and reads all upcalls.
 * Its operations are those of the socket. A refusal is returned as a code.
 */
export class LinuxRouter {
  readonly family: Family;
  readonly vifs = new VifTable();
  readonly mfc: Mfc;
  readonly forwarder: LinuxForwarder;
  readonly #around: LinuxSurroundings;

  constructor(family: Family, around: LinuxSurroundings) {
    const { clock, interfaces, onEvent } = around;
    this.family = family;
    this.#around = around;
    this.mfc = new Mfc(family, clock, around.onExpired);
    this.forwarder = new LinuxForwarder({ family, clock, interfaces, mfc: this.mfc, vifs: this.vifs, onEvent });
  }

  /** MRT_ADD_VIF. */
  addVif(number: number, interfaceId: number): Refused<'VIF_OUT_OF_RANGE' | 'VIF_IN_USE' | 'UNKNOWN_INTERFACE'> {
    const isKnown = this.#around.interfaces.get(interfaceId) !== null;
    if (!isKnown && this.vifs.canAdd(number) === null) return 'UNKNOWN_INTERFACE';
    return this.vifs.add(number, interfaceId);
  }

  /** MRT_DEL_VIF. Routes keep the number, and use the vif again once it is back. */
  removeVif(number: number): Refused<'VIF_NOT_FOUND'> {
    return this.vifs.remove(number);
  }

  /** Removes the vifs of an interface that has gone. Unresolved entries keep its packets. */
  removeInterface(interfaceId: number): void {
    this.vifs.removeInterface(interfaceId);
    this.forwarder.rpFilters.set(interfaceId, 0);
  }

  /** MRT_ADD_MFC, MRT_ADD_MFC_PROXY: adds or changes a route, and forwards the packets that waited for a new one. */
  addRoute(entry: MfcEntry): AddedLinuxRoute | 'VIF_OUT_OF_RANGE' | 'BAD_ADDRESS' {
    const { group } = entry.key;
    if (entry.parent < 0 || entry.parent >= MAX_VIFS) return 'VIF_OUT_OF_RANGE';
    if (!isUnspecified(group) && !isMulticast(group)) return 'BAD_ADDRESS';
    const { route, isReplacement, waiting } = this.mfc.add(entry, this.vifs);
    const flushed = waiting.map((frame, index) => this.#reported(this.forwarder.forwardWaiting(frame, route, index)));
    return { route, isReplacement, flushed };
  }

  /** MRT_DEL_MFC, or MRT_DEL_MFC_PROXY if a parent is given. Unresolved entries cannot be removed so. */
  removeRoute(key: RouteKey, parent: number | null = null): MfcRoute | 'ROUTE_NOT_FOUND' {
    return this.mfc.remove(key, parent) ?? 'ROUTE_NOT_FOUND';
  }

  /** MRT_ASSERT. */
  setAssert(isOn: boolean): void {
    this.forwarder.settings = { ...this.forwarder.settings, assert: isOn };
  }

  /** MRT_PIM: a change turns assert on or off alike; 4 turns WRVIFWHOLE on as well. */
  setPim(value: number): void {
    const pim = value !== 0;
    if (pim === this.forwarder.settings.pim) return;
    this.forwarder.settings = { pim, assert: pim, wholePacket: value === WRVIFWHOLE };
  }

  /** MRT_FLUSH. */
  flush({ routes, vifs }: FlushRequest): void {
    if (routes) this.mfc.clear();
    if (vifs) this.vifs.clear();
  }

  /** Closes the socket: everything is flushed. The settings of assert and PIM stay. */
  close(): void {
    this.flush({ routes: true, vifs: true });
  }

  /** Takes in a packet from the wire. */
  receive(packet: Packet, nic: Interface): LinuxReport {
    return this.#reported(this.forwarder.receive(packet, nic));
  }

  /** Sends a packet of the router's own by an interface. */
  originate(packet: Packet, nic: Interface): LinuxReport {
    return this.#reported(this.forwarder.originate(packet, nic));
  }

  #reported(report: LinuxReport): LinuxReport {
    this.#around.onPacket(report);
    return report;
  }
}
