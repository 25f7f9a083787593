import type { FSWatcher } from 'node:fs';
import { statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { LabError } from '../core/errors.js';
import { followLinksIfCan } from '../files/write-file.js';
import { historyPath } from '../session/history-file.js';
import type { SessionRef } from '../session/session-ref.js';

/** How often files are looked at where nothing tells of changes, in milliseconds. */
const POLL_MS = 200;

/** How long after the first sign of a change it is told, in milliseconds: a command writes several files. */
const SETTLE_MS = 20;

/** What is being followed. */
export interface Following {
  /** Follows no more. */
  readonly stop: () => void;
}

/**
 * Calls whenever the session at a place, or its history, may have changed, appeared or gone; never twice for one change, and once for a burst.
 *
 * Files are replaced by renaming, so that it is their folder that is watched. Not every file system tells of changes: what the files are
 * is looked at besides, five times a second.
 *
 * @param chosen where the session is, which may become another
 */
export function follow(chosen: () => SessionRef, onChange: () => void): Following {
  return new Follower(chosen, onChange);
}

class Follower implements Following {
  readonly #chosen: () => SessionRef;
  readonly #onChange: () => void;
  readonly #poll: NodeJS.Timeout;
  #seen: string;
  #watcher: FSWatcher | null = null;
  #watched: string | null = null;
  #settling: NodeJS.Timeout | null = null;

  constructor(chosen: () => SessionRef, onChange: () => void) {
    this.#chosen = chosen;
    this.#onChange = onChange;
    this.#seen = this.#look();
    this.#poll = setInterval(() => this.#check('poll'), POLL_MS);
  }

  stop(): void {
    clearInterval(this.#poll);
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#watcher?.close();
  }

  #check(by: 'poll' | 'notice'): void {
    const now = this.#look();
    if (now === this.#seen) return;
    this.#seen = now;
    // A watcher without events may belong to a folder that was removed and created again.
    if (by === 'poll') this.#unwatch();
    this.#onChange();
  }

  /** What tells one state of the files from any other. */
  #look(): string {
    const place = placeOf(this.#chosen);
    if (place === null) {
      this.#unwatch();
      return 'none';
    }
    const path = followLinksIfCan(place.path);
    this.#watch(path);
    return `${place.path} ${stateOf(path)} ${stateOf(historyPath(path))}`;
  }

  #watch(path: string): void {
    if (this.#watcher !== null && this.#watched === path) return;
    this.#unwatch();
    const files = new Set([basename(path), basename(historyPath(path))]);
    try {
      const watcher = watch(dirname(path), { persistent: false }, (_event, file) => {
        if (file === null || files.has(file)) this.#settle();
      });
      watcher.on('error', () => this.#unwatch());
      [this.#watcher, this.#watched] = [watcher, path];
    } catch {
      // The folder does not exist yet, or its changes cannot be watched: polling continues.
    }
  }

  #unwatch(): void {
    this.#watcher?.close();
    [this.#watcher, this.#watched] = [null, null];
  }

  #settle(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = null;
      this.#check('notice');
    }, SETTLE_MS);
  }
}

/** Null if it cannot be said. */
function placeOf(chosen: () => SessionRef): SessionRef | null {
  try {
    return chosen();
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** What tells one state of a file from another: that it is gone, or cannot be looked at, is one too. */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs, mode } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs} ${mode}`;
  } catch {
    return 'gone';
  }
}
