import { decodeLab, encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import type { History, LoggedLine, Step } from './history.js';
import { IMPLICIT_START } from './history.js';
import type { SessionRef } from './session-ref.js';
import { notFound } from './session-ref.js';
import type { AttachedFile, Change, Paths, PersistentShelf, Shelf } from './shelf.js';

/** A command that a script did to a session. */
interface Entry {
  /** Null if it put a whole session there, as by copying. */
  readonly line: string | null;
  /** The clock's time when it acted, in nanoseconds. */
  readonly atNs: number;
  /** The session's text after it, if it began the session or was made again since; else it follows from doing the line. */
  after: string | null;
}

/** A session as a script has it. */
interface Held {
  readonly place: SessionRef;
  /** The session on disk that it continues: its own, or the one that it was copied from. */
  source: SessionRef;
  /** Null if there is none. */
  lab: Lab | null;
  /** Whether what the entries were done to is on disk; else the first of them began the session. */
  isOnDisk: boolean;
  /** Number of steps on disk that are redone, or undone if negative. The entries come after them. */
  moved: number;
  /** What `moved` was when the first of the entries was done, and of those that were undone. */
  branch: number;
  /** What was done. Null if it was too much to remember. */
  entries: Entry[] | null;
  /** Its undone part; the last is the first to redo. */
  undone: Entry[];
  isChanged: boolean;
  /** Lets go of the lock, if it was taken. */
  release: (() => void) | null;
}

/** Characters of commands that are remembered for undoing and for the history. */
const REMEMBERED_CHARACTERS = 32_000_000;

/** Commands that are executed again instead of remembering the session's text after them. */
const NEAR_ENTRIES = 32;

/** Maximum number of texts to remember while commands are executed again. */
const TEXTS_AT_ONCE = 16;

/** Paths of sessions where there is no file system. */
const IN_MEMORY: Paths = {
  separator: '/',
  pathOf: (name) => `/${name}.json`,
  resolve: (path) => path,
  identify: ({ path }) => path,
};

const NO_HISTORY: History = { earlier: [], isComplete: false, steps: [], position: 0 };

/**
 * Labs in memory, while a script runs: each is read when it is first needed, and written once, at the end. A session that is changed stays
 * locked until then. With nothing below it, all that is in it is gone at the end.
 */
export class MemoryShelf implements Shelf {
  readonly #paths: Paths;
  readonly #below: PersistentShelf | null;
  readonly #replay: (lab: Lab, line: string) => void;
  readonly #held = new Map<string, Held>();
  /** The state of a path when it was last read. */
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
    return held === undefined ? (this.#below?.isThere(place) ?? false) : held.lab !== null;
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

  write(place: SessionRef, lab: Lab, { line, isStart }: Change): void {
    const held = this.#own(place);
    if (held.entries?.length === 0) held.branch = held.moved;
    if (held.lab === null && !isStart) held.entries?.push({ ...IMPLICIT_START, after: encodeLab(standardLab()) });
    held.entries?.push({ line: line?.line ?? null, atNs: line?.atNs ?? 0, after: isStart ? encodeLab(lab) : null });
    this.#characters += line?.line.length ?? 0;
    if (this.#characters > REMEMBERED_CHARACTERS) held.entries = null;
    held.lab = lab;
    held.isChanged = true;
    if (held.undone.length > 0) held.undone = [];
  }

  checkWritable(place: SessionRef): void {
    this.#below?.checkWritable(place);
  }

  duplicate(pairs: readonly (readonly [from: SessionRef, to: SessionRef])[]): void {
    const copies = pairs.map(([from, to]) => {
      const lab = this.copy(from);
      if (lab === null) throw notFound(from);
      const { source, isOnDisk, moved, branch, entries, undone } = this.#tryOwn(from);
      return { to, copied: { lab, source, isOnDisk, moved, branch, entries: entries?.slice() ?? null, undone: undone.slice() } };
    });
    for (const { to, copied } of copies) Object.assign(this.#own(to), copied, { isChanged: true });
  }

  remove(place: SessionRef): void {
    const held = this.#own(place);
    if (held.lab === null) throw notFound(place);
    Object.assign(held, { ...nothingDone(), source: held.place, lab: null, isOnDisk: false, isChanged: true });
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
    const held = this.#hold(place);
    const { entries, undone } = held;
    if (entries === null) return NO_HISTORY;
    const own = entries.map(toStep);
    const again = undone.toReversed().map(toStep);
    if (!held.isOnDisk) {
      const [first, ...steps] = own;
      const earlier = first?.lines ?? [];
      return { earlier, isComplete: earlier.length > 0, steps: [...steps, ...again], position: steps.length };
    }
    const below = this.#below?.history(held.source) ?? NO_HISTORY;
    const isOwn = own.length + again.length > 0;
    const steps = isOwn ? [...below.steps.slice(0, below.position + held.branch), ...own, ...again] : below.steps;
    return { ...below, steps, position: below.position + held.moved + own.length };
  }

  labAt(place: SessionRef, position: number): Lab {
    const held = this.#hold(place);
    if (held.lab !== null && position === this.history(place).position) return held.lab;
    return this.#madeAgain(held, position);
  }

  goTo(place: SessionRef, position: number): void {
    const held = this.#own(place);
    const { entries, undone } = held;
    if (entries === null) throw new LabError('NOTHING_TO_UNDO', 'the script is too long to undo its own commands');
    let by = position - this.history(place).position;
    for (; by < 0 && ownSteps(held) > 0; by += 1) undone.push(...entries.splice(-1));
    const onDisk = by > 0 && undone.length > 0 ? Math.min(by, held.branch - held.moved) : entries.length === 0 ? by : 0;
    held.moved += onDisk;
    for (by -= onDisk; by > 0; by -= 1) entries.push(...undone.splice(-1));
    held.lab = this.#madeAgain(held, position);
    held.isChanged = true;
  }

  names(): readonly string[] {
    const held = [...this.#held.values()];
    const below = (this.#below?.names() ?? []).filter((name) => !held.some(({ place }) => place.name === name));
    return [...below, ...held.flatMap(({ place, lab }) => (place.name !== null && lab !== null ? [place.name] : []))];
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
      const copied = changed.filter(({ source, place, isOnDisk }) => isOnDisk && source !== place);
      below.duplicate(copied.map(({ source, place }) => [source, place]));
      for (const held of changed) saveHeld(below, held, script);
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
  #hold(place: SessionRef): Held {
    const key = this.#keyOf(place);
    const known = this.#held.get(key);
    if (known !== undefined) return known;
    const lab = this.#below?.copy(place) ?? null;
    const held: Held = { place, source: place, lab, isOnDisk: lab !== null, ...nothingDone(), release: null };
    this.#held.set(key, held);
    return held;
  }

  /** The same, from now on the script's alone. */
  #own(place: SessionRef): Held {
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
  #tryOwn(place: SessionRef): Held {
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

  /** The lab after so many steps, which is nobody's yet. */
  #madeAgain(held: Held, position: number): Lab {
    const entries = [...(held.entries ?? []), ...held.undone.toReversed()];
    if (!held.isOnDisk) return this.#replayed(held, entries.slice(0, position + 1));
    const root = this.#positionBelow(held) + held.branch;
    if (entries.length === 0 || position < root) return this.#labBelow(held, position);
    return this.#replayed(held, entries.slice(0, position - root));
  }

  /** A lab as entries make it, from the last one that tells what the session was after it. */
  #replayed(held: Held, entries: readonly Entry[]): Lab {
    const from = entries.findLastIndex(({ after }) => after !== null);
    const start = entries[from]?.after ?? null;
    const lab = start === null ? this.#labBelow(held, this.#positionBelow(held) + held.branch) : decodeLab(start);
    const rest = entries.slice(from + 1);
    // Users tend to undo several times: keep a text close by.
    const every = Math.max(NEAR_ENTRIES, Math.ceil(rest.length / TEXTS_AT_ONCE));
    for (const [index, entry] of rest.entries()) {
      if (entry.line !== null) this.#replay(lab, entry.line);
      if ((index + 1) % every === 0) entry.after = encodeLab(lab);
    }
    return lab;
  }

  #positionBelow({ source }: Held): number {
    return (this.#below?.history(source) ?? NO_HISTORY).position;
  }

  /** A separate lab in the state of the session on disk after so many steps. */
  #labBelow({ source }: Held, position: number): Lab {
    if (this.#below === null) throw new Error('there is no lower shelf');
    return decodeLab(this.#below.textAt(source, position));
  }
}

/** How many steps were done that can be undone again: what began the session cannot. */
function ownSteps({ entries, isOnDisk }: Held): number {
  return (entries ?? []).length - (isOnDisk ? 0 : 1);
}

function nothingDone(): Pick<Held, 'moved' | 'branch' | 'entries' | 'undone' | 'isChanged'> {
  return { moved: 0, branch: 0, entries: [], undone: [], isChanged: false };
}

function toStep({ line, atNs }: Entry): Step {
  return { lines: line === null ? [] : [{ line, atNs }], script: null };
}

/** Whether it is a command that is written down. */
function isLogged(entry: Entry): entry is Entry & LoggedLine {
  return entry.line !== null;
}

function saveHeld(below: PersistentShelf, held: Held, script: string): void {
  const { place, lab, entries, isOnDisk, moved } = held;
  if (lab === null) {
    if (below.isThere(place)) below.remove(place);
    return;
  }
  const first = isOnDisk ? undefined : entries?.[0];
  const start = first === undefined || first.after === null ? null : { text: first.after, line: isLogged(first) ? first : null };
  const lines = entries?.slice(first === undefined ? 0 : 1).filter(isLogged) ?? null;
  if (isOnDisk && lines?.length === 0) {
    if (moved !== 0) below.goTo(place, below.history(place).position + moved);
  } else below.commit(place, { lab, start, moved, lines, script });
}
