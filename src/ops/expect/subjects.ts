import type { Address, Family } from '../../core/address.js';
import { FAMILIES, FAMILY_NAMES } from '../../core/address.js';
import type { JournalEntry } from '../../core/event.js';
import type { Interface } from '../../core/interface.js';
import type { Lab, LabTimer } from '../../core/lab.js';
import type { PacketEntry } from '../../core/packet-journal.js';
import { hasWaited } from '../../core/packet-report.js';
import type { PendingRoute } from '../../core/route.js';
import { isExpired, RouteKey } from '../../core/route.js';
import type { StackRoute } from '../../core/stack-router.js';
import { viewInterface } from '../view/interface.js';
import { viewPacket } from '../view/packet.js';
import { viewRoute, writtenTtl } from '../view/route.js';
import type { Actual } from './notation.js';

/** Kinds of rows, as in the names of the commands. */
export type Subject = 'route' | 'pending' | 'interface' | 'event' | 'timer' | 'packet' | 'last-packet';

/** The arguments that select rows; omitted ones select all. */
export interface Key {
  readonly source?: Address;
  readonly group?: Address;
  /** For events. */
  readonly type?: string;
  /** For timers. */
  readonly family?: Family;
  /** Name or id. */
  readonly interface?: string;
  /** Id of a packet. */
  readonly id?: number;
}

/** A row with readable fields. */
export interface Row {
  /** What identifies it. */
  readonly label: () => string;
  /** For routes, whose rows come in no particular order. */
  readonly key: RouteKey | null;
  /** The field of that name, in camelCase as in the JSON of `show`. */
  readonly read: (field: string) => Actual;
}

interface Fields<Data> {
  readonly rows: (lab: Lab, key: Key) => Iterable<Data>;
  readonly label: (data: Data) => string;
  readonly key?: (data: Data) => RouteKey;
  readonly fields: Readonly<Record<string, (data: Data, lab: Lab) => Actual>>;
}

/** The rows that a key selects. A full key of a route is looked up directly. */
export type Select = (lab: Lab, key: Key) => Generator<Row>;

function select<Data>({ rows, label, key, fields }: Fields<Data>): Select {
  return function* selectRows(lab, selected) {
    for (const data of rows(lab, selected)) {
      yield { label: () => label(data), key: key?.(data) ?? null, read: (name) => readField(fields, name)(data, lab) };
    }
  };
}

function readField<Data>(fields: Fields<Data>['fields'], name: string): (data: Data, lab: Lab) => Actual {
  const read = fields[name];
  if (read === undefined) throw new Error(`there is no field ${name}`);
  return read;
}

interface Installed {
  readonly key: RouteKey;
  readonly route: StackRoute;
}

/** How the rows of each subject are found and read. */
export const SUBJECTS: Readonly<Record<Subject, Select>> = {
  route: select<Installed>({
    rows: installedRows,
    label: ({ key }) => String(key),
    key: ({ key }) => key,
    fields: {
      iif: ({ route }, lab) => lab.interfaces.nameOf(route.expectedInputInterface),
      oif: ({ key, route }, lab) => viewRoute(lab, key, route).oifs.map((each) => ({ oif: each.oif, minTtl: writtenTtl(each) })),
      'last-used': ({ route }) => route.lastUsedTimestamp(),
      packets: ({ route }) => route.use.packets,
      bytes: ({ route }) => route.use.bytes,
      'wrong-if': ({ route }) => route.use.wrongIf,
    },
  }),
  pending: select<PendingRoute>({
    rows: pendingRows,
    label: ({ key }) => String(key),
    key: ({ key }) => key,
    fields: {
      packets: ({ packets }) => packets.length,
      expires: ({ expiresNs }) => expiresNs,
      expired: (pending, lab) => yesNo(isExpired(pending, lab.clock.nowNs())),
      'next-cleanup': ({ key }, lab) => lab.routerOf(key).nextCleanupNs,
    },
  }),
  interface: select<Interface>({
    rows: interfaceRows,
    label: ({ name }) => name,
    fields: {
      id: ({ id }) => id,
      address: (nic, lab) => viewInterface(lab, nic).addresses,
      ipv4: ({ forwarding }) => onOff(forwarding.ipv4),
      ipv6: ({ forwarding }) => onOff(forwarding.ipv6),
      group: (nic, lab) => viewInterface(lab, nic).groups.map(({ group }) => group),
    },
  }),
  event: select<JournalEntry>({
    rows: eventRows,
    label: ({ number }) => `event ${number}`,
    fields: {
      number: ({ number }) => number,
      at: ({ atNs }) => atNs,
      iif: ({ event }, lab) => lab.interfaces.nameOf(event.iif),
      'expected-iif': ({ event }, lab) =>
        event.type === 'unexpectedInputInterface' ? lab.interfaces.nameOf(event.expectedIif) : null,
    },
  }),
  timer: select<LabTimer>({
    rows: (lab, { family }) => lab.timers().filter((timer) => family === undefined || timer.family === family),
    label: ({ family }) => `a timer of ${FAMILY_NAMES[family]}`,
    fields: { 'fires-at': ({ firesAtNs }) => firesAtNs },
  }),
  packet: select<PacketEntry>({
    rows: (lab, { id }) => lab.packets.latest().filter(({ report }) => id === undefined || report.packet.id === id),
    label: packetLabel,
    fields: packetFields(),
  }),
  'last-packet': select<PacketEntry>({
    rows: (lab) => lab.packets.entries().slice(-1),
    label: packetLabel,
    fields: packetFields(),
  }),
};

function packetLabel({ report }: PacketEntry): string {
  return `packet ${report.packet.id}`;
}

/** Fields of a packet's outcome. */
function packetFields(): Fields<PacketEntry>['fields'] {
  return {
    outcome: ({ report }) => report.outcome,
    reason: ({ report }) => report.reason,
    state: ({ report }) => report.state,
    oif: ({ report }, lab) => viewPacket(lab, report).copies.map(({ oif }) => ({ oif, minTtl: null })),
    ttl: ({ report }, lab) => viewPacket(lab, report).copies[0]?.ttl ?? null,
    skipped: ({ report }, lab) => viewPacket(lab, report).skipped.map(({ oif }) => ({ oif, minTtl: null })),
    'delivered-locally': ({ report }) => yesNo(report.deliveredLocally),
    id: ({ report }) => report.packet.id,
    at: ({ atNs }) => atNs,
    source: ({ report }) => report.packet.source.text,
    group: ({ report }) => report.packet.group.text,
    iif: ({ report }, lab) => lab.interfaces.nameOf(report.packet.iif),
    'expected-iif': ({ report }, lab) => (report.expectedIif === null ? null : lab.interfaces.nameOf(report.expectedIif)),
    'arrival-ttl': ({ report }) => report.packet.ttl,
    payload: ({ report }, lab) => viewPacket(lab, report).payload,
    'payload-hex': ({ report }) => report.packet.payloadHex(),
    waited: ({ report }) => yesNo(hasWaited(report)),
  };
}

/** The key of SOURCE and GROUP, or null if one of them is missing. */
export function wholeKey({ source, group }: Key): RouteKey | null {
  return source === undefined || group === undefined ? null : new RouteKey(source, group);
}

function selects(key: Key, { source, group }: { readonly source: Address; readonly group: Address }): boolean {
  if (key.source !== undefined && key.source.text !== source.text) return false;
  return key.group === undefined || key.group.text === group.text;
}

function* installedRows(lab: Lab, selected: Key): Generator<Installed> {
  const whole = wholeKey(selected);
  if (whole !== null) {
    const route = lab.routerOf(whole).installedRoute(whole);
    if (route !== null) yield { key: whole, route };
    return;
  }
  for (const family of FAMILIES) {
    for (const [key, route] of lab.routers[family].installedRoutes()) if (selects(selected, key)) yield { key, route };
  }
}

function* pendingRows(lab: Lab, selected: Key): Generator<PendingRoute> {
  const whole = wholeKey(selected);
  if (whole !== null) {
    const pending = lab.routerOf(whole).pendingRoute(whole);
    if (pending !== null) yield pending;
    return;
  }
  for (const family of FAMILIES) {
    for (const pending of lab.routers[family].pendingRoutes()) if (selects(selected, pending.key)) yield pending;
  }
}

function interfaceRows(lab: Lab, key: Key): Iterable<Interface> {
  if (key.interface === undefined) return lab.interfaces;
  const found = lab.interfaces.find(key.interface);
  return found === null ? [] : [found];
}

function eventRows(lab: Lab, key: Key): JournalEntry[] {
  const isOfType = ({ event }: JournalEntry) => key.type === undefined || event.type === key.type;
  return lab.journal.entries().filter((entry) => isOfType(entry) && selects(key, entry.event));
}

function yesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

function onOff(is: boolean): string {
  return is ? 'on' : 'off';
}
