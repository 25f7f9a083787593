import { Address, formatAddressWithPrefix, parseAddressWithPrefix } from '../core/address.js';
import { LabError } from '../core/errors.js';
import type { LinkEnd } from '../core/network/end.js';
import { endText } from '../core/network/end.js';
import type { Flight } from '../core/network/flight.js';
import type { Host } from '../core/network/host.js';
import type { Link } from '../core/network/link.js';
import { Newest } from '../core/newest.js';
import { Packet } from '../core/packet.js';
import type { FlightDocument, HostDocument, LinkDocument } from './snapshot-schema.js';
import { decodePacket, encodePayload } from './table-document.js';

/** A link as plain data. */
export function encodeLink({ name, ends, delayNs, isUp }: Link): LinkDocument {
  return { name, ends: ends.map(endText), delayNs, isUp };
}

/** The reverse of {@link encodeLink}. @throws LabError `SESSION_CORRUPT` */
export function decodeLink({ ends, ...link }: LinkDocument): Link {
  return { ...link, ends: ends.map(decodeEnd) };
}

/** A host as plain data. */
export function encodeHost({ name, on, addresses, joined, receivedCount, received }: Host): HostDocument {
  return {
    name,
    on: endText(on),
    addresses: addresses.map(formatAddressWithPrefix),
    joined: joined.map(({ group, source }) => ({ group: group.text, ...(source !== null && { source: source.text }) })),
    receivedCount,
    received: received.entries().map(({ source, group, ...rest }) => ({
      atNs: rest.atNs,
      id: rest.id,
      source: source.text,
      group: group.text,
      ttl: rest.ttl,
      hop: rest.hop,
      isDuplicate: rest.isDuplicate,
    })),
  };
}

/** The reverse of {@link encodeHost}. @throws LabError `SESSION_CORRUPT`, `BAD_ADDRESS` */
export function decodeHost({ name, on, addresses, joined, receivedCount, received }: HostDocument, journalSize: number): Host {
  const receptions = received.map((row) => ({ ...row, source: Address.parse(row.source), group: Address.parse(row.group) }));
  return {
    name,
    on: decodeEnd(on),
    addresses: addresses.map(parseAddressWithPrefix),
    joined: joined.map(({ group, source }) => ({
      group: Address.parse(group),
      source: source === undefined ? null : Address.parse(source),
    })),
    receivedCount,
    received: new Newest(journalSize, receptions),
  };
}

/** A copy under way as plain data. */
export function encodeFlight({ id, source, group, ttl, hop, from, link, leftNs, arrivesNs, payload }: Flight): FlightDocument {
  return {
    id,
    source: source.text,
    group: group.text,
    ttl,
    hop,
    from: endText(from.end),
    ...(from.host !== null && { host: from.host }),
    ...(link !== null && { link }),
    leftNs,
    arrivesNs,
    ...encodePayload(new Packet({ source, group, iif: from.end.interfaceId, payload })),
  };
}

/** The reverse of {@link encodeFlight}. @throws LabError `SESSION_CORRUPT`, `BAD_ADDRESS` */
export function decodeFlight(row: FlightDocument): Flight {
  const { id, ttl, hop, host = null, link = null, leftNs, arrivesNs } = row;
  const end = decodeEnd(row.from);
  const { source, group, payload } = decodePacket({ ...row, iif: end.interfaceId }, row);
  return { id, source, group, ttl, hop, payload, from: { end, host }, link, leftNs, arrivesNs };
}

/** The end that a text names, as `endText` writes it. @throws LabError `SESSION_CORRUPT` */
export function decodeEnd(text: string): LinkEnd {
  const [, router, id] = /^(.+):([1-9]\d{0,9})$/.exec(text) ?? [];
  if (router === undefined || id === undefined)
    throw new LabError('SESSION_CORRUPT', `"${text}" is not a router and the id of an interface`);
  return { router, interfaceId: Number(id) };
}
