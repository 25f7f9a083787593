import { LabError } from '../../core/errors.js';
import { command } from '../../execute/command.js';
import { renderCheck } from '../../render/session/check.js';
import type { Examined } from '../../session/check.js';

export default command('session check', () => ({
  summary: 'check a session file for damage',
  description:
    'Reports what is damaged or missing, and what can be restored from the history. --repair restores the newest valid state. The damaged file is kept as NAME.json.damaged-1, or with the next free number.',
  examples: [
    { does: 'check the current session', line: 'session check' },
    { does: 'restore another session if it is damaged', line: 'session check demo --repair' },
  ],
  args: {
    session: {
      label: 'SESSION',
      summary: 'session name or path (default: the current session)',
      required: false,
      completes: 'session-or-path',
      parse: String,
    },
  },
  flags: { repair: { kind: 'switch', summary: 'restore a damaged session from its history' } },
  changes: true,
  job: ({ args, flags }) => ({
    on: 'program',
    run: async ({ around, globals }) => {
      if (flags.repair && around.script !== null) {
        throw new LabError('USAGE', 'session check --repair cannot be a line of a script, which has sessions in its own hands');
      }
      const store = around.openStore(globals.session);
      const place = args.session === undefined ? store.chosen() : store.place(args.session);
      const { examine } = await import('../later.js');
      const lock = flags.repair && !globals.dryRun ? () => around.openDisk(false).hold(place) : null;
      const examined = examine(place, { repair: flags.repair, isThere: () => store.exists(place) }, lock);
      return {
        body: { session: place.name, path: place.path, ...examined },
        text: () => renderCheck({ ...examined, label: place.label }),
        failure: failureOf(examined),
      };
    },
  }),
}));

/** Damage that is not repaired also sets the exit status. */
function failureOf({ problem, good, restored }: Examined): LabError | null {
  if (problem === null || restored) return null;
  const hint =
    good === null
      ? 'Nothing is known that it could be restored from; to start over, move the file away first.'
      : 'Restore it with: mcast session check --repair';
  return new LabError(problem.code, problem.message, hint);
}
