import { command } from '../../execute/command.js';
import type { CommandSpec } from '../../execute/definition.js';
import { fromTo, fromToArgs, overwriteFlag } from '../../execute/session-args.js';

/**
 * The command that copies or renames a session. The two differ only in the store's method.
 *
 * @param verb name of the command and of the store's method
 * @param done past tense, for the output
 */
export function fromToCommand(verb: 'copy' | 'rename', done: string): CommandSpec {
  return command(`session ${verb}`, () => ({
    summary: `${verb} a session`,
    examples: [
      { does: `${verb} the current session`, line: `session ${verb} before-lunch` },
      { does: `${verb} another session`, line: `session ${verb} demo demo-2` },
    ],
    usage: `session ${verb} [FROM] TO [FLAGS]`,
    args: fromToArgs,
    flags: { force: overwriteFlag },
    changes: true,
    job: ({ args, flags }) => ({
      on: 'store',
      run: (store) => {
        const { from, to } = fromTo(store, args);
        return {
          outcome: { body: { from, to }, text: () => `${done} session ${from.label} to ${to.label}` },
          commit: (dryRun) => store[verb](from, to, { force: flags.force, dryRun }),
        };
      },
    }),
  }));
}
