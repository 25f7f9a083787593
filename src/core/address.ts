import { LabError } from './errors.js';
import { quoteText } from './printable.js';

/** The two families the lab routes. Each has a router, and with it a route table, of its own. */
export type Family = 'ipv4' | 'ipv6';

/** The families as they are written. */
export const FAMILY_NAMES: Readonly<Record<Family, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };

/** Both families, in the order in which they are listed everywhere. */
export const FAMILIES: readonly Family[] = ['ipv4', 'ipv6'];

/**
 * An IPv4 or IPv6 address. Immutable; two addresses are equal when their `text` is.
 */
export class Address {
  /**
   * @param family which of the two families
   * @param words the address as 16-bit numbers, most significant first: two for IPv4, eight for IPv6
   * @param text canonical form: dotted decimal for IPv4, RFC 5952 for IPv6
   */
  private constructor(
    readonly family: Family,
    readonly words: readonly number[],
    readonly text: string,
  ) {}

  /**
   * Reads an address in text form.
   *
   * IPv4 is four decimal numbers without leading zeros; IPv6 is any form of RFC 4291 §2.2 without a zone. Whatever has another
   * reading elsewhere (`010.0.0.1` is octal to some programs, `1.2.3` is `1.2.0.3` to others) is refused rather than guessed.
   *
   * @throws LabError `BAD_ADDRESS`
   */
  static parse(text: string): Address {
    if (text.includes('%')) {
      const hint = 'Leave out the part from the % on: the interface is named with --iif.';
      throw new LabError('BAD_ADDRESS', `${quoteText(text)} has a zone`, hint);
    }
    return text.includes(':') ? Address.#parseIpv6(text) : Address.#parseIpv4(text);
  }

  static #parseIpv4(text: string): Address {
    const [a = 0, b = 0, c = 0, d = 0] = parseOctets(text, text);
    return new Address('ipv4', [a * 256 + b, c * 256 + d], `${a}.${b}.${c}.${d}`);
  }

  static #parseIpv6(text: string): Address {
    const words = parseIpv6Words(text);
    return new Address('ipv6', words, formatIpv6(words));
  }

  toString(): string {
    return this.text;
  }
}

/** Either a parsed address or its text, wherever the library takes one. */
export type AddressLike = Address | string;

/** @throws LabError `BAD_ADDRESS` */
export function toAddress(address: AddressLike): Address {
  return typeof address === 'string' ? Address.parse(address) : address;
}

/** Orders IPv4 before IPv6, and each family by the value of its addresses. */
export function compareAddresses(a: Address, b: Address): number {
  if (a.family !== b.family) return a.family === 'ipv4' ? -1 : 1;
  for (let i = 0; i < a.words.length; i += 1) {
    const difference = word(a, i) - word(b, i);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 §2.7). */
export function isMulticast(address: Address): boolean {
  return address.family === 'ipv4' ? word(address, 0) >>> 12 === 0xe : word(address, 0) >>> 8 === 0xff;
}

/** 224.0.0.0/24 (RFC 5771 §4) or an IPv6 group whose scope is link-local (RFC 4291 §2.7). */
export function isLinkLocalMulticast(address: Address): boolean {
  return address.family === 'ipv4'
    ? word(address, 0) === 0xe000 && word(address, 1) >>> 8 === 0
    : (word(address, 0) & 0xff0f) === 0xff02;
}

/** 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291 §2.5.6). */
export function isLinkLocalUnicast(address: Address): boolean {
  return address.family === 'ipv4' ? word(address, 0) === 0xa9fe : (word(address, 0) & 0xffc0) === 0xfe80;
}

/** 127.0.0.0/8 (RFC 1122 §3.2.1.3) or ::1 (RFC 4291 §2.5.3). */
export function isLoopback(address: Address): boolean {
  return address.family === 'ipv4' ? word(address, 0) >>> 8 === 127 : address.text === '::1';
}

/** 0.0.0.0 or ::, the address that stands for none. */
export function isUnspecified(address: Address): boolean {
  return address.words.every((part) => part === 0);
}

/** 255.255.255.255; IPv6 has no broadcast. */
export function isLimitedBroadcast(address: Address): boolean {
  return address.text === '255.255.255.255';
}

/** An address of an interface together with the length of its subnet's prefix. */
export interface AddressWithPrefix {
  readonly address: Address;
  /** Bits of the subnet, 0 to 32 or 0 to 128. */
  readonly prefix: number;
}

/**
 * Reads `10.0.1.1/24` or `fc00:1::1/64`.
 *
 * @throws LabError `BAD_ADDRESS`
 */
export function parseAddressWithPrefix(text: string): AddressWithPrefix {
  const slash = text.indexOf('/');
  if (slash === -1) {
    throw new LabError('BAD_ADDRESS', `${quoteText(text)} has no prefix length`, 'Add the subnet, such as 10.0.1.1/24.');
  }
  const address = Address.parse(text.slice(0, slash));
  const bits = address.family === 'ipv4' ? 32 : 128;
  const length = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) {
    throw new LabError('BAD_ADDRESS', `${quoteText(text)} has no valid prefix length`, `It is a whole number from 0 to ${bits}.`);
  }
  return { address, prefix: Number(length) };
}

/** `10.0.1.1/24`, in canonical form. */
export function formatAddressWithPrefix(assigned: AddressWithPrefix): string {
  return `${assigned.address.text}/${assigned.prefix}`;
}

/**
 * Whether `address` is the broadcast address of the subnet that `assigned` lies in: all host bits set, IPv4 only, and only where the
 * subnet has host bits to spare (a /31 or /32 has no broadcast, RFC 3021).
 */
export function isSubnetBroadcast(assigned: AddressWithPrefix, address: Address): boolean {
  if (assigned.address.family !== 'ipv4' || address.family !== 'ipv4' || assigned.prefix > 30) return false;
  const hostMask = 2 ** (32 - assigned.prefix) - 1;
  return ipv4Value(address) === (ipv4Value(assigned.address) | hostMask) >>> 0;
}

/** The solicited-node group of an IPv6 unicast address: ff02::1:ff00:0/104 and its last 24 bits (RFC 4291 §2.7.1). */
export function solicitedNodeGroup(address: Address): Address {
  const last = word(address, 7).toString(16);
  return Address.parse(`ff02::1:${(0xff00 + (word(address, 6) & 0xff)).toString(16)}:${last}`);
}

function ipv4Value(address: Address): number {
  return word(address, 0) * 65536 + word(address, 1);
}

function word(address: Address, index: number): number {
  const value = address.words[index];
  if (value === undefined) throw new Error(`${address.text} has no word ${index}`);
  return value;
}

/** @param whole the address that the text is part of, for what is said about it */
function parseOctets(text: string, whole: string): number[] {
  const parts = text.split('.');
  if (!/^[\d.]+$/.test(text) || parts.length === 1 || parts.length > 4) throw badAddress(whole, 'is not an IP address');
  if (parts.length < 4) throw badAddress(whole, `has only ${parts.length} of the 4 numbers of an IPv4 address`);
  return parts.map((part) => {
    if (!/^\d{1,3}$/.test(part)) throw badAddress(whole, 'is not an IP address');
    if (part.length > 1 && part.startsWith('0')) {
      const hint = 'Some programs read it as octal; write the number without the zero.';
      throw new LabError('BAD_ADDRESS', `${quoteText(whole)} has a number with a leading zero`, hint);
    }
    if (Number(part) > 255) throw badAddress(whole, 'has a number above 255');
    return Number(part);
  });
}

function parseIpv6Words(text: string): number[] {
  const halves = text.split('::');
  if (halves.length > 2) throw badAddress(text, 'has more than one ::');
  const [head = [], tail = []] = halves.map((half, index) => parseIpv6Half(half, text, index === halves.length - 1));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) throw badAddress(text, 'is not an IPv6 address of eight groups');
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** @param isLast whether the half ends the address, where alone four numbers may stand for two groups */
function parseIpv6Half(half: string, text: string, isLast: boolean): number[] {
  if (half === '') return [];
  const groups = half.split(':');
  return groups.flatMap((group, index) => {
    if (/^[0-9a-fA-F]{1,4}$/.test(group)) return [Number.parseInt(group, 16)];
    if (!group.includes('.') || !isLast || index !== groups.length - 1) throw badAddress(text, 'is not an IPv6 address');
    const [a = 0, b = 0, c = 0, d = 0] = parseOctets(group, text);
    return [a * 256 + b, c * 256 + d];
  });
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`. */
function formatIpv6(words: readonly number[]): string {
  const isIpv4Mapped = words[5] === 0xffff && words.slice(0, 5).every((part) => part === 0);
  if (isIpv4Mapped) {
    const octets = words.slice(6).flatMap((part) => [part >>> 8, part & 0xff]);
    return `::ffff:${octets.join('.')}`;
  }
  const { start, length } = longestZeroRun(words);
  const groups = words.map((part) => part.toString(16));
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

function longestZeroRun(words: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  words.forEach((part, index) => {
    if (part !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  });
  return best;
}

function badAddress(text: string, what: string): LabError {
  return new LabError('BAD_ADDRESS', `${quoteText(text)} ${what}`, 'Write it as 10.0.1.9 or fc00:1::9.');
}
