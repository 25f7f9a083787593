import type { Address, AddressLike } from './address.js';
import { compareAddresses, sameAddress, toAddress } from './address.js';
import { addToCount } from './counters.js';
import type { Packet } from './packet.js';
import { checkByte } from './packet.js';

/** An interface that a route sends copies to. */
export interface OutgoingInterface {
  /** Id of the interface. */
  readonly id: number;
  /** A packet with a TTL below this gets no copy: 0 to 255, inclusive (RFC 1812 §5.2.1.3). */
  readonly minTtl: number;
}

/** Where a route expects packets and where it sends them. Source: gVisor `stack.MulticastRoute`. */
export interface MulticastRoute {
  /** Id of the interface on which packets of this route must arrive. */
  readonly expectedInputInterface: number;
  /** In the order in which copies are made. The same interface twice gets two copies. */
  readonly outgoingInterfaces: readonly OutgoingInterface[];
}

/** The key of a route: the pair (S,G). Source: gVisor `stack.UnicastSourceAndMulticastDestination`. */
export class RouteKey {
  readonly source: Address;
  readonly group: Address;
  /** Two signed 32-bit numbers that equal keys share; of IPv4 they are the addresses themselves. For {@link RouteKeyMap}. */
  readonly sourceBits: number;
  readonly groupBits: number;

  /** @throws LabError `BAD_ADDRESS` */
  constructor(source: AddressLike, group: AddressLike) {
    this.source = toAddress(source);
    this.group = toAddress(group);
    this.sourceBits = bitsOf(this.source);
    this.groupBits = bitsOf(this.group);
  }

  /** `source group`, in canonical form: equal exactly when the keys are. */
  get text(): string {
    return `${this.source.text} ${this.group.text}`;
  }

  toString(): string {
    return `(${this.source.text}, ${this.group.text})`;
  }
}

/** Whether two keys are the same pair. */
export function sameRouteKey(a: RouteKey, b: RouteKey): boolean {
  return a === b || (sameAddress(a.source, b.source) && sameAddress(a.group, b.group));
}

function bitsOf({ family, high, upper, lower, low }: Address): number {
  return family === 'ipv4' ? low : (Math.imul(Math.imul(Math.imul(high, 31) + upper, 31) + lower, 31) + low) | 0;
}

/** A key, or any object with the two addresses of a key. */
export type RouteKeyLike = RouteKey | { readonly source: AddressLike; readonly group: AddressLike };

/** @throws LabError `BAD_ADDRESS` */
export function toRouteKey(key: RouteKeyLike): RouteKey {
  return key instanceof RouteKey ? key : new RouteKey(key.source, key.group);
}

/** Orders keys by source, then by group. */
export function compareRouteKeys(a: RouteKey, b: RouteKey): number {
  return compareAddresses(a.source, b.source) || compareAddresses(a.group, b.group);
}

/** What has been seen on an installed route since it was installed, as the kernel counts it: `/proc/net/ip_mr_cache`. */
export interface RouteUse {
  /** Packets that matched the route, those on a wrong interface included. */
  readonly packets: number;
  /** Their IP datagrams' length in bytes. */
  readonly bytes: number;
  /** Packets that arrived on another interface than the route expects. */
  readonly wrongIf: number;
}

/**
 * A route in the installed state: it may be used to forward packets.
 *
 * Source: gVisor `multicast.InstalledRoute`, which has no `use`.
 */
export class InstalledRoute implements MulticastRoute {
  readonly expectedInputInterface: number;
  readonly outgoingInterfaces: readonly OutgoingInterface[];
  #lastUsedNs: number;
  #packets = 0;
  #bytes = 0;
  #wrongIf = 0;

  /**
   * @param outputs the outgoing interfaces, if they were copied and checked already, and may be shared with other routes
   * @throws RangeError if a minimum TTL is none
   */
  constructor(route: MulticastRoute, lastUsedNs: number, outputs = copyOutputs(route.outgoingInterfaces)) {
    this.expectedInputInterface = route.expectedInputInterface;
    this.outgoingInterfaces = outputs;
    this.#lastUsedNs = lastUsedNs;
  }

  /** When the route was last used or updated, in nanoseconds. */
  lastUsedTimestamp(): number {
    return this.#lastUsedNs;
  }

  /** Moves the timestamp forward; an earlier time than the present one changes nothing. */
  setLastUsedTimestamp(timeNs: number): void {
    if (timeNs <= this.#lastUsedNs) return;
    this.#lastUsedNs = timeNs;
  }

  /** Counted by the router, not by the table. */
  get use(): RouteUse {
    return { packets: this.#packets, bytes: this.#bytes, wrongIf: this.#wrongIf };
  }

  /** Counts a packet that matched. */
  countPacket(lengthBytes: number, isOnWrongInterface: boolean): void {
    this.#packets = addToCount(this.#packets, 1);
    this.#bytes = addToCount(this.#bytes, lengthBytes);
    if (isOnWrongInterface) this.#wrongIf = addToCount(this.#wrongIf, 1);
  }

  /** Sets the counts of a route that is read back. */
  restoreUse({ packets, bytes, wrongIf }: RouteUse): void {
    this.#packets = packets;
    this.#bytes = bytes;
    this.#wrongIf = wrongIf;
  }
}

/** Outgoing interfaces that are a route's own. @throws RangeError if a minimum TTL is none */
export function copyOutputs(outputs: readonly OutgoingInterface[]): readonly OutgoingInterface[] {
  return outputs.map(({ id, minTtl }) => ({ id, minTtl: checkByte(minTtl, 'minTtl') }));
}

/**
 * A route in the pending state: packets wait in it until a route is installed or it expires.
 *
 * Source: gVisor `multicast.PendingRoute`.
 */
export interface PendingRoute {
  readonly key: RouteKey;
  /** The first moment *after* this one finds the route expired, in nanoseconds. */
  readonly expiresNs: number;
  /** Oldest first. */
  readonly packets: Packet[];
}

/** Whether a pending route is past its expiration, which is exclusive. */
export function isExpired(pending: PendingRoute, nowNs: number): boolean {
  return nowNs > pending.expiresNs;
}
