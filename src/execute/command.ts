import type { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { allFlags, readGlobals, withoutGlobals } from '../grammar/globals.js';
import { readValues } from '../grammar/parse.js';
import { readWords } from '../grammar/read-words.js';
import type { ArgSpecs, Example, FlagSpecs, Line } from '../grammar/spec.js';
import type { Steps } from '../ops/steps.js';
import { runAll } from '../ops/steps.js';
import type { Text } from '../render/finish-text.js';
import type { Style } from '../render/style.js';
import type { CommandSpec, Job, LabJob, Loader, Prepared, ProgramJob, Question } from './definition.js';
import { onRouter, routerIn } from './on-router.js';
import type { LabOutcome } from './outcome.js';

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
  /** @throws LabError if the line lacks what cannot be left out */
  readonly job: (line: Line<Args, Flags>) => Job | Loader;
}

/** An operation, and its result as text. One that may take long is done in steps. */
type Operation<Request, Result> = { readonly text: (result: Result, style: Style) => Text } & (
  | { readonly op: (lab: Lab, request: Request) => Result }
  | {
      readonly steps: (lab: Lab, request: Request) => Steps<Result>;
      /** Whether it will take long. @param lab the lab; null if it is not known */
      readonly isLong: (request: Request, lab: () => Lab | null) => boolean;
    }
);

/** The job that an operation comes to. */
type ToJob<Request, Result> = <Own extends Result>(request: Request, operation: Operation<Request, Own>) => LabJob;

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
  define: () => Described<Args, Flags> &
    Operation<Request, Result> & {
      readonly toRequest: (line: Line<Args, Flags>) => Request;
      /** What makes a result count as failed, though it was done. */
      readonly failure?: (result: Result, line: Line<Args, Flags>) => LabError | null;
      /** Text below the message of a failure. */
      readonly details?: (result: Result, style: Style) => string;
      /** The words that would do the same again, where those of the line would not. */
      readonly again?: (request: Request, line: Line<Args, Flags>, result: Result) => readonly string[] | undefined;
      /** For a line that needs a file, or code that is to be loaded: loads it, and makes the job of that. Null for any other. */
      readonly load?: (line: Line<Args, Flags>, jobOf: ToJob<Request, Result>) => Loader | null;
    },
): CommandSpec {
  return command(id, () => {
    const definition = define();
    const { toRequest, failure, details, again, load } = definition;
    const jobOn =
      (line: Line<Args, Flags>): ToJob<Request, Result> =>
      (request, operation) => {
        const outcomeOf = (result: Parameters<typeof operation.text>[0]): LabOutcome => {
          const words = again?.(request, line, result);
          return {
            body: result,
            text: (style) => operation.text(result, style),
            failure: failure?.(result, line) ?? null,
            ...(details !== undefined && { details: (style: Style) => details(result, style) }),
            ...(words !== undefined && { again: words }),
          };
        };
        if ('op' in operation) return { on: 'lab', run: (lab) => outcomeOf(operation.op(lab, request)) };
        const { steps, isLong } = operation;
        return {
          on: 'lab',
          run: (lab) => outcomeOf(runAll(steps(lab, request))),
          steps: {
            run: function* (lab) {
              return outcomeOf(yield* steps(lab, request));
            },
            isLong: (lab) => isLong(request, lab),
          },
        };
      };
    const job = (line: Line<Args, Flags>): Job | Loader => {
      const jobOf = jobOn(line);
      return load?.(line, jobOf) ?? jobOf(toRequest(line), definition);
    };
    return { ...definition, job };
  });
}

/** A command whose definition is made when it is first needed. */
class DeferredCommand<Args extends ArgSpecs, Flags extends FlagSpecs> implements CommandSpec {
  readonly id: string;
  readonly #define: () => Defined<Args, Flags>;
  #made: Defined<Args, Flags> | null = null;

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
    const read = readWords(allFlags(this), words);
    const globals = readGlobals(read);
    if (globals.help && read.fault === null) return { words, globals, question: null, job: nothing };
    const line = readValues({ id: this.id, args, flags }, read);
    return {
      words: withoutGlobals(read),
      globals,
      question: question?.(line, words) ?? null,
      job: () => onRouter(job(line), globals.router ?? routerIn({ args, flags }, line)),
    };
  }

  get #defined(): Defined<Args, Flags> {
    this.#made ??= this.#define();
    return this.#made;
  }
}

/** A line that asks for help does nothing else. */
function nothing(): ProgramJob {
  return { on: 'program', run: async () => ({ body: {}, text: () => '' }) };
}
