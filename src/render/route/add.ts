import type { RouteAddResult } from '../../ops/route/add.js';
import { renderEvent } from '../effects.js';
import { renderNetwork } from '../network/effects.js';
import { renderPacket } from '../packet.js';
import { ago, path, routePair } from '../phrase.js';
import type { Style } from '../style.js';

export function renderRouteAdd(result: RouteAddResult, style: Style): string {
  const { route, replaced, nowNs, events } = result;
  const context = { nowNs, maxPendingQueueSize: 0, pending: null };
  const earlier = replaced === null ? '' : `, in place of ${path(replaced)}, last used ${ago(replaced.lastUsedNs, nowNs)}`;
  return [
    `${style.paint('good', replaced === null ? 'installed' : 'replaced')} ${routePair(route)} ${path(route)}${earlier}`,
    ...[...result.flushed, ...result.lost].map((packet) => renderPacket(packet, context, style)),
    ...renderNetwork(result, nowNs, style),
    ...events.map((event) => renderEvent(event, style)),
  ].join('\n');
}
