import type { Deeds } from '../render/watch/deeds.js';
import type { History, Step } from '../session/history.js';

/**
 * What led from one state of a session to another, as their histories tell it; null if nothing was done.
 *
 * Commands are counted, not steps: those of old steps move to what was done before the first step when a history is shortened.
 *
 * @param before null if nothing was seen before: then it is the last command
 */
export function whatWasDone(before: History | null, now: History): Deeds | null {
  if (before === null) return lastOf(now);
  const [was, is] = [commandsOf(before), commandsOf(now)];
  const isSameList = was.all === is.all && lastLine(before) === lastLine(now);
  if (is.done > was.done && continues(before, now)) {
    const steps = lastSteps(now.steps.slice(0, now.position), is.done - was.done);
    return steps.length === 0 ? lastOf(now) : { verb: isSameList ? 'redid' : 'did', steps };
  }
  if (is.done < was.done && isSameList) {
    return { verb: 'undid', steps: lastSteps(now.steps.slice(now.position).reverse(), was.done - is.done) };
  }
  return is.done === was.done && isSameList ? null : lastOf(now);
}

/** The last command that is in force. */
function lastOf({ earlier, steps, position }: History): Deeds {
  const step = steps[position - 1];
  if (step !== undefined) return { verb: 'did', steps: [shown(step)] };
  const line = earlier.at(-1);
  return line === undefined ? { verb: 'unknown' } : { verb: 'began', line: line.line };
}

/** How many commands are in force, and how many are known. */
function commandsOf({ earlier, steps, position }: History): { readonly done: number; readonly all: number } {
  const count = (some: readonly Step[]) => some.reduce((sum, { lines }) => sum + weightOf(lines.length), 0);
  return { done: earlier.length + count(steps.slice(0, position)), all: earlier.length + count(steps) };
}

/** A step whose commands are not remembered still counts as one. */
function weightOf(lines: number): number {
  return Math.max(1, lines);
}

/** Whether what was in force still is. */
function continues(before: History, now: History): boolean {
  const last = lineAt(before, commandsOf(before).done - 1);
  return last === null || last === lineAt(now, commandsOf(before).done - 1);
}

function lastLine(history: History): string | null {
  return lineAt(history, commandsOf(history).all - 1);
}

/** The command of a place in the order of all; null if there is none. */
function lineAt({ earlier, steps }: History, place: number): string | null {
  let at = place - earlier.length;
  if (at < 0) return earlier[place]?.line ?? null;
  for (const { lines } of steps) {
    if (at < weightOf(lines.length)) return lines[at]?.line ?? null;
    at -= weightOf(lines.length);
  }
  return null;
}

/** As many of the last steps as have so many commands, in their order. */
function lastSteps(steps: readonly Step[], commands: number): Step[] {
  let from = steps.length;
  for (let left = commands; left > 0 && from > 0; left -= weightOf(steps[from]?.lines.length ?? 0)) from -= 1;
  return steps.slice(from).map(shown);
}

/** What is shown of a step; a history may know more of it. */
function shown({ script, lines }: Step): Step {
  return { script, lines };
}
