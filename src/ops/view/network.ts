import type { Lab } from '../../core/lab.js';
import type { DaemonDeed } from '../../core/network/daemons.js';
import type { Effects } from '../../core/network/effects.js';
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

/** What a daemon did. */
export type DeedView = { readonly atNs: number; readonly router: string; readonly group: string } & (
  | {
      readonly type: 'sent' | 'received';
      /** `join`, `prune`, `rptPrune`, `register` or `assert`, in the words of PIM. */
      readonly message: string;
      /** Whether it takes back what a message of its type said. */
      readonly isOver: boolean;
      /** Null for (*,G). */
      readonly source: string | null;
      /** The interface of the other router. */
      readonly peer: string;
    }
  | { readonly type: 'added' | 'removed' | 'failed'; readonly source: string }
);

/** What happened between routers. Absent in a lab of one router without hosts. */
export interface NetworkEffectsView {
  /** Copies that left on a link, or towards hosts, in order. */
  readonly inFlight?: readonly FlightView[];
  /** What became of copies that arrived from a link, in order. */
  readonly arrivals?: readonly ({ readonly atNs: number } & PacketView)[];
  /** What daemons did, in order. */
  readonly deeds?: readonly DeedView[];
  /** What hosts received, in order. */
  readonly received?: readonly ReceptionView[];
}

export function viewNetworkEffects(lab: Lab, { arrivals, departures, received, deeds }: Partial<Effects>): NetworkEffectsView {
  const { network } = lab;
  if (network.isSingle) return {};
  return {
    inFlight: (departures ?? []).map((flight) => viewFlight(network, flight)),
    deeds: (deeds ?? []).map((deed) => viewDeed(network, deed)),
    arrivals: (arrivals ?? []).map(({ atNs, report }) => ({ atNs, ...viewPacket(lab, report) })),
    received: (received ?? []).map(({ host, reception: { source, group, isDuplicate, ...rest } }) => ({
      host,
      ...{ atNs: rest.atNs, id: rest.id, source: source.text, group: group.text, ttl: rest.ttl, hop: rest.hop },
      duplicate: isDuplicate,
    })),
  };
}

function viewDeed(network: Network, deed: DaemonDeed): DeedView {
  const { atNs, router } = deed;
  if ('flight' in deed) {
    const { message, from, to } = deed.flight;
    const peer = network.nameOf(deed.type === 'sent' ? to : from);
    const { type: name, isOver, source, group } = message;
    return { atNs, router, type: deed.type, message: name, isOver, source: source?.text ?? null, group: group.text, peer };
  }
  const { source, group } = 'request' in deed ? deed.request.key : deed.key;
  return { atNs, router, type: deed.type, source: source.text, group: group.text };
}

export function viewFlight(network: Network, flight: Flight): FlightView {
  const { id, source, group, ttl, hop, from, link, leftNs, arrivesNs } = flight;
  const { ends, hosts } = network.destinationsOf(flight);
  return {
    ...{ id, source: source.text, group: group.text, ttl, hop },
    from: from.host ?? network.nameOf(from.end),
    to: [...ends.map((end) => network.nameOf(end)), ...hosts.map(({ name }) => name)],
    ...{ link, leftNs, arrivesNs },
  };
}
