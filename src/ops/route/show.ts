import { LabError } from '../../core/errors.js';
import type { Lab } from '../../core/lab.js';
import { starred } from '../../core/linux/in-all-stacks.js';
import type { RouteKey } from '../../core/route.js';
import { requireLinux } from '../stack/require-linux.js';
import type { CountedRouteView, PendingView } from '../view/route.js';
import { viewCountedRoute, viewPending } from '../view/route.js';

export interface RouteShowRequest {
  readonly key: RouteKey;
  /** Whether the source or the group is `*`. */
  readonly isStarred?: boolean;
}

/** A key has an installed or a pending route, never both. */
export interface RouteShowResult {
  readonly nowNs: number;
  readonly route: CountedRouteView | null;
  readonly pending: PendingView | null;
}

/**
 * Shows one installed or pending route in full.
 *
 * @throws LabError `BAD_ADDRESS`, `ROUTE_NOT_FOUND`
 */
export function routeShow(lab: Lab, { key, isStarred = false }: RouteShowRequest): RouteShowResult {
  const router = lab.routerOf(key);
  if (isStarred) requireLinux(lab, router.family, 'a route for *');
  const route = router.installedRoute(key);
  const pending = router.pendingRoute(key);
  if (route === null && pending === null) {
    router.checkKey(key);
    const data = { kind: 'route', among: 'installed and pending' } as const;
    throw new LabError(
      'ROUTE_NOT_FOUND',
      `there is no route ${isStarred ? starred(key) : key}, installed or pending`,
      null,
      data,
    );
  }
  return {
    nowNs: lab.clock.nowNs(),
    route: route === null ? null : viewCountedRoute(lab, key, route),
    pending: pending === null ? null : viewPending(lab, pending),
  };
}
