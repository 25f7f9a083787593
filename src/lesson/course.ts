import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { quoteText } from '../core/printable.js';
import type { Program } from '../execute/definition.js';
import { nearest } from '../grammar/nearest.js';
import { LESSON_SESSION } from '../session/finder.js';
import type { SessionRef } from '../session/session-ref.js';
import type { SessionStore } from '../session/store.js';
import type { GoalState, WayBack } from './conditions.js';
import { isLost, lookAt, readCondition } from './conditions.js';
import type { Goal, Lesson } from './lesson.js';
import type { LessonFile } from './lesson-files.js';
import { lessonFiles } from './lesson-files.js';
import { parseLesson } from './parse.js';
import type { Progress } from './progress.js';
import { JUST_BEGUN, NOTHING_BEGUN, progressFile, readProgress } from './progress.js';
import { labAtStart } from './rehearsal.js';
import { faulty } from './sections.js';

/** Maximum size of a lesson file. */
const MAX_BYTES = 1_000_000;

/** Where a lesson is. */
interface LessonPlace {
  readonly id: string;
  /** Absolute, of a lesson that does not come with the program; else null. */
  readonly path: string | null;
  /** As it is opened and spoken of. */
  readonly file: string;
}

/** Somebody's way through the lessons: which there are, how far they are, and the session they work on, which is nobody's otherwise. */
export class Course {
  readonly #program: Program;
  readonly #store: SessionStore;
  readonly #place: SessionRef;
  readonly files: readonly LessonFile[];
  /** Where it is written how far somebody is. */
  readonly progressPath: string;

  /** @throws LabError `USAGE` in a script, or on a session that was named */
  constructor(program: Program) {
    const { context, globals } = program;
    if (context.script !== null) {
      throw new LabError(
        'USAGE',
        'lessons cannot be taken in a script',
        'To test a lesson in a script: mcast lesson check-file FILE',
      );
    }
    if (globals.session !== undefined && globals.session !== LESSON_SESSION) {
      throw new LabError('USAGE', 'lessons use a separate session', `Omit --session; lessons use ${LESSON_SESSION}.`);
    }
    this.#program = program;
    this.#store = context.sessions.open(LESSON_SESSION);
    this.#place = this.#store.chosen();
    this.files = lessonFiles(context.machine.root);
    this.progressPath = progressPath(context.machine.stateDirectory);
  }

  /** @throws LabError `LESSON_PROGRESS_UNUSABLE` */
  progress(): Progress {
    return readProgress(this.progressPath) ?? NOTHING_BEGUN;
  }

  /**
   * The lesson of that number, name or path.
   *
   * @throws LabError `LESSON_NOT_FOUND`, `LESSON_FAULTY`
   */
  find(ref: string): Lesson {
    return this.#open(this.#locate(ref));
  }

  /** The current lesson. @throws LabError `NO_LESSON`, `LESSON_NOT_FOUND`, `LESSON_FAULTY` */
  inHand(): Lesson {
    const { inHand } = this.progress();
    if (inHand === null) throw new LabError('NO_LESSON', 'no lesson has been started', 'Start one with: mcast lesson start');
    return this.#open(this.#locate(inHand.path ?? inHand.id));
  }

  /** The lesson after one in the course; null after the last, and after one that does not belong to it. @param key as {@link keyOf} */
  after(key: string): LessonFile | null {
    const index = this.files.findIndex(({ id }) => id === key);
    return index === -1 ? null : (this.files[index + 1] ?? null);
  }

  /** The first lesson of the course that is not solved; null if all are. */
  firstUnsolved(): LessonFile | null {
    const { lessons } = this.progress();
    return this.files.find(({ id }) => lessons.get(id)?.solved !== true) ?? null;
  }

  /** The session that the lesson is done on, to be looked at; null if it is gone. @throws LabError as `SessionStore.load` */
  lab(): Lab | null {
    return this.#store.load(this.#place);
  }

  /** Whether it is the current lesson, and not solved since it was begun, so that it can be continued. */
  canGoOn(lesson: Lesson): boolean {
    return this.isInHand(lesson) && this.progress().inHand?.solved === false && this.#store.exists(this.#place);
  }

  isInHand(lesson: Lesson): boolean {
    const { inHand } = this.progress();
    return inHand !== null && (inHand.path ?? inHand.id) === this.keyOf(lesson);
  }

  /** What a lesson is known by in the progress: a file that has the name of a lesson of the course is another lesson. */
  keyOf({ id, file }: Lesson): string {
    return this.#locate(file).path ?? id;
  }

  /**
   * Starts a lesson, with a new session.
   *
   * @throws LabError `LESSON_FAULTY`, `LESSON_PROGRESS_UNUSABLE`, or as `SessionStore.start`
   */
  async begin(lesson: Lesson): Promise<GoalState[]> {
    const lab = await labAtStart(lesson, this.#program);
    const { path } = this.#locate(lesson.file);
    const { dryRun } = this.#program.globals;
    if (dryRun) {
      this.progress();
      this.#store.start(this.#place, lab, null, { force: true, dryRun });
    } else {
      // The progress is read first: one that cannot be used must not cost the work on the session.
      this.#change(({ lessons }) => {
        this.#store.start(this.#place, lab, null, { force: true, dryRun });
        return {
          inHand: { id: lesson.id, path, solved: false, hints: 0 },
          lessons: new Map(lessons).set(path ?? lesson.id, lessons.get(path ?? lesson.id) ?? JUST_BEGUN),
        };
      });
    }
    return lookAt(lesson.goals, lab);
  }

  /** The learner's progress in the current lesson's session. @throws LabError `SESSION_NOT_FOUND`, or as `SessionStore.load` */
  look({ goals }: Lesson): GoalState[] {
    const lab = this.lab();
    if (lab !== null) {
      return lookAt(goals, lab).map((state, index) => {
        const goal = goals[index];
        return state.met || goal === undefined ? state : { ...state, undo: this.#wayBack(goal, lab) };
      });
    }
    throw new LabError(
      'SESSION_NOT_FOUND',
      "the lesson's session no longer exists",
      'Restart the lesson with: mcast lesson reset',
    );
  }

  /** What is lost stays lost until it is undone, so the last step at which it was not is found by halving. */
  #wayBack(goal: Goal, lab: Lab): WayBack | null {
    if (!isLost(goal, lab)) return null;
    const { position, steps } = this.#store.history(this.#place);
    const wasLost = (after: number) => isLost(goal, this.#store.labAt(this.#place, after));
    if (position === 0 || wasLost(0)) return null;
    let [open, lost] = [0, position];
    while (lost - open > 1) {
      const middle = Math.floor((open + lost) / 2);
      if (wasLost(middle)) lost = middle;
      else open = middle;
    }
    const first = steps[open];
    const line = first?.script === null ? first.lines[0]?.line : `run ${first?.script}`;
    return { steps: position - open, line: line ?? '' };
  }

  /**
   * The same. If all goals are reached, the lesson is solved, which is remembered.
   *
   * @throws LabError as `look`, `LESSON_PROGRESS_UNUSABLE`
   */
  check(lesson: Lesson): GoalState[] {
    const goals = this.look(lesson);
    if (goals.every(({ met }) => met) && this.progress().inHand?.solved === false) {
      const key = this.keyOf(lesson);
      this.#change(({ inHand, lessons }) => ({
        inHand: inHand === null ? null : { ...inHand, solved: true },
        lessons: new Map(lessons).set(key, { ...(lessons.get(key) ?? JUST_BEGUN), solved: true }),
      }));
    }
    return goals;
  }

  /** Remembers that somebody looked at the solution; once they have solved it, that does not count as help. */
  noteSolutionSeen(lesson: Lesson): void {
    const key = this.keyOf(lesson);
    this.#change(({ inHand, lessons }) => {
      const { sawSolution, ...known } = lessons.get(key) ?? JUST_BEGUN;
      return { inHand, lessons: new Map(lessons).set(key, { ...known, sawSolution: sawSolution || !known.solved }) };
    });
  }

  /** Remembers that one more hint was seen. Returns which one it is, counted from 1: the last again, once all were seen. */
  noteHint(lesson: Lesson): number {
    const key = this.keyOf(lesson);
    const { length } = lesson.hints;
    const number = Math.min((this.progress().inHand?.hints ?? 0) + 1, length);
    this.#change(({ inHand, lessons }) => {
      const known = lessons.get(key) ?? JUST_BEGUN;
      const hints = known.solved ? known.hints : Math.max(known.hints, number);
      return {
        inHand: inHand === null ? null : { ...inHand, hints: number },
        lessons: new Map(lessons).set(key, { ...known, hints }),
      };
    });
    return number;
  }

  /** No other process changes it meanwhile, because each holds the lock of the session. It is saved with the session's changes. */
  #change(change: (progress: Progress) => Progress): void {
    this.#store.together(this.#place, () => {
      this.#store.writeAttached(this.#place, progressFile(this.progressPath, change(this.progress())));
    });
  }

  #locate(ref: string): LessonPlace {
    const known = this.files.find(({ id, name, path }) => id === ref || name === ref || path === ref);
    if (known !== undefined) return { id: known.id, path: null, file: known.path };
    const isPath = ref.includes('/') || ref.includes('\\') || ref.includes('.');
    if (!isPath) throw this.#notFound(ref);
    return locateFile(ref, this.#program);
  }

  #open({ id, file }: LessonPlace): Lesson {
    return openLesson(id, file, this.#program);
  }

  #notFound(ref: string): LabError {
    const guess = nearest(
      ref,
      this.files.map(({ name }) => name),
    );
    const [first, last] = [this.files[0]?.id, this.files.at(-1)?.id];
    const hint =
      guess === null
        ? `Lessons are ${first} to ${last}; see: mcast lesson list. The path of a file contains a dot or a slash.`
        : `Did you mean ${guess}?`;
    return new LabError('LESSON_NOT_FOUND', `there is no lesson ${quoteText(ref)}`, hint);
  }
}

/** Where it is written how far somebody is. */
function progressPath(stateDirectory: string): string {
  return `${stateDirectory}/lessons.json`;
}

/** Reads a teacher's lesson from a file. @throws LabError `LESSON_FAULTY`, `LESSON_NOT_FOUND` */
export function openFile(path: string, program: Program): Lesson {
  const { id, file } = locateFile(path, program);
  return openLesson(id, file, program);
}

function locateFile(path: string, { context }: Program): LessonPlace {
  const absolute = asLessonError(() => context.machine.files.identify(path));
  return { id: path.split(/[\\/]/).at(-1) ?? path, path: absolute, file: path };
}

function openLesson(id: string, file: string, { context }: Program): Lesson {
  const bytes = asLessonError(() => context.machine.files.readBytes(file, MAX_BYTES));
  if (bytes.length > MAX_BYTES) throw faulty(file, 0, 'it is too large for a lesson', 'A lesson has a few thousand bytes.');
  const text = decodeUtf8(bytes);
  if (text === null) throw faulty(file, 0, 'it is not text in UTF-8', 'Save it as UTF-8.');
  return parseLesson(text, { id, file, readCondition: (line) => readCondition(context.machine.commands, line) });
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A file that cannot be read is a lesson that is not found. */
function asLessonError<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof LabError && error.code === 'USAGE') {
      throw new LabError('LESSON_NOT_FOUND', error.message, 'Name a lesson by its number, or the path of a file.');
    }
    throw error;
  }
}
