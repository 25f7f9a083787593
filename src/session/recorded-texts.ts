import type { HistoryRecord } from './history.js';
import type { TextPatch } from './text-patch.js';
import { applyPatch, reversePatch } from './text-patch.js';
import { fingerprintOf } from './version.js';

/** How the text of a state is made: written down, or from the text of another state. */
type Origin = { readonly text: string } | { readonly from: string; readonly patch: TextPatch; readonly isBack: boolean };

/** Characters that are worked through in all, so that a history made to take long does not. The first text is made in any case. */
const WORK_AT_MOST = 500_000_000;

/** Characters of texts that are kept, since the next state to be asked for is mostly on the way to the last one. */
const KEPT_AT_MOST = 64_000_000;

/** Makes the texts of states again, by their fingerprints: from whole texts in a history, over steps and back over steps. */
export class RecordedTexts {
  readonly #origins = new Map<string, Origin>();
  /** States whose text cannot be made, since a record on the way is damaged. */
  readonly #lost = new Set<string>();
  readonly #made = new Map<string, string>();
  #kept = 0;
  #work = 0;

  constructor(records: readonly HistoryRecord[]) {
    const neighbors = new Map<string, [string, Origin][]>();
    const connect = (from: string, to: string, patch: TextPatch, isBack: boolean) => {
      const known = neighbors.get(from);
      if (known === undefined) neighbors.set(from, [[to, { from, patch, isBack }]]);
      else known.push([to, { from, patch, isBack }]);
    };
    for (const record of records) {
      if (record.kind === 'text' && fingerprintOf(record.text) === record.after) this.#origins.set(record.after, record);
      if (record.kind !== 'step') continue;
      connect(record.before, record.after, record.patch, false);
      connect(record.after, record.before, record.patch, true);
    }
    // What is added meanwhile is visited as well: each state is reached over the fewest steps.
    for (const [state] of this.#origins)
      for (const [to, origin] of neighbors.get(state) ?? []) if (!this.#origins.has(to)) this.#origins.set(to, origin);
  }

  /** Null if there is none. */
  of(state: string): string | null {
    const way: string[] = [];
    let at = state;
    let text = this.#known(at);
    while (text === null) {
      const origin = this.#origins.get(at);
      if (origin === undefined || !('from' in origin) || this.#lost.has(at)) break;
      way.push(at);
      at = origin.from;
      text = this.#known(at);
    }
    if (text !== null && this.#work <= WORK_AT_MOST) return this.#along(way.reverse(), text);
    for (const step of way) this.#lost.add(step);
    return null;
  }

  /** The text of a state, if it is at hand. */
  #known(state: string): string | null {
    const origin = this.#origins.get(state);
    return this.#made.get(state) ?? (origin !== undefined && 'text' in origin ? origin.text : null);
  }

  #along(way: readonly string[], start: string): string | null {
    let text: string | null = start;
    // The caller reads it.
    this.#work += start.length;
    for (const state of way) {
      const origin = this.#origins.get(state);
      if (text !== null && origin !== undefined && 'from' in origin) text = changed(text, origin.patch, origin.isBack);
      if (text === null || fingerprintOf(text) !== state) {
        this.#lost.add(state);
        return null;
      }
      this.#work += text.length;
      this.#kept += text.length;
      if (this.#kept <= KEPT_AT_MOST) this.#made.set(state, text);
    }
    return text;
  }
}

/** Null if the patch does not fit. */
function changed(text: string, patch: TextPatch, isBack: boolean): string | null {
  try {
    return applyPatch(text, isBack ? reversePatch(patch) : patch);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
