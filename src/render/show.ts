import { FAMILIES, FAMILY_NAMES } from '../core/address.js';
import { COUNTER_NAMES } from '../core/counters.js';
import { formatDuration } from '../core/duration.js';
import type { ShowResult } from '../ops/show.js';
import type { InterfaceView } from '../ops/view/interface.js';
import { describeEvent } from './effects.js';
import { fate } from './packet.js';
import { ago, count, deadline, output, payload } from './phrase.js';
import type { Style } from './style.js';
import { number, text } from './style.js';

const INTERFACE_COLUMNS = [number('id'), text('name'), text('addresses'), text('IPv4'), text('IPv6'), text('joined')];
const ROUTE_COLUMNS = [
  ...[text('source'), text('group'), text('iif'), text('oifs'), text('last used')],
  ...[number('packets'), number('bytes'), number('wrong')],
];
const PENDING_COLUMNS = [text('source'), text('group'), text('iif'), text('packets'), text('expires')];
const PACKET_COLUMNS = [
  ...[number('id'), text('at'), text('source'), text('group'), text('iif'), number('TTL')],
  text('payload'),
  text('fate'),
];
const COUNTER_COLUMNS = [text('counter'), number('IPv4'), number('IPv6')];
const EVENT_COLUMNS = [number('no'), text('at'), text('event')];

/** One block for each section that is there, an empty line between two. */
export function renderShow(result: ShowResult, style: Style): string {
  return [
    clockBlock(result, style),
    interfacesBlock(result, style),
    routesBlock(result, style),
    pendingBlock(result, style),
    packetsBlock(result, style),
    countersBlock(result, style),
    eventsBlock(result, style),
  ]
    .filter((block) => block !== null)
    .join('\n\n');
}

function clockBlock({ nowNs, timers }: ShowResult, style: Style): string | null {
  if (timers === undefined) return null;
  const next = timers.map(({ family, firesAtNs }) => `${FAMILY_NAMES[family]} cleanup in ${formatDuration(firesAtNs - nowNs)}`);
  const title = `${style.paint('heading', 'Clock')} ${style.paint('strong', formatDuration(nowNs))}`;
  return `${title}${next.length === 0 ? '' : `, ${next.join(', ')}`}`;
}

function interfacesBlock({ interfaces, forwarding }: ShowResult, style: Style): string | null {
  if (interfaces === undefined || forwarding === undefined) return null;
  const switches = FAMILIES.map((family) => `${FAMILY_NAMES[family]} ${onOff(forwarding[family], style)}`).join(', ');
  const title = `${style.paint('heading', 'Interfaces')}, forwarding ${switches}`;
  if (interfaces.length === 0) return `${title}: none`;
  const rows = interfaces.map((nic) => [
    String(nic.id),
    nic.name,
    style.list(nic.addresses) || '-',
    ...FAMILIES.map((family) => onOff(nic.forwarding[family], style)),
    style.list(joinedGroups(nic)) || '-',
  ]);
  return `${title}\n${style.table(INTERFACE_COLUMNS, rows)}`;
}

/** The groups that every host joins by itself are left out, as long as it is in them just once. */
export function joinedGroups({ groups }: InterfaceView): string[] {
  const byItself = /^(224\.0\.0\.1|ff02::1|ff02::1:ff.*)$/;
  return groups
    .filter(({ group, joins }) => joins > 1 || !byItself.test(group))
    .map(({ group, joins }) => (joins === 1 ? group : `${group} (${joins} times)`));
}

function routesBlock({ routes, nowNs }: ShowResult, style: Style): string | null {
  if (routes === undefined) return null;
  const title = style.paint('heading', 'Routes');
  if (routes.length === 0) return `${title}: none`;
  const rows = routes.map((route) => [
    route.source,
    route.group,
    route.iif,
    style.list(route.oifs.map(output)),
    ago(route.lastUsedNs, nowNs),
    String(route.packets),
    String(route.bytes),
    String(route.wrongIf),
  ]);
  return `${title}\n${style.table(ROUTE_COLUMNS, rows)}`;
}

function pendingBlock({ pending, nowNs, maxPendingQueueSize }: ShowResult, style: Style): string | null {
  if (pending === undefined) return null;
  const title = style.paint('heading', 'Pending');
  if (pending.length === 0) return `${title}: none`;
  const rows = pending.map((entry) => [
    entry.source,
    entry.group,
    style.list([...new Set(entry.queue.map(({ iif }) => iif))]),
    `${entry.packets} of ${maxPendingQueueSize}`,
    style.paint(entry.expired ? 'bad' : 'waiting', deadline(entry, nowNs)),
  ]);
  return `${title}\n${style.table(PENDING_COLUMNS, rows)}`;
}

function packetsBlock({ packets, packetsDropped = 0, nowNs, maxPendingQueueSize }: ShowResult, style: Style): string | null {
  if (packets === undefined) return null;
  const title = style.paint('heading', 'Packets');
  const forgotten = packetsDropped === 0 ? '' : `, ${count(packetsDropped, 'older one')} forgotten`;
  if (packets.length === 0) return `${title}: none${forgotten}`;
  const rows = packets.map((packet) => [
    String(packet.id),
    formatDuration(packet.atNs),
    packet.source,
    packet.group,
    packet.iif,
    String(packet.ttl),
    packet.payload === '' ? '-' : payload(packet),
    fate(packet, { nowNs, maxPendingQueueSize, pending: null }, style),
  ]);
  return `${title}${forgotten}\n${style.table(PACKET_COLUMNS, rows)}`;
}

function countersBlock({ counters }: ShowResult, style: Style): string | null {
  if (counters === undefined) return null;
  const title = style.paint('heading', 'Counters');
  const moved = COUNTER_NAMES.filter((name) => FAMILIES.some((family) => counters[family][name] > 0));
  if (moved.length === 0) return `${title}: all 0`;
  const rows = moved.map((name) => [name, ...FAMILIES.map((family) => String(counters[family][name]))]);
  const rest = moved.length === COUNTER_NAMES.length ? '' : `, the ${COUNTER_NAMES.length - moved.length} others are 0`;
  return `${title}${rest}\n${style.table(COUNTER_COLUMNS, rows)}`;
}

function eventsBlock({ events, eventsDropped = 0 }: ShowResult, style: Style): string | null {
  if (events === undefined) return null;
  const title = style.paint('heading', 'Events');
  if (events.length === 0) return `${title}: none`;
  const older = eventsDropped === 0 ? '' : `, ${count(eventsDropped, 'older one')} dropped`;
  const rows = events.map((event) => [String(event.number), formatDuration(event.atNs), describeEvent(event)]);
  return `${title}${older}\n${style.table(EVENT_COLUMNS, rows)}`;
}

function onOff(on: boolean, style: Style): string {
  return on ? 'on' : style.paint('bad', 'off');
}
