import { LabError } from '../core/errors.js';
import { Halted } from '../execute/aborted.js';
import type { Surroundings } from '../execute/context.js';
import type { CommandSpec } from '../execute/definition.js';
import { hintOf } from '../execute/hints.js';
import { wantsJson } from '../grammar/read-line.js';
import { usageOf } from '../grammar/usage.js';
import { EXIT, exitCodeOf } from './exit.js';
import { complain, formatJson, head } from './finish.js';
import type { Terminal } from './terminal.js';

/** An error, and what is known of the line that it came from. */
interface FailedLine {
  readonly spec: CommandSpec | null;
  readonly words: readonly string[];
  /** Whether the line had been understood when the error came up. */
  readonly understood: boolean;
}

/** Says what went wrong. With `--json` among the words, the error is the one document on stdout as well. */
export function reportError(error: unknown, { spec, words, understood }: FailedLine, around: Surroundings): number {
  const { terminal, where, preset } = around;
  const shown = describeError(error, spec, around);
  complain(shown, '', around);
  if (preset.json === true || wantsJson(around.commands, spec, words)) {
    const document = formatJson({ ...head(spec?.id ?? null, where), error: shown }, around);
    if (terminal.print(`${document}\n`) !== null && error instanceof LabError) return EXIT.refused;
  }
  return exitCodeOf(error, understood);
}

function describeError(error: unknown, spec: CommandSpec | null, { terminal, where }: Surroundings) {
  if (error instanceof LabError) return withUsage(error, spec);
  if (!(error instanceof Halted)) return describeBug(error, terminal);
  const { code, message, hint } = error;
  return { code, message: `${message}: nothing is ${where === null ? 'changed' : 'saved'}`, hint };
}

function withUsage(error: LabError, spec: CommandSpec | null): { code: string; message: string; hint: string | null } {
  const { code, message } = error;
  const hint = hintOf(error);
  const needsUsage = code === 'USAGE' && hint === null && spec !== null;
  return { code, message, hint: needsUsage ? `Usage: mcast ${usageOf(spec)}` : hint };
}

function describeBug(error: unknown, { environment }: Terminal): { code: string; message: string; hint: string } {
  const what = error instanceof Error ? error.message : String(error);
  const trace = environment.MCAST_DEBUG !== undefined && error instanceof Error ? ` at ${error.stack ?? ''}` : '';
  return {
    code: 'BUG',
    message: `this is a bug of mcast: ${what}${trace}`,
    hint: 'Please report it; MCAST_DEBUG=1 shows where it happened.',
  };
}
