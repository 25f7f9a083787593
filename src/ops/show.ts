import type { Family } from '../core/address.js';
import { FAMILIES } from '../core/address.js';
import type { CounterTotals } from '../core/counters.js';
import { addToCount, COUNTER_NAMES, zeroCounters } from '../core/counters.js';
import type { Lab, LabTimer } from '../core/lab.js';
import { LinuxStack } from '../core/linux/linux-stack.js';
import type { PendingRoute, RouteKey } from '../core/route.js';
import { compareRouteKeys } from '../core/route.js';
import type { StackName } from '../core/stack.js';
import type { StackRoute } from '../core/stack-router.js';
import type { HostView, MemberView } from './network/host.js';
import { viewHosts, viewMembers } from './network/host.js';
import type { LinkView } from './network/link.js';
import { viewLinks } from './network/link.js';
import type { RpfView } from './network/unicast.js';
import { viewRpf } from './network/unicast.js';
import type { RowFilter } from './row-filter.js';
import { arrivesOn, filterEvents, filterPackets, hasPair, isPendingWanted, newest } from './row-filter.js';
import type { EventView } from './view/effects.js';
import { viewEvent } from './view/effects.js';
import type { InterfaceView } from './view/interface.js';
import { viewInterface } from './view/interface.js';
import type { FlightView } from './view/network.js';
import { viewFlight } from './view/network.js';
import type { PacketView } from './view/packet.js';
import { viewPacket } from './view/packet.js';
import type { CountedRouteView, PendingView } from './view/route.js';
import { viewCountedRoute, viewPending } from './view/route.js';
import { routerField } from './view/router-field.js';

/** All sections, in the order of output. */
export const SECTIONS = [
  ...(['clock', 'links', 'hosts', 'members', 'interfaces', 'routes', 'pending', 'flight', 'rpf'] as const),
  ...(['packets', 'counters', 'events'] as const),
] as const;
export type Section = (typeof SECTIONS)[number];

export interface ShowRequest {
  readonly sections: readonly Section[];
  /** Which routes, pending routes, packets and events (default: all). */
  readonly filter?: RowFilter;
}

/** The settings of the multicast routing socket. */
interface SettingsView {
  readonly assert: boolean;
  readonly pim: boolean;
}

/** The requested sections; others are omitted. */
export interface ShowResult {
  readonly nowNs: number;
  readonly maxPendingQueueSize: number;
  /** Whose rules the routers follow. */
  readonly stack: StackName;
  /** With `interfaces`: whether forwarding is on for each family. */
  readonly forwarding?: Readonly<Record<Family, boolean>>;
  /** With `interfaces`, linux: when WRONGVIF is sent. */
  readonly settings?: Readonly<Record<Family, SettingsView>>;
  /** Router by router, in the order of their ids. */
  readonly interfaces?: readonly ({ readonly router?: string } & InterfaceView)[];
  /** In the order of their keys, IPv4 first. */
  readonly routes?: readonly CountedRouteView[];
  /** In the order of their keys, IPv4 first. */
  readonly pending?: readonly PendingView[];
  /** Outcomes of the newest packets that pass the filter, oldest first. */
  readonly packets?: readonly ({ readonly atNs: number } & PacketView)[];
  /** With `packets`: number of packets that the session no longer remembers. */
  readonly packetsDropped?: number;
  readonly links?: readonly LinkView[];
  readonly hosts?: readonly HostView[];
  /** What hosts have joined, by the interfaces of routers on their segments. */
  readonly members?: readonly MemberView[];
  /** With `rpf`: where each router expects packets of the source. */
  readonly rpf?: readonly RpfView[];
  /** With `flight`: copies under way, in the order in which they left. */
  readonly inFlight?: readonly FlightView[];
  /** With `counters`, in a lab of several routers: the totals of each. */
  readonly routerCounters?: readonly ({ readonly router: string } & Readonly<Record<Family, Readonly<CounterTotals>>>)[];
  /** Totals since the session started, of all routers that are shown. */
  readonly counters?: Readonly<Record<Family, Readonly<CounterTotals>>>;
  /** The newest events, oldest first. */
  readonly events?: readonly ({ readonly number: number; readonly atNs: number } & EventView)[];
  /** With `events`: number of older events dropped from the journal. */
  readonly eventsDropped?: number;
  /** With `clock`: in the order in which they will fire. */
  readonly timers?: readonly LabTimer[];
}

/** Shows the state of the lab. @throws LabError `UNKNOWN_INTERFACE` if the filter names one */
export function show(lab: Lab, { sections, filter = {} }: ShowRequest): ShowResult {
  const wants = (section: Section) => sections.includes(section);
  const { ipv4, ipv6 } = lab.routers;
  return {
    nowNs: lab.clock.nowNs(),
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    stack: lab.config.stack,
    ...(wants('interfaces') && {
      forwarding: { ipv4: ipv4.forwarding, ipv6: ipv6.forwarding },
      ...viewSettings(lab),
      interfaces: lab
        .scope()
        .flatMap((view) =>
          [...view.interfaces].map((nic) => ({ ...routerField(lab, view.router.name), ...viewInterface(view, nic) })),
        ),
    }),
    ...showNetwork(lab, wants, sections.length === SECTIONS.length && lab.network.isSingle),
    ...(wants('rpf') && filter.source !== undefined && { rpf: viewRpf(lab, filter.source) }),
    ...(wants('routes') && { routes: lab.scope().flatMap((view) => showRoutes(view, filter)) }),
    ...(wants('pending') && { pending: lab.scope().flatMap((view) => showPending(view, filter)) }),
    ...(wants('packets') && {
      packets: filterPackets(lab, lab.packets.entries(), filter).map(({ atNs, report }) => ({
        atNs,
        ...viewPacket(lab, report),
      })),
      packetsDropped: lab.packetsDropped,
    }),
    ...(wants('counters') && showCounters(lab)),
    ...(wants('events') && {
      events: showEvents(lab, filter),
      eventsDropped: lab.journal.dropped,
    }),
    ...(wants('clock') && { timers: lab.timers() }),
  };
}

function viewSettings({ routers: { ipv4, ipv6 } }: Lab): Pick<ShowResult, 'settings'> {
  if (!(ipv4 instanceof LinuxStack) || !(ipv6 instanceof LinuxStack)) return {};
  return { settings: { ipv4: ipv4.settings, ipv6: ipv6.settings } };
}

/** @param isPlain whether a lab of one router is shown whole, which has none of it */
function showNetwork(lab: Lab, wants: (section: Section) => boolean, isPlain: boolean): Partial<ShowResult> {
  if (isPlain) return {};
  const { network } = lab;
  return {
    ...(wants('links') && { links: viewLinks(lab) }),
    ...(wants('hosts') && { hosts: viewHosts(lab) }),
    ...(wants('members') && { members: viewMembers(lab) }),
    ...(wants('flight') && { inFlight: network.flights.list().map((flight) => viewFlight(network, flight)) }),
  };
}

function showCounters(lab: Lab): Pick<ShowResult, 'counters' | 'routerCounters'> {
  const views = lab.scope();
  const each = views.map(({ router: { name, stacks } }) => ({
    router: name,
    ipv4: stacks.ipv4.totals(),
    ipv6: stacks.ipv6.totals(),
  }));
  const [first] = each;
  if (first === undefined || each.length === 1)
    return { counters: { ipv4: lab.routers.ipv4.totals(), ipv6: lab.routers.ipv6.totals() } };
  return { counters: { ipv4: sum(each.map(({ ipv4 }) => ipv4)), ipv6: sum(each.map(({ ipv6 }) => ipv6)) }, routerCounters: each };
}

function sum(totals: readonly CounterTotals[]): CounterTotals {
  const all = zeroCounters();
  for (const each of totals) for (const name of COUNTER_NAMES) all[name] = addToCount(all[name], each[name] ?? 0);
  const { forwardingInitializingSource, ...rest } = all;
  return totals.some((each) => 'forwardingInitializingSource' in each) ? all : rest;
}

/** The installed routes that pass, in the order of their keys, IPv4 first. @throws LabError `UNKNOWN_INTERFACE` */
export function filterRoutes(lab: Lab, filter: RowFilter): (readonly [RouteKey, StackRoute])[] {
  const { sinceNs = 0 } = filter;
  const entries = FAMILIES.flatMap((family) => {
    const routes = [...lab.routers[family].installedRoutes()].filter(
      ([key, route]) =>
        hasPair(filter, key) && arrivesOn(filter, lab, route.expectedInputInterface) && route.lastUsedTimestamp() >= sinceNs,
    );
    return routes.sort(([a], [b]) => compareRouteKeys(a, b));
  });
  return newest(entries, filter);
}

export function showRoutes(lab: Lab, filter: RowFilter = {}): CountedRouteView[] {
  return filterRoutes(lab, filter).map(([key, route]) => viewCountedRoute(lab, key, route));
}

/** The pending routes that pass, in the order of their keys, IPv4 first. @throws LabError `UNKNOWN_INTERFACE` */
export function filterPending(lab: Lab, filter: RowFilter): PendingRoute[] {
  const entries = FAMILIES.flatMap((family) => {
    const pending = [...lab.routers[family].pendingRoutes()].filter((entry) => isPendingWanted(lab, entry, filter));
    return pending.sort((a, b) => compareRouteKeys(a.key, b.key));
  });
  return newest(entries, filter);
}

export function showPending(lab: Lab, filter: RowFilter = {}): PendingView[] {
  return filterPending(lab, filter).map((entry) => viewPending(lab, entry));
}

/** The newest events that pass, oldest first. @throws LabError `UNKNOWN_INTERFACE` */
export function showEvents(lab: Lab, filter: RowFilter = {}): NonNullable<ShowResult['events']> {
  return filterEvents(lab, filter).map((entry) => ({ number: entry.number, atNs: entry.atNs, ...viewEvent(lab, entry) }));
}
