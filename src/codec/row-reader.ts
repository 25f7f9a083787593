import type { Family } from '../core/address.js';
import { Address } from '../core/address.js';
import { MAX_INTERFACE_ID } from '../core/interface.js';
import type { MulticastRoute, OutgoingInterface, RouteUse } from '../core/route.js';
import { copyOutputs, InstalledRoute, RouteKey } from '../core/route.js';

/** How the row of an installed route begins in a session file that we wrote. */
const ROW = '{"source":"';

/** What stands between one row and the next. */
export const ROW_SEPARATOR = ',\n          ';

const [ZERO, NINE, DOT, QUOTE] = [0x30, 0x39, 0x2e, 0x22];

/** Digits of 2^53, which a shorter number is below. */
const MAX_DIGITS = 16;

/** What a row says of a route besides its key. */
export interface RowFields {
  readonly route: MulticastRoute;
  readonly lastUsedNs: number;
  readonly use: RouteUse;
}

/** A route that was read in a session file. It keeps its row until it changes, so that only what has changed is written again. */
export class ReadRoute extends InstalledRoute {
  #row: string | null;

  constructor({ route, lastUsedNs, use }: RowFields, row: string) {
    super(route, lastUsedNs, route.outgoingInterfaces);
    this.restoreUse(use);
    this.#row = row;
  }

  /** How the route stands in the file; null if it has changed since. */
  get row(): string | null {
    return this.#row;
  }

  override setLastUsedTimestamp(timeNs: number): void {
    super.setLastUsedTimestamp(timeNs);
    this.#row = null;
  }

  override countPacket(lengthBytes: number, isOnWrongInterface: boolean): void {
    super.countPacket(lengthBytes, isOnWrongInterface);
    this.#row = null;
  }
}

/** Reads rows of installed routes in the text of a session file. Rejects every row that is not formatted exactly as written. */
export class RowReader {
  /** Where in the text it is. */
  at: number;
  readonly #text: string;
  readonly #family: Family;
  readonly #outputs = new Map<string, readonly OutgoingInterface[]>();

  constructor(text: string, at: number, family: Family) {
    this.#text = text;
    this.at = at;
    this.#family = family;
  }

  /** The key at the beginning of a row. Null if it cannot be read. */
  key(): RouteKey | null {
    if (!this.skip(ROW)) return null;
    const source = this.#address();
    if (source === null || !this.skip('"group":"')) return null;
    const group = this.#address();
    return group === null ? null : new RouteKey(source, group);
  }

  /** Reads the part of a row after its key, to the end of the row. Null if it cannot be read. */
  fields(): RowFields | null {
    const iif = this.#number('"iif":');
    const oifs = iif < 1 || iif > MAX_INTERFACE_ID ? null : this.#outgoing();
    if (oifs === null) return null;
    const lastUsedNs = this.#number(',"lastUsedNs":');
    const packets = this.#number(',"packets":');
    const bytes = this.#number(',"bytes":');
    const wrongIf = this.#number(',"wrongIf":');
    if (lastUsedNs < 0 || packets < 0 || bytes < 0 || wrongIf < 0 || !this.skip('}')) return null;
    const route = { expectedInputInterface: iif, outgoingInterfaces: oifs };
    return { route, lastUsedNs, use: { packets, bytes, wrongIf } };
  }

  /** A whole row. Null if it cannot be read. */
  row(): readonly [RouteKey, InstalledRoute] | null {
    const start = this.at;
    const key = this.key();
    const fields = key === null ? null : this.fields();
    if (key === null || fields === null) return null;
    return [key, new ReadRoute(fields, this.#text.slice(start, this.at))];
  }

  /** Goes behind what stands here, if it is what is expected. */
  skip(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** A whole number up to 2^53−1 behind its name; −1 if there is none. */
  #number(name: string): number {
    if (!this.skip(name)) return -1;
    const start = this.at;
    let value = 0;
    for (let code = this.#text.charCodeAt(this.at); code >= ZERO && code <= NINE; code = this.#text.charCodeAt(this.at)) {
      value = value * 10 + code - ZERO;
      this.at += 1;
    }
    const digits = this.at - start;
    const hasLeadingZero = digits > 1 && this.#text.charCodeAt(start) === ZERO;
    return digits === 0 || digits > MAX_DIGITS || hasLeadingZero || !Number.isSafeInteger(value) ? -1 : value;
  }

  /** An address in canonical form, and `",` behind it. */
  #address(): Address | null {
    return this.#family === 'ipv4' ? this.#ipv4() : this.#ipv6();
  }

  #ipv4(): Address | null {
    let value = 0;
    for (let n = 0; n < 4; n += 1) {
      const octet = this.#octet();
      const end = this.#text.charCodeAt(this.at);
      if (octet === null || end !== (n < 3 ? DOT : QUOTE)) return null;
      value = (value << 8) | octet;
      this.at += 1;
    }
    return this.#skipEndOfAddress(Address.ofIpv4(value));
  }

  #octet(): number | null {
    const start = this.at;
    let octet = 0;
    for (let code = this.#text.charCodeAt(this.at); code >= ZERO && code <= NINE; code = this.#text.charCodeAt(this.at)) {
      octet = octet * 10 + code - ZERO;
      this.at += 1;
    }
    const digits = this.at - start;
    return digits === 0 || digits > 3 || octet > 255 || (digits > 1 && this.#text.charCodeAt(start) === ZERO) ? null : octet;
  }

  #ipv6(): Address | null {
    const end = this.#text.indexOf('"', this.at);
    const text = this.#text.slice(this.at, end);
    if (!/^[0-9a-f:.]{2,39}$/.test(text) || !text.includes(':')) return null;
    const address = parsed(text);
    this.at = end + 1;
    return address === null || address.text !== text ? null : this.#skipEndOfAddress(address);
  }

  #skipEndOfAddress(address: Address): Address | null {
    return this.skip(',') ? address : null;
  }

  /** The outgoing interfaces; those of most routes are the same as those of others. */
  #outgoing(): readonly OutgoingInterface[] | null {
    if (!this.skip(',"oifs":[')) return null;
    const end = this.#text.indexOf(']', this.at);
    const text = this.#text.slice(this.at, end);
    const known = this.#outputs.get(text) ?? readOutputs(text);
    if (known === null) return null;
    this.#outputs.set(text, known);
    this.at = end + 1;
    return known;
  }
}

/** How a row of this key begins, and only such a row: up to the quote that ends its group. */
export function beginningOfRow({ source, group }: RouteKey): string {
  return `${ROW}${source.text}","group":"${group.text}"`;
}

function parsed(text: string): Address | null {
  try {
    return Address.parse(text);
  } catch {
    return null;
  }
}

/** Null if they are not as we write them. */
function readOutputs(text: string): readonly OutgoingInterface[] | null {
  const outputs = [...text.matchAll(/\{"id":(\d{1,10}),"minTtl":(\d{1,3})\}/g)].map(([, id, minTtl]) => ({
    id: Number(id),
    minTtl: Number(minTtl),
  }));
  const isOurs = outputs.every(({ id, minTtl }) => id >= 1 && id <= MAX_INTERFACE_ID && minTtl <= 255);
  const isCanonical = outputs.map((output) => JSON.stringify(output)).join(',') === text;
  return isOurs && isCanonical ? copyOutputs(outputs) : null;
}
