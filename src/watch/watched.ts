import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { Deeds } from '../render/watch/deeds.js';
import type { History } from '../session/history.js';
import type { SessionRef } from '../session/session-ref.js';
import type { SessionStore } from '../session/store.js';
import { whatWasDone } from './what-was-done.js';

/** How often a session is read again that changes while it is read. */
const READINGS = 5;

/** A session when it was last read. */
export type Seen =
  | {
      readonly kind: 'lab';
      readonly place: SessionRef;
      readonly lab: Lab;
      readonly history: History;
      /** What it was before the last change; null if that is not known. */
      readonly before: Lab | null;
      readonly deeds: Deeds;
    }
  | { readonly kind: 'missing'; readonly place: SessionRef }
  | { readonly kind: 'fault'; readonly label: string; readonly error: LabError };

/** A session that is looked at again and again, and never changed. */
export class WatchedSession {
  readonly #store: SessionStore;
  /** The last lab of the place, even after errors. */
  #last: Extract<Seen, { kind: 'lab' }> | null = null;

  /** @param store keeps labs that nobody else changes */
  constructor(store: SessionStore) {
    this.#store = store;
  }

  /** Where the session is. @throws LabError as `SessionStore.chosen` */
  readonly place = (): SessionRef => this.#store.chosen();

  /** Looks again. What has gone wrong is seen as well. */
  look(): Seen {
    let label = '?';
    try {
      const place = this.place();
      label = place.label;
      const read = this.#read(place);
      if (read === null) return { kind: 'missing', place };
      this.#last = this.#compare(place, read);
      return this.#last;
    } catch (error) {
      if (error instanceof LabError) return { kind: 'fault', label, error };
      throw error;
    }
  }

  /** A lab and the history that leads to it; null if there is none. */
  #read(place: SessionRef): { readonly lab: Lab; readonly history: History } | null {
    for (let reading = 1; ; reading += 1) {
      const lab = this.#store.load(place);
      if (lab === null) return null;
      const history = this.#store.history(place);
      if (this.#store.load(place) === lab || reading === READINGS) return { lab, history };
    }
  }

  #compare(
    place: SessionRef,
    { lab, history }: { readonly lab: Lab; readonly history: History },
  ): Extract<Seen, { kind: 'lab' }> {
    const last = this.#last?.place.path === place.path ? this.#last : null;
    const done = whatWasDone(last?.history ?? null, history);
    if (last !== null && done === null && lab === last.lab) return last;
    const before = last === null ? this.#earlier(place, history) : last.lab;
    return { kind: 'lab', place, lab, history, before, deeds: done ?? { verb: 'unknown' } };
  }

  /** What the session was before its last step, as far as its history tells it. */
  #earlier(place: SessionRef, { position }: History): Lab | null {
    if (position === 0) return null;
    try {
      return this.#store.labAt(place, position - 1);
    } catch (error) {
      if (error instanceof LabError) return null;
      throw error;
    }
  }
}
