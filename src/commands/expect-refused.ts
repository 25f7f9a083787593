import { LabError } from '../core/errors.js';
import { command } from '../execute/command.js';
import { trying } from '../execute/context.js';
import type { CommandSpec, Context, Program } from '../execute/definition.js';
import { execute } from '../execute/execute.js';
import { failed, standardNotice } from '../execute/executed.js';
import type { Executed, Failure, Outcome } from '../execute/outcome.js';
import { dispatch } from '../grammar/dispatch.js';
import { joinWords, withoutProgram } from '../grammar/words.js';
import { renderChecks, renderExpect } from '../render/expect.js';
import { ERROR_CODES } from './error-codes.js';

/** The command that checks that another command fails. */
export const expectRefused: CommandSpec = command('expect refused', () => ({
  summary: 'check that a command fails with an error code',
  description:
    'Tries the command without changing anything. Exits with status 3 if the command succeeds or fails with another code.',
  usage: 'expect refused CODE -- COMMAND… [FLAGS]',
  examples: [
    { does: 'check that there is no such interface', line: 'expect refused UNKNOWN_INTERFACE -- iface rm eth9' },
    { does: 'check that there is no such route', line: 'expect refused ROUTE_NOT_FOUND -- route rm 10.0.1.7 239.1.1.1' },
  ],
  args: {
    code: {
      label: 'CODE',
      summary: 'expected error code, as in --json output',
      required: true,
      options: ERROR_CODES,
      parse: String,
    },
    command: {
      label: 'COMMAND',
      summary: 'command to try, after --',
      required: true,
      isRest: true,
      completes: 'command',
      parse: String,
    },
  },
  flags: {},
  changes: false,
  job: ({ args: { code, command: words } }) => ({
    on: 'program',
    run: async (program) => {
      const store = program.context.sessions.open(program.globals.session);
      const notice = standardNotice({ isStandard: store.isStandard(store.chosen()) });
      return { ...tell(code, words, await refusalOf(words, program)), notice };
    },
  }),
}));

/** Why a command is refused. Null if it is not. @throws LabError `USAGE` if it runs others, and so cannot be tried */
async function refusalOf(words: readonly string[], { context, globals }: Program): Promise<Failure | null> {
  const trial = trying(context, globals.session);
  const { printed, failure } = await executeWords(words, trial);
  if (printed !== null) throw new LabError('USAGE', 'expect refused takes one command, which must not run other commands');
  if (failure?.code === 'BUG' || failure?.code === 'INTERRUPTED') throw failure.thrown;
  return failure;
}

async function executeWords(words: readonly string[], context: Context): Promise<Executed> {
  try {
    const isShort = context.script !== null;
    return await execute(dispatch(context.machine.commands, withoutProgram(words), isShort), context);
  } catch (error) {
    return failed(error, { spec: null, words, isUnderstood: false }, context);
  }
}

function tell(code: string, words: readonly string[], refusal: Failure | null): Outcome {
  const met = refusal?.code === code;
  const line = joinWords(words.map((word) => word.replaceAll(/[\r\n]/g, ' ')));
  const checks = [{ field: 'refused', expected: code, actual: refusal?.code ?? 'none', met }];
  const hint = refusal === null || met ? null : `It failed with: ${refusal.message}`;
  const result = { met, subject: line, count: null, checks, hint };
  return {
    body: result,
    text: (style) => renderExpect(result, style),
    details: (style) => renderChecks(result, style),
    failure: met ? null : new LabError('EXPECTATION_NOT_MET', `${line} did not fail as expected`, hint),
  };
}
