import { ERROR_CODES, LabError } from '../core/errors.js';
import { command } from '../execute/command.js';
import type { CommandSpec, LoadedJob, Outcome, Program } from '../execute/definition.js';
import { dispatch } from '../grammar/dispatch.js';
import { joinWords } from '../grammar/words.js';
import { renderChecks, renderExpect } from '../render/expect.js';

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
    run: async (program) => tell(code, words, await refusalOf(words, program)),
  }),
}));

/** The error that a command fails with, or null. @throws LabError `USAGE` if it cannot be tried alone */
async function refusalOf(words: readonly string[], program: Program): Promise<LabError | null> {
  const { around, globals } = program;
  const tried = await refusalIn(() => jobOf(words, program));
  if (tried === null || tried instanceof LabError) return tried;
  const { job, session = globals.session } = tried;
  if (job.on === 'program') throw new LabError('USAGE', 'expect refused takes a single command, and not one that runs others');
  return refusalIn(() => attempt(job, { around, session }));
}

/** The result of an action, or the error that it fails with. */
async function refusalIn<Result>(action: () => Result | Promise<Result>): Promise<Result | LabError> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

/** A job and the session that its line names, if any. */
interface Tried {
  readonly job: LoadedJob;
  readonly session: string | undefined;
}

/** Null if there is no command. @throws LabError if the line is already invalid */
async function jobOf(words: readonly string[], { around }: Program): Promise<Tried | null> {
  const found = dispatch(around.commands, words[0] === 'mcast' ? words.slice(1) : words, around.script !== null);
  if (found.kind !== 'command') return null;
  const { job, question, globals } = found.spec.prepare(found.words);
  if (question !== null && question.missing !== null) throw question.missing;
  const asked = job();
  return { job: asked.on === 'later' ? await asked.load({ around, globals }) : asked, session: globals.session };
}

/** Tries a job without keeping its changes. Returns its failure. @throws LabError if it fails early */
function attempt(
  job: Exclude<LoadedJob, { on: 'program' }>,
  { around, session }: { around: Program['around']; session: string | undefined },
): LabError | null {
  switch (job.on) {
    case 'lab': {
      const store = around.openStore(session);
      return store.pretend(store.chosen(), (lab) => job.run(lab)).failure ?? null;
    }
    case 'store': {
      const { outcome, commit } = job.run(around.openStore(session));
      commit?.(true, '');
      return outcome.failure ?? null;
    }
    case 'nothing':
      return job.run().failure ?? null;
  }
}

function tell(code: string, words: readonly string[], refusal: LabError | null): Outcome {
  const met = refusal?.code === code;
  const line = joinWords(words.map((word) => word.replaceAll(/[\r\n]/g, ' ')));
  const checks = [{ field: 'refused', expected: code, actual: refusal?.code ?? 'none', met }];
  const hint = refusal === null || met ? null : `It was refused since ${refusal.message}`;
  const result = { met, subject: line, count: null, checks, hint };
  return {
    body: result,
    text: (style) => renderExpect(result, style),
    details: (style) => renderChecks(result, style),
    failure: met ? null : new LabError('EXPECTATION_NOT_MET', `${line} is not refused as expected`, hint),
  };
}
