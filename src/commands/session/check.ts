import { LabError } from '../../core/errors.js';
import { command } from '../../execute/command.js';
import { renderCheck } from '../../render/session/check.js';
import type { Examined } from '../../session/check.js';

export default command('session check', () => ({
  summary: 'look whether a session is sound',
  description:
    'Says what is wrong with it and where, or that its file is gone, and what its history can do about it. --repair puts the newest good state that the history knows in the place of a damaged session, which is kept beside it as NAME.json.damaged-1 or a higher number.',
  examples: [
    { does: 'the one in use', line: 'session check' },
    { does: 'restore another one, if it is damaged', line: 'session check demo --repair' },
  ],
  args: {
    session: {
      label: 'SESSION',
      summary: 'name or path; the chosen one if none is given',
      required: false,
      completes: 'session-or-path',
      parse: String,
    },
  },
  flags: { repair: { kind: 'switch', summary: 'restore a damaged session from its history' } },
  changes: true,
  job: ({ args, flags }) => ({
    on: 'program',
    run: async ({ context, globals }) => {
      if (flags.repair && context.script !== null) {
        throw new LabError('USAGE', 'session check --repair cannot be a line of a script, which has sessions in its own hands');
      }
      const store = context.sessions.open(globals.session);
      const place = args.session === undefined ? store.chosen() : store.place(args.session);
      const { examine } = await import('../later.js');
      const lock = flags.repair && !globals.dryRun ? () => context.machine.openDisk(false).hold(place) : null;
      const examined = examine(place, { repair: flags.repair, isThere: () => store.exists(place) }, lock);
      return {
        body: { session: place.name, path: place.path, ...examined },
        text: () => renderCheck({ ...examined, label: place.label }),
        failure: failureOf(examined),
      };
    },
  }),
}));

/** Damage that is not repaired is said to be there by the exit code as well. */
function failureOf({ problem, good, restored }: Examined): LabError | null {
  if (problem === null || restored) return null;
  const hint =
    good === null
      ? 'Nothing is known that it could be restored from; to begin anew, move the file away first.'
      : 'Restore it with: mcast session check --repair';
  return new LabError(problem.code, problem.message, hint);
}
