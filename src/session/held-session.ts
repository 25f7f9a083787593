import { decodeLab, encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import type { History, LoggedLine, Step } from './history.js';
import { IMPLICIT_START } from './history.js';
import type { SessionRef } from './session-ref.js';
import type { Change, PersistentShelf } from './shelf.js';

/** A command that a script did to a session. */
interface Entry extends Step {
  /** The clock before it, in nanoseconds; null if that is unknown. */
  readonly atNs: number | null;
  /** The session's text after it, if it began the session; otherwise it follows from executing the line. */
  readonly start: string | null;
}

/** The session's text after so many entries. */
interface Checkpoint {
  readonly count: number;
  readonly text: string;
}

/** Entries that are executed again rather than keeping the session's text after them. */
const NEAR_ENTRIES = 32;

/** Texts that are kept at most for one run of entries that are executed again. */
const TEXTS_AT_ONCE = 16;

const NO_HISTORY: History = { earlier: [], isComplete: false, steps: [], position: 0 };

/** A session as a script has it: the session on disk, steps of it that were undone or redone, then what the script did. */
export class HeldSession {
  readonly place: SessionRef;
  isChanged = false;
  /** Releases the lock, if it was acquired. */
  release: (() => void) | null = null;
  readonly #below: PersistentShelf | null;
  readonly #replay: (lab: Lab, line: string) => void;
  /** The session on disk that it continues from: its own, or the one that it was copied from. */
  #source: SessionRef;
  /** Whether what the entries were done to is on disk; otherwise the first of them began the session. */
  #isOnDisk: boolean;
  /** How many steps on disk are undone, if negative, or redone. */
  #moved = 0;
  /** What {@link #moved} was when the first of the entries was done. */
  #branch = 0;
  /** What was done, and what was undone of it. Null if it was too much to remember. */
  #entries: Entry[] | null = [];
  /** How many of the entries are in force. */
  #done = 0;
  #isThere: boolean;
  /** The lab at hand and its step, null for the present one. It may be that of another step until it is needed: few undone steps are looked at. */
  #lab: { readonly lab: Lab; readonly position: number | null } | null;
  #checkpoints: Checkpoint[] = [];
  #historyBelow: History | null = null;
  /** The steps on disk and the entries, once they were asked for. */
  #steps: Step[] | null = null;

  /** @param replay executes a command again */
  constructor(place: SessionRef, below: PersistentShelf | null, replay: (lab: Lab, line: string) => void) {
    this.place = place;
    this.#source = place;
    this.#below = below;
    this.#replay = replay;
    const lab = below?.copy(place) ?? null;
    this.#isThere = lab !== null;
    this.#isOnDisk = lab !== null;
    this.#lab = lab === null ? null : { lab, position: null };
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  /** Null if there is no session. */
  get lab(): Lab | null {
    if (!this.#isThere) return null;
    // Only then: to tell the present step, the history has to be read.
    if (this.#lab?.position === null) return this.#lab.lab;
    return this.labAt(this.#position);
  }

  /** The session on disk of which this one is a copy. Null if it is its own, or none. */
  get copiedFrom(): SessionRef | null {
    return this.#isOnDisk && this.#source !== this.place ? this.#source : null;
  }

  write(lab: Lab, { line, isStart }: Change): void {
    const entries = this.#entries;
    if (entries !== null) {
      this.#cut(entries);
      if (!this.#isThere && !isStart) this.#push(entries, toEntry(IMPLICIT_START, encodeLab(standardLab())));
      this.#push(entries, toEntry(line, isStart ? encodeLab(lab) : null));
    }
    this.#isThere = true;
    this.#lab = { lab, position: null };
    this.isChanged = true;
  }

  /** From now on what is done cannot be undone. */
  forgetEntries(): void {
    this.#entries = null;
    this.#checkpoints = [];
    this.#steps = null;
  }

  becomeCopyOf(other: HeldSession): void {
    const lab = other.lab;
    this.#source = other.#source;
    this.#isOnDisk = other.#isOnDisk;
    this.#moved = other.#moved;
    this.#branch = other.#branch;
    this.#entries = other.#entries?.slice() ?? null;
    this.#done = other.#done;
    this.#isThere = other.#isThere;
    this.#lab = lab === null ? null : { lab: decodeLab(encodeLab(lab)), position: null };
    this.#checkpoints = other.#checkpoints.slice();
    this.#historyBelow = other.#historyBelow;
    this.#steps = null;
    this.isChanged = true;
  }

  remove(): void {
    this.#source = this.place;
    this.#isOnDisk = false;
    this.#moved = 0;
    this.#branch = 0;
    this.#entries = [];
    this.#done = 0;
    this.#isThere = false;
    this.#lab = null;
    this.#checkpoints = [];
    this.#steps = null;
    this.isChanged = true;
  }

  /** The steps stay the session's: they change with it. */
  history(): History {
    const entries = this.#entries;
    if (entries === null) return NO_HISTORY;
    if (this.#isOnDisk) return { ...this.#historyOnDisk(), steps: this.#allSteps(entries), position: this.#position };
    const earlier = entries[0]?.lines ?? [];
    return { earlier, isComplete: earlier.length > 0, steps: this.#allSteps(entries), position: Math.max(0, this.#done - 1) };
  }

  /** The clock at a step. @throws LabError as {@link labAt} */
  timeAt(position: number): number {
    const entry = position < this.#root ? undefined : this.#entries?.[position - this.#root];
    return entry?.atNs ?? this.labAt(position).clock.nowNs();
  }

  /** The lab at a step, to be looked at. @throws LabError as `Shelf.labAt` */
  labAt(position: number): Lab {
    const isPresent = this.#entries === null || position === this.#position;
    if (this.#lab !== null && (this.#lab.position === position || (isPresent && this.#lab.position === null)))
      return this.#lab.lab;
    const lab = this.#madeAgain(position);
    if (isPresent) this.#lab = { lab, position };
    return lab;
  }

  /** @throws LabError as `Shelf.goTo` */
  goTo(position: number): void {
    const entries = this.#entries;
    if (entries === null) throw new LabError('NOTHING_TO_UNDO', 'the script is too long to undo its own commands');
    if (this.#lab?.position === null) this.#lab = { lab: this.#lab.lab, position: this.#position };
    // What is on disk may be damaged: it is looked at before anything changes.
    if (this.#isOnDisk && (entries.length === 0 || position < this.#root)) {
      this.#lab = { lab: this.#madeAgain(position), position };
      this.#moved = position - this.#historyOnDisk().position;
      this.#done = 0;
    } else {
      this.#moved = this.#branch;
      this.#done = position - this.#root;
    }
    this.isChanged = true;
  }

  /** Writes it to disk as one step. @param script name of the script */
  save(below: PersistentShelf, script: string): void {
    const { place } = this;
    const lab = this.lab;
    if (lab === null) {
      if (below.isThere(place)) below.remove(place);
      return;
    }
    const entries = this.#entries?.slice(0, this.#done) ?? null;
    const first = this.#isOnDisk ? undefined : entries?.shift();
    const start = first === undefined || first.start === null ? null : { text: first.start, line: first.lines[0] ?? null };
    const lines = entries?.flatMap((entry) => entry.lines) ?? null;
    if (!this.#isOnDisk || lines?.length !== 0) below.commit(place, { lab, start, moved: this.#moved, lines, script });
    else if (this.#moved !== 0) below.goTo(place, below.history(place).position + this.#moved);
  }

  /** The step before the entries; what began the session is none. */
  get #root(): number {
    return this.#isOnDisk ? this.#historyOnDisk().position + this.#branch : -1;
  }

  get #position(): number {
    return this.#isOnDisk ? this.#historyOnDisk().position + this.#moved + this.#done : this.#done - 1;
  }

  #historyOnDisk(): History {
    this.#historyBelow ??= this.#below?.history(this.#source) ?? NO_HISTORY;
    return this.#historyBelow;
  }

  /** Forgets what was undone. */
  #cut(entries: Entry[]): void {
    if (this.#steps !== null) this.#steps.length -= entries.length - this.#done;
    entries.length = this.#done;
    while ((this.#checkpoints.at(-1)?.count ?? 0) > this.#done) this.#checkpoints.pop();
    if (entries.length > 0) return;
    this.#branch = this.#moved;
    this.#steps = null;
  }

  #push(entries: Entry[], entry: Entry): void {
    if (entries.length > 0) this.#steps?.push(entry);
    this.#done = entries.push(entry);
  }

  #allSteps(entries: readonly Entry[]): Step[] {
    this.#steps ??= this.#isOnDisk ? this.#stepsOnDisk(entries) : entries.slice(1);
    return this.#steps;
  }

  #stepsOnDisk(entries: readonly Entry[]): Step[] {
    const { steps } = this.#historyOnDisk();
    return entries.length === 0 ? [...steps] : [...steps.slice(0, this.#root), ...entries];
  }

  /** The lab at a step, which is nobody's yet. */
  #madeAgain(position: number): Lab {
    const entries = this.#entries ?? [];
    if (this.#isOnDisk && (entries.length === 0 || position <= this.#root)) return this.#labOnDisk(position);
    const count = position - this.#root;
    const { lab, from } = this.#nearest(entries, count);
    const rest = entries.slice(from, count);
    // An undo is often followed by another, which then continues from a text nearby.
    const every = Math.max(NEAR_ENTRIES, Math.ceil(rest.length / TEXTS_AT_ONCE));
    for (const [index, { lines }] of rest.entries()) {
      for (const { line } of lines) this.#replay(lab, line);
      if ((index + 1) % every === 0) this.#checkpoints.push({ count: from + index + 1, text: encodeLab(lab) });
    }
    return lab;
  }

  /** The lab after as many entries as possible up to `count`, and how many these are. */
  #nearest(entries: readonly Entry[], count: number): { readonly lab: Lab; readonly from: number } {
    while ((this.#checkpoints.at(-1)?.count ?? 0) > count) this.#checkpoints.pop();
    const { text = null, count: known = 0 } = this.#checkpoints.at(-1) ?? {};
    for (let from = count; from > known; from -= 1) {
      const start = entries[from - 1]?.start ?? null;
      if (start !== null) return { lab: decodeLab(start), from };
    }
    return { lab: text === null ? this.#labOnDisk(this.#root) : decodeLab(text), from: known };
  }

  /** A separate lab, as the session on disk was at a step. */
  #labOnDisk(position: number): Lab {
    if (this.#below === null) throw new Error('there is nothing below');
    return decodeLab(this.#below.textAt(this.#source, position));
  }
}

function toEntry(line: LoggedLine | null, start: string | null): Entry {
  return { lines: line === null ? [] : [line], script: null, atNs: line?.atNs ?? null, start };
}
