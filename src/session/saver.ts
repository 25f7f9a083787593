import type { Lab } from '../core/lab.js';
import { reason } from '../files/file-fault.js';
import { Transaction } from '../files/transaction.js';
import { followLinks, followLinksIfCan, writableTarget } from '../files/write-file.js';
import type { HistoryRecord } from './history.js';
import { appendHistory, extendText, historyPath, historyTarget, tidyHistory } from './history-file.js';
import type { SessionCache } from './session-cache.js';
import type { SessionRef } from './session-ref.js';
import type { Version } from './version.js';
import type { Warnings } from './warnings.js';

/** A session's text before and after a change, and the records of that change. */
interface Saved {
  /** Null if there was none. */
  readonly present: Version | null;
  readonly next: Version;
  readonly records: readonly HistoryRecord[];
}

/** Changes that are saved together. */
export interface Saving {
  readonly transaction: Transaction;
  /** Sessions that may not be as the cache has them if it fails. */
  readonly touched: SessionRef[];
  /** What is done once it is saved. */
  readonly whenSaved: (() => void)[];
  /** Releases locks that were taken on the way. */
  readonly releases: (() => void)[];
}

/** Saves sessions and what belongs to them: what is done {@link together} is saved as a whole, or not at all. */
export class Saver {
  readonly #cache: SessionCache;
  readonly #warnings: Warnings;
  #saving: Saving | null = null;

  constructor(cache: SessionCache, warnings: Warnings) {
    this.#cache = cache;
    this.#warnings = warnings;
  }

  /** The history that is to be written; null if it is removed, undefined if it is not changed. */
  pending(path: string): string | null | undefined {
    const transaction = this.#saving?.transaction;
    return transaction === undefined || transaction.isEmpty ? undefined : transaction.pending(historyTarget(path).target);
  }

  /** Saves all that an action changes, or nothing. @throws LabError `SESSION_NOT_WRITABLE`; every file is unchanged */
  together<Result>(action: (saving: Saving) => Result): Result {
    if (this.#saving !== null) return action(this.#saving);
    const saving: Saving = { transaction: new Transaction(), touched: [], whenSaved: [], releases: [] };
    this.#saving = saving;
    try {
      const result = action(saving);
      this.#warnUnflushed(saving.transaction.commit());
      for (const act of saving.whenSaved) act();
      return result;
    } catch (error) {
      saving.transaction.drop();
      for (const ref of saving.touched) this.#cache.forget(ref);
      throw error;
    } finally {
      this.#saving = null;
      for (const release of saving.releases) release();
    }
  }

  #warnUnflushed(error: unknown): void {
    if (error !== null)
      this.#warnings.add(`cannot flush a folder (${reason(error)}): the last changes may be lost in a power failure`);
  }

  /** Saves the history, then the session. */
  save(ref: SessionRef, lab: Lab, { present, next, records }: Saved): void {
    this.together((saving) => {
      const path = historyOf(ref);
      const pending = this.pending(path);
      if (present === null) this.putHistory(saving, ref, extendText('', records));
      else if (pending !== undefined) this.putHistory(saving, ref, extendText(pending ?? '', records));
      else if (records.length > 0) {
        const { isLong, takeBack } = appendHistory(path, present, records);
        saving.transaction.whenDropped(takeBack);
        if (isLong) saving.whenSaved.push(() => tidyHistory(path, next));
      }
      if (next.text === present?.text && pending === undefined) this.#cache.note(ref, next.text, lab);
      else this.put(saving, ref, next.text, lab);
    });
  }

  put({ transaction, touched }: Saving, ref: SessionRef, text: string, lab: Lab | null): void {
    const { target, there } = writableTarget(ref.path);
    touched.push(ref);
    transaction.add({ anchor: target, path: ref.path, target, text, like: there });
    this.#cache.note(ref, text, lab);
  }

  /** @param text null to remove it */
  putHistory({ transaction }: Saving, ref: SessionRef, text: string | null): void {
    const path = historyOf(ref);
    const { target, like } = historyTarget(path);
    transaction.add({ anchor: followLinks(ref.path), path, target: text === null ? path : target, text, like });
  }
}

/** The path of a session's history. */
export function historyOf(ref: SessionRef): string {
  return historyPath(followLinksIfCan(ref.path));
}
