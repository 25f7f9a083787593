import type { RouteShowResult } from '../../ops/route/show.js';
import type { CountedRouteView, PendingView } from '../../ops/view/route.js';
import { ago, count, deadline, pair, path, payload, routePair } from '../phrase.js';
import type { Style } from '../style.js';

export function renderRouteShow({ route, pending, nowNs }: RouteShowResult, style: Style): string {
  return [
    ...(route === null ? [] : installedLines(route, nowNs, style)),
    ...(pending === null ? [] : pendingLines(pending, nowNs, style)),
  ].join('\n');
}

function installedLines(route: CountedRouteView, nowNs: number, style: Style): string[] {
  return [
    `${style.paint('strong', routePair(route))} ${style.paint('good', 'installed')}: ${path(route)}`,
    `last used  ${ago(route.lastUsedNs, nowNs)}`,
    `matched    ${count(route.packets, 'packet')}, ${count(route.bytes, 'byte')}; ${route.wrongIf} on a wrong interface`,
    ...(route.parent === undefined ? [] : [`parent     vif ${route.parent}`]),
  ];
}

function pendingLines(pending: PendingView, nowNs: number, style: Style): string[] {
  return [
    `${style.paint('strong', pair(pending))} ${style.paint('waiting', 'pending')}: ${deadline(pending, nowNs)}`,
    ...pending.queue.map((packet) => `packet ${packet.id}  on ${packet.iif}, TTL ${packet.ttl}, payload ${payload(packet)}`),
  ];
}
