import { escapeJson, escapeText } from '../core/printable.js';
import type { LinePlace, Surroundings } from '../execute/context.js';
import type { Outcome } from '../execute/definition.js';
import type { GlobalFlags } from '../grammar/globals.js';
import type { Text } from '../render/finish-text.js';
import { finishLines, finishText } from '../render/finish-text.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import { EXIT, exitCodeOf } from './exit.js';

/** What is left to do once a job is done and rendered. */
export interface Finished {
  readonly outcome: Outcome;
  readonly output: Text;
  /** What is said below the message of a failure. */
  readonly details: string;
  /** What to say beside it. */
  readonly notices: readonly string[];
}

export function render(command: string, outcome: Outcome, globals: GlobalFlags, style: Style, around: Surroundings): Finished {
  const complaintStyle = around.terminal.complainsToTerminal ? style : plainStyle;
  const details = finishText(outcome.details?.(complaintStyle) ?? '', complaintStyle);
  if (globals.json) return { outcome, output: renderJson(command, outcome, globals, around), details, notices: [] };
  if (globals.quiet) return { outcome, output: '', details, notices: [] };
  const text = outcome.text(style);
  if (outcome.isVerbatim === true) return { outcome, output: text, details, notices: [] };
  const output = typeof text === 'string' ? finishText(text, style) : finishLines(text, style);
  return {
    outcome,
    output: globals.dryRun ? `dry run, nothing is changed:\n${finishText(output, style)}` : output,
    details,
    notices: [],
  };
}

function renderJson(command: string, outcome: Outcome, globals: GlobalFlags, around: Surroundings): string {
  const { failure = null, body } = outcome;
  const document = {
    ...head(command, around.where),
    ...(globals.dryRun && { dryRun: true }),
    ...body,
    ...(failure !== null && { error: { code: failure.code, message: failure.message, hint: failure.hint } }),
  };
  return formatJson(document, around);
}

/** How every document begins. */
export function head(command: string | null, where: LinePlace | null): object {
  return { schemaVersion: 1, command, ...(where !== null && { line: where.line }) };
}

/** One line for programs and for what stands in a script, many for people. */
export function formatJson(document: object, { terminal, where }: Surroundings): string {
  return escapeJson(JSON.stringify(document, null, terminal.isTerminal && where === null ? 2 : undefined));
}

/** Prints what was done, which is saved by now. */
export function finish({ outcome, output, details, notices }: Finished, globals: GlobalFlags, around: Surroundings): number {
  sayNotices(notices, globals, around);
  const unprinted = output === '' || (globals.quiet && !globals.json) ? null : print(output, around);
  if (unprinted !== null) return reportUnprinted(unprinted, around);
  const failure = outcome.failure ?? null;
  if (failure === null) return EXIT.done;
  complain(failure, details, around);
  return exitCodeOf(failure, true);
}

/** So many characters of a long text are printed at once. */
const PRINTED_CHARACTERS = 65_536;

/** Prints a text, as much at once as is good. Returns why it could not be printed, or null. */
function print(text: Text, { terminal }: Surroundings): string | null {
  if (typeof text === 'string') return terminal.print(`${text}\n`);
  let kept = '';
  for (const line of text) {
    kept += `${line}\n`;
    if (kept.length < PRINTED_CHARACTERS) continue;
    const unprinted = terminal.print(kept);
    if (unprinted !== null || terminal.isForsaken) return unprinted;
    kept = '';
  }
  return kept === '' ? null : terminal.print(kept);
}

/** Says what is to be known beside the result. */
export function sayNotices(notices: readonly string[], { quiet }: GlobalFlags, { terminal, warnings }: Surroundings): void {
  if (quiet) return;
  const say = (notice: string) => terminal.complain(`mcast: ${escapeText(notice)}\n`);
  for (const notice of notices) say(notice);
  for (const warning of warnings.take()) say(warning);
}

/** Says that all is done, but nobody can read of it. Returns the exit code. */
export function reportUnprinted(why: string, around: Surroundings): number {
  complain({ message: `the output cannot be written: ${why}`, hint: 'What was asked for is done.' }, '', around);
  return EXIT.refused;
}

export function complain(
  { message, hint }: { readonly message: string; readonly hint: string | null },
  details: string,
  { terminal, where }: Surroundings,
): void {
  const from = where === null ? 'mcast' : `${escapeText(where.file)}:${where.line}`;
  const below = `${details === '' ? '' : `${details}\n`}${hint === null ? '' : `hint: ${escapeText(hint)}\n`}`;
  terminal.complain(`${from}: ${escapeText(message)}\n${below}`);
}

/** Says that a session was started by using it, once it is saved. */
export function sayStarted(label: string, { terminal }: Pick<Surroundings, 'terminal'>): void {
  terminal.complain(`mcast: ${escapeText(describeStarted(label))}\n`);
}

export function describeStarted(label: string): string {
  return `started session ${label}`;
}
