import { command } from '../../execute/command.js';
import { sessionNameArg } from '../../execute/session-args.js';

export default command('session use', () => ({
  summary: 'set the default session',
  description: '--session and MCAST_SESSION override the default.',
  examples: [
    { does: 'make "demo" the default', line: 'session use demo' },
    { does: 'go back to the session named "default"', line: 'session use default' },
  ],
  args: { name: sessionNameArg },
  flags: {},
  changes: true,
  job: ({ args: { name } }) => ({
    on: 'store',
    run: (store) => {
      const place = store.place(name);
      store.requireThere(place);
      const overruled = store.isNamed ? ', but --session or MCAST_SESSION overrides it here' : '';
      return {
        outcome: { body: { session: name, path: place.path }, text: () => `${name} is now the default session${overruled}` },
        commit: (dryRun) => {
          if (!dryRun) store.use(name);
        },
      };
    },
  }),
}));
