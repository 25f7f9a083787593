import type { Family } from '../address.js';
import { FAMILY_NAMES } from '../address.js';
import { LabError } from '../errors.js';
import type { InterfaceRef } from '../interface.js';
import type { RouteKey } from '../route.js';

/** Multicast forwarding of the family is off. */
export function notPermitted(family: Family): LabError {
  return new LabError('NOT_PERMITTED', `multicast forwarding is off for ${FAMILY_NAMES[family]}`, null, {
    kind: 'family',
    family,
  });
}

/** No route of the key is installed. */
export function routeNotFound(key: RouteKey): LabError {
  return new LabError('ROUTE_NOT_FOUND', `there is no installed route ${key}`, null, { kind: 'route', among: 'installed' });
}

/** An outgoing interface of a route is its input interface. */
export function inputCannotBeOutput(oif: InterfaceRef): LabError {
  return new LabError('INPUT_CANNOT_BE_OUTPUT', `${oif} is the input interface and cannot also be an outgoing interface`);
}
