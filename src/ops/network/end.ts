import type { Lab } from '../../core/lab.js';
import type { LinkEnd } from '../../core/network/end.js';

/**
 * The interface that a reference such as `r2:eth1` names; without a router, it is one of the router at hand.
 *
 * @throws LabError `ROUTER_NOT_FOUND`, `UNKNOWN_INTERFACE`
 */
export function endOf(lab: Lab, ref: string): LinkEnd {
  const colon = ref.indexOf(':');
  const router = colon === -1 ? lab.router : lab.network.requireRouter(ref.slice(0, colon));
  return { router: router.name, interfaceId: router.interfaces.require(ref.slice(colon + 1)).id };
}
