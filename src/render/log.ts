import { formatDuration } from '../core/duration.js';
import { escapeText } from '../core/printable.js';
import type { Column, Style } from './style.js';
import { number, text } from './style.js';
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

/** One row for each command; those of a script share its number. */
export function renderLog({ earlier, complete, steps }: Log, style: Style): string {
  const gap = complete ? [] : [['', '', style.paint('faint', 'what came before was not recorded')]];
  const before = earlier.map(({ line, atNs }) => ['', formatDuration(atNs), escapeText(line)]);
  const rows = steps.flatMap((step) => {
    const title = step.script === null ? [] : [[String(step.number), '', `script ${escapeText(step.script)}`]];
    const lines = step.lines.map(({ line, atNs }, index) => [
      title.length === 0 && index === 0 ? String(step.number) : '',
      formatDuration(atNs),
      `${title.length === 0 ? '' : '  '}${escapeText(line)}`,
    ]);
    return [...title, ...lines].map((row) => (step.done ? row : markUndone(row, style)));
  });
  return style.table(COLUMNS, [...gap, ...before, ...rows]);
}

function markUndone([step = '', at = '', command = '']: readonly string[], style: Style): string[] {
  return [step, at, style.paint('faint', `${command}  (undone)`)];
}
