import type { InstalledRoute, RouteKey } from '../core/route.js';
import { RouteKeyMap } from '../core/route-key-map.js';
import type { StoredRoutes } from './stored-routes.js';

/** Routes that are read one by one before all are: so many look-ups in text cost about what reading all does. */
const READ_ONE_BY_ONE = 1_000;

/**
 * The installed routes of a table. Those of a session file are left there as text until they are asked for: few of them one by one, then all.
 */
export class InstalledRoutes {
  readonly #routes = new RouteKeyMap<InstalledRoute>();
  #stored: StoredRoutes | null = null;
  #asked = 0;

  get size(): number {
    return this.#routes.size + (this.#stored?.count ?? 0);
  }

  /** The routes that are text still; null if there are none. */
  get stored(): StoredRoutes | null {
    return this.#stored;
  }

  get(key: RouteKey): InstalledRoute | undefined {
    const found = this.#routes.get(key);
    return found !== undefined || this.#stored === null ? found : this.#read(key, this.#stored);
  }

  /** Puts a route in place of any earlier one. */
  set(key: RouteKey, route: InstalledRoute): void {
    if (this.#stored !== null) this.get(key);
    this.#routes.set(key, route);
  }

  /** Returns whether there was one. */
  delete(key: RouteKey): boolean {
    if (this.#stored !== null) this.get(key);
    return this.#routes.delete(key);
  }

  clear(): void {
    this.#stored = null;
    this.#routes.clear();
  }

  /** All of them, in no particular order. */
  entries(): Generator<readonly [RouteKey, InstalledRoute]> {
    this.#readAll();
    return this.entriesRead();
  }

  /** Those that are not {@link stored}, in no particular order. */
  *entriesRead(): Generator<readonly [RouteKey, InstalledRoute]> {
    const routes = this.#routes.values();
    for (const [index, key] of this.#routes.keys().entries()) {
      const route = routes[index];
      if (route !== undefined) yield [key, route];
    }
  }

  /** Adds routes that are text to a table that has none of their keys. */
  restore(stored: StoredRoutes): void {
    this.#stored = stored;
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
