import { decodeLab, encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { HeldSession } from './held-session.js';
import type { History } from './history.js';
import type { SessionRef } from './session-ref.js';
import { notFound } from './session-ref.js';
import type { AttachedFile, Change, Paths, PersistentShelf, Shelf } from './shelf.js';

/** Characters of commands that are remembered for undoing and for the history. */
const REMEMBERED_CHARACTERS = 32_000_000;

/** Paths of sessions where there is no file system. */
const IN_MEMORY: Paths = {
  separator: '/',
  pathOf: (name) => `/${name}.json`,
  resolve: (path) => path,
  identify: ({ path }) => path,
};

/**
 * Labs in memory, while a script runs: each is read when it is first needed, and written once, at the end. A session that is changed stays
 * locked until then. With nothing below it, all that is in it is gone at the end.
 */
export class MemoryShelf implements Shelf {
  readonly #paths: Paths;
  readonly #below: PersistentShelf | null;
  readonly #replay: (lab: Lab, line: string) => void;
  readonly #held = new Map<string, HeldSession>();
  /** What is at a path, for the paths asked about so far. */
  readonly #keys = new Map<string, string>();
  /** The name of the session in use. Undefined until it is asked for. */
  #choice: string | null | undefined;
  #isChoiceChanged = false;
  #characters = 0;

  /**
   * @param below where labs come from and go to
   * @param replay does a command again that was done before
   * @param paths finds sessions if there is no lower shelf
   */
  constructor(below: PersistentShelf | null, replay: (lab: Lab, line: string) => void, paths = IN_MEMORY) {
    this.#paths = below ?? paths;
    this.#below = below;
    this.#replay = replay;
  }

  get separator(): string {
    return this.#paths.separator;
  }

  pathOf(name: string): string {
    return this.#paths.pathOf(name);
  }

  resolve(path: string): string {
    return this.#paths.resolve(path);
  }

  identify(place: SessionRef): string {
    return this.#paths.identify(place);
  }

  sizeOf(place: SessionRef): number | null {
    return this.#below?.sizeOf(place) ?? null;
  }

  isThere(place: SessionRef): boolean {
    const held = this.#held.get(this.#keyOf(place));
    return held === undefined ? (this.#below?.isThere(place) ?? false) : held.isThere;
  }

  look(place: SessionRef): Lab | null {
    return this.#hold(place).lab;
  }

  copy(place: SessionRef): Lab | null {
    const { lab } = this.#hold(place);
    return lab === null ? null : decodeLab(encodeLab(lab));
  }

  checkOut(place: SessionRef): Lab | null {
    return this.#own(place).lab;
  }

  checkIn(): void {
    // It never left.
  }

  discard(place: SessionRef): void {
    const key = this.#keyOf(place);
    this.#held.get(key)?.release?.();
    this.#held.delete(key);
  }

  write(place: SessionRef, lab: Lab, change: Change): void {
    const held = this.#own(place);
    held.write(lab, change);
    this.#characters += change.line?.line.length ?? 0;
    if (this.#characters > REMEMBERED_CHARACTERS) held.forgetEntries();
  }

  checkWritable(place: SessionRef): void {
    this.#below?.checkWritable(place);
  }

  duplicate(from: SessionRef, to: SessionRef): void {
    const held = this.#tryOwn(from);
    if (!held.isThere) throw notFound(from);
    this.#own(to).becomeCopyOf(held);
  }

  remove(place: SessionRef): void {
    const held = this.#own(place);
    if (!held.isThere) throw notFound(place);
    held.remove();
  }

  exclusively<Result>(place: SessionRef, action: () => Result): Result {
    this.#own(place);
    return action();
  }

  together<Result>(places: readonly SessionRef[], action: () => Result): Result {
    for (const place of [...places].sort((one, other) => (this.#keyOf(one) < this.#keyOf(other) ? -1 : 1))) this.#own(place);
    return action();
  }

  hold(place: SessionRef): () => void {
    this.#own(place);
    return () => {};
  }

  history(place: SessionRef): History {
    return this.#hold(place).history();
  }

  timeAt(place: SessionRef, position: number): number {
    return this.#hold(place).timeAt(position);
  }

  labAt(place: SessionRef, position: number): Lab {
    return this.#hold(place).labAt(position);
  }

  goTo(place: SessionRef, position: number): void {
    this.#own(place).goTo(position);
  }

  names(): readonly string[] {
    const held = [...this.#held.values()];
    const below = (this.#below?.names() ?? []).filter((name) => !held.some(({ place }) => place.name === name));
    return [...below, ...held.flatMap(({ place, isThere }) => (place.name !== null && isThere ? [place.name] : []))];
  }

  writeAttached(place: SessionRef, file: AttachedFile): void {
    this.#below?.writeAttached(place, file);
  }

  readChoice(): string | null {
    if (this.#choice === undefined) this.#choice = this.#below?.readChoice() ?? null;
    return this.#choice;
  }

  writeChoice(name: string): void {
    this.#choice = name;
    this.#isChoiceChanged = true;
  }

  /**
   * Writes what was changed, each session once, as one step; all of them, or none.
   *
   * @param script name of the script
   * @throws LabError `SESSION_NOT_WRITABLE`; every file is unchanged
   */
  save(script: string): void {
    const below = this.#below;
    if (below === null) return;
    const changed = [...this.#held.values()].filter(({ isChanged }) => isChanged);
    below.together([], () => {
      below.duplicateAll(changed.flatMap(({ copiedFrom, place }) => (copiedFrom === null ? [] : [[copiedFrom, place]])));
      for (const held of changed) held.save(below, script);
      if (this.#isChoiceChanged && this.#choice != null) below.writeChoice(this.#choice);
    });
    for (const held of changed) held.isChanged = false;
  }

  /** Lets go of all locks. What was not saved is lost. */
  close(): void {
    for (const { release } of this.#held.values()) release?.();
    this.#held.clear();
  }

  /** The session as the script has it, read if need be. */
  #hold(place: SessionRef): HeldSession {
    const key = this.#keyOf(place);
    const known = this.#held.get(key);
    if (known !== undefined) return known;
    const held = new HeldSession(place, this.#below, this.#replay);
    this.#held.set(key, held);
    return held;
  }

  /** The same, from now on the script's alone. */
  #own(place: SessionRef): HeldSession {
    const key = this.#keyOf(place);
    const known = this.#held.get(key);
    if (known !== undefined && (known.release !== null || this.#below === null)) return known;
    const release = this.#below?.hold(place) ?? null;
    // It may have been changed since it was looked at.
    this.#held.delete(key);
    const held = this.#hold(place);
    held.release = release;
    return held;
  }

  /** The same if it can be locked: a session that is only copied may be in a folder that cannot be written. */
  #tryOwn(place: SessionRef): HeldSession {
    try {
      return this.#own(place);
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'SESSION_NOT_WRITABLE') throw error;
      return this.#hold(place);
    }
  }

  /** Two paths that lead to one session are one. */
  #keyOf(place: SessionRef): string {
    const known = this.#keys.get(place.path);
    if (known !== undefined) return known;
    const key = this.#paths.identify(place);
    this.#keys.set(place.path, key);
    return key;
  }
}
