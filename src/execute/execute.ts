import { EXIT } from '../cli/exit.js';
import type { Finished } from '../cli/finish.js';
import { finish, render, sayNotices } from '../cli/finish.js';
import { reportError } from '../cli/report-error.js';
import { knownStyle, styleOf } from '../cli/style-choice.js';
import { standardLab } from '../core/lab.js';
import type { Dispatch } from '../grammar/dispatch.js';
import type { GlobalFlags } from '../grammar/globals.js';
import { withPreset } from '../grammar/globals.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { Surroundings } from './context.js';
import type { CommandSpec, Job, Outcome } from './definition.js';
import type { Understood } from './perform.js';
import { perform } from './perform.js';

/**
 * Carries out one command line, from its words to what is printed: parse, load, do, render, save, print.
 *
 * Never throws: whatever goes wrong is said on stderr, and with `--json` on stdout too.
 *
 * @returns the exit code: at once, unless something has to be loaded or asked first
 */
export function runCommand(spec: CommandSpec, words: readonly string[], around: Surroundings): number | Promise<number> {
  try {
    const prepared = spec.prepare(words);
    const line = { spec, words, prepared, globals: withPreset(prepared.globals, around.preset) };
    const style = knownStyle(line.globals, around);
    if (style === null || line.globals.help || canAsk(line, around)) return runSlowly(line, around);
    return runUnderstood(line, style, around);
  } catch (error) {
    return reportError(error, { spec, words, understood: false }, around);
  }
}

/** Prints help, or the version, which is what a line is for that names no command. Returns the exit code. */
export async function tellOf(line: Exclude<Dispatch, { kind: 'command' }>, around: Surroundings): Promise<number> {
  if (line.kind === 'version') return printOutcome('version', around.version(), line.globals, around);
  return printOutcome('help', await around.help(line.kind === 'help' ? line.words : []), line.globals, around);
}

/** Prints what needs no session. Returns the exit code. */
function printOutcome(command: string, outcome: Outcome, given: GlobalFlags, around: Surroundings): number {
  const globals = withPreset(given, around.preset);
  return finish(render(command, outcome, globals, plainStyle, around), globals, around);
}

/** A line that asks for help, or wants something that is to be loaded or asked first. */
async function runSlowly(line: Understood, around: Surroundings): Promise<number> {
  const { spec, words, globals } = line;
  try {
    if (globals.help) return printOutcome('help', await around.help(spec.id.split(' ')), globals, around);
    const style = await styleOf(globals, around);
    if (!canAsk(line, around)) return await runUnderstood(line, style, around);
    const answered = await askQuestion(line, around);
    if (answered === null) return EXIT.refused;
    const prepared = answered === 'as it is' ? line.prepared : spec.prepare(answered);
    return await runUnderstood({ ...line, words: answered === 'as it is' ? words : answered, prepared }, style, around);
  } catch (error) {
    return reportError(error, { spec, words, understood: true }, around);
  }
}

function runUnderstood(line: Understood, style: Style, around: Surroundings): number | Promise<number> {
  const { spec, words, prepared, globals } = line;
  const { where, pace } = around;
  let understood = false;
  try {
    const { question } = prepared;
    const isMissing = question !== null && question.missing !== null && !(question.isConfirmation && globals.dryRun);
    if (isMissing && !canAsk(line, around)) {
      understood = true;
      throw question.missing;
    }
    const job = prepared.job();
    understood = true;
    if (where === null) pace.startLine(globals.quiet);
    if (job.on === 'later') return runLater(job, line, style, around);
    if (job.on === 'program') return runProgramJob(job, line, style, around);
    const performed = perform(job, line, style, around);
    return 'then' in performed ? finishLater(performed, line, around) : finish(performed, globals, around);
  } catch (error) {
    return reportError(error, { spec, words, understood }, around);
  }
}

async function runLater(
  job: Extract<Job, { on: 'later' }>,
  line: Understood,
  style: Style,
  around: Surroundings,
): Promise<number> {
  const { spec, words, globals } = line;
  try {
    const loaded = await job.load({ around, globals });
    if (loaded.on === 'program') return await runProgramJob(loaded, line, style, around);
    return finish(await perform(loaded, line, style, around), globals, around);
  } catch (error) {
    return reportError(error, { spec, words, understood: true }, around);
  }
}

async function finishLater(
  performed: Promise<Finished>,
  { spec, words, globals }: Understood,
  around: Surroundings,
): Promise<number> {
  try {
    return finish(await performed, globals, around);
  } catch (error) {
    return reportError(error, { spec, words, understood: true }, around);
  }
}

async function runProgramJob(
  job: Extract<Job, { on: 'program' }>,
  { spec, words, globals }: Understood,
  style: Style,
  around: Surroundings,
): Promise<number> {
  try {
    const outcome = await job.run({ around, globals });
    if (typeof outcome !== 'number') return finish(render(spec.id, outcome, globals, style, around), globals, around);
    sayNotices([], globals, around);
    return outcome;
  } catch (error) {
    return reportError(error, { spec, words, understood: true }, around);
  }
}

/** Whether what a line lacks is to be asked for, if that turns out to be possible. */
function canAsk({ prepared: { question }, globals }: Understood, { canAsk: isAllowed }: Surroundings): boolean {
  const isQuiet = globals.json || globals.quiet;
  return question !== null && isAllowed && !isQuiet && !(question.isConfirmation && globals.dryRun);
}

/** Asks for what is missing. Null if the user broke off; 'as it is' if nobody can be asked and nobody needs to be. */
async function askQuestion(
  { prepared: { question }, globals }: Understood,
  around: Surroundings,
): Promise<readonly string[] | null | 'as it is'> {
  if (question === null) return 'as it is';
  if (!(await around.terminal.isInteractive())) {
    if (question.missing === null) return 'as it is';
    throw question.missing;
  }
  // The library that asks looks at the environment when it is loaded.
  if (globals.noColor) process.env.NO_COLOR = '1';
  const { prompter } = await import('../cli/lazy/prompter.js');
  const store = around.openStore(globals.session);
  const answered = await question.ask(prompter, () => store.load(store.chosen()) ?? standardLab(), around);
  if (answered === null) around.terminal.complain('mcast: nothing is changed\n');
  return answered;
}
