import { FAMILIES, FAMILY_NAMES } from '../core/address.js';
import type { CounterName } from '../core/counters.js';
import { COUNTER_NAMES } from '../core/counters.js';
import { formatDuration } from '../core/duration.js';
import { DEFAULT_STACK } from '../core/stack.js';
import type { MemberView } from '../ops/network/host.js';
import type { RpfView } from '../ops/network/unicast.js';
import type { ShowResult } from '../ops/show.js';
import type { InterfaceView, VifView } from '../ops/view/interface.js';
import type { FlightView } from '../ops/view/network.js';
import type { CountedRouteView, PendingView } from '../ops/view/route.js';
import { describeEvent } from './effects.js';
import { HOST_COLUMNS, hostCells, membership } from './network/host.js';
import { LINK_COLUMNS, linkCells } from './network/link.js';
import { fate } from './packet.js';
import { ago, count, deadline, output, payload, starredPair } from './phrase.js';
import type { Style } from './style.js';
import type { Column } from './table.js';
import { number, tableLines, text } from './table.js';

const INTERFACE_COLUMNS = [number('id'), text('name'), text('addresses'), text('IPv4'), text('IPv6'), text('joined')];
const LINUX_INTERFACE_COLUMNS = [
  ...[number('id'), text('name'), text('addresses'), text('vif'), text('in'), text('out'), text('rp_filter'), text('joined')],
];
const LINUX_ROUTE_COLUMNS = [
  ...[text('source'), text('group'), text('iif'), text('oifs'), text('last used')],
  ...[number('pkts'), number('bytes'), number('wrong_if')],
];
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

/** A part of what is shown: a title, and below it a table if there is anything in it. */
type Block = Iterable<string>;

/** One block for each section that is there, an empty line between two. */
export function* renderShow(result: ShowResult, style: Style): Iterable<string> {
  const blocks = [
    ...[clockBlock, linksBlock, hostsBlock, membersBlock, interfacesBlock, routesBlock, pendingBlock],
    ...[flightBlock, rpfBlock, packetsBlock, countersBlock, routerCountersBlock, eventsBlock],
  ];
  let isFirst = true;
  for (const block of blocks.map((make) => make(result, style)).filter((made) => made !== null)) {
    if (!isFirst) yield '';
    isFirst = false;
    yield* block;
  }
}

function* blockOf<Row>(
  title: string,
  columns: readonly Column[],
  rows: readonly Row[],
  cells: (row: Row) => readonly string[],
  style: Style,
): Block {
  yield title;
  yield* tableLines(columns, rows, cells, style);
}

/** A table with a column for the router, if its rows have one. */
function withRouter<Row extends { readonly router?: string }>(
  columns: readonly Column[],
  rows: readonly Row[],
  cells: (row: Row) => readonly string[],
): [readonly Column[], readonly Row[], (row: Row) => readonly string[]] {
  if (rows[0]?.router === undefined) return [columns, rows, cells];
  return [[text('router'), ...columns], rows, (row) => [row.router ?? '-', ...cells(row)]];
}

function linksBlock({ links }: ShowResult, style: Style): Block | null {
  if (links === undefined) return null;
  const title = style.paint('heading', 'Links');
  if (links.length === 0) return [`${title}: none`];
  return blockOf(title, LINK_COLUMNS, links, (link) => linkCells(link, style), style);
}

function hostsBlock({ hosts }: ShowResult, style: Style): Block | null {
  if (hosts === undefined) return null;
  const title = style.paint('heading', 'Hosts');
  return hosts.length === 0 ? [`${title}: none`] : blockOf(title, HOST_COLUMNS, hosts, hostCells, style);
}

const MEMBER_COLUMNS = [text('interface'), text('group'), text('hosts')];

function membersBlock({ members }: ShowResult, style: Style): Block | null {
  if (members === undefined) return null;
  const title = style.paint('heading', 'Members');
  if (members.length === 0) return [`${title}: none`];
  const cells = (row: MemberView) => [row.interface, membership(row), row.hosts.join(', ')];
  return blockOf(title, MEMBER_COLUMNS, members, cells, style);
}

const FLIGHT_COLUMNS = [number('id'), text('from'), text('to'), text('source'), text('group'), number('TTL'), text('arrives')];

function flightBlock({ inFlight, nowNs }: ShowResult, style: Style): Block | null {
  if (inFlight === undefined) return null;
  const title = style.paint('heading', 'Under way');
  if (inFlight.length === 0) return [`${title}: none`];
  const cells = ({ id, from, to, source, group, ttl, arrivesNs }: FlightView) => [
    ...[String(id), from, to.join(', ') || '-', source, group, String(ttl), `in ${formatDuration(arrivesNs - nowNs)}`],
  ];
  return blockOf(title, FLIGHT_COLUMNS, inFlight, cells, style);
}

const RPF_COLUMNS = [text('router'), text('RPF interface'), text('neighbor')];

function rpfBlock({ rpf }: ShowResult, style: Style): Block | null {
  if (rpf === undefined) return null;
  const cells = ({ router, interface: nic, neighbor }: RpfView) => [
    router,
    nic ?? style.paint('bad', 'no route'),
    neighbor ?? (nic === null ? '-' : 'on the segment'),
  ];
  return blockOf(style.paint('heading', 'RPF'), RPF_COLUMNS, rpf, cells, style);
}

const ROUTER_COUNTER_COLUMNS = [text('router'), ...COUNTER_COLUMNS];

function routerCountersBlock({ routerCounters }: ShowResult, style: Style): Block | null {
  if (routerCounters === undefined) return null;
  const rows = routerCounters.flatMap(({ router, ...counters }) =>
    COUNTER_NAMES.filter((name) => FAMILIES.some((family) => (counters[family][name] ?? 0) > 0)).map((name) => [
      ...[router, name, ...FAMILIES.map((family) => String(counters[family][name] ?? 0))],
    ]),
  );
  if (rows.length === 0) return null;
  return blockOf(style.paint('heading', 'Counters by router'), ROUTER_COUNTER_COLUMNS, rows, (row) => row, style);
}

function clockBlock({ nowNs, timers, stack }: ShowResult, style: Style): Block | null {
  if (timers === undefined) return null;
  const isSeveral = new Set(timers.map(({ router }) => router)).size > 1;
  const next = timers.map(
    ({ router, family, firesAtNs }) =>
      `${isSeveral ? `${router} ` : ''}${FAMILY_NAMES[family]} cleanup in ${formatDuration(firesAtNs - nowNs)}`,
  );
  const title = `${style.paint('heading', 'Clock')} ${style.paint('strong', formatDuration(nowNs))}`;
  const rules = stack === DEFAULT_STACK ? '' : `, stack ${stack}`;
  return [`${title}${next.length === 0 ? '' : `, ${next.join(', ')}`}${rules}`];
}

function interfacesBlock({ interfaces, forwarding, settings }: ShowResult, style: Style): Block | null {
  if (interfaces === undefined || forwarding === undefined) return null;
  const switches = FAMILIES.map((family) => `${FAMILY_NAMES[family]} ${paintedSwitch(forwarding[family], style)}`).join(', ');
  const title = `${style.paint('heading', 'Interfaces')}, forwarding ${switches}`;
  if (interfaces.length === 0) return [`${title}: none`];
  if (settings !== undefined) return linuxInterfaces(title, interfaces, settings, style);
  const cells = (nic: InterfaceView) => [
    String(nic.id),
    nic.name,
    nic.addresses.join(', ') || '-',
    ...FAMILIES.map((family) => paintedSwitch(nic.forwarding[family], style)),
    joinedGroups(nic).join(', ') || '-',
  ];
  return blockOf(title, ...withRouter(INTERFACE_COLUMNS, interfaces, cells), style);
}

function linuxInterfaces(
  title: string,
  interfaces: readonly InterfaceView[],
  settings: NonNullable<ShowResult['settings']>,
  style: Style,
): Block {
  const said = (name: 'assert' | 'pim') => {
    const { ipv4, ipv6 } = settings;
    return `${name} ${ipv4[name] === ipv6[name] ? onOff(ipv4[name]) : `IPv4 ${onOff(ipv4[name])}, IPv6 ${onOff(ipv6[name])}`}`;
  };
  const cells = (nic: InterfaceView) => [
    String(nic.id),
    nic.name,
    nic.addresses.join(', ') || '-',
    vifNumbers(nic) || '-',
    counted(nic, ({ packetsIn, bytesIn }) => [packetsIn, bytesIn]),
    counted(nic, ({ packetsOut, bytesOut }) => [packetsOut, bytesOut]),
    String(nic.rpFilter ?? 0),
    joinedGroups(nic).join(', ') || '-',
  ];
  return blockOf(`${title}, ${said('assert')}, ${said('pim')}`, LINUX_INTERFACE_COLUMNS, interfaces, cells, style);
}

/** `2`, or `2 IPv4, 3 IPv6` if the families differ. */
function vifNumbers({ vifs = [] }: InterfaceView): string {
  const [ipv4, ipv6] = FAMILIES.map((family) => vifs.filter((vif) => vif.family === family).map((vif) => vif.number));
  if (String(ipv4) === String(ipv6)) return (ipv4 ?? []).join(', ');
  return vifs.map((vif) => `${vif.number} ${FAMILY_NAMES[vif.family]}`).join(', ');
}

/** Packets and bytes of all vifs of an interface. */
function counted({ vifs = [] }: InterfaceView, read: (vif: VifView) => readonly [number, number]): string {
  const counts = vifs.map(read);
  const [packets, bytes] = [0, 1].map((index) => counts.reduce((sum, each) => sum + (each[index] ?? 0), 0));
  return `${packets} pkts, ${bytes} bytes`;
}

function onOff(isOn: boolean): string {
  return isOn ? 'on' : 'off';
}

/** The groups that every host joins by itself are left out, as long as it is in them just once. */
export function joinedGroups({ groups }: InterfaceView): string[] {
  const byItself = /^(224\.0\.0\.1|ff02::1|ff02::1:ff.*)$/;
  return groups
    .filter(({ group, joins }) => joins > 1 || !byItself.test(group))
    .map(({ group, joins }) => (joins === 1 ? group : `${group} (${joins} times)`));
}

function routesBlock({ routes, nowNs, stack }: ShowResult, style: Style): Block | null {
  if (routes === undefined) return null;
  const title = style.paint('heading', 'Routes');
  if (routes.length === 0) return [`${title}: none`];
  const cells = (route: CountedRouteView) => [
    starredPair(route).source,
    starredPair(route).group,
    route.iif,
    route.oifs.map(output).join(', ') || '-',
    ago(route.lastUsedNs, nowNs),
    String(route.packets),
    String(route.bytes),
    String(route.wrongIf),
  ];
  return blockOf(title, ...withRouter(stack === 'linux' ? LINUX_ROUTE_COLUMNS : ROUTE_COLUMNS, routes, cells), style);
}

function pendingBlock({ pending, nowNs, maxPendingQueueSize, stack }: ShowResult, style: Style): Block | null {
  if (pending === undefined) return null;
  const title = style.paint('heading', stack === 'linux' ? 'Pending (unresolved)' : 'Pending');
  if (pending.length === 0) return [`${title}: none`];
  const cells = (entry: PendingView) => [
    entry.source,
    entry.group,
    [...new Set(entry.queue.map(({ iif }) => iif))].join(', '),
    `${entry.packets} of ${maxPendingQueueSize}`,
    style.paint(entry.expired ? 'bad' : 'waiting', deadline(entry, nowNs)),
  ];
  return blockOf(title, ...withRouter(PENDING_COLUMNS, pending, cells), style);
}

function packetsBlock({ packets, packetsDropped = 0, nowNs, maxPendingQueueSize }: ShowResult, style: Style): Block | null {
  if (packets === undefined) return null;
  const title = style.paint('heading', 'Packets');
  const forgotten = packetsDropped === 0 ? '' : `, ${count(packetsDropped, 'older one')} forgotten`;
  if (packets.length === 0) return [`${title}: none${forgotten}`];
  const cells = (packet: (typeof packets)[number]) => [
    String(packet.id),
    formatDuration(packet.atNs),
    packet.source,
    packet.group,
    packet.iif,
    String(packet.ttl),
    packet.payload === '' ? '-' : payload(packet),
    fate(packet, { nowNs, maxPendingQueueSize, pending: null }, style),
  ];
  return blockOf(`${title}${forgotten}`, ...withRouter(PACKET_COLUMNS, packets, cells), style);
}

function countersBlock({ counters }: ShowResult, style: Style): Block | null {
  if (counters === undefined) return null;
  const title = style.paint('heading', 'Counters');
  const names = COUNTER_NAMES.filter((name) => name in counters.ipv4);
  const moved = names.filter((name) => FAMILIES.some((family) => (counters[family][name] ?? 0) > 0));
  if (moved.length === 0) return [`${title}: all 0`];
  const cells = (name: CounterName) => [name, ...FAMILIES.map((family) => String(counters[family][name] ?? 0))];
  const rest = moved.length === names.length ? '' : `, the ${names.length - moved.length} others are 0`;
  return blockOf(`${title}${rest}`, COUNTER_COLUMNS, moved, cells, style);
}

function eventsBlock({ events, eventsDropped = 0 }: ShowResult, style: Style): Block | null {
  if (events === undefined) return null;
  const title = style.paint('heading', 'Events');
  if (events.length === 0) return [`${title}: none`];
  const older = eventsDropped === 0 ? '' : `, ${count(eventsDropped, 'older one')} dropped`;
  const cells = (event: (typeof events)[number]) => [String(event.number), formatDuration(event.atNs), describeEvent(event)];
  return blockOf(`${title}${older}`, EVENT_COLUMNS, events, cells, style);
}

function paintedSwitch(on: boolean, style: Style): string {
  return on ? 'on' : style.paint('bad', 'off');
}
