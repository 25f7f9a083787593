import type { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { allFlags, readGlobals } from '../grammar/globals.js';
import { readArgs, readFlags, sortWords } from '../grammar/parse.js';
import type { Steps } from '../ops/steps.js';
import type { Text } from '../render/finish-text.js';
import type { Style } from '../render/style.js';
import type {
  ArgSpecs,
  CommandSpec,
  Example,
  FlagSpecs,
  Job,
  LabOutcome,
  Line,
  LoadedJob,
  Prepared,
  Program,
  Question,
} from './definition.js';

interface Described<Args extends ArgSpecs, Flags extends FlagSpecs> {
  readonly summary: string;
  readonly hidden?: boolean;
  readonly description?: string;
  readonly usage?: string;
  readonly examples: readonly Example[];
  readonly args: Args;
  readonly flags: Flags;
  readonly changes: boolean;
  /** What the line lacks that can be asked for, or null. */
  readonly question?: (line: Line<Args, Flags>, words: readonly string[]) => Question | null;
}

interface Defined<Args extends ArgSpecs, Flags extends FlagSpecs> extends Described<Args, Flags> {
  readonly job: (line: Line<Args, Flags>) => Job;
}

/** An operation that makes the text of its result itself. */
type OtherOperation<Request, Result> = (
  lab: Lab,
  request: Request,
) => { readonly result: Result; readonly text: (style: Style) => string };

/**
 * Makes a command from its definition and what a line of it comes to.
 *
 * @param id as `route add`
 * @param define defines it, once it is asked for: most runs of the program ask for one command of many
 */
export function command<Args extends ArgSpecs, Flags extends FlagSpecs>(
  id: string,
  define: () => Defined<Args, Flags>,
): CommandSpec {
  return new DeferredCommand(id, define);
}

/** Makes a command that does one operation on the lab of the chosen session. */
export function labCommand<Args extends ArgSpecs, Flags extends FlagSpecs, Request, Result extends object>(
  id: string,
  define: () => Described<Args, Flags> & {
    readonly toRequest: (line: Line<Args, Flags>) => Request;
    readonly op: (lab: Lab, request: Request) => Result;
    /** The same in steps, for what takes long. */
    readonly long?: {
      readonly op: (lab: Lab, request: Request) => Steps<Result>;
      /** Whether it is worth the steps. @param lab the lab; null if that is not known */
      readonly isLong: (request: Request, lab: () => Lab | null) => boolean;
    };
    readonly text: (result: Result, style: Style) => Text;
    /** What makes a result count as failed, though it was done. */
    readonly failure?: (result: Result, line: Line<Args, Flags>) => LabError | null;
    /** What is said below the message of a failure. */
    readonly details?: (result: Result, style: Style) => string;
    /** The words that would do the same again, where those of the line would not. */
    readonly again?: (request: Request, line: Line<Args, Flags>, result: Result) => readonly string[] | undefined;
    /** Loads what does the operation, and gives its result as text, in another way than `op` and `text`. Null where that is not asked for. */
    readonly otherwise?: (line: Line<Args, Flags>) => ((program: Program) => Promise<OtherOperation<Request, Result>>) | null;
  },
): CommandSpec {
  return command(id, () => {
    const { toRequest, op, long, text, failure, details, again, otherwise, ...described } = define();
    const job = (line: Line<Args, Flags>): Job => {
      const request = toRequest(line);
      const outcomeOf = (result: Result, write = (style: Style) => text(result, style)): LabOutcome => {
        const words = again?.(request, line, result);
        return {
          body: result,
          text: write,
          failure: failure?.(result, line) ?? null,
          ...(details !== undefined && { details: (style: Style) => details(result, style) }),
          ...(words !== undefined && { again: words }),
        };
      };
      const load = otherwise?.(line) ?? null;
      if (load !== null) return { on: 'later', load: async (program) => otherJob(await load(program), request, outcomeOf) };
      const run = (lab: Lab) => outcomeOf(op(lab, request));
      if (long === undefined) return { on: 'lab', run };
      return {
        on: 'lab',
        run,
        inSteps: (known) =>
          long.isLong(request, known)
            ? function* (lab) {
                return outcomeOf(yield* long.op(lab, request));
              }
            : null,
      };
    };
    return { ...described, job };
  });
}

function otherJob<Request, Result>(
  op: OtherOperation<Request, Result>,
  request: Request,
  outcomeOf: (result: Result, write: (style: Style) => string) => LabOutcome,
): LoadedJob {
  return {
    on: 'lab',
    run: (lab) => {
      const { result, text } = op(lab, request);
      return outcomeOf(result, text);
    },
  };
}

/** A command whose definition is made when it is first needed. */
class DeferredCommand<Args extends ArgSpecs, Flags extends FlagSpecs> implements CommandSpec {
  readonly id: string;
  readonly #define: () => Defined<Args, Flags>;
  #made: Defined<Args, Flags> | null = null;
  #allFlags: FlagSpecs | null = null;

  constructor(id: string, define: () => Defined<Args, Flags>) {
    this.id = id;
    this.#define = define;
  }

  get summary(): string {
    return this.#defined.summary;
  }

  get hidden(): boolean {
    return this.#defined.hidden === true;
  }

  get description(): string {
    return this.#defined.description ?? '';
  }

  get usage(): string | null {
    return this.#defined.usage ?? null;
  }

  get examples(): readonly Example[] {
    return this.#defined.examples;
  }

  get args(): ArgSpecs {
    return this.#defined.args;
  }

  get flags(): FlagSpecs {
    return this.#defined.flags;
  }

  get changes(): boolean {
    return this.#defined.changes;
  }

  prepare(words: readonly string[]): Prepared {
    const { args, flags, question, job } = this.#defined;
    this.#allFlags ??= allFlags(this);
    const sorted = sortWords(this.#allFlags, words);
    const globals = readGlobals(sorted);
    if (globals.help) return { globals, question: null, job: nothing };
    const line = { args: readArgs(args, sorted), flags: readFlags(flags, sorted) };
    return { globals, question: question?.(line, words) ?? null, job: () => job(line) };
  }

  get #defined(): Defined<Args, Flags> {
    this.#made ??= this.#define();
    return this.#made;
  }
}

/** A line that asks for help does nothing else, whatever stands beside. */
function nothing(): Job {
  return { on: 'nothing', run: () => ({ body: {}, text: () => '' }) };
}
