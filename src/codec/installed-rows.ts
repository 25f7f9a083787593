import type { Family } from '../core/address.js';
import type { Release } from '../core/gvisor/release.js';
import { GVISOR_STACKS, RELEASES } from '../core/gvisor/release.js';
import type { RouteTable } from '../core/gvisor/route-table.js';
import { splitRoutes } from './lazy-routes.js';
import { ReadRoute } from './row-reader.js';
import { StoredRoutes } from './stored-routes.js';
import { encodeInstalledRoute } from './table-document.js';

/** Where the rows of a family's installed routes begin in a session file that we wrote, and what ends them. */
const BEGIN = '\n        "installed": [\n          ';
const END = '\n        ]';

/** Where a router begins. */
const ROUTER = '\n    {\n      "name": "';

/** How much of {@link BEGIN} stays in the text without the rows, which is an empty list then. */
const KEPT = BEGIN.indexOf('[') + 1;

/** The text of a session file without its installed routes, and the routes of each router; null for a family that has none. */
export interface CutText {
  readonly rest: string;
  readonly installed: readonly Readonly<Record<Family, StoredRoutes | null>>[];
}

/**
 * Takes the installed routes out of the text of a session file. A large session is nearly all installed routes, and looking at them here takes
 * a fraction of what JSON, its check and its objects take.
 *
 * @returns null if the text is not byte for byte as `encodeLab` writes it; the caller then parses it as ordinary JSON
 */
export function cutInstalled(text: string): CutText | null {
  const pieces: string[] = [];
  const installed: Record<Family, StoredRoutes | null>[] = [];
  let at = 0;
  for (let start = text.indexOf(ROUTER); start !== -1; start = text.indexOf(ROUTER, at)) {
    const [ipv4At, ipv6At] = [text.indexOf('\n      "ipv4": {\n', start), text.indexOf('\n      "ipv6": {\n', start)];
    if (ipv4At === -1 || ipv6At < ipv4At) return null;
    const release = releaseOf(text.slice(start, ipv4At));
    if (release === null) return null;
    const ipv4 = cutRows(text, ipv4At, ipv6At, 'ipv4', release);
    const next = text.indexOf(ROUTER, ipv6At);
    const ipv6 = cutRows(text, ipv6At, next === -1 ? text.length : next, 'ipv6', release);
    if (ipv4 === null || ipv6 === null) return null;
    pieces.push(text.slice(at, ipv4.from), text.slice(ipv4.to, ipv6.from));
    installed.push({ ipv4: ipv4.routes, ipv6: ipv6.routes });
    at = ipv6.to;
  }
  pieces.push(text.slice(at));
  return installed.length === 0 ? null : { rest: pieces.join(''), installed };
}

/** The installed routes of a table as rows of a session file, in the order of their text: a piece has one row, or many that stand so in the file. */
export function formatInstalled(table: RouteTable): readonly string[] {
  const rows: string[] = [];
  let isSorted = true;
  const { read, stored } = splitRoutes(table.installedMap);
  for (const [key, route] of read) {
    const row = (route instanceof ReadRoute ? route.row : null) ?? JSON.stringify(encodeInstalledRoute(key, route));
    isSorted &&= (rows.at(-1) ?? '') < row;
    rows.push(row);
  }
  // No character of an address comes before the quote that ends it: the order of the rows is that of their keys' text.
  if (!isSorted) rows.sort((a, b) => (a < b ? -1 : 1));
  return stored?.mergedWith(rows) ?? rows;
}

/** The release of the stack that the beginning of a router names. */
function releaseOf(head: string): Release | null {
  const stack = GVISOR_STACKS.find((name) => head.includes(`\n      "stack": "${name}",\n`));
  return stack === undefined ? null : RELEASES[stack];
}

/** A place in the text, and the routes that it has. */
interface CutRows {
  readonly from: number;
  readonly to: number;
  readonly routes: StoredRoutes | null;
}

/** Null if there are rows that are not just as we write them. */
function cutRows(text: string, from: number, until: number, family: Family, release: Release): CutRows | null {
  const begin = text.indexOf(BEGIN, from);
  if (begin === -1 || begin >= until) return { from, to: from, routes: null };
  const routes = StoredRoutes.find(text, begin + BEGIN.length, END, family, release);
  return routes === null ? null : { from: begin + KEPT, to: routes.end + END.length - 1, routes };
}
