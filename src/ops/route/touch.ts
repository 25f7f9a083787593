import { formatDuration } from '../../core/duration.js';
import { LabError } from '../../core/errors.js';
import type { Lab } from '../../core/lab.js';
import type { RouteKey } from '../../core/route.js';
import type { RouteView } from '../view/route.js';
import { viewRoute } from '../view/route.js';

export interface RouteTouchRequest {
  readonly key: RouteKey;
  /** Time since the clock started; null means now. */
  readonly atNs: number | null;
}

export interface RouteTouchResult {
  readonly nowNs: number;
  readonly route: RouteView;
  /** Previous last-used time. */
  readonly wasNs: number;
}

/**
 * Sets the last-used time of a route. It only moves forward: an earlier time has no effect.
 *
 * @throws LabError `TIME_IN_FUTURE`, `BAD_ADDRESS`, `ROUTE_NOT_FOUND`
 */
export function routeTouch(lab: Lab, { key, atNs }: RouteTouchRequest): RouteTouchResult {
  const nowNs = lab.clock.nowNs();
  if (atNs !== null && atNs > nowNs) {
    const message = `${formatDuration(atNs)} is in the future; the clock is at ${formatDuration(nowNs)}`;
    throw new LabError('TIME_IN_FUTURE', message, null, { kind: 'time', atNs });
  }
  const router = lab.routerOf(key);
  const wasNs = router.installedRoute(key)?.lastUsedTimestamp() ?? 0;
  const route = router.touchRoute(key, atNs ?? nowNs);
  return { nowNs, route: viewRoute(lab, key, route), wasNs };
}
