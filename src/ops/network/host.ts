import type { Address, AddressWithPrefix } from '../../core/address.js';
import { FAMILIES, formatAddressWithPrefix, sameAddress } from '../../core/address.js';
import { LabError } from '../../core/errors.js';
import { checkInterfaceAddress, requireGroup } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import type { LinkEnd } from '../../core/network/end.js';
import type { Host } from '../../core/network/host.js';
import { addressIn, FIRST_HOST } from '../../core/network/subnet.js';
import { Newest } from '../../core/newest.js';
import { endOf } from './end.js';

/** A host. */
export interface HostView {
  readonly name: string;
  /** The interface on whose segment it is, such as r2:eth3. */
  readonly on: string;
  readonly addresses: readonly string[];
  /** What it has joined; source null means any source. */
  readonly joined: readonly { readonly group: string; readonly source: string | null }[];
  /** Packets it received, duplicates too. */
  readonly received: number;
}

export interface HostResult {
  readonly nowNs: number;
  readonly host: HostView;
}

export interface HostAddRequest {
  readonly name: string;
  /** Interface, such as `r2:eth3`. */
  readonly on: string;
  /** If there are none, the next free addresses of the segment from .101 on. */
  readonly addresses: readonly AddressWithPrefix[];
}

/** Hosts that a lab can have. */
const MAX_HOSTS = 1_000;

/** Puts a host on the segment of an interface. @throws LabError `DUPLICATE_HOST`, `ROUTER_NOT_FOUND`, `UNKNOWN_INTERFACE`, `SUBNET_FULL`, `TOO_MANY_HOSTS` */
export function hostAdd(lab: Lab, { name, on: ref, addresses }: HostAddRequest): HostResult {
  const { network } = lab;
  const on = endOf(lab, ref);
  if (network.hosts.size >= MAX_HOSTS) throw new LabError('TOO_MANY_HOSTS', `a lab has at most ${MAX_HOSTS} hosts`);
  for (const { address } of addresses) checkInterfaceAddress(address);
  const given = addresses.length > 0 ? addresses : freeAddresses(lab, on);
  const host: Host = { name, on, addresses: given, joined: [], received: new Newest(lab.config.journalSize), receivedCount: 0 };
  network.hosts.add(host);
  network.daemons.changed();
  return resultOf(lab, host);
}

/** @throws LabError `HOST_NOT_FOUND`, `PACKETS_UNDER_WAY` */
export function hostRm(lab: Lab, { name }: { readonly name: string }): HostResult {
  const host = lab.network.hosts.require(name);
  if (lab.network.flights.list().some(({ from }) => from.host === name)) {
    throw new LabError(
      'PACKETS_UNDER_WAY',
      `cannot remove ${name}: a packet it sent is under way`,
      'Let it arrive first: mcast wait --until quiet',
    );
  }
  const result = resultOf(lab, host);
  lab.network.hosts.remove(host);
  lab.network.daemons.changed();
  return result;
}

export interface HostJoinRequest {
  readonly host: string;
  readonly group: Address;
  /** Null for any source. */
  readonly source: Address | null;
}

export interface HostMembershipResult extends HostResult {
  readonly group: string;
  readonly source: string | null;
}

/** Joins a group, from any source or from one (RFC 3376, RFC 3810); joining again changes nothing. @throws LabError `HOST_NOT_FOUND`, `BAD_ADDRESS` */
export function hostJoin(lab: Lab, { host: name, group, source }: HostJoinRequest): HostMembershipResult {
  const host = lab.network.hosts.require(name);
  checkGroup(group, source);
  if (!host.joined.some((entry) => isEntry(entry, group, source))) host.joined.push({ group, source });
  lab.network.daemons.changed();
  return { ...resultOf(lab, host), group: group.text, source: source?.text ?? null };
}

/** @throws LabError `HOST_NOT_FOUND`, `NOT_A_MEMBER` */
export function hostLeave(lab: Lab, { host: name, group, source }: HostJoinRequest): HostMembershipResult {
  const host = lab.network.hosts.require(name);
  const index = host.joined.findIndex((entry) => isEntry(entry, group, source));
  if (index === -1) {
    const from = source === null ? '' : ` from ${source}`;
    throw new LabError('NOT_A_MEMBER', `${name} has not joined ${group}${from}`, 'To see what it joined: mcast show hosts');
  }
  host.joined.splice(index, 1);
  lab.network.daemons.changed();
  return { ...resultOf(lab, host), group: group.text, source: source?.text ?? null };
}

export interface HostListResult {
  readonly nowNs: number;
  readonly hosts: readonly HostView[];
}

export function hostList(lab: Lab): HostListResult {
  return { nowNs: lab.clock.nowNs(), hosts: viewHosts(lab) };
}

export function viewHosts(lab: Lab): HostView[] {
  return [...lab.network.hosts].map((host) => viewHost(lab, host));
}

/** What the hosts on the segments of routers' interfaces have joined, as IGMPv3 and MLDv2 make it known to the routers. */
export interface MemberView {
  /** Such as r2:eth3. */
  readonly interface: string;
  readonly group: string;
  readonly source: string | null;
  readonly hosts: readonly string[];
}

export function viewMembers(lab: Lab): MemberView[] {
  const { network } = lab;
  const rows: MemberView[] = [];
  for (const router of network.routers) {
    for (const { id } of router.interfaces) {
      const end = { router: router.name, interfaceId: id };
      const members = new Map<string, { group: string; source: string | null; hosts: string[] }>();
      for (const { name, joined } of network.hostsOn(end)) {
        for (const { group, source } of joined) {
          const key = `${group} ${source}`;
          const row = members.get(key) ?? { group: group.text, source: source?.text ?? null, hosts: [] };
          row.hosts.push(name);
          members.set(key, row);
        }
      }
      rows.push(...[...members.values()].map((row) => ({ interface: network.nameOf(end), ...row })));
    }
  }
  return rows;
}

function viewHost({ network }: Lab, { name, on, addresses, joined, receivedCount }: Host): HostView {
  return {
    name,
    on: network.nameOf(on),
    addresses: addresses.map(formatAddressWithPrefix),
    joined: joined.map(({ group, source }) => ({ group: group.text, source: source?.text ?? null })),
    received: receivedCount,
  };
}

function resultOf(lab: Lab, host: Host): HostResult {
  return { nowNs: lab.clock.nowNs(), host: viewHost(lab, host) };
}

/** @throws LabError `BAD_ADDRESS` */
function checkGroup(group: Address, source: Address | null): void {
  requireGroup(group);
  if (source !== null && source.family !== group.family)
    throw new LabError('BAD_ADDRESS', `${source} and ${group} are of different families`);
}

function isEntry(entry: Host['joined'][number], group: Address, source: Address | null): boolean {
  if (!sameAddress(entry.group, group)) return false;
  return entry.source === null || source === null ? entry.source === source : sameAddress(entry.source, source);
}

/** The next free address of each family of the interface, from .101 on. */
function freeAddresses({ network }: Lab, on: LinkEnd): AddressWithPrefix[] {
  const nic = network.requireRouter(on.router).interfaces.require(on.interfaceId);
  const taken = new Set(network.hostsOn(on).flatMap((host) => host.addresses.map(({ address }) => address.text)));
  return FAMILIES.flatMap((family) => {
    const subnet = nic.addresses.find(({ address }) => address.family === family);
    if (subnet === undefined) return [];
    let number = FIRST_HOST;
    while (taken.has(addressIn(subnet, number).address.text)) number += 1;
    return [addressIn(subnet, number)];
  });
}
