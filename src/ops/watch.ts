import type { Family } from '../core/address.js';
import { FAMILIES } from '../core/address.js';
import type { CounterName } from '../core/counters.js';
import { COUNTER_NAMES } from '../core/counters.js';
import type { Lab, LabTimer } from '../core/lab.js';
import { compareRouteKeys, RouteKey } from '../core/route.js';
import type { Change } from './diff.js';
import { diff } from './diff.js';
import type { RowFilter } from './row-filter.js';
import { filterPackets } from './row-filter.js';
import { filterPending, filterRoutes, showEvents } from './show.js';
import type { EventView } from './view/effects.js';
import type { InterfaceView } from './view/interface.js';
import { viewInterface } from './view/interface.js';
import type { PacketView } from './view/packet.js';
import { viewPacket } from './view/packet.js';
import type { CountedRouteView, PendingView } from './view/route.js';
import { viewCountedRoute, viewPending } from './view/route.js';
import type { RowChange, WatchedRow, WatchedRows } from './watch/rows.js';
import { fewRows } from './watch/rows.js';

/** An interface, with the packets that arrived and left since the earlier lab. */
export interface WatchedInterface extends InterfaceView {
  /** Ids of packets, in order. */
  readonly received: readonly number[];
  readonly sent: readonly { readonly id: number; readonly ttl: number }[];
}

/** A counter that is or was nonzero. */
export interface WatchedCounter {
  readonly family: Family;
  readonly name: CounterName;
  readonly total: number;
}

/** A lab and its changes. */
export interface WatchResult {
  readonly nowNs: number;
  /** Null if there is no earlier lab or its clock showed the same time. */
  readonly wasNs: number | null;
  readonly maxPendingQueueSize: number;
  /** In the order in which they will fire. */
  readonly timers: readonly LabTimer[];
  readonly forwarding: Readonly<Record<Family, boolean>>;
  /** As in `diff`; null if there is no earlier lab. */
  readonly changes: readonly Change[] | null;
  readonly interfaces: WatchedRows<WatchedInterface>;
  /** In the order of their keys, IPv4 first. */
  readonly routes: WatchedRows<CountedRouteView>;
  /** In the order of their keys, IPv4 first. */
  readonly pending: WatchedRows<PendingView>;
  /** Outcomes of the newest packets, newest first. */
  readonly packets: WatchedRows<{ readonly atNs: number } & PacketView>;
  /** Newest first. */
  readonly events: WatchedRows<{ readonly number: number; readonly atNs: number } & EventView>;
  /** Changed counters come first. */
  readonly counters: WatchedRows<WatchedCounter>;
}

/** Shows a lab and its changes since an earlier one. Changes neither; the result refers to both. */
export function watch(lab: Lab, before: Lab | null, filter: RowFilter = {}): WatchResult {
  const told = before === null ? null : diff(before, lab).changes.filter((change) => isWanted(change, filter));
  const changes = told ?? [];
  const wasNs = before?.clock.nowNs() ?? null;
  const nowNs = lab.clock.nowNs();
  const { ipv4, ipv6 } = lab.routers;
  return {
    nowNs,
    wasNs: wasNs === nowNs ? null : wasNs,
    maxPendingQueueSize: lab.config.maxPendingQueueSize,
    timers: lab.timers(),
    forwarding: { ipv4: ipv4.forwarding, ipv6: ipv6.forwarding },
    changes: told,
    interfaces: watchInterfaces(lab, changes, before?.nextPacketId ?? lab.nextPacketId),
    routes: watchRoutes(lab, changes, filter),
    pending: watchPending(lab, changes, filter),
    packets: watchPackets(lab, changes, filter),
    events: watchEvents(lab, changes, filter),
    counters: watchCounters(lab, changes),
  };
}

/** Whether a change is not about a source or group other than those that are wanted. */
function isWanted({ after, before }: Change, { source, group }: RowFilter): boolean {
  const row = after ?? before;
  if (row === null || typeof row !== 'object' || !('source' in row)) return true;
  return (source === undefined || source.text === row.source) && (group === undefined || group.text === row.group);
}

type Section = Change['section'];
type ChangeOf<Name extends Section> = Extract<Change, { section: Name }>;

function changesOf<Name extends Section>(changes: readonly Change[], section: Name): ChangeOf<Name>[] {
  return changes.filter((change): change is ChangeOf<Name> => change.section === section);
}

/** The change of a row that still exists. */
interface Told<View> {
  readonly what: 'added' | 'removed' | 'changed';
  readonly before: View | null;
}

function rowOf<View>(view: View, change: Told<View> | undefined): WatchedRow<View> {
  const what: RowChange | null = change === undefined ? null : change.what === 'added' ? 'added' : 'changed';
  return { view, change: what, before: change?.before ?? null };
}

/** @param firstNew id of the first packet that arrived since */
function watchInterfaces(lab: Lab, changes: readonly Change[], firstNew: number): WatchedRows<WatchedInterface> {
  const told = new Map(changesOf(changes, 'interfaces').map((change) => [change.id, change]));
  const packets = changesOf(changes, 'packets').flatMap(({ after }) => (after === null ? [] : [after]));
  const rows = [...lab.interfaces].map((nic) => {
    const received = new Set(packets.filter(({ iif, id }) => iif === nic.name && id >= firstNew).map(({ id }) => id));
    const sent = packets.flatMap(({ id, copies }) =>
      copies.filter(({ oif }) => oif === nic.name).map(({ ttl }) => ({ id, ttl })),
    );
    const change = told.get(nic.id);
    const { view, change: what } = rowOf<InterfaceView>(viewInterface(lab, nic), change);
    return { view: { ...view, received: [...received], sent }, change: what, before: null };
  });
  const first = rows.findIndex(({ view, change }) => change !== null || view.received.length + view.sent.length > 0);
  return { ...fewRows(rows), firstChanged: first === -1 ? null : first };
}

function watchRoutes(lab: Lab, changes: readonly Change[], filter: RowFilter): WatchedRows<CountedRouteView> {
  const entries = filterRoutes(lab, filter);
  return keyedRows(changesOf(changes, 'routes'), {
    count: entries.length,
    keyAt: (index) => entries[index]?.[0] ?? null,
    viewAt: (index) => {
      const [key, route] = entries[index] ?? [];
      return key === undefined || route === undefined ? null : viewCountedRoute(lab, key, route);
    },
  });
}

function watchPending(lab: Lab, changes: readonly Change[], filter: RowFilter): WatchedRows<PendingView> {
  const entries = filterPending(lab, filter);
  return keyedRows(changesOf(changes, 'pending'), {
    count: entries.length,
    keyAt: (index) => entries[index]?.key ?? null,
    viewAt: (index) => {
      const entry = entries[index];
      return entry === undefined ? null : viewPending(lab, entry);
    },
  });
}

/** Rows in the order of their keys; null if there is none. */
interface Keyed<View> {
  readonly count: number;
  readonly keyAt: (index: number) => RouteKey | null;
  readonly viewAt: (index: number) => View | null;
}

function keyedRows<View extends { readonly source: string; readonly group: string }>(
  changes: readonly (Told<View> & { readonly source: string; readonly group: string })[],
  { count, keyAt, viewAt }: Keyed<View>,
): WatchedRows<View> {
  const told = new Map(changes.map((change) => [`${change.source} ${change.group}`, change]));
  const gone = changes.flatMap(({ what, before }) => (what === 'removed' && before !== null ? [before] : []));
  const first = changes.find(({ what }) => what !== 'removed');
  const firstThere = first === undefined ? null : gone.length + indexOf(new RouteKey(first.source, first.group), count, keyAt);
  return {
    count: gone.length + count,
    gone: gone.length,
    at: (index) => {
      const was = gone[index];
      if (was !== undefined) return { view: was, change: 'removed', before: null };
      const view = viewAt(index - gone.length);
      if (view === null) throw new RangeError(`there is no row ${index}`);
      return rowOf(view, told.get(`${view.source} ${view.group}`));
    },
    firstChanged: gone.length > 0 ? 0 : firstThere,
  };
}

/** The index of an existing key, IPv4 before IPv6. */
function indexOf(key: RouteKey, count: number, keyAt: Keyed<unknown>['keyAt']): number {
  let [from, end] = [0, count];
  while (from < end) {
    const middle = (from + end) >> 1;
    const other = keyAt(middle);
    if (other !== null && compareOverFamilies(other, key) < 0) from = middle + 1;
    else end = middle;
  }
  return from;
}

function compareOverFamilies(a: RouteKey, b: RouteKey): number {
  return FAMILIES.indexOf(a.group.family) - FAMILIES.indexOf(b.group.family) || compareRouteKeys(a, b);
}

function watchPackets(lab: Lab, changes: readonly Change[], filter: RowFilter): WatchResult['packets'] {
  // A queued packet has two journal entries, so its id is not unique.
  const added = new Set(changesOf(changes, 'packets').flatMap(({ id, after }) => (after === null ? [] : [entryOf(id, after)])));
  const rows = filterPackets(lab, lab.packets.entries(), filter).map(({ atNs, report }) => {
    const view = { atNs, ...viewPacket(lab, report) };
    return { view, change: added.has(entryOf(view.id, view)) ? ('added' as const) : null, before: null };
  });
  return fewRows(rows.reverse());
}

function entryOf(id: number, { atNs, outcome }: { readonly atNs: number; readonly outcome: string }): string {
  return `${id} ${atNs} ${outcome}`;
}

function watchEvents(lab: Lab, changes: readonly Change[], filter: RowFilter): WatchResult['events'] {
  const added = new Set(changesOf(changes, 'events').flatMap(({ number, after }) => (after === null ? [] : [number])));
  const rows = showEvents(lab, filter).map((view) => {
    return { view, change: added.has(view.number) ? ('added' as const) : null, before: null };
  });
  return fewRows(rows.reverse());
}

function watchCounters(lab: Lab, changes: readonly Change[]): WatchedRows<WatchedCounter> {
  const told = changesOf(changes, 'counters');
  const rows = FAMILIES.flatMap((family) =>
    COUNTER_NAMES.map((name): WatchedRow<WatchedCounter> => {
      const change = told.find((candidate) => candidate.family === family && candidate.name === name);
      const view = { family, name, total: lab.routers[family].counters[name] };
      return {
        view,
        change: change === undefined ? null : 'changed',
        before: change === undefined ? null : { ...view, total: change.before ?? 0 },
      };
    }),
  );
  const [moved, still] = [rows.filter(({ change }) => change !== null), rows.filter(({ change }) => change === null)];
  return fewRows([...moved, ...still.filter(({ view }) => view.total !== 0)]);
}
