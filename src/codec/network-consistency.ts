import type { Lab } from '../core/lab.js';
import type { LinkEnd } from '../core/network/end.js';
import { endText } from '../core/network/end.js';
import type { Flight } from '../core/network/flight.js';
import type { Network } from '../core/network/network.js';

/** @returns the first thing that does not hold for links, hosts and copies under way, as a sentence without a full stop, or null */
export function findNetworkInconsistency({ network, nextPacketId }: Lab): string | null {
  for (const { name, ends } of network.links) {
    const lost = ends.find((end) => isMissing(network, end));
    if (lost !== undefined) return `link ${name} has the end ${endText(lost)}, which does not exist`;
  }
  for (const { name, on, received, receivedCount } of network.hosts) {
    if (isMissing(network, on)) return `host ${name} is on ${endText(on)}, which does not exist`;
    if (received.entries().length > receivedCount) return `host ${name} remembers more packets than it received`;
    const last = received.entries().at(-1);
    if (last !== undefined && last.atNs > network.clock.nowNs()) return `host ${name} received a packet in the future`;
  }
  for (const flight of network.flights.list()) {
    const fault = findFlightFault(network, flight, nextPacketId);
    if (fault !== null) return `a copy of packet ${flight.id} ${fault}`;
  }
  return null;
}

function isMissing(network: Network, { router, interfaceId }: LinkEnd): boolean {
  return (network.router(router)?.interfaces.get(interfaceId) ?? null) === null;
}

function findFlightFault(network: Network, flight: Flight, nextPacketId: number): string | null {
  const { id, source, group, from, link, hop, leftNs, arrivesNs } = flight;
  const nowNs = network.clock.nowNs();
  if (id < 1 || id >= nextPacketId) return 'has a number that was never assigned';
  if (source.family !== group.family) return 'has addresses of two families';
  if (isMissing(network, from.end)) return `left by ${endText(from.end)}, which does not exist`;
  if (from.host !== null && network.hosts.get(from.host) === null) return `was sent by ${from.host}, which does not exist`;
  if (link !== null && network.links.at(from.end)?.name !== link)
    return `is under way on ${link}, which does not lead from there`;
  if (hop < 1) return 'has no hop';
  return leftNs > nowNs || arrivesNs < nowNs ? 'is under way at the wrong time' : null;
}
