import type { RouteKey } from './route.js';
import { sameRouteKey } from './route.js';

/** Numbers that one slot takes up: the bits of a key's source and group, and the place of its value counted from 1; 0 if it is free. */
const SLOT = 4;

const FIRST_SLOTS = 16;

/**
 * A map whose keys are pairs of addresses. It finds a value in a table as large as memory with one look at the slot and one at the value,
 * where a `Map` of text goes through the text, its hash and an entry.
 *
 * Open addressing with linear probing, at most half full; a removed key leaves no trace, since those behind it move up.
 */
export class RouteKeyMap<Value> {
  #slots = new Int32Array(FIRST_SLOTS * SLOT);
  #mask = FIRST_SLOTS - 1;
  #keys: RouteKey[] = [];
  #values: Value[] = [];

  get size(): number {
    return this.#values.length;
  }

  get(key: RouteKey): Value | undefined {
    const place = this.#placeOf(key);
    return place === 0 ? undefined : this.#values[place - 1];
  }

  /** Puts a value in place of any earlier one. */
  set(key: RouteKey, value: Value): void {
    const slots = this.#slots;
    const slot = this.#find(key);
    const place = slots[slot + 2] ?? 0;
    if (place > 0) {
      this.#keys[place - 1] = key;
      this.#values[place - 1] = value;
      return;
    }
    this.#keys.push(key);
    this.#values.push(value);
    slots[slot] = key.sourceBits;
    slots[slot + 1] = key.groupBits;
    slots[slot + 2] = this.#values.length;
    if (2 * this.#values.length > this.#mask) this.#grow();
  }

  /** Returns whether it was there. */
  delete(key: RouteKey): boolean {
    const slot = this.#find(key);
    const place = this.#slots[slot + 2] ?? 0;
    if (place === 0) return false;
    this.#free(slot);
    const lastKey = this.#keys.at(-1);
    const lastValue = this.#values.at(-1);
    if (place < this.#values.length && lastKey !== undefined && lastValue !== undefined) {
      this.#slots[this.#find(lastKey) + 2] = place;
      this.#keys[place - 1] = lastKey;
      this.#values[place - 1] = lastValue;
    }
    this.#keys.pop();
    this.#values.pop();
    return true;
  }

  /** Makes room for so many values at once, rather than bit by bit. */
  reserve(count: number): void {
    while (2 * count > this.#mask) this.#grow();
  }

  clear(): void {
    this.#slots = new Int32Array(FIRST_SLOTS * SLOT);
    this.#mask = FIRST_SLOTS - 1;
    this.#keys = [];
    this.#values = [];
  }

  /** In no particular order. The map must not be changed meanwhile. */
  values(): readonly Value[] {
    return this.#values;
  }

  /** In the order of {@link values}. The map must not be changed meanwhile. */
  *entries(): Generator<readonly [RouteKey, Value]> {
    for (const [index, key] of this.#keys.entries()) {
      const value = this.#values[index];
      if (value !== undefined) yield [key, value];
    }
  }

  #placeOf(key: RouteKey): number {
    return this.#slots[this.#find(key) + 2] ?? 0;
  }

  /** The slot of a key, or the free one where it belongs. */
  #find(key: RouteKey): number {
    const { sourceBits, groupBits } = key;
    const slots = this.#slots;
    let at = hash(sourceBits, groupBits) & this.#mask;
    for (;;) {
      const slot = at * SLOT;
      const place = slots[slot + 2] ?? 0;
      if (place === 0) return slot;
      if (slots[slot] === sourceBits && slots[slot + 1] === groupBits && this.#isSame(key, place)) return slot;
      at = (at + 1) & this.#mask;
    }
  }

  #isSame(key: RouteKey, place: number): boolean {
    const found = this.#keys[place - 1];
    return found === key || (found !== undefined && sameRouteKey(found, key));
  }

  /** Frees a slot, and moves those behind it up that would not be found any more. */
  #free(freed: number): void {
    const slots = this.#slots;
    let hole = freed / SLOT;
    let at = hole;
    for (;;) {
      at = (at + 1) & this.#mask;
      const slot = at * SLOT;
      if (slots[slot + 2] === 0) break;
      const home = hash(slots[slot] ?? 0, slots[slot + 1] ?? 0) & this.#mask;
      const isBetween = hole <= at ? hole < home && home <= at : hole < home || home <= at;
      if (isBetween) continue;
      slots.copyWithin(hole * SLOT, slot, slot + SLOT);
      hole = at;
    }
    slots.fill(0, hole * SLOT, hole * SLOT + SLOT);
  }

  #grow(): void {
    const earlier = this.#slots;
    const count = 2 * (this.#mask + 1);
    const slots = new Int32Array(count * SLOT);
    this.#mask = count - 1;
    this.#slots = slots;
    for (let from = 0; from < earlier.length; from += SLOT) {
      if (earlier[from + 2] === 0) continue;
      let at = hash(earlier[from] ?? 0, earlier[from + 1] ?? 0) & this.#mask;
      while (slots[at * SLOT + 2] !== 0) at = (at + 1) & this.#mask;
      slots[at * SLOT] = earlier[from] ?? 0;
      slots[at * SLOT + 1] = earlier[from + 1] ?? 0;
      slots[at * SLOT + 2] = earlier[from + 2] ?? 0;
    }
  }
}

/** Spreads the bits of both over all: the lowest decide on the slot. */
function hash(sourceBits: number, groupBits: number): number {
  const mixed = Math.imul(sourceBits, 0x9e3779b1) ^ Math.imul(groupBits, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 3;
}
