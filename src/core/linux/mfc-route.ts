import { isUnspecified } from '../address.js';
import { addToCount } from '../counters.js';
import type { Packet } from '../packet.js';
import type { RouteKey } from '../route.js';

/** An output of a route: a copy leaves if the packet's TTL is above the threshold, 1 to 254. */
export interface MfcOutput {
  readonly vif: number;
  readonly threshold: number;
}

/** A packet on its way through the router. Copies share the packet and have separate TTLs. */
export interface Frame {
  readonly packet: Packet;
  readonly ttl: number;
  /** Id of the interface on which it arrived, or left if it was looped back. */
  readonly interfaceId: number;
  /** Whether the router sent it: a locally generated packet, or a looped copy. */
  readonly isOwn: boolean;
}

/** An installed route. Source: Linux `struct mfc_cache`, `struct mr_mfc`. */
export class MfcRoute {
  packets = 0;
  bytes = 0;
  wrongIf = 0;
  /** When WRONGVIF was last sent, or null. */
  lastAssertNs: number | null = null;
  /** The next older route with the same key. */
  older: MfcRoute | null = null;

  /**
   * @param outputs by falling vif number, which is the order in which copies leave
   * @param serial orders routes by when they were added
   */
  constructor(
    readonly key: RouteKey,
    public parent: number,
    public outputs: readonly MfcOutput[],
    public lastUsedNs: number,
    readonly serial: number,
  ) {}

  get hasAnySource(): boolean {
    return isUnspecified(this.key.source);
  }

  get hasAnyGroup(): boolean {
    return isUnspecified(this.key.group);
  }

  /** Whether a vif is among the outputs. It need not exist any more. */
  covers(vif: number): boolean {
    for (const output of this.outputs) if (output.vif === vif) return true;
    return false;
  }

  /** Counts a match, on whichever vif. */
  countMatch(bytes: number, nowNs: number): void {
    this.packets = addToCount(this.packets, 1);
    this.bytes = addToCount(this.bytes, bytes);
    this.lastUsedNs = nowNs;
  }
}

/** An unresolved entry: packets wait for a route. */
export interface Unresolved {
  readonly key: RouteKey;
  /** At this moment it is gone. */
  readonly expiresNs: number;
  /** Oldest first, four at most. */
  readonly frames: Frame[];
}
