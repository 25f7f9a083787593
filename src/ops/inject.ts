import { MAX_TIME_NS } from '../core/clock.js';
import { formatDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import type { InterfaceRef } from '../core/interface.js';
import type { Effects, Lab } from '../core/lab.js';
import type { RouteKey } from '../core/route.js';
import type { Steps } from './steps.js';
import { runAll } from './steps.js';
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
  /** Number of packets, 1 or more. */
  readonly count: number;
  /** Time to advance the clock between packets. */
  readonly intervalNs: number;
}

export interface InjectResult extends EffectsView {
  readonly nowNs: number;
  /** Time between two packets. */
  readonly intervalNs: number;
  /** In the order of injection. */
  readonly packets: readonly PacketView[];
  /** Pending routes swept between two packets. */
  readonly expired: readonly ExpiredView[];
  /** The pending route of the packets' key afterwards. */
  readonly pending: PendingView | null;
  readonly maxPendingQueueSize: number;
}

/** Packets of one step. */
const PACKETS_AT_ONCE = 256;

/** Outcomes of the packets so far. */
interface Sent {
  readonly packets: PacketView[];
  readonly expired: ExpiredView[];
}

/**
 * Injects packets on an interface.
 *
 * @throws LabError `UNKNOWN_INTERFACE`, `NUMBERS_EXHAUSTED`, `CLOCK_OVERFLOW`
 */
export function inject(lab: Lab, request: InjectRequest): InjectResult {
  return runAll(injectInSteps(lab, request));
}

/** The same in steps. */
export function* injectInSteps(lab: Lab, request: InjectRequest): Steps<InjectResult> {
  check(lab, request);
  const sent: Sent = { packets: [], expired: [] };
  const { count } = request;
  const observed = lab.startObserving();
  for (let until = 0; until < count; ) {
    until = Math.min(count, until + PACKETS_AT_ONCE);
    send(lab, request, sent, until);
    yield { done: until, total: count, unit: 'packets' };
  }
  return resultOf(lab, request, sent, observed());
}

function check(lab: Lab, request: InjectRequest): void {
  lab.interfaces.require(request.iif);
  lab.requireNumbers(request.count);
  checkClockLasts(lab, request);
}

/** Injects packets up to a number. */
function send(lab: Lab, { key, iif, ttl, payload, intervalNs }: InjectRequest, { packets, expired }: Sent, until: number): void {
  const { source, group } = key;
  while (packets.length < until) {
    if (packets.length > 0 && intervalNs > 0) for (const swept of lab.advance(intervalNs)) expired.push(viewExpired(lab, swept));
    packets.push(viewPacket(lab, lab.inject({ source, group, iif, ttl, payload })));
  }
}

function resultOf(lab: Lab, { key, intervalNs }: InjectRequest, { packets, expired }: Sent, effects: Effects): InjectResult {
  const pending = lab.routerOf(key).pendingRoute(key);
  return {
    nowNs: lab.clock.nowNs(),
    intervalNs,
    packets,
    expired,
    pending: pending === null ? null : viewPending(lab, pending),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    ...viewEffects(lab, effects),
  };
}

/** Checks that so many packets are sent before the clock ends. @throws LabError `CLOCK_OVERFLOW` */
export function checkClockLasts(lab: Lab, { count, intervalNs }: Pick<InjectRequest, 'count' | 'intervalNs'>): void {
  if (intervalNs === 0 || count - 1 <= (MAX_TIME_NS - lab.clock.nowNs()) / intervalNs) return;
  throw new LabError(
    'CLOCK_OVERFLOW',
    `${count} packets ${formatDuration(intervalNs)} apart would take the clock past its end`,
    'Nanoseconds are exact up to 104 days; use a smaller --count or --interval.',
  );
}
