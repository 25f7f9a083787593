import { FAMILIES } from '../../src/core/address.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import type { Lab } from '../../src/core/lab.js';
import { MAX_PAYLOAD_BYTES } from '../../src/core/packet.js';

/** IP and UDP headers of a datagram. */
const HEADER_BYTES = { ipv4: 28, ipv6: 48 } as const;

/**
 * How the counts of a lab agree that counted from its start, below the end at which counts stop. It is no matter of a session file: nothing
 * depends on it, and who wants to see counts at their end writes them there.
 *
 * @returns the first thing that does not hold, or null
 */
export function findMiscount(lab: Lab): string | null {
  const { packetsReceived } = lab.totals();
  if (packetsReceived !== lab.nextPacketId - 1)
    return `${lab.nextPacketId - 1} packets were numbered, ${packetsReceived} received`;
  for (const family of FAMILIES) {
    const { counters, table } = asGvisor(lab.routers[family]);
    const errors =
      counters.forwardingUnrouteable +
      counters.forwardingExhaustedTtl +
      counters.forwardingInitializingSource +
      counters.forwardingLinkLocalSource +
      counters.forwardingLinkLocalDestination +
      counters.forwardingUnexpectedMulticastInputInterface +
      counters.forwardingNoMulticastPendingQueueBufferSpace;
    if (counters.forwardingErrors !== errors) return `${family}: ${errors} errors are ${counters.forwardingErrors}`;
    if (counters.validPacketsReceived > counters.packetsReceived) return `${family}: more are valid than were received`;
    let matched = 0;
    for (const [key, route] of table.installedRoutes()) {
      const { packets, bytes } = route.use;
      matched += packets;
      const largest = HEADER_BYTES[family] + MAX_PAYLOAD_BYTES[family];
      if (bytes < packets * HEADER_BYTES[family] || bytes > packets * largest)
        return `${key} has ${bytes} bytes of ${packets} packets`;
    }
    if (matched > counters.validPacketsReceived) return `${family}: more matched a route than were received`;
  }
  return null;
}
