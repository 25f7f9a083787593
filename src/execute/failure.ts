import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import { usageOf } from '../grammar/usage.js';
import { Aborted } from './aborted.js';
import type { CommandSpec, Context } from './definition.js';
import { hintOf } from './hints.js';
import type { Failure, ScriptLine } from './outcome.js';

/** Describes an error that ended a line. @param spec the line's command; null if it names none */
export function failureOf(error: unknown, spec: CommandSpec | null, isUnderstood: boolean, context: Context): Failure {
  return { ...describe(error, spec, context), isUnderstood, thrown: error, at: lineIn(context) };
}

/** All was done, but the output cannot be written. */
export function unwritten(why: string, context: Context): Failure {
  const message = `cannot write the output: ${why}`;
  return {
    code: 'OUTPUT_NOT_WRITTEN',
    message,
    hint: 'The command itself succeeded.',
    isUnderstood: true,
    thrown: null,
    at: lineIn(context),
  };
}

/** A failure as it is told: `FILE:LINE: MESSAGE`, or `mcast: MESSAGE` outside of scripts. */
export function tellFailure({ message, at }: Failure): string {
  return `${at === null ? 'mcast' : `${escapeText(at.file)}:${at.line}`}: ${escapeText(message)}`;
}

/** The context's line changes; this one stays. */
function lineIn({ script }: Context): ScriptLine | null {
  return script === null ? null : { file: script.file, line: script.line };
}

function describe(error: unknown, spec: CommandSpec | null, context: Context): Pick<Failure, 'code' | 'message' | 'hint'> {
  if (error instanceof LabError) {
    const { code, message } = error;
    const hint = hintOf(error);
    const needsUsage = code === 'USAGE' && hint === null && spec !== null;
    return { code, message, hint: needsUsage ? `Usage: mcast ${usageOf(spec)}` : hint };
  }
  if (error instanceof Aborted) {
    const { code, message, hint } = error;
    return { code, message: `${message}: nothing was ${context.script === null ? 'changed' : 'saved'}`, hint };
  }
  return describeBug(error, context);
}

function describeBug(error: unknown, { machine }: Context): Pick<Failure, 'code' | 'message' | 'hint'> {
  const what = error instanceof Error ? error.message : String(error);
  const trace = machine.environment.MCAST_DEBUG !== undefined && error instanceof Error ? ` at ${error.stack ?? ''}` : '';
  return {
    code: 'BUG',
    message: `this is a bug in mcast: ${what}${trace}`,
    hint: 'Please report it; MCAST_DEBUG=1 shows where it happened.',
  };
}
