import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { decodeLab, encodeLab } from '../core/snapshot.js';
import type { DiskShelf } from './disk-shelf.js';
import { IMPLICIT_START, notFound } from './disk-shelf.js';
import type { History, LoggedLine, Step } from './history.js';
import type { SessionPlace } from './place.js';
import type { Change, Shelf } from './shelf.js';

/** A command that a script did to a session. */
interface Entry {
  /** Null if it put a whole session there, as by copying. */
  readonly line: LoggedLine | null;
  /** The session's text after it, if it began the session; else it follows from doing the line. */
  readonly start: string | null;
}

/** A session as a script has it. */
interface Held {
  readonly place: SessionPlace;
  /** Null if there is none. */
  lab: Lab | null;
  /** Whether what the entries were done to is on disk; else the first of them began the session. */
  isOnDisk: boolean;
  /** How many steps on disk were undone, if negative, or done again before the entries. */
  moved: number;
  /** What was done. Null if it was too much to remember. */
  entries: Entry[] | null;
  /** What was undone of it; the last is the first to be done again. */
  undone: Entry[];
  isChanged: boolean;
  /** Whether what is on disk is to be removed first. */
  isReplaced: boolean;
  /** Lets go of the lock, if it was taken. */
  release: (() => void) | null;
}

/** Characters of commands that are remembered for undoing and for the history. */
const REMEMBERED_CHARACTERS = 32_000_000;

const NO_HISTORY: History = { earlier: [], isComplete: false, steps: [], position: 0 };

/**
 * Labs in memory, while a script runs: each is read when it is first needed, and written once, at the end. A session that is changed stays
 * locked until then. With nothing below it, all that is in it is gone at the end.
 */
export class MemoryShelf implements Shelf {
  readonly #below: DiskShelf | null;
  readonly #replay: (lab: Lab, line: string) => void;
  readonly #held = new Map<string, Held>();
  #choice: string | null = null;
  #characters = 0;

  /**
   * @param below where labs come from and go to
   * @param replay does a command again that was done before
   */
  constructor(below: DiskShelf | null, replay: (lab: Lab, line: string) => void) {
    this.#below = below;
    this.#replay = replay;
  }

  isThere(place: SessionPlace): boolean {
    const held = this.#held.get(place.path);
    return held === undefined ? (this.#below?.isThere(place) ?? false) : held.lab !== null;
  }

  look(place: SessionPlace): Lab | null {
    return this.#hold(place).lab;
  }

  copy(place: SessionPlace): Lab | null {
    const { lab } = this.#hold(place);
    return lab === null ? null : decodeLab(encodeLab(lab));
  }

  take(place: SessionPlace): Lab | null {
    return this.#own(place).lab;
  }

  giveBack(): void {
    // It never left.
  }

  forget(place: SessionPlace): void {
    this.#held.get(place.path)?.release?.();
    this.#held.delete(place.path);
  }

  write(place: SessionPlace, lab: Lab, { line, isStart }: Change): void {
    const held = this.#own(place);
    if (held.lab === null && !isStart) held.entries?.push({ line: IMPLICIT_START, start: encodeLab(standardLab()) });
    held.entries?.push({ line, start: isStart ? encodeLab(lab) : null });
    this.#characters += line?.line.length ?? 0;
    if (this.#characters > REMEMBERED_CHARACTERS) held.entries = null;
    Object.assign(held, { lab, undone: [], isChanged: true });
  }

  checkWritable(place: SessionPlace): void {
    this.#below?.checkWritable(place);
  }

  duplicate(from: SessionPlace, to: SessionPlace): void {
    const lab = this.copy(from);
    if (lab === null) throw notFound(from);
    this.write(to, lab, { line: null, isStart: true });
  }

  remove(place: SessionPlace): void {
    const held = this.#own(place);
    if (held.lab === null) throw notFound(place);
    Object.assign(held, { lab: null, isOnDisk: false, moved: 0, entries: [], undone: [], isChanged: true, isReplaced: true });
  }

  exclusively<Result>(place: SessionPlace, action: () => Result): Result {
    this.#own(place);
    return action();
  }

  history(place: SessionPlace): History {
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
    const below = this.#below?.history(place) ?? NO_HISTORY;
    const reached = below.position + held.moved;
    const rest = entries.length + undone.length > 0 ? again : below.steps.slice(reached);
    return { ...below, steps: [...below.steps.slice(0, reached), ...own, ...rest], position: reached + own.length };
  }

  labAt(place: SessionPlace, position: number): Lab {
    const held = this.#hold(place);
    const entries = [...(held.entries ?? []), ...held.undone.toReversed()];
    const from = this.history(place).position - ownSteps(held);
    if (held.isOnDisk && (position < from || entries.length === 0)) return this.#labBelow(held, held.moved + position - from);
    return this.#replayed(held, entries.slice(0, position - from + (held.isOnDisk ? 0 : 1)));
  }

  goTo(place: SessionPlace, position: number): void {
    const held = this.#own(place);
    const { entries } = held;
    if (entries === null) throw new LabError('NOTHING_TO_UNDO', 'the script is too long to undo its own commands');
    let by = position - this.history(place).position;
    for (; by < 0 && ownSteps(held) > 0; by += 1) held.undone.push(...entries.splice(-1));
    for (; by > 0 && held.undone.length > 0; by -= 1) entries.push(...held.undone.splice(-1));
    if (by !== 0) Object.assign(held, { moved: held.moved + by, undone: [] });
    held.lab = this.#replayed(held, entries);
    held.isChanged = true;
  }

  names(): readonly string[] {
    const held = [...this.#held.values()];
    const below = (this.#below?.names() ?? []).filter((name) => !held.some(({ place }) => place.name === name));
    return [...below, ...held.flatMap(({ place, lab }) => (place.name !== null && lab !== null ? [place.name] : []))];
  }

  readChoice(): string | null {
    return this.#choice ?? this.#below?.readChoice() ?? null;
  }

  writeChoice(name: string): void {
    this.#choice = name;
  }

  /**
   * Writes what was changed, each session once, as one step.
   *
   * @param script name of the script
   * @throws LabError `SESSION_NOT_WRITABLE`; the sessions that were not written yet are as they were
   */
  save(script: string): void {
    const below = this.#below;
    if (below === null) return;
    for (const held of this.#held.values()) if (held.isChanged) saveHeld(below, held, script);
    if (this.#choice !== null) below.writeChoice(this.#choice);
  }

  /** Lets go of all locks. What was not saved is lost. */
  close(): void {
    for (const { release } of this.#held.values()) release?.();
    this.#held.clear();
  }

  /** The session as the script has it, read if need be. */
  #hold(place: SessionPlace): Held {
    const known = this.#held.get(place.path);
    if (known !== undefined) return known;
    const lab = this.#below?.copy(place) ?? null;
    const nothingDone = { moved: 0, entries: [], undone: [], isChanged: false, isReplaced: false };
    const held: Held = { place, lab, isOnDisk: lab !== null, ...nothingDone, release: null };
    this.#held.set(place.path, held);
    return held;
  }

  /** The same, from now on the script's alone. */
  #own(place: SessionPlace): Held {
    const known = this.#held.get(place.path);
    if (known !== undefined && (known.release !== null || this.#below === null)) return known;
    const release = this.#below?.lock(place) ?? null;
    // It may have been changed since it was looked at.
    this.#held.delete(place.path);
    const held = this.#hold(place);
    held.release = release;
    return held;
  }

  /** A lab as entries make it, from the last one that tells what the session was after it. */
  #replayed(held: Held, entries: readonly Entry[]): Lab {
    const from = entries.findLastIndex(({ start }) => start !== null);
    const start = entries[from]?.start ?? null;
    const lab = start === null ? this.#labBelow(held, held.moved) : decodeLab(start);
    for (const { line } of entries.slice(from + 1)) if (line !== null) this.#replay(lab, line.line);
    return lab;
  }

  #labBelow({ place }: Held, moved: number): Lab {
    if (this.#below === null) throw new Error('there is nothing below');
    return this.#below.labAt(place, this.#below.history(place).position + moved);
  }
}

/** How many steps were done that can be undone again: what began the session cannot. */
function ownSteps({ entries, isOnDisk }: Held): number {
  return (entries ?? []).length - (isOnDisk ? 0 : 1);
}

function toStep({ line }: Entry): Step {
  return { lines: line === null ? [] : [line], script: null };
}

function saveHeld(below: DiskShelf, held: Held, script: string): void {
  const { place, lab, entries, isOnDisk } = held;
  if (held.isReplaced && below.isThere(place)) below.remove(place);
  if (lab === null) return;
  if (held.moved !== 0) below.goTo(place, below.history(place).position + held.moved);
  const first = isOnDisk ? undefined : entries?.[0];
  const start = first === undefined || first.start === null ? null : { text: first.start, line: first.line };
  const lines = entries?.slice(first === undefined ? 0 : 1).flatMap(({ line }) => (line === null ? [] : [line])) ?? null;
  below.commit(place, { lab, start, lines, script });
  held.isChanged = false;
}
