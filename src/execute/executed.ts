import { escapeJson } from '../core/printable.js';
import type { GlobalFlags } from '../grammar/globals.js';
import { NONE_GIVEN, withPreset } from '../grammar/globals.js';
import { wantsJson } from '../grammar/read-line.js';
import { finishLines, finishText } from '../render/finish-text.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { CommandSpec, Context } from './definition.js';
import { failureOf } from './failure.js';
import { hintOf } from './hints.js';
import { jsonPieces } from './json-pieces.js';
import type { Executed, Failure, Outcome } from './outcome.js';
import { complainsInColor } from './style-choice.js';

/** A line that did something, rendered. */
export function rendered(command: string, outcome: Outcome, globals: GlobalFlags, style: Style, context: Context): Executed {
  const { json, quiet, dryRun } = globals;
  const failure = outcome.failure == null ? null : failureOf(outcome.failure, null, true, context);
  const { isAscii } = style;
  const complaintStyle = context.output.terminal.complainsToTerminal ? style : { ...plainStyle, isAscii };
  const details = finishText(outcome.details?.(complaintStyle) ?? '', complaintStyle);
  let output: Executed['output'] = '';
  if (json) output = renderJson(command, outcome, dryRun, context);
  else if (!quiet) output = renderText(outcome, dryRun, style);
  const notices = outcome.notice == null ? NO_NOTICES : [outcome.notice];
  const mayPage = !globals.noPager && context.script === null;
  const shown = { output, details, notices, complainsInColor: complainsInColor(globals, context), mayPage };
  return { command, outcome, failure, printed: null, ...shown, json, quiet };
}

function renderText(outcome: Outcome, dryRun: boolean, style: Style): Executed['output'] {
  const text = outcome.text(style);
  if (outcome.isVerbatim === true) return typeof text === 'string' ? text : joinedLines(text);
  if (dryRun) return `dry run, nothing was changed:\n${finishText(text, style)}`;
  return typeof text === 'string' ? finishText(text, style) : joinedLines(finishLines(text, style));
}

function* joinedLines(lines: Iterable<string>): Iterable<string> {
  let before = '';
  for (const line of lines) {
    yield `${before}${line}`;
    before = '\n';
  }
}

/** The same with its output made, for what is then saved: a fault in rendering saves nothing. */
export function whole(executed: Executed): Executed {
  const { output } = executed;
  return typeof output === 'string' ? executed : { ...executed, output: [...output].join('') };
}

/** The notice for looking at a session that was never started; null if it was. */
export function standardNotice({ isStandard }: { readonly isStandard: boolean }): string | null {
  return isStandard ? 'session default was never started; this is the standard session' : null;
}

/** A line that failed. @param words the line's, which may ask for JSON */
export function failed(
  error: unknown,
  { spec, words, isUnderstood }: { spec: CommandSpec | null; words: readonly string[]; isUnderstood: boolean },
  context: Context,
): Executed {
  const failure = failureOf(error, spec, isUnderstood, context);
  const json = context.output.preset.json === true || wantsJson(context.machine.commands, spec, words);
  const { color, noColor } = colorFlags(words);
  const globals = withPreset({ ...NONE_GIVEN, color, noColor }, context.output.preset);
  return { ...NOTHING, command: spec?.id ?? null, failure, json, complainsInColor: complainsInColor(globals, context) };
}

/** What a line that may not be understood says about color. */
function colorFlags(words: readonly string[]): Pick<GlobalFlags, 'color' | 'noColor'> {
  const when = /(?:^| )--color[= ](always|never)(?: |$)/.exec(words.join(' '))?.[1];
  return { color: when === 'always' || when === 'never' ? when : undefined, noColor: words.includes('--no-color') };
}

/** A line whose command has printed what it did. */
export function printedBy(command: string, code: number, failure: Failure | null, quiet: boolean): Executed {
  return { ...NOTHING, command, printed: code, failure, quiet };
}

/** The document that begins as every document does; on one line for programs and in scripts. */
export function formatDocument(command: string | null, members: object, context: Context): string {
  return [...documentPieces(command, members, context)].join('');
}

function* documentPieces(command: string | null, members: object, { output, script }: Context): Iterable<string> {
  const document = { schemaVersion: 1, command, ...(script !== null && { line: script.line }), ...members };
  for (const piece of jsonPieces(document, output.terminal.isTerminal && script === null ? 2 : 0)) yield escapeJson(piece);
}

const NO_NOTICES: readonly string[] = [];

const NOTHING: Executed = {
  command: null,
  outcome: null,
  failure: null,
  printed: null,
  output: '',
  details: '',
  notices: NO_NOTICES,
  json: false,
  quiet: false,
  complainsInColor: false,
  mayPage: false,
};

function renderJson(command: string, { body, failure }: Outcome, dryRun: boolean, context: Context): Iterable<string> {
  const error = failure == null ? null : { code: failure.code, message: failure.message, hint: hintOf(failure) };
  return documentPieces(command, { ...(dryRun && { dryRun }), ...body, ...(error !== null && { error }) }, context);
}
