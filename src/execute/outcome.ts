import type { LabError } from '../core/errors.js';
import type { Text } from '../render/finish-text.js';
import type { Style } from '../render/style.js';

/** What a command gives back: data, from which both text and JSON are made. */
export interface Outcome {
  /** The members of the JSON document, in order. */
  readonly body: object;
  readonly text: (style: Style) => Text;
  /** Whether the text is data for other programs, such as a script or a drawing, and is printed exactly as it is. */
  readonly isVerbatim?: boolean;
  /** What was done, and yet counts as failed, as with `--fail-on-drop`. */
  readonly failure?: LabError | null;
  /** Separate lines, printed below the failure's message. */
  readonly details?: (style: Style) => string;
  /** Printed on stderr. */
  readonly notice?: string | null;
}

/** An operation on a lab, done. */
export interface LabOutcome extends Outcome {
  /** The words that would do the same again, where those of the line would not, as when they name a file, or fail though they do it. */
  readonly again?: readonly string[];
}

/** A line of a script. */
export interface ScriptLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Why a line failed. */
export interface Failure {
  /** A `LabError`'s code, `INTERRUPTED` or `BUG`. */
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** Whether the line had been understood by then. */
  readonly isUnderstood: boolean;
  /** What was thrown; null if all was done. */
  readonly thrown: unknown;
  /** The line of a script that failed; null outside of scripts. */
  readonly at: ScriptLine | null;
}

/** What came of lines that were printed one by one. */
export interface Printed {
  readonly exit: number;
  /** The first failure. */
  readonly failure: Failure | null;
}

/** What came of a line. Nothing of it is printed yet, except by commands that run others. */
export interface Executed {
  /** Name of the command; null if the line names none. */
  readonly command: string | null;
  /** Null if nothing was done, or the command has printed what it did. */
  readonly outcome: Outcome | null;
  readonly failure: Failure | null;
  /** Exit code of a command that has printed what it did; else null. */
  readonly printed: number | null;
  /** The outcome as text or JSON, whole or in pieces, as it is wanted on stdout; empty if it is not wanted. */
  readonly output: string | Iterable<string>;
  /** Text below the message of a failure. */
  readonly details: string;
  readonly notices: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
  /** Whether complaints have color. */
  readonly complainsInColor: boolean;
  /** Whether a pager may show the output, if it is long. */
  readonly mayPage: boolean;
}
