import type { Family } from '../core/address.js';
import type { GvisorStack, Release } from '../core/gvisor/release.js';
import { DEFAULT_STACK, GVISOR_STACKS, RELEASES } from '../core/gvisor/release.js';
import type { RouteTable } from '../core/gvisor/route-table.js';
import { splitRoutes } from './lazy-routes.js';
import { StoredRoutes } from './stored-routes.js';
import { encodeInstalledRoute } from './table-document.js';

/** Where the rows of a family's installed routes begin in a session file that we wrote, and what ends them. */
const BEGIN = '\n    "installed": [\n      ';
const END = '\n    ]';

/** How much of {@link BEGIN} stays in the text without the rows, which is an empty list then. */
const KEPT = BEGIN.indexOf('[') + 1;

/** The text of a session file without its installed routes, and the routes; null for a family that has none. */
export interface CutText {
  readonly rest: string;
  readonly installed: Readonly<Record<Family, StoredRoutes | null>>;
}

/**
 * Takes the installed routes out of the text of a session file. A large session is nearly all installed routes, and looking at them here takes
 * a fraction of what JSON, its check and its objects take.
 *
 * @returns null if the text is not byte for byte as `encodeLab` writes it; the caller then parses it as ordinary JSON
 */
export function cutInstalled(text: string): CutText | null {
  const [ipv4At, ipv6At] = [text.indexOf('\n  "ipv4": {\n'), text.indexOf('\n  "ipv6": {\n')];
  if (ipv4At === -1 || ipv6At < ipv4At) return null;
  const release = RELEASES[stackOf(text.slice(0, ipv4At))];
  const ipv4 = cutRows(text, ipv4At, ipv6At, 'ipv4', release);
  const ipv6 = cutRows(text, ipv6At, text.length, 'ipv6', release);
  if (ipv4 === null || ipv6 === null) return null;
  const rest = `${text.slice(0, ipv4.from)}${text.slice(ipv4.to, ipv6.from)}${text.slice(ipv6.to)}`;
  return { rest, installed: { ipv4: ipv4.routes, ipv6: ipv6.routes } };
}

/** The installed routes of a table as rows of a session file, in the order of their text: a piece has one row, or many that stand so in the file. */
export function formatInstalled(table: RouteTable): readonly string[] {
  const rows: string[] = [];
  let isSorted = true;
  const { read, stored } = splitRoutes(table.installedMap);
  for (const [key, route] of read) {
    const row = route.row ?? JSON.stringify(encodeInstalledRoute(key, route));
    route.row = row;
    isSorted &&= (rows.at(-1) ?? '') < row;
    rows.push(row);
  }
  // No character of an address comes before the quote that ends it: the order of the rows is that of their keys' text.
  if (!isSorted) rows.sort((a, b) => (a < b ? -1 : 1));
  return stored?.mergedWith(rows) ?? rows;
}

/** The stack that the beginning of a session file names. */
function stackOf(head: string): GvisorStack {
  return GVISOR_STACKS.find((name) => head.includes(`\n  "stack": "${name}",\n`)) ?? DEFAULT_STACK;
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
