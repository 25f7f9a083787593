import type { Address, AddressWithPrefix, Family } from '../address.js';
import { compareAddresses, formatAddressWithPrefix, inSubnet, networkOf } from '../address.js';
import type { LabRouter } from '../router.js';
import type { LinkEnd } from './end.js';
import { sameEnd } from './end.js';
import type { Topology } from './topology.js';
import type { UnicastRoute } from './unicast-routes.js';
import { comparePrefixes } from './unicast-routes.js';

/** Where a router sends unicast packets to an address, and so where it expects multicast packets from it (RPF). */
export interface UnicastHop {
  readonly interfaceId: number;
  /** Address of the next router, or null if the address is on the interface's segment. */
  readonly gateway: Address | null;
  readonly metric: number;
  /** Length of the prefix that matched. */
  readonly prefix: number;
}

/** Another end of a link that is up. */
export interface LinkNeighbor {
  /** The neighbor's interface. */
  readonly end: LinkEnd;
  /** Id of the router's own interface on the link. */
  readonly via: number;
}

/** The routers on the segments of a router, by interface. */
export function linkNeighbors(network: Topology, { name, interfaces }: LabRouter): LinkNeighbor[] {
  return [...interfaces].flatMap(({ id: via }) => {
    const own = { router: name, interfaceId: via };
    return network
      .segmentOf(own)
      .filter((end) => !sameEnd(end, own))
      .map((end) => ({ end, via }));
  });
}

/** The first address of a family at an end, or null. */
export function addressAt(network: Topology, { router, interfaceId }: LinkEnd, family: Family): Address | null {
  const nic = network.router(router)?.interfaces.get(interfaceId);
  return nic?.addresses.find(({ address }) => address.family === family)?.address ?? null;
}

/**
 * The way to an address: the longest prefix among the subnets of the router's interfaces and its static routes; of two equal ones the subnet.
 * An interface on a link that is down, and what is behind it, does not count.
 */
export function unicastHop(network: Topology, router: LabRouter, address: Address): UnicastHop | null {
  let best: UnicastHop | null = null;
  for (const nic of router.interfaces) {
    if (!isUsable(network, router, nic.id)) continue;
    for (const assigned of nic.addresses) {
      if (!inSubnet(assigned, address) || assigned.prefix <= (best?.prefix ?? -1)) continue;
      best = { interfaceId: nic.id, gateway: null, metric: 0, prefix: assigned.prefix };
    }
  }
  const route = router.unicast.find(address);
  if (route === null || route.prefix.prefix <= (best?.prefix ?? -1) || !isUsable(network, router, route.interfaceId)) return best;
  const { interfaceId, gateway, metric, prefix } = route;
  return { interfaceId, gateway, metric, prefix: prefix.prefix };
}

function isUsable(network: Topology, { name, interfaces }: LabRouter, interfaceId: number): boolean {
  if (interfaces.get(interfaceId) === null) return false;
  return network.links.at({ router: name, interfaceId })?.isUp !== false;
}

/**
 * Shortest paths by hops over the links that are up, from each router to every subnet that is not its own: static routes. Of equally short
 * ones the neighbor with the lowest address is taken.
 */
export function shortestPaths(network: Topology): ReadonlyMap<string, readonly UnicastRoute[]> {
  const routers = [...network.routers];
  const neighbors = new Map(routers.map((router) => [router.name, linkNeighbors(network, router)]));
  const distances = new Map(routers.map(({ name }) => [name, distancesFrom(name, neighbors)]));
  const subnets = subnetsOf(network);
  const routesOf = (router: LabRouter) =>
    subnets.flatMap(({ prefix, owners }): UnicastRoute[] => {
      if (owners.has(router.name)) return [];
      const next = nextHop(network, { from: router.name, owners, family: prefix.address.family, neighbors, distances });
      return next === null ? [] : [{ prefix, ...next }];
    });
  return new Map(routers.map((router) => [router.name, routesOf(router)]));
}

interface PathQuestion {
  readonly from: string;
  readonly owners: ReadonlySet<string>;
  readonly family: Family;
  readonly neighbors: ReadonlyMap<string, readonly LinkNeighbor[]>;
  readonly distances: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

function nextHop(
  network: Topology,
  { from, owners, family, neighbors, distances }: PathQuestion,
): Omit<UnicastRoute, 'prefix'> | null {
  let best: { interfaceId: number; gateway: Address; metric: number } | null = null;
  for (const { end, via } of neighbors.get(from) ?? []) {
    const gateway = addressAt(network, end, family);
    const beyond = distances.get(end.router) ?? new Map<string, number>();
    const metric = 1 + Math.min(...[...owners].map((owner) => beyond.get(owner) ?? Number.POSITIVE_INFINITY));
    if (gateway === null || !Number.isFinite(metric)) continue;
    const order = best === null ? -1 : metric - best.metric || compareAddresses(gateway, best.gateway);
    if (order < 0) best = { interfaceId: via, gateway, metric };
  }
  return best;
}

function distancesFrom(start: string, neighbors: ReadonlyMap<string, readonly LinkNeighbor[]>): Map<string, number> {
  const distances = new Map([[start, 0]]);
  for (const [router, distance] of distances) {
    for (const { end } of neighbors.get(router) ?? []) if (!distances.has(end.router)) distances.set(end.router, distance + 1);
  }
  return distances;
}

/** The subnets of all interfaces, in order, with the names of the routers that are in each. */
function subnetsOf(network: Topology): { prefix: AddressWithPrefix; owners: Set<string> }[] {
  const found = new Map<string, { prefix: AddressWithPrefix; owners: Set<string> }>();
  for (const router of network.routers) {
    for (const nic of router.interfaces) {
      if (!isUsable(network, router, nic.id)) continue;
      for (const assigned of nic.addresses) {
        const prefix = networkOf(assigned);
        const key = formatAddressWithPrefix(prefix);
        const known = found.get(key);
        if (known === undefined) found.set(key, { prefix, owners: new Set([router.name]) });
        else known.owners.add(router.name);
      }
    }
  }
  return [...found.values()].sort((a, b) => comparePrefixes(a.prefix, b.prefix));
}
