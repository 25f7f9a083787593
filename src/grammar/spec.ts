/** What a value names, and so what it can be completed to. */
export type Completes =
  /** An interface of the lab. */
  | 'interface'
  /** An interface that packets leave by; a minimum TTL may follow behind a colon. */
  | 'interface-output'
  /** A router, a link or a host of the lab. */
  | 'router'
  | 'link'
  | 'host'
  /** The address of a sender. */
  | 'source'
  /** A group, of the same family as the source before it. */
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
  /** Whether a listed value may be singular, and cut short at the prompt and in scripts. What is asserted stays as it is written. */
  readonly mayBeShort?: boolean;
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
  /** Other names that it may be given by. */
  readonly aliases?: readonly string[];
  /** What separates several values in one word. */
  readonly separator?: string;
  readonly allowEmpty?: boolean;
  readonly options?: readonly string[];
  readonly completes?: Completes;
  /** What is taken when the flag is not given, as help shows it. */
  readonly defaultText?: string;
  /** @param name how the flag is written, for messages. @throws LabError */
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

/** A line's values, each read by the spec of its name. */
export interface Line<Args extends ArgSpecs, Flags extends FlagSpecs> {
  readonly args: ArgValues<Args>;
  readonly flags: FlagValues<Flags>;
}

/** What can be said on a line of a command, and what help shows of it. */
export interface CommandSyntax {
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
  /** Without the global flags. */
  readonly flags: FlagSpecs;
  /** Whether it changes anything, and so has `--dry-run`. */
  readonly changes: boolean;
}

export interface Example {
  /** What it is good for. */
  readonly does: string;
  /** Without `mcast`. */
  readonly line: string;
}
