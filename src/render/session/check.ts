import { formatDuration } from '../../core/duration.js';
import { escapeText } from '../../core/printable.js';
import { count } from '../phrase.js';

/** What a check of a session came to. */
interface CheckView {
  readonly label: string;
  /** Null if it is sound; `line` where it is known how the file should be. */
  readonly problem: { readonly message: string; readonly line: number | null } | null;
  readonly history: {
    readonly records: number;
    readonly damagedLines: readonly number[];
    readonly fits: boolean;
    readonly undoable: number;
    readonly redoable: number;
  };
  readonly good: { readonly nowNs: number; readonly command: string | null } | null;
  readonly restored: boolean;
  readonly kept: string | null;
}

export function renderCheck(view: CheckView): string {
  const { label, problem, good, restored, kept } = view;
  const lines = [problem === null ? `session ${label} is sound` : escapeText(problem.message)];
  if (problem?.line != null) lines.push(`line ${problem.line} of the file has been changed`);
  lines.push(describeHistory(view));
  if (good !== null) {
    const after = good.command === null ? '' : `, after ${escapeText(good.command)}`;
    lines.push(`${restored ? 'restored' : 'can be restored'} to its state at ${formatDuration(good.nowNs)}${after}`);
  }
  if (kept !== null) lines.push(`the damaged file is kept as ${escapeText(kept)}`);
  return lines.join('\n');
}

function describeHistory({ problem, history }: CheckView): string {
  const { records, damagedLines, fits, undoable, redoable } = history;
  const damage = damagedLines.length === 0 ? '' : `; no record in line ${damagedLines.slice(0, 10).join(', ')}`;
  if (records === 0) return `history: nothing is recorded${damage}`;
  if (problem !== null) return `history: ${count(records, 'record')}${damage}`;
  if (!fits) return `history: what is recorded does not lead to the session as it is${damage}`;
  return `history: ${count(undoable, 'step')} can be undone, ${redoable} redone${damage}`;
}
