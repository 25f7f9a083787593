import type { Family } from './address.js';
import { isUnspecified } from './address.js';
import { keyFault } from './address-faults.js';
import type { Release } from './gvisor/release.js';
import type { MulticastRoute, RouteKey, RouteUse } from './route.js';

/** A fault in the key of an installed route that no later change of interfaces explains, as the end of a sentence, or null. */
export function findKeyFault(key: RouteKey, family: Family, release: Release): string | null {
  const fault = findFamilyFault(key, family) ?? keyFault(key.source, key.group, release);
  return fault === null && isUnspecified(key.source) ? 'has a source that is not valid in a route' : fault;
}

/** What keeps a key out of the tables of a family, even where any address goes. */
export function findFamilyFault({ source, group }: RouteKey, family: Family): string | null {
  return source.family === family && group.family === family ? null : 'belongs to the other address family';
}

/** A fault that an installed route cannot have, regardless of its key. */
export function findRouteFault({ expectedInputInterface, outgoingInterfaces }: MulticastRoute, use: RouteUse): string | null {
  if (outgoingInterfaces.length === 0) return 'has no outgoing interface';
  for (const { id } of outgoingInterfaces) {
    if (id === expectedInputInterface) return 'has its input interface as an outgoing interface';
  }
  return use.wrongIf > use.packets ? 'counts more packets on a wrong interface than packets in total' : null;
}
