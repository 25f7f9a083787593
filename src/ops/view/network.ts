import type { Lab } from '../../core/lab.js';
import type { Effects } from '../../core/network/effects.js';
import { sameEnd } from '../../core/network/end.js';
import type { Flight } from '../../core/network/flight.js';
import type { Network } from '../../core/network/network.js';
import type { PacketView } from './packet.js';
import { viewPacket } from './packet.js';

/** A copy that is under way. */
export interface FlightView {
  /** Number of the packet: the same all along its way. */
  readonly id: number;
  readonly source: string;
  readonly group: string;
  /** TTL with which it will arrive. */
  readonly ttl: number;
  /** Which arrival of the packet it will be: 1 for its first. */
  readonly hop: number;
  /** The interface by which it left, such as r1:eth2, or the host that sent it. */
  readonly from: string;
  /** The interfaces where it will arrive, and the hosts on the way that have joined the group. */
  readonly to: readonly string[];
  readonly link: string | null;
  readonly leftNs: number;
  readonly arrivesNs: number;
}

/** A packet that a host received. */
export interface ReceptionView {
  readonly host: string;
  readonly atNs: number;
  readonly id: number;
  readonly source: string;
  readonly group: string;
  readonly ttl: number;
  readonly hop: number;
  /** True if the host had received the packet before. */
  readonly duplicate: boolean;
}

/** What happened between routers. Absent in a lab of one router without hosts. */
export interface NetworkEffectsView {
  /** Copies that left on a link, or towards hosts, in order. */
  readonly inFlight?: readonly FlightView[];
  /** What became of copies that arrived from a link, in order. */
  readonly arrivals?: readonly ({ readonly atNs: number } & PacketView)[];
  /** What hosts received, in order. */
  readonly received?: readonly ReceptionView[];
}

export function viewNetworkEffects(lab: Lab, { arrivals, departures, received }: Partial<Effects>): NetworkEffectsView {
  const { network } = lab;
  if (network.isSingle) return {};
  return {
    inFlight: (departures ?? []).map((flight) => viewFlight(network, flight)),
    arrivals: (arrivals ?? []).map(({ atNs, report }) => ({ atNs, ...viewPacket(lab, report) })),
    received: (received ?? []).map(({ host, reception: { source, group, isDuplicate, ...rest } }) => ({
      host,
      ...{ atNs: rest.atNs, id: rest.id, source: source.text, group: group.text, ttl: rest.ttl, hop: rest.hop },
      duplicate: isDuplicate,
    })),
  };
}

export function viewFlight(network: Network, flight: Flight): FlightView {
  const { id, source, group, ttl, hop, from, link, leftNs, arrivesNs } = flight;
  const ends = network.segmentOf(from.end).filter((end) => from.host !== null || !sameEnd(end, from.end));
  const hosts = network.hostsOn(from.end).filter((host) => host.name !== from.host && network.takesIn(host, source, group));
  return {
    ...{ id, source: source.text, group: group.text, ttl, hop },
    from: from.host ?? network.nameOf(from.end),
    to: [...ends.map((end) => network.nameOf(end)), ...hosts.map(({ name }) => name)],
    ...{ link, leftNs, arrivesNs },
  };
}
