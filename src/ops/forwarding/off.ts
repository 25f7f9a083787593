import type { Lab } from '../../core/lab.js';
import type { ForwardingRequest, ForwardingResult } from './on.js';

/** Turns multicast forwarding of whole families off, which clears their installed routes; what is pending stays. Never fails. */
export function forwardingOff(lab: Lab, { families }: ForwardingRequest): ForwardingResult {
  return {
    nowNs: lab.clock.nowNs(),
    families: families.map((family) => {
      const router = lab.routers[family];
      const cleared = router.table.installedCount;
      return { family, was: router.disableForwarding(), forwarding: false, cleared };
    }),
  };
}
