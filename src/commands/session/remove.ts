import { LabError } from '../../core/errors.js';
import { command } from '../../execute/command.js';
import type { Question } from '../../execute/definition.js';
import { sessionPatternArg } from '../../execute/session-args.js';

/** Number of sessions that a question names at most. */
const NAMED = 8;

export default command('session remove', () => ({
  summary: 'remove named sessions',
  description: 'In a name, * matches any characters and ? one. Removes all of the sessions or none. Asks for confirmation.',
  examples: [
    { does: 'remove "demo"', line: 'session remove demo' },
    { does: 'remove it without confirmation', line: 'session remove demo --yes' },
    { does: 'remove "demo" and all sessions whose names begin with "typo-"', line: "session remove demo 'typo-*' --yes" },
  ],
  args: { names: { ...sessionPatternArg, isRest: true } },
  flags: { yes: { kind: 'switch', summary: 'skip the confirmation', short: 'y' } },
  changes: true,
  question: ({ args, flags }, words) => (flags.yes ? null : confirmation(args.names, words)),
  job: ({ args: { names } }) => ({
    on: 'store',
    run: (store) => {
      const places = store.matching(names);
      const sessions = places.map(({ label, path }) => ({ session: label, path }));
      return {
        outcome: {
          body: { ...sessions[0], sessions },
          text: () => places.map(({ label }) => `removed session ${label}`).join('\n'),
        },
        commit: (dryRun) => store.remove(places, dryRun),
      };
    },
  }),
}));

function confirmation(names: readonly string[], words: readonly string[]): Question {
  return {
    isConfirmation: true,
    missing: new LabError('USAGE', `not removing ${told(names)} without confirmation`, 'Add --yes.'),
    ask: async (prompter, _lab, { sessions }) => {
      const matching = sessions.open(undefined).matching(names);
      const isYes = await prompter.confirm(`Remove ${told(matching.map(({ label }) => label))}?`);
      return isYes ? ['--yes', ...words] : null;
    },
  };
}

/** `session a`, `sessions a, b and 3 more` */
function told(names: readonly string[]): string {
  const more = names.length - NAMED;
  const listed = names.slice(0, NAMED).join(', ');
  return `${names.length === 1 ? 'session' : 'sessions'} ${listed}${more > 0 ? ` and ${more} more` : ''}`;
}
