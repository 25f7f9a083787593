import type { Address, Family } from './address.js';
import { isLimitedBroadcast, isLinkLocalMulticast, isLinkLocalUnicast, isMulticast, isUnspecified } from './address.js';
import type { RouteKey } from './route.js';

/** What no installed route's key can have, whatever became of the interfaces since, as the end of a sentence, or null. */
export function findKeyFault(key: RouteKey, family: Family): string | null {
  return findFamilyFault(key, family) ?? (isUnspecified(key.source) ? BAD_SOURCE : findSharedKeyFault(key));
}

/** What keeps a key out of the tables of a family, even where any address goes. */
export function findFamilyFault({ source, group }: RouteKey, family: Family): string | null {
  return source.family === family && group.family === family ? null : 'is of another family';
}

/** What neither an installed nor a pending route's key can have. A packet from 0.0.0.0 waits, though no route for it can be installed. */
export function findSharedKeyFault({ source, group }: RouteKey): string | null {
  if (isNoSource(source)) return BAD_SOURCE;
  return isMulticast(group) && !isLinkLocalMulticast(group) ? null : 'has a group that no route can have';
}

const BAD_SOURCE = 'has a source that no route can have';

function isNoSource(source: Address): boolean {
  return isMulticast(source) || isLimitedBroadcast(source) || isLinkLocalUnicast(source);
}
