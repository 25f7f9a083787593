import type { Family } from '../core/address.js';
import { isLinkLocalMulticast } from '../core/address.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { PacketEntry } from '../core/packet-journal.js';
import type { PacketReport, SkipReason } from '../core/packet-report.js';
import type { RouteKey } from '../core/route.js';
import { compareRouteKeys, toRouteKey } from '../core/route.js';
import { routeShow } from './route/show.js';
import { showPending, showRoutes } from './show.js';
import type { InterfaceView } from './view/interface.js';
import { viewInterface } from './view/interface.js';
import type { PacketView } from './view/packet.js';
import { viewPacket } from './view/packet.js';
import type { CountedRouteView, OutputView, PendingView } from './view/route.js';
import { viewThreshold } from './view/route.js';

export interface DrawRequest {
  /** The routes or pending routes to draw; null for all. */
  readonly keys: readonly RouteKey[] | null;
  /** Id of the packet whose path to highlight; null for none. */
  readonly packet: number | null;
}

/** Fate of a packet at one outgoing interface, in the order of the route: the TTL of its copy, or the reason why there is none. */
export type OutputDecision =
  | { readonly oif: string; readonly ttl: number; readonly reason: null }
  | (OutputView & { readonly ttl: null; readonly reason: SkipReason });

/** The path that a packet took. */
export interface PacketPath extends PacketView {
  /** Time of the decision. */
  readonly atNs: number;
  readonly outputs: readonly OutputDecision[];
  /** The part of the drawing that decided: the route or pending route of its (S,G). Null if it has changed since. */
  readonly along: 'route' | 'pending' | null;
}

/** A drawing of a lab, as data. */
export interface Picture {
  readonly nowNs: number;
  readonly maxPendingQueueSize: number;
  /** Whether forwarding is on for each family. */
  readonly forwarding: Readonly<Record<Family, boolean>>;
  /** In the order of their ids. */
  readonly interfaces: readonly InterfaceView[];
  /** In the order of their keys, IPv4 first. */
  readonly routes: readonly CountedRouteView[];
  /** In the order of their keys, IPv4 first. */
  readonly pending: readonly PendingView[];
  /** Groups that this host has joined, except link-scoped ones. */
  readonly members: readonly { readonly iif: string; readonly group: string }[];
  readonly packet: PacketPath | null;
}

/**
 * Selects what a drawing of the lab shows.
 *
 * @throws LabError `BAD_ADDRESS`, `ROUTE_NOT_FOUND`, `PACKET_NOT_FOUND`
 */
export function draw(lab: Lab, { keys, packet }: DrawRequest): Picture {
  const entry = packet === null ? null : requirePacket(lab, packet);
  const { ipv4, ipv6 } = lab.routers;
  return {
    nowNs: lab.clock.nowNs(),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    forwarding: { ipv4: ipv4.forwarding, ipv6: ipv6.forwarding },
    interfaces: [...lab.interfaces].map((nic) => viewInterface(lab, nic)),
    ...(keys === null ? { routes: showRoutes(lab), pending: showPending(lab) } : only(lab, keys)),
    members: membersOf(lab, keys),
    packet: entry === null ? null : pathOf(lab, entry),
  };
}

function only(lab: Lab, keys: readonly RouteKey[]): Pick<Picture, 'routes' | 'pending'> {
  const distinct = [...new Map(keys.map((key) => [`${key.source.text} ${key.group.text}`, key])).values()];
  const found = distinct.sort(compareRouteKeys).map((key) => routeShow(lab, { key }));
  return {
    routes: found.flatMap(({ route }) => (route === null ? [] : [route])),
    pending: found.flatMap(({ pending }) => (pending === null ? [] : [pending])),
  };
}

/** @param keys the keys whose groups to show; null for all */
function membersOf(lab: Lab, keys: readonly RouteKey[] | null): Picture['members'] {
  return [...lab.interfaces].flatMap((nic) =>
    nic
      .memberships()
      .filter(({ group }) => (keys === null ? !isLinkLocalMulticast(group) : keys.some((key) => group.text === key.group.text)))
      .map(({ group }) => ({ iif: nic.name, group: group.text })),
  );
}

/** The newest entry of a packet in the journal: one that waited has two. */
function requirePacket(lab: Lab, id: number): PacketEntry {
  const entries = lab.packets.entries();
  const found = entries.findLast(({ report }) => report.packet.id === id);
  if (found !== undefined) return found;
  const ids = [...new Set(entries.map(({ report }) => report.packet.id))].sort((a, b) => a - b);
  const isForgotten = id < lab.nextPacketId;
  const message = isForgotten ? `packet ${id} is no longer among the newest packets` : `packet ${id} has not arrived yet`;
  throw new LabError('PACKET_NOT_FOUND', message, null, { kind: 'packets', ids });
}

function pathOf(lab: Lab, { atNs, report }: PacketEntry): PacketPath {
  const router = lab.routerOf(report.packet);
  const outputs = report.copies.map((decision): OutputDecision => {
    const oif = lab.interfaces.nameOf(decision.oif);
    if (decision.kind === 'copy') return { oif, ttl: decision.ttl, reason: null };
    return { oif, ttl: null, reason: decision.reason, ...viewThreshold(decision.minTtl, router) };
  });
  return { ...viewPacket(lab, report), atNs, outputs, along: metBy(lab, report) };
}

function metBy(lab: Lab, report: PacketReport): PacketPath['along'] {
  const key = toRouteKey(report.packet);
  if (isStillRouted(lab, report, key)) return 'route';
  const pending = lab.routerOf(key).pendingRoute(key);
  if (pending === null) return null;
  const waits = report.outcome === 'queued' && pending.packets.some(({ id }) => id === report.packet.id);
  return waits || report.reason === 'NO_BUFFER_SPACE' ? 'pending' : null;
}

/** Whether the route that decided about the packet is unchanged, as far as its decisions show. */
function isStillRouted(lab: Lab, { packet, copies, expectedIif }: PacketReport, key: RouteKey): boolean {
  const route = lab.routerOf(key).installedRoute(key);
  if (route === null) return false;
  if (expectedIif !== null) return expectedIif === route.expectedInputInterface;
  const { expectedInputInterface, outgoingInterfaces } = route;
  return (
    packet.iif === expectedInputInterface &&
    copies.length === outgoingInterfaces.length &&
    copies.every((copy, index) => {
      const output = outgoingInterfaces[index];
      return copy.oif === output?.id && (copy.kind === 'copy' ? output.minTtl <= packet.ttl : copy.minTtl === output.minTtl);
    })
  );
}
