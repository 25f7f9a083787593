import type { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { GlobalFlags } from '../grammar/globals.js';
import type { CommandSyntax } from '../grammar/spec.js';
import type { Steps } from '../ops/steps.js';
import type { Style } from '../render/style.js';
import type { SessionPlace } from '../session/session-ref.js';
import type { SessionStore } from '../session/store.js';
import type { Surroundings } from './context.js';
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
  readonly text: (style: Style) => string;
  /** What was done, and yet counts as failed, as with `--fail-on-drop`. */
  readonly failure?: LabError | null;
  /** What is said below the failure's message, in lines of its own. */
  readonly details?: (style: Style) => string;
}

/** An operation on a lab, done. */
export interface LabOutcome extends Outcome {
  /** The words that would do the same again, where those of the line would not, as when they name a file, or fail though they do it. */
  readonly again?: readonly string[];
}

/** What is to be done to the session files, which is done once its outcome is rendered. */
interface Plan {
  readonly outcome: Outcome;
  /**
   * Does it; with `dryRun` it only makes sure that it could be done. Null where there is nothing to do.
   *
   * @param line the command as it is written down
   * @throws LabError
   */
  readonly commit: ((dryRun: boolean, line: string) => void) | null;
  /** The session that was started to look at it. */
  readonly started?: SessionPlace;
}

/** What a line asks for, ready to be done. */
export type Job =
  /** Something done to the lab of the chosen session. */
  | {
      readonly on: 'lab';
      readonly run: (lab: Lab) => LabOutcome;
      /**
       * What does the same in steps; null if it is short.
       *
       * @param lab the lab that it would be done to; null if that is not known
       */
      readonly inSteps?: (lab: () => Lab | null) => ((lab: Lab) => Steps<LabOutcome>) | null;
    }
  /** Something done to the session files; `isExclusive` if nobody may change the chosen session from its run to its commit. */
  | { readonly on: 'store'; readonly isExclusive?: boolean; readonly run: (store: SessionStore) => Plan }
  /** Something that needs no session. */
  | { readonly on: 'nothing'; readonly run: () => Outcome }
  /** Something that works with other commands. What it prints itself, it gives back as an exit code. */
  | { readonly on: 'program'; readonly run: (program: Program) => Promise<Outcome | number> }
  /** One of the others, which takes code that is loaded only then. */
  | { readonly on: 'later'; readonly load: (program: Program) => Promise<LoadedJob> };

/** A job that takes no more code than there is. */
export type LoadedJob = Exclude<Job, { readonly on: 'later' }>;

/** What a command that works with other commands is given. */
export interface Program {
  readonly around: Surroundings;
  /** What the flags that every command has are set to. */
  readonly globals: GlobalFlags;
}

/** A line that lacks something which can be asked for on a terminal. */
export interface Question {
  /** Whether it only wants a yes, which a dry run needs not. */
  readonly isConfirmation: boolean;
  /** What to say where nobody can be asked. Null if the line can be done as it is. */
  readonly missing: LabError | null;
  /** Asks, and returns the words of a line that lacks nothing. Null if the user thought better of it. */
  readonly ask: (prompter: Prompter, lab: () => Lab, around: Surroundings) => Promise<readonly string[] | null>;
}

/** What the words after a command's name come to. */
export interface Prepared {
  /** The words without the global flags. */
  readonly words: readonly string[];
  readonly globals: GlobalFlags;
  readonly question: Question | null;
  /** Does what the line asks for. @throws LabError if it lacks what cannot be left out */
  readonly job: () => Job;
}

/** A command, whichever mouth it is spoken through: the shell, the REPL or a script. */
export interface CommandSpec extends CommandSyntax {
  /** @throws LabError if the words cannot be understood */
  readonly prepare: (words: readonly string[]) => Prepared;
}
