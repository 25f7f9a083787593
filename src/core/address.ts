import { LabError } from './errors.js';
import { quoteText } from './printable.js';

/** The two address families of the lab. Each has a separate router with a separate route table. */
export type Family = 'ipv4' | 'ipv6';

/** The families as they are written. */
export const FAMILY_NAMES: Readonly<Record<Family, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };

/** Both families, in the order in which they are listed everywhere. */
export const FAMILIES: readonly Family[] = ['ipv4', 'ipv6'];

/**
 * An IPv4 or IPv6 address. Immutable; two addresses are equal when their `text` is, or {@link sameAddress} says so.
 */
export class Address {
  /** Canonical form, once it was asked for. */
  #text: string | null;

  /**
   * The address as four signed 32-bit numbers, most significant first; the first three are 0 for IPv4. As signed ones they need no memory
   * of this module.
   */
  private constructor(
    readonly family: Family,
    readonly high: number,
    readonly upper: number,
    readonly lower: number,
    readonly low: number,
    text: string | null,
  ) {
    this.#text = text;
  }

  /**
   * Reads an address in text form.
   *
   * IPv4 is four decimal numbers without leading zeros; IPv6 is any form of RFC 4291 §2.2 without a zone. Text in any other
   * reading elsewhere (`010.0.0.1` is octal to some programs, `1.2.3` is `1.2.0.3` to others) is refused rather than guessed.
   *
   * @throws LabError `BAD_ADDRESS`
   */
  static parse(text: string): Address {
    const ipv4 = readIpv4(text);
    // The form that is read is the canonical one.
    if (ipv4 !== null) return new Address('ipv4', 0, 0, 0, ipv4, text);
    if (text.includes('%')) throw new LabError('BAD_ADDRESS', `${quoteText(text)} has a zone`, null, { kind: 'zone' });
    if (!text.includes(':')) throw faultOfIpv4(text);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = parseIpv6Words(text);
    return new Address('ipv6', (a << 16) | b, (c << 16) | d, (e << 16) | f, (g << 16) | h, null);
  }

  /** The IPv4 address that a signed 32-bit number is. */
  static ofIpv4(low: number): Address {
    return new Address('ipv4', 0, 0, 0, low, null);
  }

  /** The address with all bits after the first `prefix` 0. */
  masked(prefix: number): Address {
    const start = this.family === 'ipv4' ? 96 : 0;
    const [high, upper, lower, low] = [this.high, this.upper, this.lower, this.low].map((part, index) => {
      const bits = Math.min(32, Math.max(0, start + prefix - 32 * index));
      return bits === 0 ? 0 : part & (-1 << (32 - bits));
    });
    return new Address(this.family, high ?? 0, upper ?? 0, lower ?? 0, low ?? 0, null);
  }

  /** The address whose last 32 bits are those of a number; the others are this one's. */
  withLow(low: number): Address {
    return new Address(this.family, this.high, this.upper, this.lower, low | 0, null);
  }

  /** Canonical form: dotted decimal for IPv4, RFC 5952 for IPv6. */
  get text(): string {
    this.#text ??= this.family === 'ipv4' ? formatIpv4(this.low) : formatIpv6(wordsOf(this));
    return this.#text;
  }

  toString(): string {
    return this.text;
  }

  /** The canonical form, so that `JSON.stringify` writes an address as text. */
  toJSON(): string {
    return this.text;
  }
}

/** Whether two addresses are the same. */
export function sameAddress(a: Address, b: Address): boolean {
  return a === b || (a.low === b.low && a.lower === b.lower && a.upper === b.upper && a.high === b.high && a.family === b.family);
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
  return unsigned(a.high, b.high) || unsigned(a.upper, b.upper) || unsigned(a.lower, b.lower) || unsigned(a.low, b.low);
}

/** 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 §2.7). */
export function isMulticast({ family, high, low }: Address): boolean {
  return family === 'ipv4' ? low >>> 28 === 0xe : high >>> 24 === 0xff;
}

/** 224.0.0.0/24 (RFC 5771 §4) or an IPv6 group whose scope is link-local (RFC 4291 §2.7). */
export function isLinkLocalMulticast({ family, high, low }: Address): boolean {
  return family === 'ipv4' ? low >>> 8 === 0xe00000 : ((high >>> 16) & 0xff0f) === 0xff02;
}

/** 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291 §2.5.6). */
export function isLinkLocalUnicast({ family, high, low }: Address): boolean {
  return family === 'ipv4' ? low >>> 16 === 0xa9fe : ((high >>> 16) & 0xffc0) === 0xfe80;
}

/** 127.0.0.0/8 (RFC 1122 §3.2.1.3) or ::1 (RFC 4291 §2.5.3). */
export function isLoopback({ family, high, upper, lower, low }: Address): boolean {
  return family === 'ipv4' ? low >>> 24 === 127 : high === 0 && upper === 0 && lower === 0 && low === 1;
}

/** 0.0.0.0/8 (RFC 1122 §3.2.1.3) or ::, the source of a host that has no address yet. */
export function isInitializingSource(address: Address): boolean {
  return address.family === 'ipv4' ? address.low >>> 24 === 0 : isUnspecified(address);
}

/** ::ffff:0.0.0.0/96 (RFC 4291 §2.5.5.2). */
export function isIpv4Mapped({ family, high, upper, lower }: Address): boolean {
  return family === 'ipv6' && high === 0 && upper === 0 && lower === 0xffff;
}

/** 0.0.0.0 or ::, the address that stands for none. */
export function isUnspecified({ high, upper, lower, low }: Address): boolean {
  return high === 0 && upper === 0 && lower === 0 && low === 0;
}

/** 255.255.255.255; IPv6 has no broadcast. */
export function isLimitedBroadcast({ family, low }: Address): boolean {
  return family === 'ipv4' && low === -1;
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
    throw new LabError('BAD_ADDRESS', `${quoteText(text)} has no valid prefix length`, `Write a whole number from 0 to ${bits}.`);
  }
  return { address, prefix: Number(length) };
}

/** `10.0.1.1/24`, in canonical form. */
export function formatAddressWithPrefix(assigned: AddressWithPrefix): string {
  return `${assigned.address.text}/${assigned.prefix}`;
}

/** The network of an assigned address: the same with all host bits 0. */
export function networkOf({ address, prefix }: AddressWithPrefix): AddressWithPrefix {
  return { address: address.masked(prefix), prefix };
}

/**
 * Whether `address` is the broadcast address of the subnet that `assigned` lies in: all host bits set, IPv4 only, and only where the
 * subnet has host bits to spare (a /31 or /32 has no broadcast, RFC 3021).
 */
export function isSubnetBroadcast(assigned: AddressWithPrefix, address: Address): boolean {
  if (assigned.address.family !== 'ipv4' || address.family !== 'ipv4' || assigned.prefix > 30) return false;
  return address.low === (assigned.address.low | (-1 >>> assigned.prefix));
}

/** Whether `address` lies in the subnet of `assigned`. */
export function inSubnet({ address: own, prefix }: AddressWithPrefix, address: Address): boolean {
  if (own.family !== address.family) return false;
  const bits = (parts: Address) => (parts.family === 'ipv4' ? [parts.low] : [parts.high, parts.upper, parts.lower, parts.low]);
  const others = bits(address);
  return bits(own).every((part, index) => {
    const free = Math.max(0, 32 - Math.max(0, prefix - 32 * index));
    return free === 32 || part >>> free === (others[index] ?? 0) >>> free;
  });
}

/** The solicited-node group of an IPv6 unicast address: ff02::1:ff00:0/104 and its last 24 bits (RFC 4291 §2.7.1). */
export function solicitedNodeGroup(address: Address): Address {
  if (address.family !== 'ipv6') throw new RangeError(`${address} is not an IPv6 address`);
  const last = (address.low & 0xffff).toString(16);
  return Address.parse(`ff02::1:${(0xff00 + ((address.low >>> 16) & 0xff)).toString(16)}:${last}`);
}

/** Orders two numbers by their unsigned values. */
function unsigned(a: number, b: number): number {
  return (a >>> 0) - (b >>> 0);
}

/** An IPv6 address as eight 16-bit numbers, most significant first. */
function wordsOf({ high, upper, lower, low }: Address): number[] {
  return [high, upper, lower, low].flatMap((part) => [part >>> 16, part & 0xffff]);
}

const [ZERO, NINE, DOT] = [0x30, 0x39, 0x2e];

/** Four decimal numbers up to 255, without leading zeros, as one signed 32-bit number. Null if the text is something else. */
function readIpv4(text: string): number | null {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (octet === -1) return null;
      value = (value << 8) | octet;
      octet = -1;
      dots += 1;
    } else {
      octet = withDigit(octet, code);
      if (octet > 255) return null;
    }
  }
  return dots === 3 && octet !== -1 ? (value << 8) | octet : null;
}

/** A number with one more digit appended; more than 255 if the digit is invalid, or the number has a leading zero. */
function withDigit(octet: number, code: number): number {
  if (code < ZERO || code > NINE || octet === 0) return 256;
  return octet === -1 ? code - ZERO : octet * 10 + code - ZERO;
}

/** What is wrong with a text that is not an IPv4 address. */
function faultOfIpv4(text: string): LabError {
  try {
    parseOctets(text, text);
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error(`${text} is an IPv4 address`);
}

/** @param whole the address that the text is part of, for the message */
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

function formatIpv4(low: number): string {
  return `${low >>> 24}.${(low >>> 16) & 255}.${(low >>> 8) & 255}.${low & 255}`;
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
