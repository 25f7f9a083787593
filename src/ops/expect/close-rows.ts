import type { Lab } from '../../core/lab.js';
import type { RouteKey } from '../../core/route.js';
import { compareRouteKeys } from '../../core/route.js';
import type { Key, Subject } from './subjects.js';
import { wholeKey } from './subjects.js';

/** Maximum number of rows that a hint lists. */
const NAMED = 3;

/** A sentence about the closest existing rows; null if there are none. */
export function closeRows(lab: Lab, subject: Subject, key: Key): string | null {
  const whole = wholeKey(key);
  switch (subject) {
    case 'packet':
      return closeToPacket(lab, key);
    case 'route':
      return whole === null ? null : closeToRoute(lab, whole);
    case 'pending':
      return whole === null ? null : closeToPending(lab, whole);
    case 'interface': {
      const names = [...lab.interfaces].map(({ name }) => name);
      return names.length === 0 ? 'There are no interfaces.' : `Interfaces: ${list(names)}.`;
    }
    case 'last-packet':
      return 'No packet has arrived yet.';
    default:
      return null;
  }
}

function closeToPacket(lab: Lab, { id }: Key): string | null {
  const arrived = lab.nextPacketId - 1;
  if (arrived === 0) return 'No packet has arrived yet.';
  if (id === undefined) return null;
  return id > arrived
    ? `The newest packet is ${arrived}.`
    : `The session no longer remembers packet ${id}; to remember more: mcast init --journal N`;
}

function closeToRoute(lab: Lab, key: RouteKey): string | null {
  const router = lab.routerOf(key);
  if (router.pendingRoute(key) !== null) return 'It is pending, not installed.';
  return neighbors(key, keysOf(router.installedRoutes()), 'Installed');
}

function closeToPending(lab: Lab, key: RouteKey): string | null {
  const router = lab.routerOf(key);
  if (router.installedRoute(key) !== null) return 'It is installed, not pending.';
  return neighbors(
    key,
    [...router.pendingRoutes()].map((pending) => pending.key),
    'Pending',
  );
}

function* keysOf(routes: Iterable<readonly [RouteKey, unknown]>): Generator<RouteKey> {
  for (const [key] of routes) yield key;
}

function neighbors({ source, group }: RouteKey, keys: Iterable<RouteKey>, state: string): string | null {
  const ofGroup: RouteKey[] = [];
  const ofSource: RouteKey[] = [];
  for (const key of keys) {
    if (key.group.text === group.text) ofGroup.push(key);
    else if (key.source.text === source.text) ofSource.push(key);
  }
  if (ofGroup.length > 0) return `${state} with that group: ${list(sortedTexts(ofGroup))}.`;
  return ofSource.length > 0 ? `${state} with that source: ${list(sortedTexts(ofSource))}.` : null;
}

function sortedTexts(keys: RouteKey[]): string[] {
  return keys.sort(compareRouteKeys).map(String);
}

/** `a`, or `a, b, c and 4 more` */
function list(items: readonly string[]): string {
  const rest = items.length > NAMED ? ` and ${items.length - NAMED} more` : '';
  return `${items.slice(0, NAMED).join(', ')}${rest}`;
}
