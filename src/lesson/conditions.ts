import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import type { CommandSpec } from '../execute/definition.js';
import { operationOf } from '../execute/execute.js';
import { dispatch } from '../grammar/dispatch.js';
import { splitWords, withoutProgram } from '../grammar/words.js';
import type { Goal } from './lesson.js';

/** Whether a goal is reached. */
export interface GoalState {
  /** The goal, in words. */
  readonly goal: string;
  readonly met: boolean;
  /** What is there in place of what is wanted; null if it is reached, or nothing can be said. */
  readonly now: string | null;
  /** What takes the learner back to where it can be reached; null if it is reached, or can be from here. */
  readonly undo: WayBack | null;
}

/** So many steps to undo, of which this was the first. */
export interface WayBack {
  readonly steps: number;
  readonly line: string;
}

/** Reads `expect …` as a condition. @throws LabError if it is none, or not a whole one */
export function readCondition(commands: readonly CommandSpec[], line: string): Goal['conditions'][number] {
  const found = dispatch(commands, withoutProgram(splitWords(line)), true);
  const isExpectation = found.kind === 'command' && found.spec.id.startsWith('expect ');
  const condition = isExpectation ? operationOf(found.spec, found.words) : null;
  if (condition !== null) return condition;
  throw new LabError('USAGE', 'a condition must be an expect command', 'Write it as: expect route 10.0.1.9 239.1.1.1 --oif eth2');
}

/** How far a lab is. */
export function lookAt(goals: readonly Goal[], lab: Lab): GoalState[] {
  return goals.map(({ words, conditions }) => {
    for (const condition of conditions) {
      const lacking = whatLacks(condition, lab);
      if (lacking !== 'nothing') return { goal: words, met: false, now: lacking, undo: null };
    }
    return { goal: words, met: true, now: null, undo: null };
  });
}

/** Whether a goal can no longer be reached, but by undo. */
export function isLost({ conditions }: Goal, lab: Lab): boolean {
  return conditions.some((condition) => {
    try {
      return 'final' in condition(lab).body;
    } catch (error) {
      // It names an interface that is gone, and may come back.
      if (error instanceof LabError) return false;
      throw error;
    }
  });
}

/** What is there in place of what a condition wants; null if nothing can be said of it. */
function whatLacks(condition: Goal['conditions'][number], lab: Lab): string | null | 'nothing' {
  try {
    const { failure = null, body } = condition(lab);
    return failure === null ? 'nothing' : describeChecks(body, failure.hint);
  } catch (error) {
    // It names an interface that is gone.
    if (error instanceof LabError) return error.message;
    throw error;
  }
}

/** The actual state, not the expected one: that is for learners to find. */
function describeChecks(body: object, hint: string | null): string | null {
  const checks: readonly unknown[] = 'checks' in body && Array.isArray(body.checks) ? body.checks : [];
  const unmet = checks.flatMap((check) => {
    if (typeof check !== 'object' || check === null || !('met' in check && 'field' in check && 'actual' in check)) return [];
    return check.met === false ? [{ field: String(check.field), actual: String(check.actual) }] : [];
  });
  const isNothing = unmet.every(({ field, actual }) => actual === 'none' || (field === 'count' && actual === '0'));
  if (isNothing) return hint ?? 'none found';
  const said = unmet.map(({ field, actual }) =>
    field === 'count' ? `there ${actual === '1' ? 'is' : 'are'} ${actual}` : `${field} is ${actual}`,
  );
  return [said.join(', '), ...(hint === null ? [] : [hint])].join('. ');
}
