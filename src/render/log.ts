import { formatDuration } from '../core/duration.js';
import { escapeText } from '../core/printable.js';
import type { Text } from './finish-text.js';
import type { Style } from './style.js';
import type { Column } from './table.js';
import { number, tableLines, text } from './table.js';
import type { ShownStep } from './undo.js';

/** A step with its number, as the log shows it. */
interface NumberedStep extends ShownStep {
  /** From 1. */
  readonly number: number;
  /** Whether it is in force, and was not undone. */
  readonly done: boolean;
}

/** What a session's history tells. */
export interface Log {
  /** Commands before the first step. */
  readonly earlier: readonly { readonly line: string; readonly atNs: number }[];
  /** Whether the commands are all since the session was started. */
  readonly complete: boolean;
  readonly steps: readonly NumberedStep[];
}

const COLUMNS: readonly Column[] = [number('step'), text('at'), text('command')];

/** A row of the log. */
interface Row {
  /** Null for a row without a number. */
  readonly step: number | null;
  readonly atNs: number | null;
  readonly text: string;
  readonly done: boolean;
}

/** One row for each command; those of a script share its number. */
export function renderLog({ earlier, complete, steps }: Log, style: Style): Text {
  const gap: Row = { step: null, atNs: null, text: style.paint('faint', 'earlier commands were not recorded'), done: true };
  const before = earlier.map(({ line, atNs }): Row => ({ step: null, atNs, text: line, done: true }));
  const rows = [...(complete ? [] : [gap]), ...before, ...steps.flatMap(stepRows)];
  const cells = ({ step, atNs, text, done }: Row) => [
    step === null ? '' : String(step),
    atNs === null ? '' : formatDuration(atNs),
    atNs === null && step === null ? text : command(text, done, style),
  ];
  return tableLines(COLUMNS, rows, cells, style);
}

function stepRows({ number: step, script, lines, done }: NumberedStep): Row[] {
  if (script === null) return lines.map(({ line, atNs }, index) => ({ step: index === 0 ? step : null, atNs, text: line, done }));
  const title: Row = { step, atNs: null, text: `script ${script}`, done };
  return [title, ...lines.map(({ line, atNs }) => ({ step: null, atNs, text: `  ${line}`, done }))];
}

function command(line: string, done: boolean, style: Style): string {
  const shown = escapeText(line);
  return done ? shown : style.paint('faint', `${shown}  (undone)`);
}
