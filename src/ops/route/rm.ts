import { FAMILIES } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';
import type { RouteKey } from '../../core/route.js';
import { compareRouteKeys } from '../../core/route.js';
import { requireLinux } from '../stack/require-linux.js';
import type { RouteView } from '../view/route.js';
import { viewRoute } from '../view/route.js';

export interface RouteRmRequest {
  /** The route to remove, or all routes of both families. */
  readonly key: RouteKey | 'all';
  /** Whether the source or the group is `*`. */
  readonly isStarred?: boolean;
}

export interface RouteRmResult {
  readonly nowNs: number;
  /** In the order of their keys. */
  readonly removed: readonly RouteView[];
  /** linux, if all routes were removed: pending routes that went with them. */
  readonly pendingRemoved?: number;
}

/**
 * Removes installed routes. Pending routes remain; in Linux, removing all removes them too.
 *
 * @throws LabError as `Router.removeRoute`; removing all never fails
 */
export function routeRm(lab: Lab, { key, isStarred = false }: RouteRmRequest): RouteRmResult {
  if (key !== 'all' && isStarred) requireLinux(lab, key.group.family, 'a route for *');
  if (key !== 'all') return { nowNs: lab.clock.nowNs(), removed: [viewRoute(lab, key, lab.routerOf(key).removeRoute(key))] };
  const before = pendingCount(lab);
  const removed = removeAll(lab);
  const pendingRemoved = before - pendingCount(lab);
  return { nowNs: lab.clock.nowNs(), removed, ...(pendingRemoved > 0 && { pendingRemoved }) };
}

function pendingCount({ routers: { ipv4, ipv6 } }: Lab): number {
  return ipv4.pendingCount + ipv6.pendingCount;
}

function removeAll(lab: Lab): RouteView[] {
  return FAMILIES.flatMap((family) => {
    const router = lab.routers[family];
    const routes = [...router.installedRoutes()].sort(([a], [b]) => compareRouteKeys(a, b));
    router.removeAllRoutes();
    return routes.map(([key, route]) => viewRoute(lab, key, route));
  });
}
