import { LabError } from '../core/errors.js';
import { command } from '../execute/command.js';
import type { CommandSpec } from '../execute/definition.js';
import { stepsArg } from '../grammar/values.js';
import type { Moved } from '../render/undo.js';
import { renderMoved } from '../render/undo.js';
import type { History } from '../session/history.js';
import type { SessionStore } from '../session/store.js';

/** The command that undoes or redoes steps. */
export function moveCommand(verb: 'undo' | 'redo'): CommandSpec {
  const isUndo = verb === 'undo';
  return command(verb, () => ({
    summary: isUndo ? 'undo the last commands' : 'redo undone commands',
    description: isUndo
      ? 'Restores the session, including its clock, to its state before the last command. A script counts as one step.'
      : 'Reverts an undo. Nothing is left to redo after a new command has changed the session.',
    examples: [
      { does: isUndo ? 'undo the last command' : 'redo the last undone command', line: verb },
      { does: `${verb} three steps`, line: `${verb} 3` },
    ],
    args: { steps: stepsArg('number of steps (default: 1)') },
    flags: {},
    changes: true,
    job: ({ args: { steps = 1 } }) => ({
      on: 'store',
      isExclusive: true,
      run: (store) => {
        const by = isUndo ? -steps : steps;
        const moved = planMove(store, by);
        const { steps: told, ...rest } = moved;
        return {
          outcome: {
            body: { ...rest, [isUndo ? 'undone' : 'redone']: told },
            text: (style) => renderMoved(moved, isUndo ? 'undid' : 'redid', style),
          },
          commit: (dryRun) => {
            if (!dryRun) store.goTo(store.chosen(), moved.undoable);
          },
        };
      },
    }),
  }));
}

function planMove(store: SessionStore, by: number): Moved {
  const place = store.chosen();
  const history = store.history(place);
  const target = history.position + by;
  if (target < 0 || target > history.steps.length) throw nothingThere(history, by);
  const fromNs = store.timeAt(place, history.position);
  const nowNs = store.timeAt(place, target);
  const [from, to] = by < 0 ? [target, history.position] : [history.position, target];
  const between = history.steps.slice(from, to).map(({ script, lines }) => ({ script, lines }));
  const steps = by < 0 ? between.reverse() : between;
  return { fromNs, nowNs, steps, undoable: target, redoable: history.steps.length - target };
}

function nothingThere({ position, steps }: History, by: number): LabError {
  const [verb, left] = by < 0 ? ['undo', position] : ['redo', steps.length - position];
  const code = by < 0 ? 'NOTHING_TO_UNDO' : 'NOTHING_TO_REDO';
  const message = left === 0 ? `there is nothing to ${verb}` : `there are only ${left} steps to ${verb}`;
  return new LabError(code, left === 1 ? `there is only one step to ${verb}` : message, 'To see the history: mcast log');
}
