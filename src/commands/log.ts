import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import { command } from '../execute/command.js';
import { standardNotice } from '../execute/executed.js';
import { stepsArg } from '../grammar/values.js';
import type { Log } from '../render/log.js';
import { renderLog } from '../render/log.js';
import type { History } from '../session/history.js';

export default command('log', () => ({
  summary: 'list the commands that changed the session',
  description:
    'Prints each command with the time on the lab clock. Commands that change nothing are not listed. You can undo the newest 128 steps one by one; older ones stay listed, without a number.',
  examples: [
    { does: 'list all commands', line: 'log' },
    { does: 'list the newest three steps', line: 'log 3' },
    { does: 'print a script that recreates the session', line: 'log --script' },
  ],
  args: { steps: stepsArg('number of newest steps to list (default: all)') },
  flags: { script: { kind: 'switch', summary: 'print a script that recreates the session from scratch' } },
  changes: false,
  job: ({ args, flags }) => ({
    on: 'store',
    run: (store) => {
      if (flags.script && args.steps !== undefined) throw new LabError('USAGE', 'N and --script exclude each other');
      const place = store.chosen();
      const history = store.history(place);
      const notice = standardNotice({ isStandard: store.isStandard(place) });
      if (flags.script) {
        const script = scriptOf(history);
        // Commands never contain control characters, unless the history is foreign.
        const text = () => script.map(escapeText).join('\n');
        return { outcome: { body: { script }, text, isVerbatim: true, notice }, commit: null };
      }
      const log = logOf(history, args.steps);
      return { outcome: { body: log, text: (style) => renderLog(log, style), notice }, commit: null };
    },
  }),
}));

function logOf({ earlier, isComplete, steps, position }: History, newest: number | undefined): Log {
  const numbered = steps.map(({ script, lines }, index) => ({ number: index + 1, done: index < position, script, lines }));
  if (newest === undefined) return { earlier, complete: isComplete, steps: numbered };
  return { earlier: [], complete: true, steps: numbered.slice(-newest) };
}

/** The commands since the session was last created. @throws LabError `HISTORY_INCOMPLETE` */
function scriptOf({ earlier, steps, position }: History): string[] {
  const lines = [...earlier, ...steps.slice(0, position).flatMap((step) => step.lines)].map(({ line }) => line);
  const start = lines.findLastIndex((line) => /^init( |$)/.test(line));
  if (start === -1) {
    throw new LabError(
      'HISTORY_INCOMPLETE',
      'not everything that was done to the session was recorded, so no script can make it again',
      'Keep it with: mcast session copy NAME',
    );
  }
  return lines.slice(start);
}
