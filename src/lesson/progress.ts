import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import { readText } from '../files/file.js';
import type { AttachedFile } from '../session/shelf.js';

/** How far somebody is with one lesson. */
export interface LessonProgress {
  readonly solved: boolean;
  /** Hints that were seen before it was solved. */
  readonly hints: number;
  /** Whether the solution was looked at before it was solved. */
  readonly sawSolution: boolean;
}

/** The current lesson. */
interface LessonInHand {
  readonly id: string;
  /** Of a lesson that does not come with the program, absolute; else null. */
  readonly path: string | null;
  /** Whether it has been solved since it was last started or restarted. */
  readonly solved: boolean;
  /** Hints that were seen since then. */
  readonly hints: number;
}

/** How far somebody is with the lessons. */
export interface Progress {
  readonly inHand: LessonInHand | null;
  /** Those that were begun: the course's own by their ids, others by their absolute paths, which are not ids. */
  readonly lessons: ReadonlyMap<string, LessonProgress>;
}

const FORMAT = 'mcast-lab lesson progress';
const VERSION = 1;

/** A progress file is small; a larger one is something else. */
const MAX_CHARACTERS = 1_000_000;

export const NOTHING_BEGUN: Progress = { inHand: null, lessons: new Map() };
export const JUST_BEGUN: LessonProgress = { solved: false, hints: 0, sawSolution: false };

/** Reads a progress file; null if there is none. @throws LabError `LESSON_PROGRESS_UNUSABLE` */
export function readProgress(path: string): Progress | null {
  const text = explained(path, () => readText(path));
  if (text === null) return null;
  const progress = decodeProgress(text);
  if (typeof progress === 'string') throw unusable(path, progress);
  return progress;
}

/** The file of a progress, to be written together with the session of the lessons. Errors on it are `LESSON_PROGRESS_UNUSABLE`. */
export function progressFile(path: string, progress: Progress): AttachedFile {
  return { path, text: encodeProgress(progress), explain: (error) => explain(path, error) };
}

function encodeProgress({ inHand, lessons }: Progress): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, inHand, lessons: Object.fromEntries(lessons) }, null, 1)}\n`;
}

/** Parses a progress file, or says why it is not one. */
function decodeProgress(text: string): Progress | string {
  if (text.length > MAX_CHARACTERS) return 'it is too large';
  const document = parseJson(text);
  if (!isObject(document)) return 'it is damaged';
  if (document.format !== FORMAT) return 'it is not a progress file';
  if (typeof document.version === 'number' && document.version > VERSION) return 'it was written by a newer mcast';
  const { inHand, lessons } = document;
  if (document.version !== VERSION || !isObject(lessons) || !(inHand === null || isInHand(inHand))) return 'it is damaged';
  const known = new Map<string, LessonProgress>();
  for (const [id, lesson] of Object.entries(lessons)) {
    if (!isLesson(lesson)) return `it is damaged at lesson ${escapeText(id).slice(0, 60)}`;
    known.set(id, lesson);
  }
  return { inHand, lessons: known };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInHand(value: unknown): value is LessonInHand {
  if (!isObject(value)) return false;
  const { id, path, solved, hints } = value;
  const isNamed = typeof id === 'string' && (path === null || typeof path === 'string');
  return isNamed && typeof solved === 'boolean' && isCount(hints);
}

function isLesson(value: unknown): value is LessonProgress {
  if (!isObject(value)) return false;
  const { solved, hints, sawSolution } = value;
  return typeof solved === 'boolean' && isCount(hints) && typeof sawSolution === 'boolean';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1_000;
}

/** Reports file system errors of a progress file as those of a session. */
function explained<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw explain(path, error);
  }
}

function explain(path: string, { message }: LabError): LabError {
  return new LabError('LESSON_PROGRESS_UNUSABLE', message, hintOn(path));
}

function unusable(path: string, why: string): LabError {
  return new LabError('LESSON_PROGRESS_UNUSABLE', `cannot use the progress file ${escapeText(path)}: ${why}`, hintOn(path));
}

function hintOn(path: string): string {
  return `It is unchanged. Move it away to restart the course, or set MCAST_STATE_DIR to another folder: ${path}`;
}
