import type { TextPatch } from './text-patch.js';
import { applyPatch, reversePatch } from './text-patch.js';
import { fingerprintOf } from './version.js';

/** A command line that changed a session, and the clock's time when it acted, in nanoseconds. */
export interface LoggedLine {
  /** Without `mcast` and without flags that say where and how: `route rm 10.0.1.9 239.1.1.1`. */
  readonly line: string;
  readonly atNs: number;
}

/** The log's entry for a session that was created by using it. */
export const IMPLICIT_START: LoggedLine = { line: 'init', atNs: 0 };

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
  /** Whether `earlier` and the steps are everything since the session was started; if not, what is missing came before them all. */
  readonly isComplete: boolean;
  /** Steps that were undone and not redone are at the end. */
  readonly steps: readonly Step[];
  /** How many of the steps are in force. */
  readonly position: number;
}

/** Fingerprints of the session's text, so that a record is used only where it fits. */
interface Fitting {
  readonly before: string;
  readonly after: string;
}

/** A step, and how it changed the text of the session. */
export interface RecordedStep extends Step, Fitting {
  readonly patch: TextPatch;
}

/** One line of a history file. */
export type HistoryRecord =
  /** The session was started, or found as it is; `before` is empty. */
  | ({ readonly kind: 'base'; readonly earlier: readonly LoggedLine[]; readonly isComplete: boolean } & Fitting)
  | ({ readonly kind: 'step' } & RecordedStep)
  /** Number of steps redone, or undone if negative. */
  | ({ readonly kind: 'move'; readonly by: number } & Fitting)
  /** What the records say after the last one that leads to `after` never came to the session. */
  | ({ readonly kind: 'void' } & Fitting)
  /** The session's whole text there, from which its later and earlier ones can be made again if its own is damaged. Leads nowhere. */
  | ({ readonly kind: 'text'; readonly text: string } & Fitting);

/** How much of a history to keep when it is rewritten. */
export interface Keeping {
  /** Steps that can be undone. */
  readonly undoable: number;
  /** Characters of commands and of what they changed. */
  readonly characters: number;
}

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
  /** Whether no record leads to the state that the session is in. */
  readonly isUnknown: boolean;

  private constructor({ earlier, isComplete, steps, position }: Known, isUnknown: boolean) {
    this.earlier = earlier;
    this.isComplete = isComplete;
    this.steps = steps;
    this.position = position;
    this.isUnknown = isUnknown;
  }

  /**
   * Reads records, oldest first, as far as they lead to the state that the session is in. Later records belong to a command that broke
   * off before it wrote the session, or of one that is writing it just now.
   *
   * @param present fingerprint of the session's text
   */
  static of(records: readonly HistoryRecord[], present: string): RecordedHistory {
    const effective = withoutVoid(records);
    const end = lastLeadingTo(effective, present);
    return end === -1 ? new RecordedHistory(UNKNOWN, true) : new RecordedHistory(follow(effective.slice(0, end + 1)), false);
  }

  /**
   * The text of the session at another step.
   *
   * @param text its text now
   * @param position from 0 to the number of steps
   * @throws RangeError if the history does not fit the text, or is damaged
   */
  textAt(text: string, position: number): string {
    return this.textFrom(this.position, text, position);
  }

  /** The same, from the text of the session at a step that is not the present one. @throws RangeError as {@link textAt} */
  textFrom(known: number, text: string, position: number): string {
    if (position === known) return text;
    let changed = text;
    for (let at = known; at > position; at -= 1) changed = applyPatch(changed, reversePatch(this.#step(at - 1).patch));
    for (let at = known; at < position; at += 1) changed = applyPatch(changed, this.#step(at).patch);
    if (fingerprintOf(changed) !== this.fingerprintAt(position)) throw new RangeError('a patch was changed');
    return changed;
  }

  /** @throws RangeError if there is no such step */
  fingerprintAt(position: number): string {
    return position === 0 ? this.#step(0).before : this.#step(position - 1).after;
  }

  /** The same history as few records, without the oldest steps if they are too many, and without the last to redo if too long. */
  compacted(present: string, { undoable, characters }: Keeping): HistoryRecord[] {
    let room = characters;
    const fits = (step: RecordedStep | undefined) => {
      if (step !== undefined) room -= charactersOfLines(step.lines) + charactersOfPatch(step.patch);
      return step !== undefined && room >= 0;
    };
    let [from, end] = [this.position, this.position];
    while (this.position - from < undoable && fits(this.steps[from - 1])) from -= 1;
    while (fits(this.steps[end])) end += 1;
    const earlier = [...this.earlier, ...this.steps.slice(0, from).flatMap(({ lines }) => lines)];
    const kept = this.steps.slice(from, end);
    const [first, last] = [kept[0]?.before ?? present, kept.at(-1)?.after ?? present];
    const undone = end - this.position;
    return [
      { kind: 'base', earlier, isComplete: this.isComplete, before: '', after: first },
      ...kept.map(({ lines, script, patch, before, after }) => ({ kind: 'step' as const, lines, script, patch, before, after })),
      ...(undone === 0 ? [] : [{ kind: 'move' as const, by: -undone, before: last, after: present }]),
    ];
  }

  #step(index: number): RecordedStep {
    const step = this.steps[index];
    if (step === undefined) throw new RangeError(`there is no step ${index + 1}`);
    return step;
  }
}

/** Characters of commands. */
export function charactersOfLines(lines: readonly LoggedLine[]): number {
  return lines.reduce((sum, { line }) => sum + line.length, 0);
}

/** Characters of a patch's lines. */
export function charactersOfPatch(patch: TextPatch): number {
  return patch.reduce((sum, [, earlier, later]) => sum + earlier.length + later.length, 0);
}

/** Index of the last record that leads to a state, or -1. */
function lastLeadingTo(records: readonly HistoryRecord[], fingerprint: string): number {
  return records.findLastIndex(({ after }) => after === fingerprint);
}

function withoutVoid(records: readonly HistoryRecord[]): HistoryRecord[] {
  const effective: HistoryRecord[] = [];
  for (const record of records) {
    if (record.kind === 'void') effective.length = lastLeadingTo(effective, record.after) + 1;
    else effective.push(record);
  }
  return effective;
}

/** What records tell that follow from each other; what comes before a gap between them is left out. */
function follow(records: readonly HistoryRecord[]): Known {
  let { earlier, isComplete, position } = UNKNOWN;
  const steps: RecordedStep[] = [];
  const forget = () => {
    [earlier, isComplete, position] = [[], false, 0];
    steps.length = 0;
  };
  let reached = '';
  for (const record of records) {
    if (record.before !== reached) forget();
    reached = record.after;
    if (record.kind === 'base') {
      forget();
      ({ earlier, isComplete } = record);
    } else if (record.kind === 'step') {
      steps.length = position;
      position = steps.push(record);
    } else if (record.kind === 'move') {
      position += record.by;
      if (position < 0 || position > steps.length) forget();
    }
  }
  return { earlier, isComplete, steps, position };
}
