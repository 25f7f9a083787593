import type { Address, AddressLike } from './address.js';
import { toAddress } from './address.js';

/** What a packet is made from. */
export interface PacketFields {
  /** Number of the packet within its lab; 0 if it has none. */
  readonly id?: number;
  readonly source: AddressLike;
  /** The destination. */
  readonly group: AddressLike;
  /** Name of the router that the packet arrives at (default: the first one's). */
  readonly router?: string;
  /** Id of the interface that the packet arrives on. */
  readonly iif: number;
  /** Which arrival of the packet this is on its way: 1 for its first (default: 1). */
  readonly hop?: number;
  /** TTL, or hop limit for IPv6, on arrival: 0 to 255 (default: {@link DEFAULT_TTL}). */
  readonly ttl?: number;
  /** The datagram's payload; text is taken as UTF-8. */
  readonly payload?: Uint8Array | string;
}

/** Name of the router that every lab starts with. */
export const FIRST_ROUTER = 'r1';

/** Default TTL of a packet on arrival. */
export const DEFAULT_TTL = 64;

/** UDP payloads that fit a datagram, in bytes: 65,535 less the headers that the length counts (RFC 791, RFC 8200, RFC 768). */
export const MAX_PAYLOAD_BYTES = { ipv4: 65_535 - 20 - 8, ipv6: 65_535 - 8 } as const;

/** @throws RangeError if a value is not a whole number from 0 to 255 */
export function checkByte(value: number, name: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= 255) return value;
  throw new RangeError(`${name} is ${value}, not a whole number from 0 to 255`);
}

/** Bytes as lower-case hexadecimal digits. */
export function formatHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A UDP datagram to a group. A packet takes over the payload it is given; `clone` copies it. */
export class Packet {
  readonly id: number;
  readonly source: Address;
  readonly group: Address;
  readonly router: string;
  readonly iif: number;
  readonly hop: number;
  readonly ttl: number;
  readonly payload: Uint8Array;

  /** @throws LabError `BAD_ADDRESS`, RangeError if the TTL is none, or no datagram can carry the payload */
  constructor(fields: PacketFields) {
    this.id = fields.id ?? 0;
    this.source = toAddress(fields.source);
    this.group = toAddress(fields.group);
    this.router = fields.router ?? FIRST_ROUTER;
    this.iif = fields.iif;
    this.hop = fields.hop ?? 1;
    this.ttl = checkByte(fields.ttl ?? DEFAULT_TTL, 'TTL');
    const payload = fields.payload ?? '';
    this.payload = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
    const { length } = this.payload;
    if (length > MAX_PAYLOAD_BYTES[this.group.family])
      throw new RangeError(`a payload of ${length} bytes does not fit in a datagram`);
  }

  /** A packet with its own copy of the payload. */
  clone(): Packet {
    return new Packet({ ...this, payload: this.payload.slice() });
  }

  /** Length of the IP datagram in bytes: IP header, UDP header, payload. */
  get lengthBytes(): number {
    return (this.source.family === 'ipv4' ? 20 : 40) + 8 + this.payload.length;
  }

  /** The payload as text, or null if it is not valid UTF-8. */
  payloadText(): string | null {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.payload);
    } catch {
      return null;
    }
  }

  /** The packet as plain data, for `JSON.stringify`; the payload is text, or digits if it is not valid UTF-8. */
  toJSON(): object {
    const { id, source, group, iif, ttl } = this;
    const payload = this.payloadText();
    const fields = { id, source: source.text, group: group.text, iif, ttl };
    return payload === null ? { ...fields, payloadHex: this.payloadHex() } : { ...fields, payload };
  }

  /** The payload as lower-case hexadecimal digits. */
  payloadHex(): string {
    return formatHex(this.payload);
  }
}
