import type { Stats } from 'node:fs';
import { lstatSync, renameSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LabError } from '../core/errors.js';
import { refused } from './file-fault.js';
import { syncFolder } from './folder.js';
import type { Intent, KeptFile } from './intent.js';
import { dropIntents, isRestored, linkOrCopy, removeAsides, restore, writeIntents } from './intent.js';
import { removeQuietly, temporaryName } from './temporary.js';
import { writeNew } from './write-file.js';

/** A file that a transaction changes. */
interface FileChange {
  /** The file whose lock guards it, as the session of a history. */
  readonly anchor: string;
  /** As errors name it. */
  readonly path: string;
  /** Where it is: no link. */
  readonly target: string;
  /** Null if it is removed. */
  readonly text: string | null;
  /** The file whose permissions and owner a new one gets. */
  readonly like: Stats | null;
  /** Turns an error on this file into the caller's own. */
  readonly explain?: (error: LabError) => LabError;
}

/** A change under way. */
interface Step extends FileChange {
  /** The new text, until it is put in place. */
  readonly temporary: string;
  /** The name that keeps what was there before; null if there was nothing. */
  readonly aside: string | null;
}

/**
 * Changes several files, all or none, also if the power fails in between. The caller holds the lock of each anchor.
 *
 * 1. Everything new is written beside its place and flushed, and what is there gets a second name.
 * 2. The intent, a list of these names, is written beside each anchor and flushed.
 * 3. The new files are put in place, others removed, and the folders flushed.
 * 4. The intent is removed. From here on the transaction is done.
 *
 * A failure before 4 is undone: at once, or by the next holder of the lock (`settle`). No intent is needed if order is enough:
 * where all but the last change create files that mean nothing without it.
 */
export class Transaction {
  readonly #changes = new Map<string, FileChange>();
  readonly #undo: (() => void)[] = [];

  /** Puts a text in the place of a file, or removes the file; the last change of a file counts. */
  add(change: FileChange): void {
    this.#changes.delete(change.target);
    this.#changes.set(change.target, change);
  }

  get isEmpty(): boolean {
    return this.#changes.size === 0;
  }

  /** What a file will hold; null if it will be removed, undefined if it is not changed. */
  pending(target: string): string | null | undefined {
    return this.#changes.get(target)?.text;
  }

  /** @param undo takes back what was done to a file without the transaction, if the transaction fails */
  whenDropped(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** Gives up: takes back what was done meanwhile. Files are changed by {@link commit} alone. */
  drop(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }

  /**
   * @returns what the file system says if a folder cannot be flushed: all is done, but may be lost if the power fails. Null if it was flushed
   * @throws LabError `SESSION_NOT_WRITABLE`; every file is unchanged
   */
  commit(): unknown {
    const steps = [...this.#changes.values()].map((change) => naming(change, () => toStep(change)));
    const intent = isOrderEnough(steps) ? null : intentOf(steps);
    const applied: Step[] = [];
    try {
      for (const step of steps) naming(step, () => writeBeside(step, intent !== null));
      if (intent !== null) begin(intent, steps);
      for (const step of steps) {
        naming(step, () => apply(step));
        applied.push(step);
      }
      const unflushed = flushFolders(steps);
      const undropped = intent === null ? null : end(intent, steps);
      removeAsides(steps);
      return unflushed ?? undropped;
    } catch (error) {
      undo(intent, steps, applied);
      throw error;
    }
  }
}

function toStep(change: FileChange): Step {
  const isThere = lstatSync(change.target, { throwIfNoEntry: false }) !== undefined;
  return { ...change, temporary: temporaryName(change.target), aside: isThere ? temporaryName(change.target) : null };
}

function isOrderEnough(steps: readonly Step[]): boolean {
  const last = steps.at(-1);
  return steps.slice(0, -1).every(({ aside, anchor }) => aside === null && anchor === last?.anchor);
}

function intentOf(steps: readonly Step[]): Intent {
  return {
    anchors: [...new Set(steps.map(({ anchor }) => anchor))].sort(),
    files: steps.map(({ target, aside }): KeptFile => ({ path: target, aside })),
  };
}

/** Writes the new text beside its place, and gives what is there a second name, so that the first is never empty. */
function writeBeside({ target, temporary, aside, text, like }: Step, isKept: boolean): void {
  if (text !== null) writeNew(temporary, text, { like, isFlushed: true });
  if (isKept && aside !== null) linkOrCopy(target, aside);
}

/** @throws LabError `SESSION_NOT_WRITABLE` */
function begin(intent: Intent, steps: readonly Step[]): void {
  const [first] = steps;
  flushFolders(steps);
  if (first !== undefined) naming(first, () => writeIntents(intent));
}

function apply({ target, temporary, aside, text }: Step): void {
  if (text !== null) renameSync(temporary, target);
  else if (aside !== null) unlinkSync(target);
}

/** @throws LabError `SESSION_NOT_WRITABLE` */
function end(intent: Intent, [first]: readonly Step[]): unknown {
  return first === undefined ? null : naming(first, () => dropIntents(intent));
}

/** Restores every file. The next process restores what cannot be restored now. */
function undo(intent: Intent | null, steps: readonly Step[], applied: readonly Step[]): void {
  const files = intent?.files ?? applied.map(({ target }) => ({ path: target, aside: null }));
  const isDone = isRestored(() => {
    restore(files);
    if (intent !== null) dropIntents(intent);
  });
  if (isDone) removeAsides(steps);
  for (const { temporary } of steps) removeQuietly(temporary);
}

/** @returns what the file system says of the first folder that cannot be flushed, or null */
function flushFolders(steps: readonly Step[]): unknown {
  const folders = [...new Set(steps.map(({ target }) => dirname(target)))];
  return folders.map(syncFolder).find((error) => error !== null) ?? null;
}

/** Says which file it is that cannot be changed. */
function naming<Result>({ path, text, explain = (error) => error }: FileChange, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw explain(refused('SESSION_NOT_WRITABLE', text === null ? 'cannot be removed' : 'cannot be written', path, error));
  }
}
