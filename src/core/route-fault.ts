import type { Family } from './address.js';
import { isUnspecified } from './address.js';
import { keyFault } from './address-faults.js';
import type { Release } from './gvisor/release.js';
import type { MulticastRoute, RouteKey, RouteUse } from './route.js';

/** What no installed route's key can have, whatever became of the interfaces since, as the end of a sentence, or null. */
export function findKeyFault(key: RouteKey, family: Family, release: Release): string | null {
  const fault = findFamilyFault(key, family) ?? keyFault(key.source, key.group, release);
  return fault === null && isUnspecified(key.source) ? 'has a source that no route can have' : fault;
}

/** What keeps a key out of the tables of a family, even where any address goes. */
export function findFamilyFault({ source, group }: RouteKey, family: Family): string | null {
  return source.family === family && group.family === family ? null : 'is of another family';
}

/** What no installed route can be, whatever its key. */
export function findRouteFault({ expectedInputInterface, outgoingInterfaces }: MulticastRoute, use: RouteUse): string | null {
  if (outgoingInterfaces.length === 0) return 'has no outgoing interface';
  for (const { id } of outgoingInterfaces) {
    if (id === expectedInputInterface) return 'sends packets out of the interface on which it expects them';
  }
  return use.wrongIf > use.packets ? 'counts more packets on a wrong interface than packets' : null;
}
