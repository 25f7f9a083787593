import type { InterfaceRef } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import type { RouteKey } from '../../core/route.js';
import { rpfInterface } from '../network/unicast.js';
import { requireLinux } from '../stack/require-linux.js';
import type { EffectsView } from '../view/effects.js';
import { viewEffects } from '../view/effects.js';
import type { PacketView } from '../view/packet.js';
import { viewPacket } from '../view/packet.js';
import type { RouteView } from '../view/route.js';
import { viewRoute } from '../view/route.js';

export interface RouteAddRequest {
  readonly key: RouteKey;
  readonly iif: InterfaceRef;
  /** The number is a minimum TTL, in linux a threshold. */
  readonly oifs: readonly { readonly oif: InterfaceRef; readonly minTtl: number }[];
  /** Whether the source or the group is `*`. */
  readonly isStarred?: boolean;
}

export interface RouteAddResult extends EffectsView {
  readonly nowNs: number;
  readonly route: RouteView;
  /** The route that it replaced. */
  readonly replaced: RouteView | null;
  /** Outcomes of the packets that were queued for the route, oldest first. */
  readonly flushed: readonly PacketView[];
  /** Packets lost because their pending route had expired but had not been swept. */
  readonly lost: readonly PacketView[];
}

/**
 * Installs a route, replacing any route with the same key, and forwards the packets queued for it.
 *
 * @throws LabError as `Router.addRoute`, `NUMBERS_EXHAUSTED`, `NO_RPF_INTERFACE`
 */
export function routeAdd(lab: Lab, asked: RouteAddRequest): RouteAddResult {
  const router = lab.routerOf(asked.key);
  const isRpf = asked.iif === 'rpf' && lab.interfaces.find('rpf') === null;
  const request = isRpf ? { ...asked, iif: rpfInterface(lab, asked.key.source) } : asked;
  if (request.isStarred === true) requireLinux(lab, router.family, 'a route for *');
  lab.requireNumbers(router.pendingRoute(request.key)?.packets.length ?? 0);
  const earlier = router.installedRoute(request.key);
  const replaced = earlier === null ? null : viewRoute(lab, request.key, earlier);
  const { result, effects } = lab.observe(() => router.addRoute(request));
  return {
    nowNs: lab.clock.nowNs(),
    route: viewRoute(lab, request.key, result.route),
    replaced,
    flushed: result.flushed.map((report) => viewPacket(lab, report)),
    lost: result.lost.map((report) => viewPacket(lab, report)),
    ...viewEffects(lab, effects),
  };
}
