import type { InterfaceRef } from '../core/interface.js';
import type { Lab } from '../core/lab.js';
import type { RouteKey } from '../core/route.js';
import { requireLinux } from './stack/require-linux.js';
import type { EffectsView } from './view/effects.js';
import { viewEffects } from './view/effects.js';
import type { PacketView } from './view/packet.js';
import { viewPacket } from './view/packet.js';
import type { PendingView } from './view/route.js';
import { viewPending } from './view/route.js';

export interface OriginateRequest {
  readonly key: RouteKey;
  /** The interface by which the router sends the packet. */
  readonly oif: InterfaceRef;
  /** 0 to 255. */
  readonly ttl: number;
  readonly payload: Uint8Array;
}

export interface OriginateResult extends EffectsView {
  readonly nowNs: number;
  /** With the interface by which it was sent as `iif`. The copies that routes make of it come first. */
  readonly packet: PacketView;
  /** The pending route of the packet's key afterwards. */
  readonly pending: PendingView | null;
  readonly maxPendingQueueSize: number;
}

/**
 * The router itself sends a packet to a group: its own packets are routed as well.
 *
 * @throws LabError `NOT_IN_THIS_STACK`, `UNKNOWN_INTERFACE`, `NUMBERS_EXHAUSTED`
 */
export function originate(lab: Lab, { key, oif, ttl, payload }: OriginateRequest): OriginateResult {
  requireLinux(lab, key.group.family, "sending the router's own packets");
  lab.interfaces.require(oif);
  lab.requireNumbers(1);
  const { source, group } = key;
  const { result, effects } = lab.observe(() => lab.originate({ source, group, iif: oif, ttl, payload }));
  const pending = lab.routerOf(key).pendingRoute(key);
  return {
    nowNs: lab.clock.nowNs(),
    packet: viewPacket(lab, result),
    pending: pending === null ? null : viewPending(lab, pending),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    ...viewEffects(lab, effects),
  };
}
