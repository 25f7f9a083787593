import { escapeText } from '../core/printable.js';
import { onShelf, silently } from '../execute/context.js';
import type { Program } from '../execute/definition.js';
import { executeCommand } from '../execute/execute.js';

/** The commands of keys, with their words. */
const STEPS: ReadonlyMap<string, { readonly id: string; readonly words: readonly string[] }> = new Map([
  ['n', { id: 'advance-clock', words: ['--next'] }],
  ['s', { id: 'advance-clock', words: ['1s'] }],
  ['u', { id: 'undo', words: [] }],
  ['r', { id: 'redo', words: [] }],
]);

/** Does to the session what a key stands for. */
export interface Stepper {
  readonly knows: (key: string) => boolean;
  /** Executes the key's command. Returns why it was refused, or null. */
  readonly step: (key: string) => Promise<string | null>;
}

/** Keys that are commands, each on the session of the line. */
export function stepperFor({ context, globals }: Program): Stepper {
  return {
    knows: (key) => STEPS.has(key),
    step: async (key) => {
      const step = STEPS.get(key);
      const spec = context.machine.commands.find(({ id }) => id === step?.id);
      if (step === undefined || spec === undefined) throw new Error(`no command is on the key ${key}`);
      const onDisk = onShelf(silently(context), context.machine.openDisk(false), globals.session);
      const { failure } = await executeCommand(spec, step.words, onDisk);
      return failure === null ? null : escapeText(failure.message);
    },
  };
}
