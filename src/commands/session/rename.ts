import { command } from '../../cli/command.js';
import { fromTo, fromToArgs, overwriteFlag } from '../../cli/session-args.js';

export default command({
  id: 'session rename',
  summary: 'rename a session',
  examples: [
    { does: 'the chosen one', line: 'session rename before-lunch' },
    { does: 'another one', line: 'session rename demo demo-2' },
  ],
  usage: 'session rename [FROM] TO [FLAGS]',
  args: fromToArgs,
  flags: { force: overwriteFlag },
  changes: true,
  job: ({ args, flags }) => ({
    on: 'store',
    run: (store) => {
      const { from, to } = fromTo(store, args);
      const body = { from, to };
      return {
        outcome: { body, text: () => `renamed session ${from.label} to ${to.label}` },
        commit: (dryRun) => store.rename(from, to, { force: flags.force, dryRun }),
      };
    },
  }),
});
