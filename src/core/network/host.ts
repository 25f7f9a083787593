import type { Address, AddressWithPrefix } from '../address.js';
import { sameAddress } from '../address.js';
import { LabError } from '../errors.js';
import type { Newest } from '../newest.js';
import { quoteText } from '../printable.js';
import type { LinkEnd } from './end.js';
import { endText } from './end.js';

/** What a host has joined: a group, from any source (null) or from one. */
interface HostMembership {
  readonly group: Address;
  readonly source: Address | null;
}

/** A packet that a host received. */
export interface Reception {
  /** Number of the packet. */
  readonly id: number;
  readonly source: Address;
  readonly group: Address;
  readonly ttl: number;
  readonly atNs: number;
  /** Which hop of the packet's way ended here. */
  readonly hop: number;
  /** Whether the host had received the packet before. */
  readonly isDuplicate: boolean;
}

/** A host on the segment of an interface. */
export interface Host {
  readonly name: string;
  readonly on: LinkEnd;
  readonly addresses: readonly AddressWithPrefix[];
  /** In the order of joining. */
  readonly joined: HostMembership[];
  /** The newest packets it received, oldest first. */
  readonly received: Newest<Reception>;
  /** How many packets it received in all, duplicates too. */
  receivedCount: number;
}

/** Whether a host takes in packets of a source to a group. */
export function wants({ joined }: Host, source: Address, group: Address): boolean {
  return joined.some((entry) => sameAddress(entry.group, group) && (entry.source === null || sameAddress(entry.source, source)));
}

/** The hosts of a lab, each with a unique name. */
export class Hosts implements Iterable<Host> {
  readonly #byName = new Map<string, Host>();
  /** Hosts by the router and the interface they are on. */
  readonly #byEnd = new Map<string, Host[]>();

  /** In the order in which they were added. */
  [Symbol.iterator](): Iterator<Host> {
    return this.#byName.values();
  }

  get size(): number {
    return this.#byName.size;
  }

  get(name: string): Host | null {
    return this.#byName.get(name) ?? null;
  }

  /** The hosts that were added on an interface, in that order. */
  on(end: LinkEnd): readonly Host[] {
    return this.#byEnd.get(endText(end)) ?? [];
  }

  /** @throws LabError `HOST_NOT_FOUND` */
  require(name: string): Host {
    const found = this.get(name);
    if (found !== null) return found;
    throw new LabError('HOST_NOT_FOUND', `there is no host ${quoteText(name)}`, null, {
      kind: 'names',
      of: 'hosts',
      names: [...this.#byName.keys()],
    });
  }

  /** @throws LabError `DUPLICATE_HOST` */
  add(host: Host): void {
    if (this.#byName.has(host.name)) {
      throw new LabError('DUPLICATE_HOST', `there is already a host named ${quoteText(host.name)}`, 'Choose another name.');
    }
    this.#byName.set(host.name, host);
    const key = endText(host.on);
    const there = this.#byEnd.get(key);
    if (there === undefined) this.#byEnd.set(key, [host]);
    else there.push(host);
  }

  remove(host: Host): void {
    this.#byName.delete(host.name);
    const there = this.#byEnd.get(endText(host.on)) ?? [];
    const index = there.indexOf(host);
    if (index >= 0) there.splice(index, 1);
  }
}
