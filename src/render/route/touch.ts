import { formatDuration } from '../../core/duration.js';
import type { RouteTouchResult } from '../../ops/route/touch.js';
import { pair } from '../phrase.js';
import type { Style } from '../style.js';

export function renderRouteTouch({ route, wasNs }: RouteTouchResult, style: Style): string {
  const [was, is] = [wasNs, route.lastUsedNs].map(formatDuration);
  if (wasNs === route.lastUsedNs) return `${pair(route)} stays last used at ${is}: the time only moves forward`;
  return `${style.paint('good', 'touched')} ${pair(route)}: last used at ${is}, before that at ${was}`;
}
