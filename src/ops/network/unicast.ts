import type { Address, AddressWithPrefix } from '../../core/address.js';
import { formatAddressWithPrefix, networkOf } from '../../core/address.js';
import { LabError } from '../../core/errors.js';
import type { Lab } from '../../core/lab.js';
import { shortestPaths, unicastHop } from '../../core/network/unicast.js';
import type { UnicastRoute } from '../../core/network/unicast-routes.js';
import type { LabRouter } from '../../core/router.js';

/** A static unicast route. */
export interface UnicastView {
  readonly router: string;
  readonly prefix: string;
  readonly interface: string;
  /** Null if the network is on the interface's segment. */
  readonly gateway: string | null;
  /** Hops to the network. */
  readonly metric: number;
}

export interface UnicastResult {
  readonly nowNs: number;
  readonly route: UnicastView;
  /** The route that it replaced. */
  readonly replaced: UnicastView | null;
}

export interface UnicastAddRequest {
  readonly prefix: AddressWithPrefix;
  readonly via: string;
  readonly gateway: Address | null;
}

/** Adds a static unicast route to the router at hand. @throws LabError `UNKNOWN_INTERFACE`, `BAD_ADDRESS` */
export function unicastAdd(lab: Lab, { prefix, via, gateway }: UnicastAddRequest): UnicastResult {
  const { id } = lab.interfaces.require(via);
  if (gateway !== null && gateway.family !== prefix.address.family) {
    throw new LabError('BAD_ADDRESS', `${gateway} and ${formatAddressWithPrefix(prefix)} are of different families`);
  }
  const route: UnicastRoute = { prefix: networkOf(prefix), interfaceId: id, gateway, metric: 1 };
  const replaced = lab.router.unicast.set(route);
  lab.network.daemons.changed();
  return {
    nowNs: lab.clock.nowNs(),
    route: viewUnicast(lab.router, route),
    replaced: replaced === null ? null : viewUnicast(lab.router, replaced),
  };
}

/** Removes a static unicast route of the router at hand. @throws LabError `ROUTE_NOT_FOUND` */
export function unicastRm(lab: Lab, { prefix }: { readonly prefix: AddressWithPrefix }): UnicastResult {
  const route = viewUnicast(lab.router, lab.router.unicast.remove(networkOf(prefix)));
  lab.network.daemons.changed();
  return { nowNs: lab.clock.nowNs(), route, replaced: null };
}

export interface UnicastListResult {
  readonly nowNs: number;
  readonly routes: readonly UnicastView[];
}

/** Computes the unicast routes of every router, in place of those it has: shortest paths over the links that are up. */
export function unicastCompute(lab: Lab): UnicastListResult {
  const paths = shortestPaths(lab.network);
  for (const router of lab.network.routers) {
    router.unicast.clear();
    for (const route of paths.get(router.name) ?? []) router.unicast.set(route);
  }
  lab.network.daemons.changed();
  return unicastList(lab);
}

export function unicastList(lab: Lab): UnicastListResult {
  const routes = lab.scope().flatMap(({ router }) => router.unicast.list().map((route) => viewUnicast(router, route)));
  return { nowNs: lab.clock.nowNs(), routes };
}

/** Where a router expects packets of a source: its RPF interface and the upstream neighbor. Null if it has no route to the source. */
export interface RpfView {
  readonly router: string;
  readonly interface: string | null;
  /** Null if the source is on the interface's segment, or there is no route. */
  readonly neighbor: string | null;
}

export function viewRpf(lab: Lab, source: Address): RpfView[] {
  return lab.scope().map(({ network, router }) => {
    const hop = unicastHop(network, router, source);
    return {
      router: router.name,
      interface: hop === null ? null : router.interfaces.nameOf(hop.interfaceId),
      neighbor: hop?.gateway?.text ?? null,
    };
  });
}

/** The RPF interface of a source at the router at hand. @throws LabError `NO_RPF_INTERFACE` */
export function rpfInterface({ network, router }: Lab, source: Address): number {
  const hop = unicastHop(network, router, source);
  if (hop !== null) return hop.interfaceId;
  const hint = 'Add a unicast route with: mcast unicast add PREFIX --via IF; or compute all with: mcast unicast compute';
  throw new LabError('NO_RPF_INTERFACE', `${router.name} has no unicast route to ${source}`, hint);
}

function viewUnicast({ name, interfaces }: LabRouter, { prefix, interfaceId, gateway, metric }: UnicastRoute): UnicastView {
  return {
    router: name,
    prefix: formatAddressWithPrefix(prefix),
    interface: interfaces.nameOf(interfaceId),
    gateway: gateway?.text ?? null,
    metric,
  };
}
