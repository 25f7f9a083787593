import type { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { Style } from '../render/style.js';
import type { ArgSpecs, CommandSpec, Example, FlagSpecs, Job, Line, Prepared, Question } from './definition.js';
import { allFlags, readGlobals } from './globals.js';
import { readArgs, readFlags, sortWords } from './parse.js';

interface Described<Args extends ArgSpecs, Flags extends FlagSpecs> {
  readonly id: string;
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

/** Makes a command from its definition and what a line of it comes to. */
export function command<Args extends ArgSpecs, Flags extends FlagSpecs>(
  definition: Described<Args, Flags> & { readonly job: (line: Line<Args, Flags>) => Job },
): CommandSpec {
  const { question, job, ...shown } = definition;
  return {
    ...shown,
    prepare: (words): Prepared => {
      const sorted = sortWords(allFlags(definition), words);
      const globals = readGlobals(sorted);
      if (globals.help) return { globals, question: null, job: nothing };
      const line = { args: readArgs(definition.args, sorted), flags: readFlags(definition.flags, sorted) };
      return { globals, question: question?.(line, words) ?? null, job: () => job(line) };
    },
  };
}

/** Makes a command that does one operation on the lab of the chosen session. */
export function labCommand<Args extends ArgSpecs, Flags extends FlagSpecs, Request, Result extends object>(
  definition: Described<Args, Flags> & {
    readonly toRequest: (line: Line<Args, Flags>) => Request;
    readonly op: (lab: Lab, request: Request) => Result;
    readonly text: (result: Result, style: Style) => string;
    /** What makes a result count as failed, though it was done. */
    readonly failure?: (result: Result, line: Line<Args, Flags>) => LabError | null;
    /** What is said below the message of a failure. */
    readonly details?: (result: Result, style: Style) => string;
    /** The words that would do the same again, where those of the line would not. */
    readonly again?: (request: Request, line: Line<Args, Flags>, result: Result) => readonly string[] | undefined;
  },
): CommandSpec {
  const { toRequest, op, text, failure, details, again, ...described } = definition;
  return command({
    ...described,
    job: (line) => {
      const request = toRequest(line);
      return {
        on: 'lab',
        run: (lab) => {
          const result = op(lab, request);
          const words = again?.(request, line, result);
          return {
            body: result,
            text: (style) => text(result, style),
            failure: failure?.(result, line) ?? null,
            ...(details !== undefined && { details: (style: Style) => details(result, style) }),
            ...(words !== undefined && { again: words }),
          };
        },
      };
    },
  });
}

/** A line that asks for help does nothing else, whatever stands beside. */
function nothing(): Job {
  return { on: 'nothing', run: () => ({ body: {}, text: () => '' }) };
}
