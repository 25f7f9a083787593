import type { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { GlobalFlags } from '../grammar/globals.js';
import type { CommandSyntax } from '../grammar/spec.js';
import type { Steps } from '../ops/steps.js';
import type { Text } from '../render/finish-text.js';
import type { Style } from '../render/style.js';
import type { SessionStore } from '../session/store.js';
import type { Context } from './context.js';
import type { Failure } from './failure.js';
import type { Prompter } from './prompter.js';

export type {
  ArgSpec,
  ArgSpecs,
  ArgValues,
  Completes,
  Example,
  FlagSpec,
  FlagSpecs,
  FlagValues,
  Line,
  OptionSpec,
  SwitchSpec,
} from '../grammar/spec.js';

/** What a command gives back: data, from which both text and JSON are made. */
export interface Outcome {
  /** The members of the JSON document, in order. */
  readonly body: object;
  /** Commands that change a session give it whole, so that a fault in rendering saves nothing. */
  readonly text: (style: Style) => Text;
  /** Whether the text is data for other programs, such as a script or a drawing, and is printed exactly as it is. */
  readonly isVerbatim?: boolean;
  /** What was done, and yet counts as failed, as with `--fail-on-drop`. */
  readonly failure?: LabError | null;
  /** What is said below the failure's message, in lines of its own. */
  readonly details?: (style: Style) => string;
  /** Printed on stderr. */
  readonly notice?: string | null;
}

/** An operation on a lab, done. */
export interface LabOutcome extends Outcome {
  /** The words that would do the same again, where those of the line would not, as when they name a file, or fail though they do it. */
  readonly again?: readonly string[];
}

/** A deferred write to the session files, committed after rendering. */
interface Plan {
  readonly outcome: Outcome;
  /**
   * Writes; with `dryRun` it only makes sure that it could. Null if there is nothing to write.
   *
   * @param line the command as the history keeps it
   * @throws LabError
   */
  readonly commit: ((dryRun: boolean, line: string) => void) | null;
}

/** Works on the lab of the chosen session. */
export interface LabJob {
  readonly on: 'lab';
  readonly run: (lab: Lab) => LabOutcome;
  /** The same in steps, if it may take long. */
  readonly steps?: {
    readonly run: (lab: Lab) => Steps<LabOutcome>;
    /** Whether it will. @param lab the lab; null if it is not known */
    readonly isLong: (lab: () => Lab | null) => boolean;
  };
}

/** Works on the session files; `isExclusive` if nobody may change the chosen session from its run to its commit. */
export interface StoreJob {
  readonly on: 'store';
  readonly isExclusive?: boolean;
  readonly run: (store: SessionStore) => Plan;
}

/** Needs no session, or executes other commands. */
export interface ProgramJob {
  readonly on: 'program';
  readonly run: (program: Program) => Promise<Outcome | Printed>;
}

/** What a line asks for. */
export type Job = LabJob | StoreJob | ProgramJob;

/** Loads the code of a job that only some lines need. */
export type Loader = (program: Program) => Promise<Job>;

/** What came of lines that were printed one by one. */
export interface Printed {
  readonly exit: number;
  /** The first failure. */
  readonly failure: Failure | null;
}

/** What a job is given. */
export interface Program {
  readonly context: Context;
  /** Global flags of its line. */
  readonly globals: GlobalFlags;
}

/** A line that lacks something which can be asked for on a terminal. */
export interface Question {
  /** Whether it only wants a yes, which a dry run needs not. */
  readonly isConfirmation: boolean;
  /** What to say where nobody can be asked. Null if the line can be done as it is. */
  readonly missing: LabError | null;
  /** Asks, and returns the words of a line that lacks nothing. Null if the user thought better of it. */
  readonly ask: (prompter: Prompter, lab: () => Lab, context: Context) => Promise<readonly string[] | null>;
}

/** What the words after a command's name come to. */
export interface Prepared {
  /** The words without the global flags. */
  readonly words: readonly string[];
  readonly globals: GlobalFlags;
  readonly question: Question | null;
  /** The line's job. @throws LabError if the line lacks what cannot be left out */
  readonly job: () => Job | Loader;
}

/** A command, regardless of front end: shell, prompt or script. */
export interface CommandSpec extends CommandSyntax {
  /** @throws LabError if the words cannot be understood */
  readonly prepare: (words: readonly string[]) => Prepared;
}
