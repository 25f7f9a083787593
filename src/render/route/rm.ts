import type { RouteRmResult } from '../../ops/route/rm.js';
import { ago, pair, path } from '../phrase.js';
import type { Style } from '../style.js';

export function renderRouteRm({ removed, nowNs }: RouteRmResult, style: Style): string {
  if (removed.length === 0) return 'there was no route to remove';
  return removed
    .map((route) => `${style.paint('bad', 'removed')} ${pair(route)} ${path(route)}, last used ${ago(route.lastUsedNs, nowNs)}`)
    .join('\n');
}
