import type { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { GlobalFlags } from '../grammar/globals.js';
import type { Steps } from '../ops/steps.js';
import type { Text } from '../render/finish-text.js';
import type { Style } from '../render/style.js';
import type { SessionPlace } from '../session/session-ref.js';
import type { SessionStore } from '../session/store.js';
import type { Surroundings } from './context.js';
import type { Prompter } from './prompter.js';

/** What a value names, and with it what it can be completed to. */
export type Completes =
  /** An interface of the lab. */
  | 'interface'
  /** An interface that packets leave by; a minimum TTL may follow behind a colon. */
  | 'interface-output'
  /** The address of a sender. */
  | 'source'
  /** A group, of the family of the source that stands before it. */
  | 'group'
  /** A group that the interface before it is a member of. */
  | 'joined-group'
  /** How far to move the clock. */
  | 'duration'
  /** A time since the clock started that is still to come. */
  | 'time'
  /** A time since the clock started that is not later than now. */
  | 'past-time'
  /** The name of a session that is there. */
  | 'session'
  /** The same, or the path of one. */
  | 'session-or-path'
  /** A lesson: its number, its name, or the path of a file. */
  | 'lesson'
  /** A file. */
  | 'file'
  /** A command with its words, in a row of arguments. */
  | 'command';

/** An argument: what stands on the line without a flag, in order. */
export interface ArgSpec<Value = unknown, Required extends boolean = boolean> {
  /** As usage lines name it: `SOURCE`. */
  readonly label: string;
  readonly summary: string;
  readonly required: Required;
  /** Whether usage lines show it as required, though the command itself says so when it is missing. */
  readonly needed?: boolean;
  /** The values that may be given, if they can be listed. */
  readonly options?: readonly string[];
  /** Whether it takes all words that are left, each as a value: only the last argument may. */
  readonly isRest?: boolean;
  /** Name of the flag without which it may not be given. */
  readonly onlyWith?: string;
  readonly completes?: Completes;
  /** @throws LabError */
  readonly parse: (text: string) => Value;
}

/** A flag with a value. */
export interface OptionSpec<Value = unknown, Multiple extends boolean = boolean> {
  readonly kind: 'option';
  /** As usage lines name the value: `IF`. */
  readonly label: string;
  readonly summary: string;
  /** Whether it may be given more than once. */
  readonly multiple: Multiple;
  /** Whether usage lines show it as needed. The command itself says so when it is missing. */
  readonly needed?: boolean;
  /** One letter. */
  readonly short?: string;
  readonly allowEmpty?: boolean;
  readonly options?: readonly string[];
  readonly completes?: Completes;
  /** What is taken when the flag is not given, as help shows it. */
  readonly defaultText?: string;
  /** @param name how the flag is written, for what is said about it. @throws LabError */
  readonly parse: (text: string, name: string) => Value;
}

/** A flag without a value. */
export interface SwitchSpec {
  readonly kind: 'switch';
  readonly summary: string;
  /** Whether it may be given more than once. */
  readonly isRepeatable?: true;
  /** One letter. */
  readonly short?: string;
}

export type FlagSpec = OptionSpec | SwitchSpec;
export type ArgSpecs = Readonly<Record<string, ArgSpec>>;
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

export type ArgValues<Args extends ArgSpecs> = {
  readonly [Name in keyof Args]: Args[Name] extends ArgSpec<infer Value, infer Required>
    ? Args[Name] extends { readonly isRest: true }
      ? readonly Value[]
      : Required extends true
        ? Value
        : Value | undefined
    : never;
};

export type FlagValues<Flags extends FlagSpecs> = {
  readonly [Name in keyof Flags]: Flags[Name] extends OptionSpec<infer Value, infer Multiple>
    ? Multiple extends true
      ? readonly Value[]
      : Value | undefined
    : boolean;
};

/** A command line, understood. */
export interface Line<Args extends ArgSpecs, Flags extends FlagSpecs> {
  readonly args: ArgValues<Args>;
  readonly flags: FlagValues<Flags>;
}

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
  readonly globals: GlobalFlags;
  readonly question: Question | null;
  /** Does what the line asks for. @throws LabError if it lacks what cannot be left out */
  readonly job: () => Job;
}

/** A command, whichever mouth it is spoken through: the shell, the REPL or a script. */
export interface CommandSpec {
  /** `route add`. */
  readonly id: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** Whether it is for programs, so that neither help nor completion lists it. */
  readonly hidden: boolean;
  /** Empty if the summary says all. */
  readonly description: string;
  /** In place of the usage line that is made from the arguments and flags, or null. */
  readonly usage: string | null;
  readonly examples: readonly Example[];
  readonly args: ArgSpecs;
  /** Without those that every command has. */
  readonly flags: FlagSpecs;
  /** Whether it changes anything, and so has `--dry-run`. */
  readonly changes: boolean;
  /** @throws LabError if the words cannot be understood */
  readonly prepare: (words: readonly string[]) => Prepared;
}

export interface Example {
  /** What it is good for. */
  readonly does: string;
  /** Without `mcast`. */
  readonly line: string;
}
