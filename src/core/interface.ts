import type { AddressWithPrefix, Family } from './address.js';
import {
  Address,
  compareAddresses,
  isLimitedBroadcast,
  isMulticast,
  isSubnetBroadcast,
  isUnspecified,
  sameAddress,
  solicitedNodeGroup,
} from './address.js';
import { addToCount } from './counters.js';
import { LabError } from './errors.js';
import { FIRST_ROUTER } from './packet.js';
import { quoteText } from './printable.js';

/** Names of interfaces: as Linux has them, up to 15 characters, and none that could be an id or part of an outgoing interface. */
export const INTERFACE_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,14}$/;

/** The largest id an interface may have. Source: gVisor `tcpip.NICID`, a signed 32-bit number. */
export const MAX_INTERFACE_ID = 2 ** 31 - 1;

/** An interface as someone names it: by name, or by id as a number or as digits; a router may precede it, as in `r2:eth1`. */
export type InterfaceRef = string | number;

/** What stands for the id of an interface where a route of Linux names a vif that does not exist: a negative number. */
export function missingVif(number: number): number {
  return -1 - number;
}

/** What an interface is made from. */
export interface InterfaceFields {
  readonly id: number;
  readonly name: string;
  readonly addresses: readonly AddressWithPrefix[];
  readonly forwarding: Readonly<Record<Family, boolean>>;
}

/** A group that an interface is a member of, joined so many times; as many leaves end the membership. */
export interface Membership {
  readonly group: Address;
  readonly joins: number;
}

/** The groups that an interface is a member of if its addresses change: those that every host is in follow the addresses. */
function membershipsWith(nic: Interface, addresses: readonly AddressWithPrefix[]): Membership[] {
  const joins = new Map(nic.memberships().map((membership) => [membership.group.text, membership]));
  const move = (group: Address, by: number) => {
    const count = (joins.get(group.text)?.joins ?? 0) + by;
    if (count > 0) joins.set(group.text, { group, joins: count });
    else joins.delete(group.text);
  };
  for (const group of hostGroups(nic.addresses)) move(group, -1);
  for (const group of hostGroups(addresses)) move(group, 1);
  return [...joins.values()];
}

/** A change of a membership, linked to the change before it. What it links to never changes, so a snapshot of all memberships is one link. */
interface MembershipChange {
  readonly membership: Membership;
  readonly before: MembershipChange | null;
}

/**
 * An interface of the router, with one endpoint for each family.
 *
 * An interface that comes up joins the groups that every host is in: 224.0.0.1 (RFC 1112 §7.2), ff02::1 and the solicited-node group of
 * each of its IPv6 addresses (RFC 4291 §2.8). Source: gVisor `ipv4.endpoint`, `ipv6.endpoint`.
 */
export class Interface {
  readonly id: number;
  readonly name: string;
  readonly addresses: readonly AddressWithPrefix[];
  /** Multicast forwarding of this interface: whether packets that arrive on it may be forwarded. */
  readonly forwarding: Record<Family, boolean>;
  readonly #memberships = new Map<string, Membership>();
  #newestChange: MembershipChange | null = null;

  /** @param memberships the memberships of a restored interface; a new one joins the groups every host is in */
  constructor(fields: InterfaceFields, memberships?: Iterable<Membership>) {
    checkFields(fields);
    this.id = fields.id;
    this.name = fields.name;
    this.addresses = fields.addresses;
    this.forwarding = { ...fields.forwarding };
    if (memberships === undefined) {
      for (const group of hostGroups(fields.addresses)) this.#change(group, this.joinsOf(group) + 1);
    } else {
      for (const { group, joins } of memberships) this.#change(group, joins);
    }
  }

  /** The same interface with other addresses. @throws LabError `BAD_ADDRESS` */
  withAddresses(addresses: readonly AddressWithPrefix[]): Interface {
    return new Interface({ ...this, addresses }, membershipsWith(this, addresses));
  }

  /** Whether the interface can send packets of a family: only with an address to send them from. */
  hasAddress(family: Family): boolean {
    for (const { address } of this.addresses) if (address.family === family) return true;
    return false;
  }

  /** Whether packets to the group are delivered to this host. */
  isMember(group: Address): boolean {
    return this.#memberships.has(group.text);
  }

  /** How often the interface has joined the group; 0 if it is not a member. */
  joinsOf(group: Address): number {
    return this.#memberships.get(group.text)?.joins ?? 0;
  }

  /** In the order of the groups. */
  memberships(): readonly Membership[] {
    return inOrder([...this.#memberships.values()]);
  }

  /** Takes a snapshot of the memberships at no cost. The function that it returns lists them. */
  snapshotMemberships(): () => readonly Membership[] {
    const newest = this.#newestChange;
    return () => {
      const found = new Map<string, Membership>();
      for (let change = newest; change !== null; change = change.before) {
        const { text } = change.membership.group;
        if (!found.has(text)) found.set(text, change.membership);
      }
      return inOrder([...found.values()].filter(({ joins }) => joins > 0));
    };
  }

  /**
   * Joins a group; joining again counts up.
   *
   * @param anyAddress whether addresses that are not groups may be joined too
   * @throws LabError `BAD_ADDRESS`
   */
  join(group: Address, anyAddress = false): void {
    if (!anyAddress) requireGroup(group);
    this.#change(group, addToCount(this.joinsOf(group), 1));
  }

  /**
   * Undoes one join. Returns whether the interface is still a member.
   *
   * @throws LabError `NOT_A_MEMBER`
   */
  leave(group: Address): boolean {
    const joins = this.joinsOf(group);
    if (joins === 0) throw new LabError('NOT_A_MEMBER', `${this.name} is not a member of ${group}`);
    this.#change(group, joins - 1);
    return joins > 1;
  }

  #change(group: Address, joins: number): void {
    const membership = { group, joins };
    if (joins === 0) this.#memberships.delete(group.text);
    else this.#memberships.set(group.text, membership);
    this.#newestChange = { membership, before: this.#newestChange };
  }
}

function inOrder(memberships: Membership[]): readonly Membership[] {
  return memberships.sort((a, b) => compareAddresses(a.group, b.group));
}

/** @throws LabError `BAD_ADDRESS` if an address is repeated or not a host address, RangeError if the id or the name is invalid */
function checkFields({ id, name, addresses }: InterfaceFields): void {
  if (!Number.isInteger(id) || id < 1 || id > MAX_INTERFACE_ID) throw new RangeError(`${id} is not a valid interface id`);
  if (!INTERFACE_NAME.test(name)) throw new RangeError(`invalid interface name ${quoteText(name)}`);
  const seen = new Set<string>();
  const twice = addresses.find(({ address }) => seen.size === seen.add(address.text).size);
  if (twice !== undefined)
    throw new LabError('BAD_ADDRESS', `duplicate address ${twice.address}`, 'Give each address only once.');
  for (const { address } of addresses) checkInterfaceAddress(address);
}

/** Checks that an address is a group. @throws LabError `BAD_ADDRESS` */
export function requireGroup(address: Address): void {
  if (isMulticast(address)) return;
  throw new LabError('BAD_ADDRESS', `${address} is not a multicast group`, 'Groups are in 224.0.0.0/4 and ff00::/8.');
}

/** Checks that an address is one that a host may have. @throws LabError `BAD_ADDRESS` */
export function checkInterfaceAddress(address: Address): void {
  if (!isMulticast(address) && !isUnspecified(address) && !isLimitedBroadcast(address)) return;
  const hint = 'Use the address of a host, such as 10.0.5.1/24.';
  throw new LabError('BAD_ADDRESS', `${address} is not a valid interface address`, hint);
}

/** The groups that an interface with these addresses joins when it comes up. */
function hostGroups(addresses: readonly AddressWithPrefix[]): Address[] {
  const ipv6 = addresses.filter(({ address }) => address.family === 'ipv6');
  return [Address.parse('224.0.0.1'), Address.parse('ff02::1'), ...ipv6.map(({ address }) => solicitedNodeGroup(address))];
}

/**
 * The address of `addresses` that `address` stands for: itself, else one whose subnet it is the broadcast of.
 *
 * Source: gVisor `AcquireAssignedAddressOrMatching`: an exact match goes first, even if it is the broadcast of another subnet.
 */
export function findAssignedAddress(addresses: readonly AddressWithPrefix[], address: Address): AddressWithPrefix | null {
  let matching: AddressWithPrefix | null = null;
  for (const assigned of addresses) {
    if (sameAddress(assigned.address, address)) return assigned;
    if (matching === null && isSubnetBroadcast(assigned, address)) matching = assigned;
  }
  return matching;
}

/** Whether an address is assigned to one of the interfaces. */
export function isAssigned(address: Address, interfaces: Iterable<Interface>): boolean {
  for (const nic of interfaces) if (nic.addresses.some((assigned) => sameAddress(assigned.address, address))) return true;
  return false;
}

/** Interfaces of one router, each with a unique id and name. */
export class Interfaces implements Iterable<Interface> {
  /** @param router name of the router */
  constructor(readonly router = FIRST_ROUTER) {}

  readonly #byId = new Map<number, Interface>();
  readonly #byName = new Map<string, Interface>();
  #inOrder: Interface[] | null = null;
  #removals = 0;
  /** All ids below it are taken. */
  #freeFrom = 1;

  /** In the order of their ids. */
  [Symbol.iterator](): Iterator<Interface> {
    this.#inOrder ??= [...this.#byId.values()].sort((a, b) => a.id - b.id);
    return this.#inOrder[Symbol.iterator]();
  }

  get size(): number {
    return this.#byId.size;
  }

  /** How many interfaces have been removed. */
  get removals(): number {
    return this.#removals;
  }

  /** The interface with the id, or null. */
  get(id: number): Interface | null {
    return this.#byId.get(id) ?? null;
  }

  /** The interface that is named so, else the one with that id, or null. */
  find(ref: InterfaceRef): Interface | null {
    if (typeof ref === 'number') return this.get(ref);
    const prefix = `${this.router}:`;
    if (ref.startsWith(prefix)) return this.find(ref.slice(prefix.length));
    const named = this.#byName.get(ref);
    if (named !== undefined) return named;
    return /^[1-9]\d{0,9}$/.test(ref) ? this.get(Number(ref)) : null;
  }

  /** @throws LabError `UNKNOWN_INTERFACE` */
  require(ref: InterfaceRef): Interface {
    const found = this.find(ref);
    if (found !== null) return found;
    const names = [...this].map(({ name }) => name);
    const message = `there is no interface ${quoteText(String(ref))}`;
    throw new LabError('UNKNOWN_INTERFACE', message, null, { kind: 'interfaces', names });
  }

  /** The smallest id that no interface has. */
  firstFreeId(): number {
    while (this.#byId.has(this.#freeFrom)) this.#freeFrom += 1;
    return this.#freeFrom;
  }

  /** The name of an interface, or its id as digits if there is no such interface any more. For {@link missingVif}, the number of the vif. */
  nameOf(id: number): string {
    return this.get(id)?.name ?? (id < 0 ? `vif ${-1 - id}` : String(id));
  }

  /** @throws LabError `DUPLICATE_INTERFACE` if the id or the name is taken */
  add(added: Interface): void {
    const namesake = this.#byName.get(added.name);
    const twin = this.get(added.id);
    if (namesake !== undefined || twin !== null) {
      const what = namesake === undefined ? `with id ${added.id}: ${twin?.name}` : `named ${added.name}`;
      throw new LabError('DUPLICATE_INTERFACE', `there is already an interface ${what}`, 'Choose another name and id.');
    }
    this.#byId.set(added.id, added);
    this.#byName.set(added.name, added);
    if (this.#inOrder === null) return;
    if ((this.#inOrder.at(-1)?.id ?? 0) < added.id) this.#inOrder.push(added);
    else this.#inOrder = null;
  }

  /** Puts an interface in place of the one with its id and name. */
  replace(nic: Interface): void {
    this.#byId.set(nic.id, nic);
    this.#byName.set(nic.name, nic);
    this.#inOrder = null;
  }

  remove(removed: Interface): void {
    this.#removals += 1;
    this.#byId.delete(removed.id);
    this.#byName.delete(removed.name);
    this.#freeFrom = Math.min(this.#freeFrom, removed.id);
    this.#inOrder = null;
  }
}
