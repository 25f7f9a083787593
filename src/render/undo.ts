import { formatDuration } from '../core/duration.js';
import { escapeText } from '../core/printable.js';
import { count } from './phrase.js';
import type { Style } from './style.js';

/** A step of a session's history, as it is told. */
export interface ShownStep {
  /** Name of the script that did it, or null for a command. */
  readonly script: string | null;
  readonly lines: readonly { readonly line: string; readonly atNs: number }[];
}

/** What undoing, or doing again, came to. */
export interface Moved {
  readonly fromNs: number;
  readonly nowNs: number;
  /** In the order in which they were undone or redone. */
  readonly steps: readonly ShownStep[];
  /** How many steps can be undone now. */
  readonly undoable: number;
  /** How many steps can be redone now. */
  readonly redoable: number;
}

/** @param did `undid` or `redid` */
export function renderMoved({ fromNs, nowNs, steps, undoable, redoable }: Moved, did: string, style: Style): string {
  const clock = fromNs === nowNs ? [] : [`clock ${formatDuration(fromNs)} → ${formatDuration(nowNs)}`];
  const rest = `${count(undoable, 'step')} can be undone, ${redoable} redone`;
  return [
    ...steps.map((step) => `${did} ${style.paint('strong', describeStep(step))}`),
    ...clock,
    style.paint('faint', rest),
  ].join('\n');
}

/** `route add …`, or `script demo.mcast (12 commands)` */
export function describeStep({ script, lines }: ShownStep): string {
  const [only] = lines;
  if (script === null && only !== undefined) return escapeText(only.line);
  return `${script === null ? 'a step' : `script ${escapeText(script)}`} (${count(lines.length, 'command')})`;
}
