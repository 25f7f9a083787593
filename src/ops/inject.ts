import { MAX_TIME_NS } from '../core/clock.js';
import { formatDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import type { InterfaceRef } from '../core/interface.js';
import type { Lab } from '../core/lab.js';
import type { RouteKey } from '../core/route.js';
import type { EffectsView, ExpiredView } from './view/effects.js';
import { viewEffects, viewExpired } from './view/effects.js';
import type { PacketView } from './view/packet.js';
import { viewPacket } from './view/packet.js';
import type { PendingView } from './view/route.js';
import { viewPending } from './view/route.js';

export interface InjectRequest {
  readonly key: RouteKey;
  readonly iif: InterfaceRef;
  /** 0 to 255. */
  readonly ttl: number;
  readonly payload: Uint8Array;
  /** How many packets, one after the other; 1 or more. */
  readonly count: number;
  /** By how much the clock moves between one packet and the next. */
  readonly intervalNs: number;
}

export interface InjectResult extends EffectsView {
  readonly nowNs: number;
  /** In the order of injection. */
  readonly packets: readonly PacketView[];
  /** Pending routes that were swept while the clock moved between two packets. */
  readonly expired: readonly ExpiredView[];
  /** The pending route of the packets' key as it is now. */
  readonly pending: PendingView | null;
  readonly maxPendingQueueSize: number;
}

/**
 * Packets arrive on an interface.
 *
 * @throws LabError `UNKNOWN_INTERFACE`, `NUMBERS_EXHAUSTED`, `CLOCK_OVERFLOW`
 */
export function inject(lab: Lab, request: InjectRequest): InjectResult {
  const { key, iif, ttl, payload, count, intervalNs } = request;
  lab.interfaces.require(iif);
  lab.requireNumbers(count);
  checkClockLasts(lab, request);
  const packets: PacketView[] = [];
  const expired: ExpiredView[] = [];
  const { effects } = lab.observe(() => {
    for (let sent = 0; sent < count; sent += 1) {
      if (sent > 0 && intervalNs > 0) for (const swept of lab.advance(intervalNs)) expired.push(viewExpired(swept));
      const { source, group } = key;
      packets.push(viewPacket(lab, lab.inject({ source, group, iif, ttl, payload })));
    }
  });
  const pending = lab.routerOf(key).table.pendingRoute(key);
  return {
    nowNs: lab.clock.nowNs(),
    packets,
    expired,
    pending: pending === null ? null : viewPending(lab, pending),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    ...viewEffects(lab, effects),
  };
}

function checkClockLasts(lab: Lab, { count, intervalNs }: InjectRequest): void {
  if (intervalNs === 0 || count - 1 <= (MAX_TIME_NS - lab.clock.nowNs()) / intervalNs) return;
  throw new LabError(
    'CLOCK_OVERFLOW',
    `${count} packets ${formatDuration(intervalNs)} apart would take the clock past its end`,
    'Nanoseconds are exact up to 104 days; send fewer, or closer together.',
  );
}
