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
      if (flags.script && args.steps !== undefined) throw new LabError('USAGE', 'N and --script are mutually exclusive');
      const place = store.chosen();
      const history = store.history(place);
      const notice = standardNotice({ isStandard: store.isStandard(place) });
      if (flags.script) {
        const script = scriptOf(history);
        // Commands never contain control characters, unless the history is foreign.
        const text = () => escapedLines(script);
        return { outcome: { body: { script }, text, isVerbatim: true, notice }, commit: null };
      }
      const log = logOf(history, args.steps);
      return { outcome: { body: log, text: (style) => renderLog(log, style), notice }, commit: null };
    },
  }),
}));

function* escapedLines(lines: readonly string[]): Iterable<string> {
  for (const line of lines) yield escapeText(line);
}

function logOf({ earlier, isComplete, steps, position }: History, newest: number | undefined): Log {
  const from = newest === undefined ? 0 : Math.max(0, steps.length - newest);
  const shown = steps.slice(from).map(({ script, lines }, index) => {
    const number = from + index + 1;
    return { number, done: number <= position, script, lines };
  });
  return newest === undefined ? { earlier, complete: isComplete, steps: shown } : { earlier: [], complete: true, steps: shown };
}

/** The commands since the session was last created. @throws LabError `HISTORY_INCOMPLETE` */
function scriptOf({ earlier, steps, position }: History): string[] {
  const lines = [...earlier, ...steps.slice(0, position).flatMap((step) => step.lines)].map(({ line }) => line);
  const start = lines.findLastIndex((line) => /^init( |$)/.test(line));
  if (start === -1) {
    throw new LabError(
      'HISTORY_INCOMPLETE',
      'part of the history was not recorded, so no script can recreate the session',
      'To keep a copy: mcast session copy NAME',
    );
  }
  return lines.slice(start);
}
