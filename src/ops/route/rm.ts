import { FAMILIES } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';
import type { RouteKey } from '../../core/route.js';
import { compareRouteKeys } from '../../core/route.js';
import type { RouteView } from '../view/route.js';
import { viewRoute } from '../view/route.js';

export interface RouteRmRequest {
  /** The route to remove, or all routes of both families. */
  readonly key: RouteKey | 'all';
}

export interface RouteRmResult {
  readonly nowNs: number;
  /** In the order of their keys. */
  readonly removed: readonly RouteView[];
}

/**
 * Removes installed routes. Pending routes remain.
 *
 * @throws LabError as `Router.removeRoute`; removing all never fails
 */
export function routeRm(lab: Lab, { key }: RouteRmRequest): RouteRmResult {
  const removed = key === 'all' ? removeAll(lab) : [viewRoute(lab, key, lab.routerOf(key).removeRoute(key))];
  return { nowNs: lab.clock.nowNs(), removed };
}

function removeAll(lab: Lab): RouteView[] {
  return FAMILIES.flatMap((family) => {
    const router = lab.routers[family];
    const routes = [...router.installedRoutes()].sort(([a], [b]) => compareRouteKeys(a, b));
    router.removeAllRoutes();
    return routes.map(([key, route]) => viewRoute(lab, key, route));
  });
}
