import { escapeText } from '../core/printable.js';
import type { Context } from '../execute/definition.js';
import { formatDocument } from '../execute/executed.js';
import { EXIT, exitCodeOf } from '../execute/exit.js';
import { tellFailure, unwritten } from '../execute/failure.js';
import type { Executed, Failure } from '../execute/outcome.js';
import type { Pager, Terminal } from '../execute/terminal.js';
import { breakLine } from '../render/finish-text.js';

/** Prints what came of a line, which is saved by now. Returns the exit code. */
export function print(executed: Executed, context: Context): number {
  const { outcome, failure, printed, output, details } = executed;
  const { terminal } = context.output;
  if (outcome === null && printed === null) return printFailure(executed, context);
  printNotices(executed, context);
  if (printed !== null) return printed;
  const fault = output === '' ? null : printText(output, terminal, executed.mayPage ? terminal.pager : null);
  const told = fault === null ? failure : unwritten(fault, context);
  if (told === null) return EXIT.done;
  complain(told, fault === null ? details : '', executed, context);
  return exitCodeOf(told);
}

/** Characters of a long text that are printed at once. */
const PRINTED_CHARACTERS = 65_536;

/** Characters of the longest text that a pager shows. */
const PAGED_CHARACTERS = 64_000_000;

/** Prints a text and a line end, a long text in pieces or with a pager. Returns why it could not be printed, or null. */
function printText(text: Executed['output'], terminal: Terminal, pager: Pager | null): string | null {
  const most = pager === null ? PRINTED_CHARACTERS : PAGED_CHARACTERS;
  let kept = '';
  let isWhole = true;
  for (const piece of typeof text === 'string' ? [text] : text) {
    kept += piece;
    if (kept.length < most) continue;
    const fault = terminal.print(kept);
    if (fault !== null || terminal.isStdoutClosed) return fault;
    kept = '';
    isWhole = false;
  }
  const last = `${kept}\n`;
  return isWhole && pager?.show(last) === true ? null : terminal.print(last);
}

/** An error is told on stderr and, with `--json`, also as the one document on stdout. */
function printFailure(executed: Executed, context: Context): number {
  const { command, failure, json } = executed;
  if (failure === null) return EXIT.done;
  const { code, message, hint } = failure;
  complain(failure, '', executed, context);
  const document = json ? `${formatDocument(command, { error: { code, message, hint } }, context)}\n` : '';
  const isWritten = document === '' || context.output.terminal.print(document) === null;
  return isWritten || code === 'BUG' || code === 'INTERRUPTED' ? exitCodeOf(failure) : EXIT.refused;
}

function printNotices({ notices, quiet }: Executed, { output: { terminal }, sessions: { warnings } }: Context): void {
  if (quiet) return;
  const say = (notice: string) => terminal.complain(`${fitComplaint(`mcast: ${escapeText(notice)}`, terminal)}\n`);
  for (const notice of notices) say(notice);
  for (const warning of warnings.take()) say(warning);
}

function complain(failure: Failure, details: string, executed: Executed, { output: { terminal } }: Context): void {
  const below = details === '' ? '' : `${details}\n`;
  const message = paintName(fitComplaint(tellFailure(failure), terminal), RED, executed);
  const hint = failure.hint === null ? '' : fitComplaint(`hint: ${escapeText(failure.hint)}`, terminal);
  terminal.complain(`${message}\n${below}${hint === '' ? '' : `${paintName(hint, YELLOW, executed)}\n`}`);
}

/** Lines that fit the terminal. */
function fitComplaint(line: string, { columns, complainsToTerminal }: Terminal): string {
  return columns === null || !complainsToTerminal ? line : breakLine(line, columns, 2).join('\n');
}

/** What begins a color. Most errors need no other style, and loading one takes longer than all the rest. */
const [RED, YELLOW] = ['\u001b[31m', '\u001b[33m'];

/** Paints who complains, up to the first blank. */
function paintName(line: string, color: string, { complainsInColor }: Executed): string {
  return complainsInColor ? line.replace(/^\S+/, (name) => `${color}${name}\u001b[39m`) : line;
}
