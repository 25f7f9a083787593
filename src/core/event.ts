import type { Address } from './address.js';
import { DEFAULT_JOURNAL_SIZE, Newest } from './newest.js';

/**
 * A notification to the routing daemon. Source: gVisor `stack.MulticastForwardingEventDispatcher`.
 *
 * - `missingRoute`: a packet found neither an installed nor a pending route. Once for each pending route.
 * - `unexpectedInputInterface`: a packet arrived on another interface than its route expects.
 */
export type MulticastEvent =
  | { readonly type: 'missingRoute'; readonly source: Address; readonly group: Address; readonly iif: number }
  | {
      readonly type: 'unexpectedInputInterface';
      readonly source: Address;
      readonly group: Address;
      readonly iif: number;
      readonly expectedIif: number;
    };

/** The types of events. */
export const EVENT_TYPES = ['missingRoute', 'unexpectedInputInterface'] as const satisfies readonly MulticastEvent['type'][];

/** An event as the journal keeps it. */
export interface JournalEntry {
  /** Runs from 1, without gaps. */
  readonly number: number;
  readonly atNs: number;
  /** Name of the router. */
  readonly router: string;
  readonly event: MulticastEvent;
}

/** The newest events, in order. */
export class EventJournal {
  readonly #newest: Newest<JournalEntry>;
  #nextNumber: number;

  /**
   * @param nextNumber the number that the next event gets; with the entries it tells how many were dropped
   * @param size events that are kept at most
   */
  constructor(entries: readonly JournalEntry[] = [], nextNumber = 1, size = DEFAULT_JOURNAL_SIZE) {
    this.#newest = new Newest(size, entries);
    this.#nextNumber = nextNumber;
  }

  append(atNs: number, router: string, event: MulticastEvent): JournalEntry {
    const entry = { number: this.#nextNumber, atNs, router, event };
    this.#newest.append(entry);
    this.#nextNumber += 1;
    return entry;
  }

  /** Drops the entries of which something holds. */
  forget(isDropped: (entry: JournalEntry) => boolean): void {
    this.#newest.forget(isDropped);
  }

  /** Oldest first. */
  entries(): readonly JournalEntry[] {
    return this.#newest.entries();
  }

  /** The number that the next event gets. */
  get nextNumber(): number {
    return this.#nextNumber;
  }

  /** Events that were dropped to keep the journal within its size. */
  get dropped(): number {
    return this.#nextNumber - 1 - this.entries().length;
  }
}
