import type { RouteMap } from '../core/gvisor/route-map.js';
import type { InstalledRoute, RouteKey } from '../core/route.js';
import { RouteKeyMap } from '../core/route-key-map.js';
import type { StoredRoutes } from './stored-routes.js';

/** Routes that are read one by one before all the others are: looking up this many in the text costs about as much as reading all. */
const READ_ONE_BY_ONE = 1_000;

/** Installed routes of a session file. They stay text until they are asked for: the first few one by one, then all at once. */
export class LazyRoutes implements RouteMap {
  readonly #routes = new RouteKeyMap<InstalledRoute>();
  #stored: StoredRoutes | null;
  #asked = 0;

  constructor(stored: StoredRoutes) {
    this.#stored = stored;
  }

  get size(): number {
    return this.#routes.size + (this.#stored?.count ?? 0);
  }

  /** The routes that are still text; null if there are none. */
  get stored(): StoredRoutes | null {
    return this.#stored;
  }

  get(key: RouteKey): InstalledRoute | undefined {
    const found = this.#routes.get(key);
    return found !== undefined || this.#stored === null ? found : this.#read(key, this.#stored);
  }

  set(key: RouteKey, route: InstalledRoute): void {
    if (this.#stored !== null) this.get(key);
    this.#routes.set(key, route);
  }

  delete(key: RouteKey): boolean {
    if (this.#stored !== null) this.get(key);
    return this.#routes.delete(key);
  }

  clear(): void {
    this.#stored = null;
    this.#routes.clear();
  }

  entries(): Generator<readonly [RouteKey, InstalledRoute]> {
    this.#readAll();
    return this.#routes.entries();
  }

  /** The routes that are not {@link stored}, in no particular order. */
  entriesRead(): Generator<readonly [RouteKey, InstalledRoute]> {
    return this.#routes.entries();
  }

  #read(key: RouteKey, stored: StoredRoutes): InstalledRoute | undefined {
    this.#asked += 1;
    if (this.#asked > READ_ONE_BY_ONE) {
      this.#readAll();
      return this.#routes.get(key);
    }
    const taken = stored.take(key);
    if (taken === null) return undefined;
    this.#routes.set(...taken);
    return taken[1];
  }

  #readAll(): void {
    const stored = this.#stored;
    if (stored === null) return;
    this.#stored = null;
    this.#routes.reserve(this.#routes.size + stored.count);
    for (const entry of stored.takeAll()) this.#routes.set(...entry);
  }
}

/** The installed routes of a table: those that were read, in no particular order, and those that are still text, or null. */
export function splitRoutes(installed: RouteMap): {
  readonly read: Iterable<readonly [RouteKey, InstalledRoute]>;
  readonly stored: StoredRoutes | null;
} {
  if (installed instanceof LazyRoutes) return { read: installed.entriesRead(), stored: installed.stored };
  return { read: installed.entries(), stored: null };
}
