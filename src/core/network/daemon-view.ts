import type { Address } from '../address.js';
import { compareAddresses, sameAddress } from '../address.js';
import { isAssigned } from '../interface.js';
import type { DaemonKind, DaemonView, Upstream } from './daemon.js';
import type { LinkEnd } from './end.js';
import type { Topology } from './topology.js';
import { addressAt, linkNeighbors, unicastHop } from './unicast.js';

/**
 * What the daemon of a router sees.
 *
 * @param kindOf the daemon on a router, or null
 */
export function daemonView(network: Topology, name: string, kindOf: (router: string) => DaemonKind | null): DaemonView {
  const router = network.requireRouter(name);
  const kind = kindOf(name);
  const interfaceIds = [...router.interfaces].map(({ id }) => id);
  const onLinks = linkNeighbors(network, router).map(({ end, via }) => ({ peer: end, interfaceId: via }));
  const neighbors = onLinks.filter(({ peer }) => isSameProtocol(kind, kindOf(peer.router)));
  const ownEnd = (interfaceId: number) => ({ router: name, interfaceId });
  const peerOf = (interfaceId: number, address: Address, among: typeof onLinks) =>
    among.find(({ peer, interfaceId: via }) => via === interfaceId && hasAddress(network, peer, address))?.peer ?? null;
  return {
    router: name,
    interfaceIds,
    neighbors,
    members: interfaceIds.flatMap((interfaceId) =>
      network
        .hostsOn(ownEnd(interfaceId))
        .flatMap(({ joined }) => joined.map(({ group, source }) => ({ interfaceId, group, source }))),
    ),
    hasSharedRoutes: (family) => router.stacks[family].stack === 'linux',
    addressOf: (end, family) => addressAt(network, end, family),
    isDesignated: (interfaceId, family) => {
      const own = addressAt(network, ownEnd(interfaceId), family);
      const others = neighbors.filter((each) => each.interfaceId === interfaceId);
      return others.every(({ peer }) => {
        const address = addressAt(network, peer, family);
        return address === null || (own !== null && compareAddresses(own, address) > 0);
      });
    },
    upstream: (address): Upstream | 'own' | null => {
      if (isAssigned(address, router.interfaces)) return 'own';
      const hop = unicastHop(network, router, address);
      if (hop === null) return null;
      const { interfaceId, gateway, metric } = hop;
      return { interfaceId, isConnected: gateway === null, peer: peerOf(interfaceId, gateway ?? address, neighbors), metric };
    },
    nextHop: (address) => {
      if (isAssigned(address, router.interfaces)) return 'own';
      const hop = unicastHop(network, router, address);
      const peer = hop === null ? null : peerOf(hop.interfaceId, hop.gateway ?? address, onLinks);
      return hop === null || peer === null ? null : { interfaceId: hop.interfaceId, peer };
    },
    route: (key) => router.stacks[key.group.family].installedRoute(key),
  };
}

function hasAddress(network: Topology, { router, interfaceId }: LinkEnd, address: Address): boolean {
  const nic = network.router(router)?.interfaces.get(interfaceId);
  return nic?.addresses.some((own) => sameAddress(own.address, address)) ?? false;
}

/** `ssm` is what `sparse` does without a rendezvous point. */
function isSameProtocol(a: DaemonKind | null, b: DaemonKind | null): boolean {
  const protocolOf = (kind: DaemonKind | null) => (kind === 'ssm' ? 'sparse' : kind);
  return a !== null && protocolOf(a) === protocolOf(b);
}
