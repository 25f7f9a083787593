import type { InstalledRoute, RouteKey } from '../route.js';

/** What a route table needs of the map that holds its installed routes. */
export interface RouteMap {
  readonly size: number;
  get(key: RouteKey): InstalledRoute | undefined;
  /** Puts a route in place of any earlier one. */
  set(key: RouteKey, route: InstalledRoute): void;
  /** Returns whether there was a route to delete. */
  delete(key: RouteKey): boolean;
  clear(): void;
  /** In no particular order. The map must not be changed meanwhile. */
  entries(): Iterable<readonly [RouteKey, InstalledRoute]>;
}
