import type { Lab } from '../../core/lab.js';
import type { ForwardingRequest, ForwardingResult } from './on.js';

/** Turns multicast forwarding off for address families and removes their installed routes. Pending routes remain; in Linux they go too, and all vifs. Never fails. */
export function forwardingOff(lab: Lab, { families }: ForwardingRequest): ForwardingResult {
  return {
    nowNs: lab.clock.nowNs(),
    families: families.map((family) => {
      const router = lab.routers[family];
      const [cleared, pending] = [router.installedCount, router.pendingCount];
      const was = router.disableForwarding();
      const pendingCleared = pending - router.pendingCount;
      return { family, was, forwarding: false, cleared, ...(pendingCleared > 0 && { pendingCleared }) };
    }),
  };
}
