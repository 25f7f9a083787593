import { toAddress } from '../core/address.js';
import { LabError } from '../core/errors.js';
import type { RouteTable, RouteTableState } from '../core/gvisor/route-table.js';
import type { PacketFields } from '../core/packet.js';
import { FIRST_ROUTER, MAX_PAYLOAD_BYTES, Packet } from '../core/packet.js';
import type { OutgoingInterface, PendingRoute } from '../core/route.js';
import { InstalledRoute, RouteKey } from '../core/route.js';
import { RouteKeyMap } from '../core/route-key-map.js';
import { LazyRoutes } from './lazy-routes.js';
import type { PendingPacketDocument, TableDocument } from './snapshot-schema.js';
import type { StoredRoutes } from './stored-routes.js';

/** A table as plain data. Rows are in the order of their keys' text, so that equal tables give equal documents. */
export function encodeTable(table: RouteTable): TableDocument {
  const installed = [...table.installedRoutes()].sort(([a], [b]) => compareText(a.text, b.text));
  return {
    cleanupRunning: table.isCleanupRoutineRunning,
    installed: installed.map(([key, route]) => encodeInstalledRoute(key, route)),
    pending: encodePending(table),
  };
}

/** An installed route as plain data. */
export function encodeInstalledRoute({ source, group }: RouteKey, route: InstalledRoute): TableDocument['installed'][number] {
  return {
    source: source.text,
    group: group.text,
    iif: route.expectedInputInterface,
    oifs: route.outgoingInterfaces.map(({ id, minTtl }) => ({ id, minTtl })),
    lastUsedNs: route.lastUsedTimestamp(),
    ...route.use,
  };
}

/** The pending routes of a table as plain data, in the order of their keys' text. */
export function encodePending(table: RouteTable): TableDocument['pending'] {
  const pending = [...table.pendingRoutes()].map((entry) => ({ entry, text: entry.key.text }));
  return pending
    .sort((a, b) => compareText(a.text, b.text))
    .map(({ entry: { key, expiresNs, packets } }) => ({
      source: key.source.text,
      group: key.group.text,
      expiresNs,
      packets: packets.map(encodePacket),
    }));
}

/**
 * The reverse of {@link encodeTable}, for `RouteTable.restore`.
 *
 * @param router name of the router
 * @param stored installed routes that were cut out of the document, or null
 * @throws LabError `BAD_ADDRESS` if an address of the document is none
 */
export function decodeTable(document: TableDocument, router = FIRST_ROUTER, stored: StoredRoutes | null = null): RouteTableState {
  const installed = stored === null ? new RouteKeyMap<InstalledRoute>() : new LazyRoutes(stored);
  for (const row of document.installed) installed.set(new RouteKey(row.source, row.group), decodeInstalledRoute(row));
  return {
    installed,
    pending: document.pending.map((row) => decodePendingRoute(row, router)),
    isCleanupRoutineRunning: document.cleanupRunning,
  };
}

function decodeInstalledRoute(row: TableDocument['installed'][number]): InstalledRoute {
  const outgoingInterfaces: OutgoingInterface[] = row.oifs;
  const route = new InstalledRoute({ expectedInputInterface: row.iif, outgoingInterfaces }, row.lastUsedNs);
  route.restoreUse(row);
  return route;
}

function decodePendingRoute(
  { source, group, expiresNs, packets }: TableDocument['pending'][number],
  router: string,
): PendingRoute {
  const key = new RouteKey(source, group);
  return {
    key,
    expiresNs,
    packets: packets.map((packet) => decodePacket(packet, { source: key.source, group: key.group, router })),
  };
}

/** A packet as plain data, without its addresses. */
export function encodePacket(packet: Packet): PendingPacketDocument {
  const { id, iif, ttl, hop } = packet;
  return { id, iif, ttl, ...(hop !== 1 && { hop }), ...encodePayload(packet) };
}

/** A payload as plain data: text, or digits if it is not valid UTF-8. */
export function encodePayload(
  packet: Pick<Packet, 'payloadText' | 'payloadHex'>,
): Pick<PendingPacketDocument, 'payload' | 'payloadHex'> {
  const payload = packet.payloadText();
  return payload === null ? { payloadHex: packet.payloadHex() } : { payload };
}

/** Half of a character: UTF-8 has none, so it would be read as another one. */
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** The reverse of {@link encodePacket}. @throws LabError `SESSION_CORRUPT`, `BAD_ADDRESS` */
export function decodePacket(
  row: PendingPacketDocument,
  { source, group, router }: Pick<PacketFields, 'source' | 'group' | 'router'>,
): Packet {
  const { id, iif, ttl, hop } = row;
  const addresses = { source: toAddress(source), group: toAddress(group) };
  if ((row.payload === undefined) === (row.payloadHex === undefined)) {
    throw new LabError('SESSION_CORRUPT', `packet ${id} needs either a payload or a payloadHex`);
  }
  const text = row.payload ?? '';
  if (LONE_SURROGATE.test(text)) throw new LabError('SESSION_CORRUPT', `the payload of packet ${id} is not a string`);
  const payload = row.payloadHex === undefined ? new TextEncoder().encode(text) : parseHex(row.payloadHex);
  if (payload.length > MAX_PAYLOAD_BYTES[addresses.group.family]) {
    throw new LabError('SESSION_CORRUPT', `the payload of packet ${id} is too large for a datagram`);
  }
  return new Packet({
    ...{ id, ...addresses, iif, ttl, payload },
    ...(router !== undefined && { router }),
    ...(hop !== undefined && { hop }),
  });
}

/** @param hex an even number of hexadecimal digits */
export function parseHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
