import type { Lab } from '../core/lab.js';
import type { LabOutcome } from '../execute/outcome.js';

/** Lines of a script, and where in the lesson's file they stand. */
export interface LessonScript {
  /** How many lines of the file stand before the first. */
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

/** A lesson, as its file has it. Texts are lines: of paragraphs, which may be filled anew, and indented ones, which stay as they are. */
export interface Lesson {
  /** What it is called by: `2`, or for a file that does not come with the program the name of that file. */
  readonly id: string;
  /** As it was given. */
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
