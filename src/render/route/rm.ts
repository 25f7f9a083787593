import type { RouteRmResult } from '../../ops/route/rm.js';
import { ago, count, path, routePair } from '../phrase.js';
import type { Style } from '../style.js';

export function renderRouteRm({ removed, pendingRemoved = 0, nowNs }: RouteRmResult, style: Style): string {
  const pending = pendingRemoved === 0 ? [] : [`${style.paint('bad', 'removed')} ${count(pendingRemoved, 'pending route')}`];
  if (removed.length + pendingRemoved === 0) return 'there was no route to remove';
  const lines = removed.map(
    (route) => `${style.paint('bad', 'removed')} ${routePair(route)} ${path(route)}, last used ${ago(route.lastUsedNs, nowNs)}`,
  );
  return [...lines, ...pending].join('\n');
}
