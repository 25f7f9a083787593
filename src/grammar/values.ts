import type { AddressWithPrefix, Family } from '../core/address.js';
import { Address, FAMILIES, FAMILY_NAMES, parseAddressWithPrefix } from '../core/address.js';
import { parseDuration } from '../core/duration.js';
import { LabError } from '../core/errors.js';
import { checkInterfaceAddress, INTERFACE_NAME, MAX_INTERFACE_ID } from '../core/interface.js';
import { DEFAULT_TTL, MAX_PAYLOAD_BYTES } from '../core/packet.js';
import { quoteText } from '../core/printable.js';
import { RouteKey } from '../core/route.js';
import type { ArgSpec, OptionSpec } from './spec.js';

/** An outgoing interface as `--oif` gives it. */
export interface OifValue {
  readonly oif: string;
  readonly minTtl: number;
}

/** SOURCE, as an argument. */
export const sourceArg: ArgSpec<Address, true> = {
  label: 'SOURCE',
  summary: 'source address, such as 10.0.1.9 or fc00:1::9',
  required: true,
  completes: 'source',
  parse: parseSource,
};

/** GROUP, as an argument. */
export const groupArg: ArgSpec<Address, true> = {
  label: 'GROUP',
  summary: 'multicast group, such as 239.1.1.1 or ff0e::a',
  required: true,
  completes: 'group',
  parse: parseGroup,
};

function parseSource(text: string): Address {
  return parseAddress(text, 'a packet has one source');
}

function parseGroup(text: string): Address {
  return parseAddress(text, 'a packet has one group');
}

/** @throws LabError `BAD_ADDRESS`, with what the table has in place of a wildcard or a range */
function parseAddress(text: string, noWildcard: string): Address {
  if (text === '*') throw new LabError('BAD_ADDRESS', noWildcard, ONE_ADDRESS);
  if (text.includes('/') && isPrefix(text))
    throw new LabError('BAD_ADDRESS', `ranges such as ${text} do not exist in route tables`, ONE_ADDRESS);
  return Address.parse(text);
}

const ONE_ADDRESS = 'Give one address, such as 10.0.1.9 or 239.1.1.1; repeat the command for others.';

function isPrefix(text: string): boolean {
  return /^[0-9a-fA-F.:]+\/\d{1,3}$/.test(text);
}

/** An address of a route, or `*` for any. */
export type RoutePart = Address | '*';

/** SOURCE of a route, as an argument. */
export const routeSourceArg: ArgSpec<RoutePart, true> = { ...sourceArg, parse: parseRoutePart };

/** GROUP of a route, as an argument. */
export const routeGroupArg: ArgSpec<RoutePart, true> = { ...groupArg, parse: parseRoutePart };

function parseRoutePart(text: string): RoutePart {
  return text === '*' ? text : parseAddress(text, '');
}

/**
 * The key of a route of which source, group or both may be `*`, and whether one is. Two stars are IPv4; of IPv6 they are written as `::`.
 *
 * @throws LabError `BAD_ADDRESS` if the addresses are of different families
 */
export function routeKeyOf(source: RoutePart, group: RoutePart): { readonly key: RouteKey; readonly isStarred: boolean } {
  const other = source === '*' ? group : source;
  const any = Address.parse(other !== '*' && other.family === 'ipv6' ? '::' : '0.0.0.0');
  const key = keyOf(source === '*' ? any : source, group === '*' ? any : group);
  return { key, isStarred: source === '*' || group === '*' };
}

/** The same argument, where it may be left out. */
export function optional<Value>(spec: ArgSpec<Value, true>): ArgSpec<Value, false> {
  return { ...spec, required: false };
}

/** The same argument, where the command asks for it, or itself says that it is missing. */
export function asked<Value>(spec: ArgSpec<Value, true>): ArgSpec<Value, false> {
  return { ...spec, required: false, needed: true };
}

/** IF, as an argument. */
export const interfaceArg: ArgSpec<string, true> = {
  label: 'IF',
  summary: 'name or id of an interface',
  required: true,
  completes: 'interface',
  parse: String,
};

/** An option that names an interface and cannot be left out. */
export function interfaceFlag(summary: string): OptionSpec<string, false> {
  return { ...iifFlag, summary };
}

/** `--iif IF` */
export const iifFlag: OptionSpec<string, false> = {
  kind: 'option',
  label: 'IF',
  summary: 'input interface, by name or id',
  multiple: false,
  needed: true,
  completes: 'interface',
  parse: String,
};

/** `--oif IF[:MINTTL]`, repeatable. */
export const oifFlag: OptionSpec<OifValue, true> = {
  kind: 'option',
  label: 'IF[:MINTTL]',
  summary: 'outgoing interface, with a minimum TTL or, in linux, a threshold (default: 1); repeatable',
  multiple: true,
  separator: ',',
  needed: true,
  completes: 'interface-output',
  parse: parseOif,
};

/** `--family ipv4|ipv6` (default: both). */
export const familyFlag: OptionSpec<Family, false> = {
  kind: 'option',
  label: 'FAMILY',
  summary: 'address family',
  multiple: false,
  options: FAMILIES,
  defaultText: 'both',
  parse: (text) => (text === 'ipv6' ? 'ipv6' : 'ipv4'),
};

/** The families that `--family` names. */
export function familiesOf(family: Family | undefined): readonly Family[] {
  return family === undefined ? FAMILIES : [family];
}

/** A flag whose value is a whole number in a range. */
export function integerFlag(fields: {
  readonly label: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly min: number;
  readonly max: number;
  readonly defaultText?: string;
}): OptionSpec<number, false> {
  const { min, max, ...shown } = fields;
  return {
    kind: 'option',
    multiple: false,
    ...shown,
    parse: (text, name) => parseInteger(text, name, min, max),
  };
}

/** `--ttl N`, of a packet that arrives. */
export const ttlFlag = integerFlag({
  label: 'TTL',
  aliases: ['hop-limit'],
  summary: 'TTL on arrival; hop limit for IPv6',
  min: 0,
  max: 255,
  defaultText: String(DEFAULT_TTL),
});

/** A flag whose value is a duration. */
export function durationFlag(label: string, summary: string): OptionSpec<number, false> {
  return { kind: 'option', label, summary, multiple: false, parse: parseDuration };
}

/** Steps that may be asked for at once. */
const MAX_STEPS = 1_000_000;

/** `[N]`, a number of steps of a session's history. */
export function stepsArg(summary: string): ArgSpec<number, false> {
  return { label: 'N', summary, required: false, parse: (text) => parseInteger(text, 'N', 1, MAX_STEPS) };
}

/** `--id N` */
export const interfaceIdFlag = integerFlag({
  label: 'N',
  summary: 'interface id',
  min: 1,
  max: MAX_INTERFACE_ID,
  defaultText: 'the smallest free id',
});

/** `--address CIDR`, repeatable. */
export const addressFlag: OptionSpec<AddressWithPrefix, true> = {
  kind: 'option',
  label: 'CIDR',
  summary: 'address with its prefix length, such as 10.0.5.1/24; repeatable',
  multiple: true,
  parse: parseInterfaceAddress,
};

/** The (S,G) that two addresses make. @throws LabError `BAD_ADDRESS` if they are of different families */
export function keyOf(source: Address, group: Address): RouteKey {
  if (source.family !== group.family) {
    throw new LabError(
      'BAD_ADDRESS',
      `source ${source} and group ${group} are of different families`,
      'Use two IPv4 or two IPv6 addresses.',
    );
  }
  return new RouteKey(source, group);
}

/** @throws LabError `USAGE` */
export function parseInterfaceName(text: string): string {
  if (INTERFACE_NAME.test(text)) return text;
  throw new LabError(
    'USAGE',
    `invalid interface name ${quoteText(text)}`,
    'A name starts with a letter and has at most 15 letters, digits, dots, dashes and underscores.',
  );
}

/** @throws LabError `BAD_ADDRESS` */
function parseInterfaceAddress(text: string): AddressWithPrefix {
  const assigned = parseAddressWithPrefix(text);
  checkInterfaceAddress(assigned.address);
  return assigned;
}

/** @throws LabError `USAGE` */
export function parseHexPayload(text: string): Uint8Array {
  if (/^([0-9a-fA-F]{2})*$/.test(text)) return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  throw new LabError(
    'USAGE',
    `${quoteText(text)} is not a hexadecimal payload`,
    'Write two digits per byte, such as 48656c6c6f.',
  );
}

/** @throws LabError `USAGE` if a datagram of the key's family cannot hold the payload */
export function checkPayload(payload: Uint8Array, { group }: Pick<RouteKey, 'group'>): Uint8Array {
  const max = MAX_PAYLOAD_BYTES[group.family];
  if (payload.length <= max) return payload;
  throw new LabError(
    'USAGE',
    'the payload is too large for a datagram',
    `UDP over ${FAMILY_NAMES[group.family]} carries at most ${max} bytes.`,
  );
}

/** @param name what the number is, for messages. @throws LabError `USAGE` */
export function parseInteger(text: string, name: string, min: number, max: number): number {
  const value = Number(text);
  if (/^(0|[1-9]\d{0,15})$/.test(text) && value >= min && value <= max) return value;
  throw new LabError('USAGE', `${name} must be a whole number from ${min} to ${max}, not ${quoteText(text)}`);
}

function parseOif(text: string): OifValue {
  const { oif, minTtl } = splitOif(text);
  return { oif, minTtl: minTtl ?? 1 };
}

/** An outgoing interface and its minimum TTL (default: null). @throws LabError `USAGE` */
export function splitOif(text: string): { readonly oif: string; readonly minTtl: number | null } {
  // A router may precede the interface: r2:eth1:10.
  const colon = /^[A-Za-z][^:]*:(?!\d*$)/.test(text) ? text.indexOf(':', text.indexOf(':') + 1) : text.indexOf(':');
  if (colon === 0 || text === '')
    throw new LabError('USAGE', `${quoteText(text)} does not name an interface`, 'Write it as eth2 or eth2:10.');
  if (colon === -1) return { oif: text, minTtl: null };
  return { oif: text.slice(0, colon), minTtl: parseInteger(text.slice(colon + 1), 'MINTTL', 0, 255) };
}
