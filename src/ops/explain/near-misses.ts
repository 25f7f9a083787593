import { inSubnet } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';
import type { RouteKey } from '../../core/route.js';
import type { RouteView } from '../view/route.js';
import { viewRoute } from '../view/route.js';

/** Something about a packet that is almost right. */
export type NearMiss =
  /** There is no route for the packet's source, but one of its group for another source. */
  | { readonly code: 'ROUTE_OF_OTHER_SOURCE'; readonly route: RouteView }
  /** The packet's source is in the subnet of another interface than the one on which it arrives. */
  | { readonly code: 'SOURCE_IN_OTHER_SUBNET'; readonly iif: string; readonly subnetOf: string };

/** What is almost right about a packet that arrives. @param iif name of the input interface */
export function findNearMisses(lab: Lab, key: RouteKey, iif: string): NearMiss[] {
  const other = routeOfOtherSource(lab, key);
  const near = [...lab.interfaces].filter(({ addresses }) => addresses.some((address) => inSubnet(address, key.source)));
  const [neighbor] = near;
  const isElsewhere = neighbor !== undefined && near.every(({ name }) => name !== iif);
  return [
    ...(other === null ? [] : [{ code: 'ROUTE_OF_OTHER_SOURCE', route: other } as const]),
    ...(isElsewhere ? [{ code: 'SOURCE_IN_OTHER_SUBNET', iif, subnetOf: neighbor.name } as const] : []),
  ];
}

function routeOfOtherSource(lab: Lab, key: RouteKey): RouteView | null {
  const router = lab.routerOf(key);
  if (router.installedRoute(key) !== null) return null;
  for (const [other, route] of router.installedRoutes()) {
    if (other.group.text === key.group.text) return viewRoute(lab, other, route);
  }
  return null;
}
