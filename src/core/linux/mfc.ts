import type { Address, Family } from '../address.js';
import type { Clock } from '../clock.js';
import { RouteKey } from '../route.js';
import { RouteKeyMap } from '../route-key-map.js';
import { FAMILY_RULES } from './family-rules.js';
import type { Frame, MfcOutput, Unresolved } from './mfc-route.js';
import { MfcRoute } from './mfc-route.js';
import { UnresolvedQueue } from './unresolved-queue.js';
import type { VifTable } from './vif.js';

/** A route as it is added. The unspecified address is `*`. */
export interface MfcEntry {
  readonly key: RouteKey;
  /** The vif on which packets are expected. */
  readonly parent: number;
  readonly outputs: readonly MfcOutput[];
  /** Whether the parent is part of the key, as in MRT_ADD_MFC_PROXY. */
  readonly isProxy: boolean;
}

/** What adding a route did. */
export interface AddedMfcRoute {
  readonly route: MfcRoute;
  readonly isReplacement: boolean;
  /** The packets that waited for it, oldest first, now the caller's to forward. */
  readonly waiting: readonly Frame[];
}

/**
 * The multicast forwarding cache of one family: (S,G), (*,G) and (*,*) routes, and unresolved entries.
 *
 * Source: Linux `net/ipv4/ipmr_base.c`, `ipmr_mfc_add`, `ipmr_mfc_delete`, `ipmr_update_thresholds`.
 */
export class Mfc {
  readonly unresolved: UnresolvedQueue;
  /** The newest route of each key; older ones with other parents hang on it. */
  readonly #newest = new RouteKeyMap<MfcRoute>();
  readonly #family: Family;
  readonly #clock: Clock;
  readonly #any: Address;
  readonly #anyKey: RouteKey;
  #nextSerial = 0;
  #size = 0;
  /** The outputs of the last route; many routes have the same, and share them. */
  #lastOutputs: readonly MfcOutput[] = [];

  constructor(family: Family, clock: Clock, onExpired: (entry: Unresolved) => void) {
    this.#family = family;
    this.#clock = clock;
    this.#any = FAMILY_RULES[family].any;
    this.#anyKey = new RouteKey(this.#any, this.#any);
    this.unresolved = new UnresolvedQueue(clock, onExpired);
  }

  /** Installed routes. */
  get size(): number {
    return this.#size;
  }

  /** The route of exactly this key, the newest if there are several. */
  find(key: RouteKey): MfcRoute | null {
    return this.#newest.get(key) ?? null;
  }

  /** The (*,G) route for a packet that arrived on `vif`, else a (*,*) route. */
  findAny(group: Address, vif: number): MfcRoute | null {
    for (let route = this.find(new RouteKey(this.#any, group)); route !== null; route = route.older) {
      if (route.covers(vif)) return route;
      if (this.findAnyParent(route.parent)?.covers(vif) === true) return route;
    }
    return this.findAnyParent(vif);
  }

  /** The newest (*,*) route that has `vif` among its outputs. */
  findAnyParent(vif: number): MfcRoute | null {
    let route = this.find(this.#anyKey);
    while (route !== null && !route.covers(vif)) route = route.older;
    return route;
  }

  /** Adds a route, or changes the parent and the outputs of an earlier one, which keeps its counts and its place. */
  add({ key, parent, outputs, isProxy }: MfcEntry, vifs: VifTable): AddedMfcRoute {
    const kept = this.#keptOutputs(outputs, vifs);
    const existing = this.#findParent(key, isProxy ? parent : null);
    if (existing !== null) {
      existing.parent = parent;
      existing.outputs = kept;
      existing.lastUsedNs = this.#clock.nowNs();
      return { route: existing, isReplacement: true, waiting: [] };
    }
    const route = new MfcRoute(key, parent, kept, this.#clock.nowNs(), this.#nextSerial);
    this.#insert(route);
    return { route, isReplacement: false, waiting: this.unresolved.take(key) };
  }

  /** Removes and returns the newest route of a key, with this parent unless it is null. */
  remove(key: RouteKey, parent: number | null): MfcRoute | null {
    const route = this.#findParent(key, parent);
    if (route === null) return null;
    const newest = this.find(key);
    if (newest === route) {
      if (route.older === null) this.#newest.delete(key);
      else this.#newest.set(key, route.older);
    } else {
      let newer = newest;
      while (newer !== null && newer.older !== route) newer = newer.older;
      if (newer !== null) newer.older = route.older;
    }
    this.#size -= 1;
    return route;
  }

  /** Removes every route and every unresolved entry. */
  clear(): void {
    this.#newest.clear();
    this.#size = 0;
    this.unresolved.clear();
  }

  /** Installed routes, oldest first. @param isWanted whether routes of a key are listed */
  routes(isWanted: (key: RouteKey) => boolean = () => true): readonly MfcRoute[] {
    const routes: MfcRoute[] = [];
    for (const newest of this.#newest.values()) {
      if (!isWanted(newest.key)) continue;
      for (let route: MfcRoute | null = newest; route !== null; route = route.older) routes.push(route);
    }
    return routes.sort((a, b) => a.serial - b.serial);
  }

  /** Puts back a route behind the ones already there. */
  restoreRoute(entry: Omit<MfcEntry, 'isProxy'>, lastUsedNs: number): MfcRoute {
    const route = new MfcRoute(entry.key, entry.parent, entry.outputs, lastUsedNs, this.#nextSerial);
    this.#insert(route);
    return route;
  }

  #insert(route: MfcRoute): void {
    this.#nextSerial += 1;
    this.#size += 1;
    route.older = this.find(route.key);
    this.#newest.set(route.key, route);
  }

  #findParent(key: RouteKey, parent: number | null): MfcRoute | null {
    let route = this.find(key);
    while (route !== null && parent !== null && route.parent !== parent) route = route.older;
    return route;
  }

  /** The outputs that the kernel keeps: vifs that exist now, with a threshold from 1 to 254; of a vif named twice the last. */
  #keptOutputs(outputs: readonly MfcOutput[], vifs: VifTable): readonly MfcOutput[] {
    const { hasThresholds } = FAMILY_RULES[this.#family];
    const kept: MfcOutput[] = [];
    for (const output of outputs) {
      const { vif } = output;
      if (vifs.get(vif) === null) continue;
      const earlier = kept.findIndex((other) => other.vif === vif);
      if (earlier !== -1) kept.splice(earlier, 1);
      const threshold = hasThresholds ? output.threshold : 1;
      if (threshold > 0 && threshold < 255) kept.push({ vif, threshold });
    }
    kept.sort((a, b) => b.vif - a.vif);
    if (sameOutputs(kept, this.#lastOutputs)) return this.#lastOutputs;
    this.#lastOutputs = kept;
    return kept;
  }
}

function sameOutputs(a: readonly MfcOutput[], b: readonly MfcOutput[]): boolean {
  return a.length === b.length && a.every(({ vif, threshold }, i) => vif === b[i]?.vif && threshold === b[i]?.threshold);
}
