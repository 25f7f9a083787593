import { escapeText } from '../core/printable.js';
import type { Context } from '../execute/definition.js';
import { formatDocument } from '../execute/executed.js';
import { EXIT, exitCodeOf } from '../execute/exit.js';
import { tellFailure, unwritten } from '../execute/failure.js';
import type { Executed, Failure } from '../execute/outcome.js';
import type { Pager, Terminal } from '../execute/terminal.js';
import type { Text } from '../render/finish-text.js';

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
  complain(told, fault === null ? details : '', context);
  return exitCodeOf(told);
}

/** Characters of a long text that are printed at once. */
const PRINTED_CHARACTERS = 65_536;

/** Characters of the longest text that a pager shows. */
const PAGED_CHARACTERS = 64_000_000;

/** Prints a text, a long one in pieces or with a pager. Returns why it could not be printed, or null. */
function printText(text: Text, terminal: Terminal, pager: Pager | null): string | null {
  const most = pager === null ? PRINTED_CHARACTERS : PAGED_CHARACTERS;
  let kept = '';
  let isWhole = true;
  for (const line of typeof text === 'string' ? [text] : text) {
    kept += `${line}\n`;
    if (kept.length < most) continue;
    const fault = terminal.print(kept);
    if (fault !== null || terminal.isStdoutClosed) return fault;
    kept = '';
    isWhole = false;
  }
  if (kept === '' || (isWhole && pager?.show(kept) === true)) return null;
  return terminal.print(kept);
}

/** An error is told on stderr and, with `--json`, also as the one document on stdout. */
function printFailure({ command, failure, json }: Executed, context: Context): number {
  if (failure === null) return EXIT.done;
  const { code, message, hint } = failure;
  complain(failure, '', context);
  const document = json ? `${formatDocument(command, { error: { code, message, hint } }, context)}\n` : '';
  const isWritten = document === '' || context.output.terminal.print(document) === null;
  return isWritten || code === 'BUG' || code === 'INTERRUPTED' ? exitCodeOf(failure) : EXIT.refused;
}

function printNotices({ notices, quiet }: Executed, { output: { terminal }, sessions: { warnings } }: Context): void {
  if (quiet) return;
  const say = (notice: string) => terminal.complain(`mcast: ${escapeText(notice)}\n`);
  for (const notice of notices) say(notice);
  for (const warning of warnings.take()) say(warning);
}

function complain(failure: Failure, details: string, { output: { terminal } }: Context): void {
  const below = details === '' ? '' : `${details}\n`;
  const hint = failure.hint === null ? '' : `hint: ${escapeText(failure.hint)}\n`;
  terminal.complain(`${tellFailure(failure)}\n${below}${hint}`);
}
