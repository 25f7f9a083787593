import type { Family } from '../core/address.js';
import type { Release } from '../core/gvisor/release.js';
import type { InstalledRoute, RouteKey } from '../core/route.js';
import { findKeyFault, findRouteFault } from '../core/route-fault.js';
import { beginningOfRow, ROW_SEPARATOR, RowReader } from './row-reader.js';

const QUOTE = 0x22;

/** Bytes that a row takes for each of its characters once it is a route that is shown. */
const BYTES_OF_CHARACTER = 10;

/** Claims bytes of memory before they are taken, in all; throws if there are fewer. */
export type Claim = (bytes: number) => void;

/** Quotes up to the end of a row's key: `{"source":"10.0.1.9","group":"239.1.1.1"`. */
const KEY_QUOTES = 8;

/**
 * Installed routes as a session file has them: rows of text, in the order of that text. All were looked at, and are as a table needs them, but
 * a route is made of a row only when somebody asks for it. Most commands ask for one of a hundred thousand.
 */
export class StoredRoutes {
  /** The latest time at which any of them was used, in nanoseconds; 0 if there are none. */
  readonly latestUseNs: number;
  /** Asked before all routes are made. */
  claim: Claim = () => {};
  readonly #text: string;
  readonly #family: Family;
  /** Where each row begins. */
  readonly #starts: readonly number[];
  /** Where the last row ends. */
  readonly #end: number;
  /** The rows that are routes of the table now, or were, and do not count any more. */
  readonly #taken = new Set<number>();

  private constructor(text: string, family: Family, { starts, end, latestUseNs }: SeenRows) {
    this.#text = text;
    this.#family = family;
    this.#starts = starts;
    this.#end = end;
    this.latestUseNs = latestUseNs;
  }

  /**
   * The rows at a place of a text.
   *
   * @param at where the first row begins
   * @param ending the text after the last row
   * @returns null if the rows are not just as we write them, or anything about them would be refused
   */
  static find(text: string, at: number, ending: string, family: Family, release: Release): StoredRoutes | null {
    const seen = lookAtRows(text, at, ending, family, release);
    return seen === null ? null : new StoredRoutes(text, family, seen);
  }

  /** How many there are that were not taken. */
  get count(): number {
    return this.#starts.length - this.#taken.size;
  }

  /** Where in the text the last row ends. */
  get end(): number {
    return this.#end;
  }

  /** Makes the route of a key, which is the table's from then on. Null if there is none, or it was taken. */
  take(key: RouteKey): readonly [RouteKey, InstalledRoute] | null {
    const beginning = beginningOfRow(key);
    const index = this.#placeOf(beginning);
    const start = this.#starts[index];
    if (start === undefined || this.#taken.has(index) || !this.#text.startsWith(beginning, start)) return null;
    this.#taken.add(index);
    return this.#read(start);
  }

  /** Makes the routes of all that were not taken, in the order of their rows. */
  *takeAll(): Generator<readonly [RouteKey, InstalledRoute]> {
    this.claim(this.#text.length * BYTES_OF_CHARACTER);
    const reader = new RowReader(this.#text, 0, this.#family);
    for (const [index, start] of this.#starts.entries()) {
      if (this.#taken.has(index)) continue;
      this.#taken.add(index);
      reader.at = start;
      yield madeSure(reader.row());
    }
  }

  /**
   * The rows that were not taken, together with others, in the order of their text: as pieces to be put together with
   * {@link ROW_SEPARATOR} between them.
   *
   * @param rows in the order of their text
   */
  mergedWith(rows: readonly string[]): string[] {
    const pieces: string[] = [];
    const seams = [
      ...[...this.#taken].map((index) => ({ index, row: null })),
      ...rows.map((row) => ({ index: this.#placeOf(row), row })),
    ].sort((a, b) => a.index - b.index);
    let done = 0;
    for (const { index, row } of seams) {
      if (index > done) pieces.push(this.#rows(done, index));
      done = Math.max(done, row === null ? index + 1 : index);
      if (row !== null) pieces.push(row);
    }
    if (done < this.#starts.length) pieces.push(this.#rows(done, this.#starts.length));
    return pieces;
  }

  /** How many rows come before a text, or before any that begins with it. */
  #placeOf(text: string): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = this.#starts[middle] ?? 0;
      if (this.#text.slice(start, start + text.length) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The text from one row to before another. */
  #rows(from: number, to: number): string {
    const next = this.#starts[to];
    return this.#text.slice(this.#starts[from], next === undefined ? this.#end : next - ROW_SEPARATOR.length);
  }

  #read(start: number): readonly [RouteKey, InstalledRoute] {
    return madeSure(new RowReader(this.#text, start, this.#family).row());
  }
}

/** What a look at all rows has shown. */
interface SeenRows {
  readonly starts: readonly number[];
  readonly end: number;
  readonly latestUseNs: number;
}

/** Null if anything about them is not as it must be. */
function lookAtRows(text: string, at: number, ending: string, family: Family, release: Release): SeenRows | null {
  const reader = new RowReader(text, at, family);
  const starts: number[] = [];
  let latestUseNs = 0;
  for (;;) {
    const start = reader.at;
    const key = reader.key();
    if (key === null || findKeyFault(key, family, release) !== null) return null;
    const fields = reader.fields();
    if (fields === null || findRouteFault(fields.route, fields.use) !== null) return null;
    const previous = starts.at(-1);
    if (previous !== undefined && !comesBefore(text, previous, start)) return null;
    starts.push(start);
    latestUseNs = Math.max(latestUseNs, fields.lastUsedNs);
    const end = reader.at;
    if (reader.skip(ROW_SEPARATOR)) continue;
    return reader.skip(ending) ? { starts, end, latestUseNs } : null;
  }
}

/** Whether the key of one row comes before that of another in the order of their text; so no key occurs twice. */
function comesBefore(text: string, one: number, other: number): boolean {
  let quotes = 0;
  for (let offset = 0; ; offset += 1) {
    const [a, b] = [text.charCodeAt(one + offset), text.charCodeAt(other + offset)];
    if (a !== b) return a < b;
    if (a === QUOTE) quotes += 1;
    if (quotes === KEY_QUOTES) return false;
  }
}

/** @throws Error if a row that was looked at before cannot be read */
function madeSure(row: readonly [RouteKey, InstalledRoute] | null): readonly [RouteKey, InstalledRoute] {
  if (row === null) throw new Error('a row that was readable no longer is');
  return row;
}
