import type { Lab } from '../../core/lab.js';
import type { ForwardingRequest, ForwardingResult } from './on.js';

/** Turns multicast forwarding off for address families and removes their installed routes. Pending routes remain. Never fails. */
export function forwardingOff(lab: Lab, { families }: ForwardingRequest): ForwardingResult {
  return {
    nowNs: lab.clock.nowNs(),
    families: families.map((family) => {
      const router = lab.routers[family];
      const cleared = router.installedCount;
      return { family, was: router.disableForwarding(), forwarding: false, cleared };
    }),
  };
}
