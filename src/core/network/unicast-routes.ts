import type { Address, AddressWithPrefix } from '../address.js';
import { compareAddresses, FAMILIES, formatAddressWithPrefix, inSubnet } from '../address.js';
import { LabError } from '../errors.js';

/** A static unicast route of a router. */
export interface UnicastRoute {
  /** The network, with all host bits 0. */
  readonly prefix: AddressWithPrefix;
  /** Id of the interface by which packets leave. */
  readonly interfaceId: number;
  /** Address of the next router, or null if the network is on the interface's segment. */
  readonly gateway: Address | null;
  /** How far the network is, in hops: what asserts compare. */
  readonly metric: number;
}

/** The static unicast routes of one router, one for each prefix. */
export class UnicastRoutes {
  readonly #byPrefix = new Map<string, UnicastRoute>();

  get size(): number {
    return this.#byPrefix.size;
  }

  /** In the order of their prefixes. */
  list(): UnicastRoute[] {
    return [...this.#byPrefix.values()].sort((a, b) => comparePrefixes(a.prefix, b.prefix));
  }

  /** Puts a route in place of any earlier one of its prefix, and returns that one. */
  set(route: UnicastRoute): UnicastRoute | null {
    const key = formatAddressWithPrefix(route.prefix);
    const replaced = this.#byPrefix.get(key) ?? null;
    this.#byPrefix.set(key, route);
    return replaced;
  }

  /** @throws LabError `ROUTE_NOT_FOUND` */
  remove(prefix: AddressWithPrefix): UnicastRoute {
    const key = formatAddressWithPrefix(prefix);
    const route = this.#byPrefix.get(key);
    if (route === undefined) throw new LabError('ROUTE_NOT_FOUND', `there is no unicast route to ${key}`);
    this.#byPrefix.delete(key);
    return route;
  }

  clear(): void {
    this.#byPrefix.clear();
  }

  /** The routes with the longest prefix that an address is in, or null. */
  find(address: Address): UnicastRoute | null {
    let longest: UnicastRoute | null = null;
    for (const route of this.#byPrefix.values()) {
      if (inSubnet(route.prefix, address) && route.prefix.prefix > (longest?.prefix.prefix ?? -1)) longest = route;
    }
    return longest;
  }
}

/** Orders networks by family, address and length. */
export function comparePrefixes(a: AddressWithPrefix, b: AddressWithPrefix): number {
  const families = FAMILIES.indexOf(a.address.family) - FAMILIES.indexOf(b.address.family);
  return families || compareAddresses(a.address, b.address) || a.prefix - b.prefix;
}
