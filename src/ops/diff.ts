import type { Family } from '../core/address.js';
import { FAMILIES } from '../core/address.js';
import type { CounterName } from '../core/counters.js';
import { COUNTER_NAMES } from '../core/counters.js';
import type { JournalEntry } from '../core/event.js';
import type { Interface } from '../core/interface.js';
import type { Lab, LabConfig, LabTimer } from '../core/lab.js';
import { LinuxStack } from '../core/linux/linux-stack.js';
import type { Packet } from '../core/packet.js';
import type { PacketEntry } from '../core/packet-journal.js';
import type { PendingRoute, RouteKey } from '../core/route.js';
import { compareRouteKeys, isExpired } from '../core/route.js';
import type { StackRoute } from '../core/stack-router.js';
import type { StackSetting } from './stack/set.js';
import { STACK_SETTINGS } from './stack/set.js';
import type { EventView } from './view/effects.js';
import { viewEvent } from './view/effects.js';
import type { InterfaceView } from './view/interface.js';
import { viewInterface } from './view/interface.js';
import type { PacketView } from './view/packet.js';
import { viewPacket } from './view/packet.js';
import type { CountedRouteView, PendingView } from './view/route.js';
import { viewCountedRoute, viewPending } from './view/route.js';

/** A difference: something changed, or exists on one side only, and the other is null. */
interface Difference<Section extends string, View> {
  readonly section: Section;
  readonly what: 'added' | 'removed' | 'changed';
  readonly before: View | null;
  readonly after: View | null;
}

interface Pair {
  readonly source: string;
  readonly group: string;
}

/** One difference between two labs; `before` and `after` are views as in `show`. */
export type Change =
  | Difference<'clock', number>
  | (Difference<'config', LabConfig[keyof LabConfig]> & { readonly name: keyof LabConfig })
  | (Difference<'forwarding', boolean> & { readonly family: Family })
  | (Difference<'settings', boolean> & { readonly family: Family; readonly name: StackSetting })
  | (Difference<'interfaces', InterfaceView> & { readonly id: number })
  | (Difference<'routes', CountedRouteView> & Pair)
  | (Difference<'pending', PendingView> & Pair)
  | (Difference<'packets', { readonly atNs: number } & PacketView> & { readonly id: number })
  | (Difference<'counters', number> & { readonly family: Family; readonly name: CounterName })
  | (Difference<'events', { readonly number: number; readonly atNs: number } & EventView> & { readonly number: number })
  | (Difference<'timers', LabTimer> & { readonly family: Family });

export interface DiffResult {
  readonly same: boolean;
  /** Packets and events that one side no longer remembers, and that are therefore not compared. */
  readonly notCompared: { readonly packets: number; readonly events: number };
  /** In the order of `show`. */
  readonly changes: readonly Change[];
}

/** Compares two labs. Changes neither. */
export function diff(before: Lab, after: Lab): DiffResult {
  const both = { before, after };
  const changes: Change[] = [
    ...diffValue('clock', {}, both, (lab) => lab.clock.nowNs()),
    ...diffValue('config', { name: 'maxPendingQueueSize' as const }, both, (lab) => lab.config.maxPendingQueueSize),
    ...diffValue('config', { name: 'stack' as const }, both, (lab) => lab.config.stack),
    ...diffValue('config', { name: 'anyAddress' as const }, both, (lab) => lab.config.anyAddress),
    ...diffValue('config', { name: 'journalSize' as const }, both, (lab) => lab.config.journalSize),
    ...FAMILIES.flatMap((family) => diffValue('forwarding', { family }, both, (lab) => lab.routers[family].forwarding)),
    ...FAMILIES.flatMap((family) =>
      STACK_SETTINGS.flatMap((name) => diffValue('settings', { family, name }, both, (lab) => settingOf(lab, family, name))),
    ),
    ...diffInterfaces(both),
    ...FAMILIES.flatMap((family) => diffRoutes(both, family)),
    ...FAMILIES.flatMap((family) => diffPending(both, family)),
    ...diffPackets(both),
    ...FAMILIES.flatMap((family) =>
      COUNTER_NAMES.flatMap((name) => diffValue('counters', { family, name }, both, (lab) => lab.routers[family].counters[name])),
    ),
    ...diffEvents(both),
    ...FAMILIES.flatMap((family) => diffTimer(both, family)),
  ];
  return { same: changes.length === 0, notCompared: notCompared(both), changes };
}

/** Off in a stack that has no such setting. */
function settingOf(lab: Lab, family: Family, name: StackSetting): boolean {
  const router = lab.routers[family];
  return router instanceof LinuxStack && router.settings[name];
}

/** The two sides of a comparison. */
interface Both<Side> {
  readonly before: Side;
  readonly after: Side;
}

/** What every lab has. */
function diffValue<Section extends string, Subject extends object, Value>(
  section: Section,
  subject: Subject,
  both: Both<Lab>,
  read: (lab: Lab) => Value,
): (Difference<Section, Value> & Subject)[] {
  const [before, after] = [read(both.before), read(both.after)];
  return before === after ? [] : [{ section, what: 'changed', ...subject, before, after }];
}

/** The views of the two sides; null if it does not exist there. */
function difference<Section extends string, Subject extends object, View>(
  section: Section,
  subject: Subject,
  { before, after }: Both<View | null>,
): Difference<Section, View> & Subject {
  const what = before === null ? 'added' : after === null ? 'removed' : 'changed';
  return { section, what, ...subject, before, after };
}

function mapBoth<Side, Mapped>({ before, after }: Both<Side>, map: (side: Side) => Mapped): Both<Mapped> {
  return { before: map(before), after: map(after) };
}

/** Rows of one kind in both labs. */
interface Rows<Key, Data, View> {
  readonly rows: (lab: Lab) => Iterable<readonly [Key, Data]>;
  readonly find: (lab: Lab, key: Key) => Data | null;
  readonly isSame: (before: Data, after: Data) => boolean;
  readonly compare: (a: Key, b: Key) => number;
  readonly view: (lab: Lab, key: Key, data: Data) => View;
}

/** Reads the rows of both sides once, and creates views only of differences. */
function diffRows<Key, Data, View>(
  both: Both<Lab>,
  { rows, find, isSame, compare, view }: Rows<Key, Data, View>,
): { readonly key: Key; readonly views: Both<View | null> }[] {
  const keys: Key[] = [];
  for (const [key, data] of rows(both.after)) {
    const earlier = find(both.before, key);
    if (earlier === null || !isSame(earlier, data)) keys.push(key);
  }
  for (const [key] of rows(both.before)) if (find(both.after, key) === null) keys.push(key);
  return keys.sort(compare).map((key) => {
    const views = mapBoth(both, (lab) => {
      const data = find(lab, key);
      return data === null ? null : view(lab, key, data);
    });
    return { key, views };
  });
}

function diffInterfaces(both: Both<Lab>): Change[] {
  const rows = diffRows<number, Interface, InterfaceView>(both, {
    rows: (lab) => [...lab.interfaces].map((nic) => [nic.id, nic] as const),
    find: (lab, id) => lab.interfaces.get(id),
    isSame: (before, after) =>
      JSON.stringify(viewInterface(both.before, before)) === JSON.stringify(viewInterface(both.after, after)),
    compare: (a, b) => a - b,
    view: (lab, _id, nic) => viewInterface(lab, nic),
  });
  return rows.map(({ key: id, views }) => difference('interfaces', { id }, views));
}

function diffRoutes(both: Both<Lab>, family: Family): Change[] {
  const rows = diffRows<RouteKey, StackRoute, CountedRouteView>(both, {
    rows: (lab) => lab.routers[family].installedRoutes(),
    find: (lab, key) => lab.routers[family].installedRoute(key),
    isSame: isSameRoute,
    compare: compareRouteKeys,
    view: viewCountedRoute,
  });
  return rows.map(({ key, views }) => difference('routes', pairOf(key), views));
}

function diffPending(both: Both<Lab>, family: Family): Change[] {
  const now = mapBoth(both, (lab) => lab.clock.nowNs());
  const rows = diffRows<RouteKey, PendingRoute, PendingView>(both, {
    rows: (lab) => Array.from(lab.routers[family].pendingRoutes(), (pending) => [pending.key, pending] as const),
    find: (lab, key) => lab.routers[family].pendingRoute(key),
    isSame: (before, after) => isSamePending(before, after) && isExpired(before, now.before) === isExpired(after, now.after),
    compare: compareRouteKeys,
    view: (lab, _key, pending) => viewPending(lab, pending),
  });
  return rows.map(({ key, views }) => difference('pending', pairOf(key), views));
}

function isSameRoute(a: StackRoute, b: StackRoute): boolean {
  return (
    a.expectedInputInterface === b.expectedInputInterface &&
    a.lastUsedTimestamp() === b.lastUsedTimestamp() &&
    a.use.packets === b.use.packets &&
    a.use.bytes === b.use.bytes &&
    a.use.wrongIf === b.use.wrongIf &&
    hasSameRows(a.outgoingInterfaces, b.outgoingInterfaces, (x, y) => x.id === y.id && x.minTtl === y.minTtl)
  );
}

function isSamePending(a: PendingRoute, b: PendingRoute): boolean {
  return a.expiresNs === b.expiresNs && hasSameRows(a.packets, b.packets, isSamePacket);
}

function isSamePacket(a: Packet, b: Packet): boolean {
  const isSameHead = a.id === b.id && a.iif === b.iif && a.ttl === b.ttl;
  return isSameHead && a.payload.length === b.payload.length && a.payload.every((byte, index) => byte === b.payload[index]);
}

function hasSameRows<Row>(a: readonly Row[], b: readonly Row[], isSame: (x: Row, y: Row) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((row, index) => {
      const other = b[index];
      return other !== undefined && isSame(row, other);
    })
  );
}

function pairOf({ source, group }: RouteKey): Pair {
  return { source: source.text, group: group.text };
}

/** Entries of packets are only added and dropped, never changed. Those that the other side may have forgotten are left out. */
function diffPackets(both: Both<Lab>): Change[] {
  const entries = mapBoth(comparablePackets(both), ({ lab, entries: comparable }) =>
    comparable.map(({ atNs, report }) => {
      const view = { atNs, ...viewPacket(lab, report) };
      const { id, source, group, iif, ttl } = report.packet;
      const packet = [id, source.text, group.text, iif, ttl, report.packet.payloadHex()];
      return { view, text: JSON.stringify([atNs, { ...report, packet }]) };
    }),
  );
  return oneSided(entries, ({ text }) => text).map(({ before, after }) => {
    const id = before?.view.id ?? after?.view.id ?? 0;
    return difference('packets', { id }, { before: before?.view ?? null, after: after?.view ?? null });
  });
}

function diffEvents(both: Both<Lab>): Change[] {
  const entries = mapBoth(comparableEvents(both), ({ lab, entries: comparable }) =>
    comparable.map((entry) => {
      const { number, atNs, event } = entry;
      const raw = { ...event, source: event.source.text, group: event.group.text };
      return { view: { number, atNs, ...viewEvent(lab, entry) }, text: JSON.stringify([number, atNs, raw]) };
    }),
  );
  return oneSided(entries, ({ text }) => text).map(({ before, after }) => {
    const number = before?.view.number ?? after?.view.number ?? 0;
    return difference('events', { number }, { before: before?.view ?? null, after: after?.view ?? null });
  });
}

/** Rows of a side that the other side would have, had there been such. */
interface Comparable<Entry> {
  readonly lab: Lab;
  readonly entries: readonly Entry[];
}

function comparablePackets({ before, after }: Both<Lab>): Both<Comparable<PacketEntry>> {
  const of = (lab: Lab, other: Lab) => ({ lab, entries: lab.packets.entries().filter(memoryOf(other)) });
  return { before: of(before, after), after: of(after, before) };
}

/** Tells whether a lab, had it seen such a packet, would still know. */
function memoryOf(lab: Lab): (entry: PacketEntry) => boolean {
  if (lab.packetsDropped === 0) return () => true;
  const oldest = lab.packets.entries()[0];
  if (oldest === undefined) return () => false;
  return ({ atNs, report }) => atNs > oldest.atNs || (atNs === oldest.atNs && report.packet.id >= oldest.report.packet.id);
}

function comparableEvents({ before, after }: Both<Lab>): Both<Comparable<JournalEntry>> {
  const of = (lab: Lab, { journal }: Lab) => ({
    lab,
    entries: lab.journal.entries().filter(({ number }) => number > journal.dropped),
  });
  return { before: of(before, after), after: of(after, before) };
}

function notCompared(both: Both<Lab>): DiffResult['notCompared'] {
  const left = (all: Both<number>, compared: Both<Comparable<unknown>>) =>
    all.before + all.after - compared.before.entries.length - compared.after.entries.length;
  return {
    packets: left(
      mapBoth(both, (lab) => lab.packets.entries().length),
      comparablePackets(both),
    ),
    events: left(
      mapBoth(both, (lab) => lab.journal.entries().length),
      comparableEvents(both),
    ),
  };
}

/** Removed items, then new ones, each in order. */
function oneSided<Entry>(both: Both<readonly Entry[]>, textOf: (entry: Entry) => string): Both<Entry | null>[] {
  const texts = mapBoth(both, (entries) => new Set(entries.map(textOf)));
  return [
    ...both.before.filter((entry) => !texts.after.has(textOf(entry))).map((before) => ({ before, after: null })),
    ...both.after.filter((entry) => !texts.before.has(textOf(entry))).map((after) => ({ before: null, after })),
  ];
}

function diffTimer(both: Both<Lab>, family: Family): Change[] {
  const { before, after } = mapBoth(both, (lab) => lab.timers().find((timer) => timer.family === family) ?? null);
  return before?.firesAtNs === after?.firesAtNs ? [] : [difference('timers', { family }, { before, after })];
}
