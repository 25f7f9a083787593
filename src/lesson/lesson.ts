import type { Lab } from '../core/lab.js';
import type { LabOutcome } from '../execute/outcome.js';

/** Lines of a script, and where in the lesson's file they stand. */
export interface LessonScript {
  /** Number of lines in the file before the first. */
  readonly from: number;
  readonly lines: readonly string[];
}

/** What is to be reached. */
export interface Goal {
  /** In plain words, for learners. */
  readonly words: string;
  /** It is reached when all of these hold of the lab. Each looks, and changes nothing. */
  readonly conditions: readonly ((lab: Lab) => LabOutcome)[];
}

/** A script of a lesson that is tried when the lesson is checked. */
export interface Attempt {
  readonly title: string;
  readonly script: LessonScript;
  /** The goals that stay unmet after it, counted from 1; none if it solves the lesson. */
  readonly unmet: readonly number[];
}

/** A parsed lesson file. Texts are lines: of paragraphs, which may be wrapped again, and indented ones, which are kept. */
export interface Lesson {
  /** What it is called by: `2`, or for a file that does not come with the program the name of that file. */
  readonly id: string;
  /** The reference as given. */
  readonly file: string;
  readonly title: string;
  readonly minutes: number | null;
  readonly text: readonly string[];
  readonly task: readonly string[];
  /** What brings about the state in which learners find the session. */
  readonly start: LessonScript;
  readonly goals: readonly Goal[];
  /** The later, the more they tell. */
  readonly hints: readonly (readonly string[])[];
  readonly solution: LessonScript;
  readonly alsoCorrect: readonly Attempt[];
  readonly wrongAttempts: readonly Attempt[];
  /** Why the solution works, told after success. */
  readonly why: readonly string[];
}
