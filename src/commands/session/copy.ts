import { command } from '../../cli/command.js';
import { fromTo, fromToArgs, overwriteFlag } from '../../cli/session-args.js';

export default command({
  id: 'session copy',
  summary: 'copy a session',
  examples: [
    { does: 'the chosen one', line: 'session copy before-lunch' },
    { does: 'another one', line: 'session copy demo demo-2' },
  ],
  usage: 'session copy [FROM] TO [FLAGS]',
  args: fromToArgs,
  flags: { force: overwriteFlag },
  changes: true,
  job: ({ args, flags }) => ({
    on: 'store',
    run: (store) => {
      const { from, to } = fromTo(store, args);
      const body = { from, to };
      return {
        outcome: { body, text: () => `copied session ${from.label} to ${to.label}` },
        commit: (dryRun) => store.copy(from, to, { force: flags.force, dryRun }),
      };
    },
  }),
});
