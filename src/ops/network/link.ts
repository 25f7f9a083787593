import type { AddressWithPrefix } from '../../core/address.js';
import { FAMILIES, formatAddressWithPrefix } from '../../core/address.js';
import { LabError } from '../../core/errors.js';
import type { Lab } from '../../core/lab.js';
import type { LinkEnd } from '../../core/network/end.js';
import type { Link } from '../../core/network/link.js';
import { addressIn } from '../../core/network/subnet.js';
import { endOf } from './end.js';

/** A link. */
export interface LinkView {
  readonly name: string;
  readonly ends: readonly { readonly interface: string; readonly addresses: readonly string[] }[];
  /** How long a copy is under way. */
  readonly delayNs: number;
  readonly up: boolean;
}

export interface LinkResult {
  readonly nowNs: number;
  readonly link: LinkView;
}

export interface LinkAddRequest {
  /** Interfaces, such as `r1:eth2`. */
  readonly ends: readonly string[];
  readonly delayNs: number;
  /** Null for the next free `lN`. */
  readonly name: string | null;
  /** Subnet of a family (default: the first end's). */
  readonly subnet: AddressWithPrefix | null;
}

/**
 * Links interfaces, and gives each end an address of one subnet.
 *
 * @throws LabError `ROUTER_NOT_FOUND`, `UNKNOWN_INTERFACE`, `BAD_LINK`, `ALREADY_LINKED`, `DUPLICATE_LINK`, `SUBNET_FULL`
 */
export function linkAdd(lab: Lab, { ends: refs, delayNs, name, subnet }: LinkAddRequest): LinkResult {
  const { network } = lab;
  const ends = refs.map((ref) => endOf(lab, ref));
  const subnets = subnetsOf(lab, ends[0], subnet);
  const addresses = ends.map((_end, index) => subnets.map((each) => addressIn(each, index + 1)));
  const link: Link = { name: name ?? network.links.freeName(), ends, delayNs, isUp: true };
  network.links.add(link);
  for (const [index, { router, interfaceId }] of ends.entries()) {
    const { interfaces } = network.requireRouter(router);
    interfaces.replace(interfaces.require(interfaceId).withAddresses(addresses[index] ?? []));
  }
  network.daemons.changed();
  return resultOf(lab, link);
}

/** Removes a link. Its ends keep their addresses. @throws LabError `LINK_NOT_FOUND`, `PACKETS_UNDER_WAY` */
export function linkRm(lab: Lab, { name }: { readonly name: string }): LinkResult {
  const { links, flights } = lab.network;
  const link = links.require(name);
  const underWay = flights.list().filter((flight) => flight.link === name).length;
  if (underWay > 0) {
    const hint = 'Let them arrive first: mcast wait --until quiet; or turn the link off: mcast link set NAME down';
    throw new LabError(
      'PACKETS_UNDER_WAY',
      `cannot remove ${name}: copies of packets are under way on it`,
      hint.replace('NAME', name),
    );
  }
  const result = resultOf(lab, link);
  links.remove(link);
  lab.network.daemons.changed();
  return result;
}

/** Turns a link on or off. What is under way on a link that is turned off is lost. @throws LabError `LINK_NOT_FOUND` */
export function linkSet(
  lab: Lab,
  { name, up }: { readonly name: string; readonly up: boolean },
): LinkResult & { readonly lost: number } {
  const { links, flights } = lab.network;
  const link = { ...links.require(name), isUp: up };
  links.replace(link);
  const lost = up ? [] : flights.list().filter((flight) => flight.link === name);
  for (const flight of lost) flights.lose(flight);
  lab.network.daemons.changed();
  return { ...resultOf(lab, link), lost: lost.length };
}

export interface LinkListResult {
  readonly nowNs: number;
  readonly links: readonly LinkView[];
}

export function linkList(lab: Lab): LinkListResult {
  return { nowNs: lab.clock.nowNs(), links: viewLinks(lab) };
}

export function viewLinks(lab: Lab): LinkView[] {
  return [...lab.network.links].map((link) => viewLink(lab, link));
}

function viewLink({ network }: Lab, { name, ends, delayNs, isUp }: Link): LinkView {
  const rows = ends.map((end) => ({
    interface: network.nameOf(end),
    addresses: (network.router(end.router)?.interfaces.get(end.interfaceId)?.addresses ?? []).map(formatAddressWithPrefix),
  }));
  return { name, ends: rows, delayNs, up: isUp };
}

function resultOf(lab: Lab, link: Link): LinkResult {
  return { nowNs: lab.clock.nowNs(), link: viewLink(lab, link) };
}

/** One subnet for each family that the first end has an address of. */
function subnetsOf({ network }: Lab, first: LinkEnd | undefined, subnet: AddressWithPrefix | null): AddressWithPrefix[] {
  const nic = first === undefined ? null : network.requireRouter(first.router).interfaces.require(first.interfaceId);
  return FAMILIES.flatMap((family) => {
    if (subnet?.address.family === family) return [subnet];
    const own = nic?.addresses.find(({ address }) => address.family === family);
    return own === undefined ? [] : [own];
  });
}
