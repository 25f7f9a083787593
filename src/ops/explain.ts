import { copyLabForKey } from '../core/copy-lab.js';
import type { InterfaceRef } from '../core/interface.js';
import type { Lab } from '../core/lab.js';
import type { RouteKey } from '../core/route.js';
import type { Help } from './explain/help.js';
import { findHelp, findHelpForWaiting } from './explain/help.js';
import type { NearMiss } from './explain/near-misses.js';
import { findNearMisses } from './explain/near-misses.js';
import type { StepView } from './explain/step.js';
import type { Trail } from './explain/trail.js';
import { followPackets } from './explain/trail.js';
import type { InjectRequest, InjectResult } from './inject.js';
import { inject } from './inject.js';
import type { EffectsView } from './view/effects.js';
import type { PacketView } from './view/packet.js';
import type { PendingView } from './view/route.js';

export interface ExplainRequest {
  readonly key: RouteKey;
  readonly iif: InterfaceRef;
  /** 0 to 255. */
  readonly ttl: number;
  readonly payload: Uint8Array;
}

/** The outcome that a packet would have, and why. */
export interface ExplainResult extends Help, EffectsView {
  readonly nowNs: number;
  readonly packet: PacketView;
  /** In the order in which the router decides. */
  readonly steps: readonly StepView[];
  /** linux: number of steps that are not listed, since looped copies made very many. */
  readonly omitted?: number;
  /** What is almost right. */
  readonly nearMisses: readonly NearMiss[];
  /** The pending route of the packet's key afterwards. */
  readonly pending: PendingView | null;
  readonly maxPendingQueueSize: number;
  /** Whether the lab skips address checks, and with them their steps. */
  readonly anyAddress: boolean;
}

/** Outcomes of packets, and why. */
export interface ExplainedInjection extends InjectResult, Help {
  /** The first packet, and each one treated differently from the one before it. */
  readonly explained: readonly Trail[];
  readonly anyAddress: boolean;
}

/**
 * Explains what injecting a packet would do. Changes nothing: the router itself decides, on a copy of the lab.
 *
 * @throws LabError as `inject`
 */
export function explain(lab: Lab, request: ExplainRequest): ExplainResult {
  const copy = copyLabForKey(lab, request.key);
  const { result, trails } = followPackets(copy, request.key, () => inject(copy, { ...request, count: 1, intervalNs: 0 }));
  const { nowNs, packets, expired, intervalNs, ...rest } = result;
  const [packet] = packets;
  const [trail] = trails;
  if (packet === undefined || trail === undefined) throw new Error('a packet went by without a decision');
  const help = findHelp(lab, { ...request, iif: packet.iif });
  const nearMisses = findNearMisses(lab, request.key, packet.iif);
  const { packet: _id, ...told } = trail;
  return { nowNs, packet, ...told, nearMisses, ...help, anyAddress: lab.config.anyAddress, ...rest };
}

/**
 * Injects packets and explains their outcomes.
 *
 * @throws LabError as `inject`
 */
export function injectAndExplain(lab: Lab, request: InjectRequest): ExplainedInjection {
  const { result, trails } = followPackets(lab, request.key, () => inject(lab, request));
  const last = result.packets.at(-1);
  if (last === undefined) throw new Error('no packet was injected');
  const arrival = { ...request, iif: last.iif };
  const help = last.outcome === 'queued' ? findHelpForWaiting(lab, arrival, last) : findHelp(lab, arrival);
  return { ...result, explained: trails, ...help, anyAddress: lab.config.anyAddress };
}
