import type { InterfaceRef } from '../interface.js';
import type { PacketReport } from '../packet-report.js';
import type { InstalledRoute, RouteKey } from '../route.js';

/** A route as someone asks for it. */
export interface RouteRequest {
  readonly key: RouteKey;
  readonly iif: InterfaceRef;
  readonly oifs: readonly { readonly oif: InterfaceRef /** 0 to 255. */; readonly minTtl: number }[];
}

/** What adding a route did. */
export interface AddedRoute {
  readonly route: InstalledRoute;
  /** The route that was in its place, or null. */
  readonly replaced: InstalledRoute | null;
  /** What became of the packets that were pending, oldest first. */
  readonly flushed: readonly PacketReport[];
  /** Packets that were lost, since their pending route had expired and was not swept yet. */
  readonly lost: readonly PacketReport[];
}
