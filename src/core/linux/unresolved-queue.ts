import type { Clock, Timer } from '../clock.js';
import { SECOND_NS } from '../clock.js';
import type { RouteKey } from '../route.js';
import { RouteKeyMap } from '../route-key-map.js';
import type { Frame, Unresolved } from './mfc-route.js';

/** Packets that wait in one unresolved entry at most. */
export const MAX_WAITING = 4;

/** How long an unresolved entry lives. */
export const UNRESOLVED_LIFE_NS = 10 * SECOND_NS;

/** An entry in the list of all, which is ordered by age and thus by deadline. */
interface Linked extends Unresolved {
  older: Linked | null;
  newer: Linked | null;
}

export type EnqueueResult = 'inserted' | 'queued' | 'full';

/**
 * The unresolved entries of a table. Each ends at its own deadline; as in the kernel, one timer serves them all, and it is always armed for
 * the oldest. Source: Linux `ipmr_cache_unresolved`, `ipmr_expire_process`.
 */
export class UnresolvedQueue {
  readonly #byKey = new RouteKeyMap<Linked>();
  readonly #clock: Clock;
  readonly #onExpired: (entry: Unresolved) => void;
  #oldest: Linked | null = null;
  #newest: Linked | null = null;
  #timer: Timer | null = null;

  constructor(clock: Clock, onExpired: (entry: Unresolved) => void) {
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  get size(): number {
    return this.#byKey.size;
  }

  get(key: RouteKey): Unresolved | null {
    return this.#byKey.get(key) ?? null;
  }

  /** Queues a packet, in a new entry if the key has none. */
  enqueue(key: RouteKey, frame: Frame): EnqueueResult {
    const found = this.#byKey.get(key);
    if (found !== undefined && found.frames.length >= MAX_WAITING) return 'full';
    if (found === undefined) this.#append({ key, expiresNs: this.#clock.nowNs() + UNRESOLVED_LIFE_NS, frames: [frame] });
    else found.frames.push(frame);
    return found === undefined ? 'inserted' : 'queued';
  }

  /** Removes the entry of a key and returns its packets, oldest first. */
  take(key: RouteKey): readonly Frame[] {
    const entry = this.#byKey.get(key);
    if (entry === undefined) return [];
    this.#unlink(entry);
    return entry.frames;
  }

  clear(): void {
    this.#byKey.clear();
    this.#oldest = null;
    this.#newest = null;
    this.#arm();
  }

  /** Oldest first. */
  list(): readonly Unresolved[] {
    const entries: Unresolved[] = [];
    for (let entry = this.#oldest; entry !== null; entry = entry.newer) entries.push(entry);
    return entries;
  }

  /** The timer of the oldest entry; null if it was never armed. */
  get timer(): Timer | null {
    return this.#timer;
  }

  /** Arms the timer again. Timers of one moment fire in the order in which they are armed. */
  rearm(): void {
    this.#timer?.stop();
    this.#arm();
  }

  /** When the next entry ends, or null. */
  get nextDeadlineNs(): number | null {
    return this.#oldest?.expiresNs ?? null;
  }

  /** Puts back entries, as {@link list} gave them. */
  restore(entries: readonly Unresolved[]): void {
    this.clear();
    for (const entry of entries) this.#append({ ...entry, frames: [...entry.frames] });
  }

  #append(entry: Unresolved): void {
    const { key, expiresNs, frames } = entry;
    const linked: Linked = { key, expiresNs, frames, older: this.#newest, newer: null };
    this.#byKey.set(key, linked);
    if (this.#newest === null) this.#oldest = linked;
    else this.#newest.newer = linked;
    this.#newest = linked;
    if (linked.older === null) this.#arm();
  }

  #unlink(entry: Linked): void {
    this.#byKey.delete(entry.key);
    if (entry.newer === null) this.#newest = entry.older;
    else entry.newer.older = entry.older;
    if (entry.older !== null) {
      entry.older.newer = entry.newer;
      return;
    }
    this.#oldest = entry.newer;
    this.#arm();
  }

  /** Arms the timer for the oldest entry, or stops it. */
  #arm(): void {
    const deadline = this.nextDeadlineNs;
    if (deadline === null) {
      this.#timer?.stop();
    } else if (this.#timer === null) {
      this.#timer = this.#clock.afterFunc(deadline - this.#clock.nowNs(), () => this.#expire());
    } else if (this.#timer.firesAtNs !== deadline) {
      this.#timer.reset(deadline - this.#clock.nowNs());
    }
  }

  #expire(): void {
    const now = this.#clock.nowNs();
    const expired: Linked[] = [];
    let entry = this.#oldest;
    for (; entry !== null && entry.expiresNs <= now; entry = entry.newer) expired.push(entry);
    this.#oldest = entry;
    if (entry === null) {
      this.#newest = null;
      this.#byKey.clear();
    } else {
      entry.older = null;
      for (const { key } of expired) this.#byKey.delete(key);
    }
    this.#arm();
    for (const gone of expired) this.#onExpired(gone);
  }
}
