import { Address, formatAddressWithPrefix, parseAddressWithPrefix } from '../core/address.js';
import { LabError } from '../core/errors.js';
import type { DaemonMessage, DaemonOperation, DaemonSettings, KnownSource, Statement } from '../core/network/daemon.js';
import type { DaemonTask, MessageFlight } from '../core/network/daemons.js';
import { endText } from '../core/network/end.js';
import type { Network } from '../core/network/network.js';
import type { UnicastRoute } from '../core/network/unicast-routes.js';
import { RouteKey } from '../core/route.js';
import type { LabRouter } from '../core/router.js';
import { rulesOf } from '../daemon/rules.js';
import { decodeEnd, decodeFlight, decodeHost, decodeLink } from './network-document.js';
import type {
  DaemonDocument,
  MessageDocument,
  SnapshotDocument,
  StatementDocument,
  TaskDocument,
  UnicastDocument,
} from './snapshot-schema.js';

/** The unicast routes and the daemon of a router as plain data. Each is absent if there is none. */
export function encodeControl(network: Network, router: LabRouter): { unicast?: UnicastDocument[]; daemon?: DaemonDocument } {
  const daemon = encodeDaemon(network, router.name);
  return {
    ...(router.unicast.size > 0 && { unicast: router.unicast.list().map(encodeUnicast) }),
    ...(daemon !== null && { daemon }),
  };
}

/** The reverse of {@link encodeControl}. @throws LabError `SESSION_CORRUPT`, `BAD_ADDRESS`, `USAGE` */
function restoreControl(
  network: Network,
  { name, unicast: table }: LabRouter,
  { unicast = [], daemon }: { readonly unicast?: readonly UnicastDocument[]; readonly daemon?: DaemonDocument },
): void {
  for (const row of unicast) {
    if (table.set(decodeUnicast(row)) !== null) throw new LabError('SESSION_CORRUPT', `${name}: duplicate unicast route`);
  }
  if (daemon === undefined) return;
  const { kind, switchover = 'immediate', script = [], heard, told, sources, installed, tasks } = daemon;
  const settings: DaemonSettings = { kind, rp: addressOrNull(daemon.rp), switchover, script };
  network.daemons.restore(name, {
    settings,
    rules: rulesOf(settings),
    state: {
      heard: heard.map(decodeStatement),
      told: told.map(decodeStatement),
      sources: sources.map((row): KnownSource => ({ ...row, ...pairOf(row) })),
      installed: installed.map(({ source, group }) => new RouteKey(source, group)),
    },
  });
  for (const row of tasks) {
    if (row.firesAtNs < network.clock.nowNs())
      throw new LabError('SESSION_CORRUPT', `${name}: the daemon's next task is in the past`);
    network.daemons.restoreTask(decodeTask(name, row));
  }
}

/** Restores what is between the routers, and what controls them. @throws LabError */
export function restoreBetween(network: Network, document: SnapshotDocument, journalSize: number): void {
  for (const row of document.links) network.links.add(decodeLink(row));
  for (const row of document.hosts) network.hosts.add(decodeHost(row, journalSize));
  for (const row of document.inFlight) network.flights.start(decodeFlight(row));
  for (const row of document.routers) restoreControl(network, network.requireRouter(row.name), row);
  for (const row of document.messages ?? []) restoreMessage(network, row);
}

/** A message under way as plain data. */
export function encodeMessage({ message, from, to, link, hop, leftNs, arrivesNs }: MessageFlight): MessageDocument {
  const { type, isOver, source, group, metric, destination } = message;
  return {
    ...{ type, isOver, ...(source !== null && { source: source.text }), group: group.text },
    ...(metric !== undefined && { metric }),
    ...(destination !== null && { destination: destination.text }),
    ...{ from: endText(from), to: endText(to), link, hop, leftNs, arrivesNs },
  };
}

/** The reverse of {@link encodeMessage}. @throws LabError `SESSION_CORRUPT`, `BAD_ADDRESS` */
function restoreMessage(network: Network, row: MessageDocument): void {
  const { type, isOver, metric, link, hop, leftNs, arrivesNs } = row;
  const nowNs = network.clock.nowNs();
  if (leftNs > nowNs || arrivesNs < nowNs) throw new LabError('SESSION_CORRUPT', 'a message is under way at the wrong time');
  const message: DaemonMessage = {
    ...{
      type,
      isOver,
      source: addressOrNull(row.source),
      group: Address.parse(row.group),
      destination: addressOrNull(row.destination),
    },
    ...(metric !== undefined && { metric }),
  };
  network.daemons.restoreFlight({ message, from: decodeEnd(row.from), to: decodeEnd(row.to), link, hop, leftNs, arrivesNs });
}

function encodeUnicast({ prefix, interfaceId, gateway, metric }: UnicastRoute): UnicastDocument {
  return {
    prefix: formatAddressWithPrefix(prefix),
    interface: interfaceId,
    ...(gateway !== null && { gateway: gateway.text }),
    metric,
  };
}

function decodeUnicast({ prefix, interface: interfaceId, gateway, metric }: UnicastDocument): UnicastRoute {
  return { prefix: parseAddressWithPrefix(prefix), interfaceId, gateway: addressOrNull(gateway), metric };
}

function encodeDaemon({ daemons }: Network, router: string): DaemonDocument | null {
  const daemon = daemons.on(router);
  if (daemon === null) return null;
  const { settings, state } = daemon;
  const { kind, rp, switchover, script } = settings;
  return {
    kind,
    ...(rp !== null && { rp: rp.text }),
    ...(switchover !== 'immediate' && { switchover }),
    ...(script.length > 0 && { script: [...script] }),
    heard: state.heard.map(encodeStatement),
    told: state.told.map(encodeStatement),
    sources: state.sources.map(({ source, group, by }) => ({ source: source.text, group: group.text, by })),
    installed: state.installed.map(({ source, group }) => ({ source: source.text, group: group.text })),
    tasks: daemons.tasks.filter((task) => task.router === router).map(encodeTask),
  };
}

function encodeStatement({ type, source, group, interfaceId, peer, metric }: Statement): StatementDocument {
  const told = {
    type,
    ...(source !== null && { source: source.text }),
    group: group.text,
    interface: interfaceId,
    peer: endText(peer),
  };
  return metric === undefined ? told : { ...told, metric };
}

function decodeStatement({ type, source, group, interface: interfaceId, peer, metric }: StatementDocument): Statement {
  const said = { type, source: addressOrNull(source), group: Address.parse(group), interfaceId, peer: decodeEnd(peer) };
  return metric === undefined ? said : { ...said, metric };
}

function encodeTask({ firesAtNs, what }: DaemonTask): TaskDocument {
  switch (what.type) {
    case 'changed':
      return { firesAtNs, type: what.type };
    case 'operation':
      return { firesAtNs, ...encodeOperation(what.operation) };
    default:
      return { firesAtNs, type: what.type, source: what.source.text, group: what.group.text, iif: what.iif };
  }
}

function encodeOperation(operation: DaemonOperation): Omit<TaskDocument, 'firesAtNs'> {
  if (operation.type === 'remove')
    return { type: operation.type, source: operation.key.source.text, group: operation.key.group.text };
  const { key, iif, oifs } = operation.request;
  return { type: operation.type, source: key.source.text, group: key.group.text, iif, oifs: oifs.map((each) => ({ ...each })) };
}

function decodeTask(router: string, row: TaskDocument): DaemonTask {
  const { firesAtNs, type, iif, oifs } = row;
  if (type === 'changed') return { router, firesAtNs, what: { type } };
  const { source, group } = pairOf(row);
  if (type === 'remove')
    return { router, firesAtNs, what: { type: 'operation', operation: { type, key: new RouteKey(source, group) } } };
  if (iif === undefined) throw new LabError('SESSION_CORRUPT', `${router}: a task of the daemon has no input interface`);
  if (type === 'add') {
    const request = { key: new RouteKey(source, group), iif, oifs: oifs ?? [] };
    return { router, firesAtNs, what: { type: 'operation', operation: { type, request } } };
  }
  if (typeof iif === 'string') throw new LabError('SESSION_CORRUPT', `${router}: an event of the daemon names its interface`);
  return { router, firesAtNs, what: { type, source, group, iif } };
}

function pairOf({ source, group }: { readonly source?: string | undefined; readonly group?: string | undefined }) {
  if (source === undefined || group === undefined) throw new LabError('SESSION_CORRUPT', 'a daemon has a row without addresses');
  return { source: Address.parse(source), group: Address.parse(group) };
}

function addressOrNull(text: string | undefined): Address | null {
  return text === undefined ? null : Address.parse(text);
}
