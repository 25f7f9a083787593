import { encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { DEFAULT_SESSION, SessionFinder } from './finder.js';
import type { History } from './history.js';
import { IMPLICIT_START } from './history.js';
import type { SessionRef } from './session-ref.js';
import { notFound } from './session-ref.js';
import type { AttachedFile } from './shelf.js';

/** How a session is put where another one may be. */
export interface Replacing {
  /** Whether it may take the place of one that is there. */
  readonly force: boolean;
  /** Whether nothing is really done. */
  readonly dryRun: boolean;
}

/** What was done with a lab. */
export interface Done<Result> {
  readonly result: Result;
  /** Whether the standard session was started for it. */
  readonly isStarted: boolean;
}

/** A lab that is looked at. */
interface Looked {
  readonly lab: Lab;
  /** Whether it is the standard lab, in place of a session `default` that was never started. */
  readonly isStandard: boolean;
}

/** The history of a session `default` that was never started. */
const NEVER_STARTED: History = { earlier: [IMPLICIT_START], isComplete: true, steps: [], position: 0 };

/** The sessions. The only place that knows what may be done to them. */
export class SessionStore extends SessionFinder {
  /** Whether two places are one, be it through a link. */
  isSame(one: SessionRef, other: SessionRef): boolean {
    return this.shelf.identify(one) === this.shelf.identify(other);
  }

  /** Whether there is anything at the place. @throws LabError `SESSION_NOT_READABLE` */
  exists(place: SessionRef): boolean {
    return this.shelf.isThere(place);
  }

  /** The lab of a session, to be looked at and not changed; null if there is none. @throws LabError as `Shelf.look` */
  load(place: SessionRef): Lab | null {
    return this.shelf.look(place);
  }

  /**
   * The lab of a session, to be looked at and not changed; the standard one if `default` was never started.
   *
   * @throws LabError `SESSION_NOT_FOUND`, or as `load`
   */
  look(place: SessionRef): Looked {
    const lab = this.shelf.look(place);
    if (lab !== null) return { lab, isStandard: false };
    this.#requireDefault(place);
    return { lab: standardLab(), isStandard: true };
  }

  /** Whether `default` is meant and was never started. @throws LabError `SESSION_NOT_FOUND`, or as `exists` */
  isStandard(place: SessionRef): boolean {
    if (this.exists(place)) return false;
    this.#requireDefault(place);
    return true;
  }

  /** Refuses a session that is not there, except `default`. @throws LabError `SESSION_NOT_FOUND`, or as `exists` */
  requireThere(place: SessionRef): void {
    if (!this.exists(place)) this.#requireDefault(place);
  }

  #requireDefault(place: SessionRef): void {
    if (place.name !== DEFAULT_SESSION) throw notFound(place, this.shelf.names());
  }

  /**
   * Changes the lab of a session, which is started if it is not there, and writes it. If the action is refused, nothing is changed.
   *
   * @param action changes the lab, and returns besides its result the command that is written down
   * @throws LabError as `Shelf.checkOut` and `Shelf.write`, and as the action
   */
  change<Result>(place: SessionRef, action: (lab: Lab) => { readonly result: Result; readonly line: string }): Done<Result> {
    return this.shelf.exclusively(place, () => {
      const taken = this.shelf.checkOut(place);
      const lab = taken ?? standardLab();
      const atNs = lab.clock.nowNs();
      const { result, line } = this.#attempt(place, taken, lab, action);
      this.shelf.write(place, lab, { line: { line, atNs }, isStart: false });
      return { result, isStarted: taken === null };
    });
  }

  /**
   * As {@link change}, for an action that takes its time. If it rejects with anything but a `LabError`, the lab must not be used any more.
   *
   * @throws LabError as `change`
   */
  async changeSlowly<Result>(
    place: SessionRef,
    action: (lab: Lab) => Promise<{ readonly result: Result; readonly line: string }>,
  ): Promise<Done<Result>> {
    const release = this.shelf.hold(place);
    try {
      const taken = this.shelf.checkOut(place);
      const lab = taken ?? standardLab();
      const atNs = lab.clock.nowNs();
      const { result, line } = await action(lab).catch((error: unknown) => this.#afterFailure(place, taken, error));
      this.shelf.write(place, lab, { line: { line, atNs }, isStart: false });
      return { result, isStarted: taken === null };
    } finally {
      release();
    }
  }

  /** Does to a copy of the lab what would change it, and looks whether it could be written. @throws LabError as `change` */
  pretend<Result>(place: SessionRef, action: (lab: Lab) => Result): Result {
    const lab = this.shelf.copy(place) ?? standardLab();
    const result = action(lab);
    encodeLab(lab);
    this.shelf.checkWritable(place);
    return result;
  }

  /** Does something while nobody else changes the session. @throws LabError as `Shelf.exclusively` */
  exclusively<Result>(place: SessionRef, action: () => Result): Result {
    return this.shelf.exclusively(place, action);
  }

  /** The same, and what the action changes is saved all or not at all. @throws LabError as `Shelf.together` */
  together<Result>(place: SessionRef, action: () => Result): Result {
    return this.shelf.together([place], action);
  }

  /** Writes a file that belongs to a session, within {@link together}. @throws LabError as it explains */
  writeAttached(place: SessionRef, file: AttachedFile): void {
    this.shelf.writeAttached(place, file);
  }

  /** What led to the session's present state. @throws LabError `SESSION_NOT_FOUND`, or as `load` */
  history(place: SessionRef): History {
    return this.isStandard(place) ? NEVER_STARTED : this.shelf.history(place);
  }

  /** The clock after so many of its steps, in nanoseconds. @throws LabError as `Shelf.labAt` */
  timeAt(place: SessionRef, position: number): number {
    return this.shelf.timeAt(place, position);
  }

  /** The lab after so many of its steps. @throws LabError as `Shelf.labAt` */
  labAt(place: SessionRef, position: number): Lab {
    return this.isStandard(place) ? standardLab() : this.shelf.labAt(place, position);
  }

  /** Undoes or redoes, within {@link exclusively}. @throws LabError as `Shelf.goTo` */
  goTo(place: SessionRef, position: number): void {
    this.shelf.goTo(place, position);
  }

  /** Sets the default session. @throws LabError `SESSION_NOT_WRITABLE` */
  use(name: string): void {
    this.shelf.writeChoice(name);
  }

  /**
   * Starts a session with a lab. What is there already is replaced only with `force`, and only if it is a session.
   *
   * @param line the command that starts it; null if doing it again would not make the same
   * @throws LabError `SESSION_EXISTS`, or as `load` and `Shelf.write`
   */
  start(place: SessionRef, lab: Lab, line: string | null, { force, dryRun }: Replacing): void {
    if (dryRun) {
      this.#checkStart(place, force);
      encodeLab(lab);
      this.shelf.checkWritable(place);
      return;
    }
    this.shelf.exclusively(place, () => {
      const earlier = this.#checkStart(place, force);
      const atNs = earlier?.clock.nowNs() ?? 0;
      this.shelf.write(place, lab, { line: line === null ? null : { line, atNs }, isStart: true });
    });
  }

  /** @throws LabError `SESSION_NOT_FOUND`, or as `start` */
  copy(from: SessionRef, to: SessionRef, { force, dryRun }: Replacing): void {
    if (this.load(from) === null) throw notFound(from, this.shelf.names());
    if (dryRun) {
      this.#checkStart(to, force);
      this.shelf.checkWritable(to);
      return;
    }
    this.shelf.together([to], () => this.#copy(from, to, force));
  }

  /** @throws LabError as `copy` and `remove`; then every file is unchanged */
  rename(from: SessionRef, to: SessionRef, replacing: Replacing): void {
    if (replacing.dryRun) {
      this.copy(from, to, replacing);
      return;
    }
    if (this.load(from) === null) throw notFound(from, this.shelf.names());
    this.shelf.together([from, to], () => {
      this.#copy(from, to, replacing.force);
      this.#remove(from, to.name);
    });
  }

  #copy(from: SessionRef, to: SessionRef, force: boolean): void {
    this.#checkStart(to, force);
    this.shelf.duplicate(from, to);
  }

  /**
   * Removes sessions, all or none, and nothing else. If the one in use is among them, the default one is used from now on.
   *
   * @throws LabError `SESSION_NOT_FOUND`, `SESSION_NOT_WRITABLE`, or as `load`
   */
  remove(places: readonly SessionRef[], dryRun: boolean): void {
    for (const place of places) if (this.load(place) === null) throw notFound(place, this.shelf.names());
    const removeAll = () => {
      for (const place of places) this.#remove(place, DEFAULT_SESSION);
    };
    if (!dryRun) this.shelf.together(places, removeAll);
  }

  /** @param next the name of the session to use if it was this one; null to keep its name in use */
  #remove(place: SessionRef, next: string | null): void {
    if (next !== null && next !== place.name && this.#isChosen(place)) this.use(next);
    this.shelf.remove(place);
  }

  #isChosen({ name }: SessionRef): boolean {
    return name !== null && this.current() === name;
  }

  /** @param taken the lab that was taken; if there was none, another one is in its place */
  #attempt<Result>(place: SessionRef, taken: Lab | null, lab: Lab, action: (lab: Lab) => Result): Result {
    try {
      return action(lab);
    } catch (error) {
      return this.#afterFailure(place, taken, error);
    }
  }

  #afterFailure(place: SessionRef, taken: Lab | null, error: unknown): never {
    if (!(error instanceof LabError)) this.shelf.discard(place);
    else if (taken !== null) this.shelf.checkIn(place, taken);
    throw error;
  }

  /** The lab that is to be replaced, or null. @throws LabError `SESSION_EXISTS`, or as `load` */
  #checkStart(place: SessionRef, force: boolean): Lab | null {
    const there = this.load(place);
    if (there === null || force) return there;
    throw new LabError('SESSION_EXISTS', `session ${place.label} already exists`);
  }
}
