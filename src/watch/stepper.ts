import { EXIT } from '../cli/exit.js';
import type { Terminal } from '../cli/terminal.js';
import type { Program } from '../execute/definition.js';
import { runCommand } from '../execute/execute.js';
import { storesOn } from '../execute/stores.js';
import { dispatch } from '../grammar/dispatch.js';
import { plainStyle } from '../render/style.js';

/** What keys do to the session, as lines of commands. */
const STEPS: ReadonlyMap<string, readonly string[]> = new Map([
  ['n', ['advance-clock', '--next']],
  ['s', ['advance-clock', '1s']],
  ['u', ['undo']],
  ['r', ['redo']],
]);

/** Does to the session what a key stands for. */
export interface Stepper {
  readonly knows: (key: string) => boolean;
  /** Carries out the key's command as the shell would. Returns why it was refused, or null. */
  readonly step: (key: string) => Promise<string | null>;
}

/** Keys that are commands, each on the session that was asked for. */
export function stepperFor({ around, globals }: Program): Stepper {
  return {
    knows: (key) => STEPS.has(key),
    step: async (key) => {
      const line = dispatch(around.commands, STEPS.get(key) ?? []);
      if (line.kind !== 'command') throw new Error(`no command is on the key ${key}`);
      const complaints: string[] = [];
      const terminal: Terminal = {
        ...around.terminal,
        isTerminal: false,
        columns: null,
        print: () => null,
        complain: (text) => complaints.push(text),
      };
      const code = await runCommand(line.spec, line.words, {
        ...around,
        terminal,
        openStore: storesOn(around.openDisk(false), around, globals.session),
        terminalStyle: plainStyle,
        canAsk: false,
        whenStarted: () => {},
      });
      return code === EXIT.done ? null : firstLine(complaints.join(''));
    },
  };
}

/** `no timer is armed`, of `mcast: no timer is armed` and a hint. */
function firstLine(complaint: string): string {
  return complaint.split('\n', 1)[0]?.replace(/^mcast: /, '') ?? '';
}
