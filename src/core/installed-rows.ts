import type { Family } from './address.js';
import { Address } from './address.js';
import { MAX_INTERFACE_ID } from './interface.js';
import type { OutgoingInterface } from './route.js';
import { copyOutputs, InstalledRoute, RouteKey } from './route.js';
import type { RouteTable } from './route-table.js';
import { encodeInstalledRoute } from './table-document.js';

/** Installed routes and their keys, as they are read: two lists of one order, since a pair for each would be a hundred thousand more objects. */
export interface InstalledEntries {
  readonly keys: readonly RouteKey[];
  readonly routes: readonly InstalledRoute[];
}

/** Where the rows of a family's installed routes begin in a session file that we wrote, and what ends them. */
const BEGIN = '\n    "installed": [\n';
const END = '    ]';
const ROW = '      {"source":"';

/** Where in a row's line its text begins. */
const ROW_START = ROW.indexOf('{');

/** The text of a session file without its installed routes, and the routes. */
export interface CutText {
  readonly rest: string;
  readonly installed: Readonly<Record<Family, InstalledEntries>>;
}

/**
 * Takes the installed routes out of the text of a session file. A large session is nearly all installed routes, and reading them here takes
 * a fraction of what JSON, its check and its objects take.
 *
 * @returns null if the text is not just as we write it: then it is read as any JSON is
 */
export function cutInstalled(text: string): CutText | null {
  const [ipv4At, ipv6At] = [text.indexOf('\n  "ipv4": {\n'), text.indexOf('\n  "ipv6": {\n')];
  if (ipv4At === -1 || ipv6At < ipv4At) return null;
  const ipv4 = readRows(text, ipv4At, ipv6At, 'ipv4');
  const ipv6 = readRows(text, ipv6At, text.length, 'ipv6');
  if (ipv4 === null || ipv6 === null) return null;
  const rest = `${text.slice(0, ipv4.from)}${text.slice(ipv4.to, ipv6.from)}${text.slice(ipv6.to)}`;
  return { rest, installed: { ipv4: ipv4.entries, ipv6: ipv6.entries } };
}

/** The installed routes of a table as rows of a session file, in the order of their keys' text. */
export function formatInstalled(table: RouteTable): readonly string[] {
  const rows: string[] = [];
  let isSorted = true;
  for (const [key, route] of table.installedRoutes()) {
    const row = route.row ?? JSON.stringify(encodeInstalledRoute(key, route));
    route.row = row;
    isSorted &&= (rows.at(-1) ?? '') < row;
    rows.push(row);
  }
  // No character of an address comes before the quote that ends it: the order of the rows is that of their keys' text.
  return isSorted ? rows : rows.sort((a, b) => (a < b ? -1 : 1));
}

interface ReadRows {
  readonly from: number;
  readonly to: number;
  readonly entries: InstalledEntries;
}

function readRows(text: string, from: number, until: number, family: Family): ReadRows | null {
  const begin = text.indexOf(BEGIN, from);
  const keys: RouteKey[] = [];
  const routes: InstalledRoute[] = [];
  const entries = { keys, routes };
  if (begin === -1 || begin >= until) return { from, to: from, entries };
  const reader = new RowReader(text, begin + BEGIN.length, family);
  for (let goesOn = !text.startsWith(END, reader.at); goesOn; goesOn = reader.goesOn) {
    const start = reader.at;
    const key = reader.key();
    const route = key === null ? null : reader.route(start + ROW_START);
    if (key === null || route === null) return null;
    keys.push(key);
    routes.push(route);
  }
  if (!text.startsWith(END, reader.at)) return null;
  // What is left is an empty list.
  return { from: begin + BEGIN.length - 1, to: reader.at + END.length - 1, entries };
}

const [ZERO, NINE, DOT, QUOTE] = [0x30, 0x39, 0x2e, 0x22];

/** Digits of 2^53, which a shorter number is below. */
const MAX_DIGITS = 16;

/** Reads rows one after the other. Whatever is not just as we write it is not read. */
class RowReader {
  at: number;
  /** Whether a comma stands behind the row that was read: then another one must follow, and else none may. */
  goesOn = false;
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
    if (!this.#skip(ROW)) return null;
    const source = this.#address();
    if (source === null || !this.#skip('"group":"')) return null;
    const group = this.#address();
    return group === null ? null : new RouteKey(source, group);
  }

  /**
   * The rest of a row. Null if it cannot be read.
   *
   * @param start where the row began
   */
  route(start: number): InstalledRoute | null {
    const iif = this.#number('"iif":');
    const oifs = iif < 1 || iif > MAX_INTERFACE_ID ? null : this.#outgoing();
    if (oifs === null) return null;
    const lastUsedNs = this.#number(',"lastUsedNs":');
    const packets = this.#number(',"packets":');
    const bytes = this.#number(',"bytes":');
    const wrongIf = this.#number(',"wrongIf":');
    if (lastUsedNs < 0 || packets < 0 || bytes < 0 || wrongIf < 0 || !this.#skip('}')) return null;
    const route = new InstalledRoute({ expectedInputInterface: iif, outgoingInterfaces: oifs }, lastUsedNs, oifs);
    route.restoreUse({ packets, bytes, wrongIf });
    route.row = this.#text.slice(start, this.at);
    this.goesOn = this.#skip(',');
    return this.#skip('\n') ? route : null;
  }

  #skip(expected: string): boolean {
    if (!this.#text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** A whole number up to 2^53−1 behind its name; −1 if there is none. */
  #number(name: string): number {
    if (!this.#skip(name)) return -1;
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
    return this.#skip(',') ? address : null;
  }

  /** The outgoing interfaces; those of most routes are the same as those of others. */
  #outgoing(): readonly OutgoingInterface[] | null {
    if (!this.#skip(',"oifs":[')) return null;
    const end = this.#text.indexOf(']', this.at);
    const text = this.#text.slice(this.at, end);
    const known = this.#outputs.get(text) ?? readOutputs(text);
    if (known === null) return null;
    this.#outputs.set(text, known);
    this.at = end + 1;
    return known;
  }
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
