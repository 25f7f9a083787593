import { askToConfirm } from '../../execute/ask.js';
import { command } from '../../execute/command.js';
import { sessionNameArg } from '../../execute/session-args.js';

export default command('session remove', () => ({
  summary: 'remove a named session',
  description: 'Asks for confirmation.',
  examples: [
    { does: 'remove "demo"', line: 'session remove demo' },
    { does: 'remove it without confirmation', line: 'session remove demo --yes' },
  ],
  args: { name: sessionNameArg },
  flags: { yes: { kind: 'switch', summary: 'skip the confirmation', short: 'y' } },
  changes: true,
  question: ({ args, flags }, words) =>
    flags.yes
      ? null
      : askToConfirm(`Remove session ${args.name}?`, `not removing session ${args.name} without confirmation`, words),
  job: ({ args: { name } }) => ({
    on: 'store',
    run: (store) => {
      const place = store.place(name);
      return {
        outcome: { body: { session: name, path: place.path }, text: () => `removed session ${place.label}` },
        commit: (dryRun) => store.remove(place, dryRun),
      };
    },
  }),
}));
