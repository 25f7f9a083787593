import type { Family } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';

export interface ForwardingRequest {
  readonly families: readonly Family[];
}

export interface ForwardingResult {
  readonly nowNs: number;
  /** One per requested family. */
  readonly families: readonly {
    readonly family: Family;
    readonly was: boolean;
    readonly forwarding: boolean;
    /** Number of removed installed routes. */
    readonly cleared: number;
    /** linux: number of removed pending routes. */
    readonly pendingCleared?: number;
  }[];
}

/** Turns multicast forwarding on for address families. Never fails. */
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
