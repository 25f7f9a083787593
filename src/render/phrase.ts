import { formatDuration } from '../core/duration.js';
import { escapeText } from '../core/printable.js';
import type { PayloadView } from '../ops/view/payload.js';
import type { PendingView, RouteView } from '../ops/view/route.js';

/** `(10.0.1.9, 239.1.1.1)` */
export function pair({ source, group }: { readonly source: string; readonly group: string }): string {
  return `(${source}, ${group})`;
}

/** The pair of a route; in Linux the unspecified address is `*`. */
export function routePair(route: RouteView): string {
  const { source, group } = starredPair(route);
  return pair({ source, group });
}

/** Source and group of a route as they are written. */
export function starredPair({ source, group, parent }: RouteView): { readonly source: string; readonly group: string } {
  const star = (text: string) => (parent !== undefined && (text === '0.0.0.0' || text === '::') ? '*' : text);
  return { source: star(source), group: star(group) };
}

/** `eth1 → eth2, eth3 (min TTL 10)`; a minimum of 1, which lets every packet pass, is left out. */
export function path({ iif, oifs }: Pick<RouteView, 'iif' | 'oifs'>): string {
  return `${iif} → ${outputs(oifs)}`;
}

/** `eth2, eth3 (min TTL 10)` */
function outputs(oifs: RouteView['oifs']): string {
  if (oifs.length === 0) return 'nothing';
  return oifs.map(output).join(', ');
}

/** `eth3 (min TTL 10)` */
export function output({ oif, minTtl, threshold }: RouteView['oifs'][number]): string {
  if (threshold !== undefined) return threshold === 1 ? oif : `${oif} (threshold ${threshold})`;
  return minTtl === 1 ? oif : `${oif} (min TTL ${minTtl})`;
}

/** `2s ago`, `now` */
export function ago(thenNs: number, nowNs: number): string {
  return thenNs === nowNs ? 'now' : `${formatDuration(nowNs - thenNs)} ago`;
}

/** `9.5s left`, or `expired 2s ago, swept in 8s`. At its very deadline a pending route has not expired. */
export function deadline({ expiresNs, expired, nextCleanupNs }: PendingView, nowNs: number): string {
  if (!expired) return `${formatDuration(expiresNs - nowNs)} left`;
  const swept = nextCleanupNs === null ? 'never swept' : `swept in ${formatDuration(nextCleanupNs - nowNs)}`;
  return `expired ${formatDuration(nowNs - expiresNs)} ago, ${swept}`;
}

/** `3 packets`, `1 packet` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A payload in quotes, or in hexadecimal if it is not text; a long one is cut. */
export function payload({ payload: text, payloadHex }: PayloadView): string {
  const limit = 40;
  const characters = Array.from((payloadHex ?? text).slice(0, 4 * limit));
  const cut = characters.length > limit ? `${characters.slice(0, limit).join('')}…` : characters.join('');
  return payloadHex === undefined ? `"${escapeText(cut)}"` : `0x${cut}`;
}
