import type { Family } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';

export interface ForwardingRequest {
  readonly families: readonly Family[];
}

export interface ForwardingResult {
  readonly nowNs: number;
  /** One for each family asked for. */
  readonly families: readonly {
    readonly family: Family;
    readonly was: boolean;
    readonly forwarding: boolean;
    /** Installed routes that were cleared. */
    readonly cleared: number;
  }[];
}

/** Turns multicast forwarding of whole families on. Never fails. */
export function forwardingOn(lab: Lab, { families }: ForwardingRequest): ForwardingResult {
  return {
    nowNs: lab.clock.nowNs(),
    families: families.map((family) => ({
      family,
      was: lab.routers[family].enableForwarding(),
      forwarding: true,
      cleared: 0,
    })),
  };
}
