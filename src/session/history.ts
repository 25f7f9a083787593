import type { TextPatch } from './text-patch.js';
import { applyPatch, reversePatch } from './text-patch.js';

/** A command line that changed a session, and the clock's time when it acted, in nanoseconds. */
export interface LoggedLine {
  /** Without `mcast` and without flags that say where and how: `route rm 10.0.1.9 239.1.1.1`. */
  readonly line: string;
  readonly atNs: number;
}

/** What is done and undone at once: one command, or all commands of a script. */
export interface Step {
  readonly lines: readonly LoggedLine[];
  /** The script's name, or null for a command. */
  readonly script: string | null;
}

/** What led to the present state of a session, as far as that is known. */
export interface History {
  /** What was done before the first step. */
  readonly earlier: readonly LoggedLine[];
  /** Whether `earlier` and the steps are everything since the session was started. */
  readonly isComplete: boolean;
  /** Those that were undone and not done again stand at the end. */
  readonly steps: readonly Step[];
  /** How many of the steps are in force. */
  readonly position: number;
}

/** A step, and how it changed the text of the session. */
interface RecordedStep extends Step {
  readonly patch: TextPatch;
}

/** One line of a history file. `before` and `after` are fingerprints of the session's text, so that a record is used only where it fits. */
export type HistoryRecord =
  /** The session was started, or found as it is: all of its text. */
  | {
      readonly kind: 'base';
      readonly earlier: readonly LoggedLine[];
      readonly isComplete: boolean;
      readonly text: string;
      readonly before: '';
      readonly after: string;
    }
  | ({ readonly kind: 'step'; readonly before: string; readonly after: string } & RecordedStep)
  /** So many steps were done again, or undone if negative. */
  | { readonly kind: 'move'; readonly by: number; readonly before: string; readonly after: string }
  /** What the record before tells of never came to the session. */
  | { readonly kind: 'void'; readonly before: string; readonly after: string };

interface Known extends History {
  readonly steps: readonly RecordedStep[];
}

const UNKNOWN: Known = { earlier: [], isComplete: false, steps: [], position: 0 };

/** The steps of a session as its history file tells them, and with them its earlier and later texts. */
export class RecordedHistory implements History {
  readonly earlier: readonly LoggedLine[];
  readonly isComplete: boolean;
  readonly steps: readonly RecordedStep[];
  readonly position: number;

  private constructor(fields: Known) {
    this.earlier = fields.earlier;
    this.isComplete = fields.isComplete;
    this.steps = fields.steps;
    this.position = fields.position;
  }

  /**
   * Reads records, oldest first, as far as they lead to the state that the session is in.
   *
   * @param present fingerprint of the session's text
   */
  static of(records: readonly HistoryRecord[], present: string): RecordedHistory {
    const effective = records.filter((_, index) => records[index]?.kind !== 'void' && records[index + 1]?.kind !== 'void');
    const last = effective.at(-1);
    if (last !== undefined && last.after !== present && last.before === present) effective.pop();
    if (effective.at(-1)?.after !== present) return new RecordedHistory(UNKNOWN);
    let known = UNKNOWN;
    let reached = '';
    for (const record of effective) {
      known = record.before === reached || record.kind === 'base' ? next(known, record) : UNKNOWN;
      reached = record.after;
    }
    return new RecordedHistory(known);
  }

  /**
   * The text of the session at another step.
   *
   * @param text its text now
   * @param position from 0 to the number of steps
   * @throws RangeError if the history does not fit the text
   */
  textAt(text: string, position: number): string {
    let changed = text;
    for (let at = this.position; at > position; at -= 1) changed = applyPatch(changed, reversePatch(this.#patch(at - 1)));
    for (let at = this.position; at < position; at += 1) changed = applyPatch(changed, this.#patch(at));
    return changed;
  }

  /** The same history as few records, of which so many steps before the present one can be undone. */
  compacted(text: string, undoable: number, fingerprint: (text: string) => string): HistoryRecord[] {
    const from = Math.max(0, this.position - undoable);
    const start = this.textAt(text, from);
    const earlier = [...this.earlier, ...this.steps.slice(0, from).flatMap(({ lines }) => lines)];
    const records: HistoryRecord[] = [
      { kind: 'base', earlier, isComplete: this.isComplete, text: start, before: '', after: fingerprint(start) },
    ];
    let changed = start;
    for (const step of this.steps.slice(from)) {
      const before = fingerprint(changed);
      changed = applyPatch(changed, step.patch);
      records.push({ ...step, kind: 'step', before, after: fingerprint(changed) });
    }
    const undone = this.steps.length - this.position;
    if (undone > 0) records.push({ kind: 'move', by: -undone, before: fingerprint(changed), after: fingerprint(text) });
    return records;
  }

  #patch(index: number): TextPatch {
    const step = this.steps[index];
    if (step === undefined) throw new RangeError(`there is no step ${index + 1}`);
    return step.patch;
  }
}

/** What is known after one more record. */
function next(known: Known, record: HistoryRecord): Known {
  switch (record.kind) {
    case 'base':
      return { earlier: record.earlier, isComplete: record.isComplete, steps: [], position: 0 };
    case 'step':
      return { ...known, steps: [...known.steps.slice(0, known.position), record], position: known.position + 1 };
    case 'move': {
      const position = known.position + record.by;
      return position >= 0 && position <= known.steps.length ? { ...known, position } : UNKNOWN;
    }
    case 'void':
      return known;
  }
}
