import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { escapeJson, escapeText } from '../core/printable.js';
import type { Steps } from '../ops/steps.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { SessionPlace } from '../session/place.js';
import type { CommandSpec, Job, LabOutcome, LoadedJob, Outcome, Prepared } from './definition.js';
import type { Dispatch } from './dispatch.js';
import { EXIT, exitCodeOf } from './exit.js';
import type { GlobalFlags } from './globals.js';
import { withoutGlobals, withPreset } from './globals.js';
import { Halted } from './halted.js';
import type { LinePlace, Surroundings } from './surroundings.js';
import type { Terminal } from './terminal.js';
import { usageOf } from './usage.js';
import { isJoined, joinWords } from './words.js';

/** A line that was understood. */
interface Understood {
  readonly spec: CommandSpec;
  readonly words: readonly string[];
  readonly prepared: Prepared;
  readonly globals: GlobalFlags;
}

/** What is left to do once a job is done and rendered. */
interface Finished {
  readonly outcome: Outcome;
  readonly output: string;
  /** What is said below the message of a failure. */
  readonly details: string;
  /** What to say beside it. */
  readonly notices: readonly string[];
}

type LabJob = Extract<Job, { on: 'lab' }>;

/** An error, and what is known of the line that it came from. */
interface FailedLine {
  readonly spec: CommandSpec | null;
  readonly words: readonly string[];
  /** Whether the line had been understood when the error came up. */
  readonly understood: boolean;
}

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

/** Says what went wrong. With `--json` among the words, the error is the one document on stdout as well. */
export function reportError(error: unknown, { spec, words, understood }: FailedLine, around: Surroundings): number {
  const { terminal, where, preset } = around;
  const shown = describeError(error, spec, around);
  complain(shown, '', around);
  if (preset.json === true || wantsJson(words)) {
    const document = formatJson({ ...head(spec?.id ?? null, where), error: shown }, around);
    if (terminal.print(`${document}\n`) !== null && error instanceof LabError) return EXIT.refused;
  }
  return exitCodeOf(error, understood);
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

/** Prints what was done, which is saved by now. */
function finish({ outcome, output, details, notices }: Finished, globals: GlobalFlags, around: Surroundings): number {
  const { terminal } = around;
  sayNotices(notices, globals, around);
  const unprinted = output === '' || (globals.quiet && !globals.json) ? null : terminal.print(`${output}\n`);
  if (unprinted !== null) return reportUnprinted(unprinted, around);
  const failure = outcome.failure ?? null;
  if (failure === null) return EXIT.done;
  complain(failure, details, around);
  return exitCodeOf(failure, true);
}

/** Says what is to be known beside the result. */
function sayNotices(notices: readonly string[], { quiet }: GlobalFlags, { terminal, warnings }: Surroundings): void {
  if (quiet) return;
  const say = (notice: string) => terminal.complain(`mcast: ${escapeText(notice)}\n`);
  for (const notice of notices) say(notice);
  for (const warning of warnings.take()) say(warning);
}

/** Says that all is done, but nobody can read of it. Returns the exit code. */
export function reportUnprinted(why: string, around: Surroundings): number {
  complain({ message: `the output cannot be written: ${why}`, hint: 'What was asked for is done.' }, '', around);
  return EXIT.refused;
}

function complain(
  { message, hint }: { readonly message: string; readonly hint: string | null },
  details: string,
  { terminal, where }: Surroundings,
): void {
  const from = where === null ? 'mcast' : `${escapeText(where.file)}:${where.line}`;
  const below = `${details === '' ? '' : `${details}\n`}${hint === null ? '' : `hint: ${escapeText(hint)}\n`}`;
  terminal.complain(`${from}: ${escapeText(message)}\n${below}`);
}

function perform(
  job: Exclude<LoadedJob, { on: 'program' }>,
  line: Understood,
  style: Style,
  around: Surroundings,
): Finished | Promise<Finished> {
  const { spec, globals } = line;
  switch (job.on) {
    case 'nothing':
      return render(spec.id, job.run(), globals, style, around);
    case 'store':
      return performOnStore(job, line, style, around);
    case 'lab':
      return performOnLab(job, line, style, around);
  }
}

function performOnStore(job: Extract<Job, { on: 'store' }>, line: Understood, style: Style, around: Surroundings): Finished {
  const { spec, globals } = line;
  const store = around.openStore(globals.session);
  const act = () => {
    const { outcome, commit, started } = job.run(store);
    const finished = render(spec.id, outcome, globals, style, around);
    commit?.(globals.dryRun, lineOf(line, around));
    return started === undefined ? finished : withStarted(finished, started, around, globals.quiet);
  };
  return job.isExclusive === true && !globals.dryRun ? store.exclusively(store.chosen(), act) : act();
}

/** What changes a session is done under its lock, from loading to saving. Printing comes after it. */
function performOnLab(job: LabJob, line: Understood, style: Style, around: Surroundings): Finished | Promise<Finished> {
  const { spec, globals } = line;
  const store = around.openStore(globals.session);
  const place = store.chosen();
  const finished = (outcome: LabOutcome) => render(spec.id, outcome, globals, style, around);
  if (globals.dryRun) return store.pretend(place, (lab) => finished(job.run(lab)));
  const inSteps = job.inSteps?.(() => (around.keepsLabs ? (store.load(place) ?? standardLab()) : null)) ?? null;
  if (inSteps !== null) return performInSteps(inSteps, line, style, around);
  const done = spec.changes
    ? store.change(place, (lab) => {
        const outcome = job.run(lab);
        return { result: finished(outcome), line: lineOf(line, around, outcome.again) };
      })
    : store.look(place, (lab) => finished(job.run(lab)));
  return done.isStarted ? withStarted(done.result, place, around, globals.quiet) : done.result;
}

/** The same, a little at a time. */
async function performInSteps(
  inSteps: (lab: Lab) => Steps<LabOutcome>,
  line: Understood,
  style: Style,
  around: Surroundings,
): Promise<Finished> {
  const { spec, globals } = line;
  const store = around.openStore(globals.session);
  const place = store.chosen();
  const { result, isStarted } = await store.changeSlowly(place, async (lab) => {
    const outcome = await around.pace.through(inSteps(lab), describeLine(line, around));
    return { result: render(spec.id, outcome, globals, style, around), line: lineOf(line, around, outcome.again) };
  });
  return isStarted ? withStarted(result, place, around, line.globals.quiet) : result;
}

function withStarted(finished: Finished, { label }: SessionPlace, { whenStarted }: Surroundings, isQuiet: boolean): Finished {
  if (whenStarted === null) return { ...finished, notices: [describeStarted(label)] };
  if (!isQuiet) whenStarted(label);
  return finished;
}

/** Says that a session was started by using it, once it is saved. */
export function sayStarted(label: string, { terminal }: Pick<Surroundings, 'terminal'>): void {
  terminal.complain(`mcast: ${escapeText(describeStarted(label))}\n`);
}

function describeStarted(label: string): string {
  return `started session ${label}`;
}

/** What a line that takes long is called where it is told how far it has come. */
function describeLine({ spec: { id } }: Understood, { where }: Surroundings): string {
  return where === null ? id : `${escapeText(where.file)}:${where.line}: ${id}`;
}

/** A command as it is written down, to be done again some day. */
function lineOf({ spec, words }: Understood, { where }: Surroundings, again?: readonly string[]): string {
  const rest = again ?? withoutGlobals(words, spec.flags);
  // Most lines of scripts are written as they are written down.
  if (rest === words && where !== null && where.text.startsWith(`${spec.id} `) && isJoined(where.text)) return where.text;
  return rest.length === 0 ? spec.id : `${spec.id} ${joinWords(rest)}`;
}

function render(command: string, outcome: Outcome, globals: GlobalFlags, style: Style, around: Surroundings): Finished {
  const details = outcome.details?.(around.terminal.complainsToTerminal ? style : plainStyle) ?? '';
  if (globals.json) return { outcome, output: renderJson(command, outcome, globals, around), details, notices: [] };
  if (globals.quiet) return { outcome, output: '', details, notices: [] };
  const text = outcome.text(style);
  return { outcome, output: globals.dryRun ? `dry run, nothing is changed:\n${text}` : text, details, notices: [] };
}

function renderJson(command: string, outcome: Outcome, globals: GlobalFlags, around: Surroundings): string {
  const { failure = null, body } = outcome;
  const document = {
    ...head(command, around.where),
    ...(globals.dryRun && { dryRun: true }),
    ...body,
    ...(failure !== null && { error: { code: failure.code, message: failure.message, hint: failure.hint } }),
  };
  return formatJson(document, around);
}

/** How every document begins. */
function head(command: string | null, where: LinePlace | null): object {
  return { schemaVersion: 1, command, ...(where !== null && { line: where.line }) };
}

/** One line for programs and for what stands in a script, many for people. */
function formatJson(document: object, { terminal, where }: Surroundings): string {
  return escapeJson(JSON.stringify(document, null, terminal.isTerminal && where === null ? 2 : undefined));
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
  const { prompter } = await import('./lazy/prompter.js');
  const store = around.openStore(globals.session);
  const answered = await question.ask(prompter, () => store.load(store.chosen()) ?? standardLab(), around);
  if (answered === null) around.terminal.complain('mcast: nothing is changed\n');
  return answered;
}

/** The style of what a line prints, or null if it is still to be loaded. */
function knownStyle(globals: GlobalFlags, { terminal, terminalStyle }: Surroundings): Style | null {
  return globals.noColor || globals.json || globals.quiet || isPlain(terminal) ? plainStyle : terminalStyle;
}

/** Whether what is printed has no colour, whatever the flags say. */
export function isPlain({ isTerminal, environment }: Terminal): boolean {
  // The environment is asked last: each look at it is a call into the system.
  return !isTerminal || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
}

/** The style of what is printed with these flags, loaded if need be. */
export async function styleOf(globals: GlobalFlags, around: Surroundings): Promise<Style> {
  return knownStyle(globals, around) ?? (await import('./lazy/terminal-style.js')).terminalStyle;
}

function describeError(error: unknown, spec: CommandSpec | null, { terminal, where }: Surroundings) {
  if (error instanceof LabError) return withUsage(error, spec);
  if (!(error instanceof Halted)) return describeBug(error, terminal);
  const { code, message, hint } = error;
  return { code, message: `${message}: nothing is ${where === null ? 'changed' : 'saved'}`, hint };
}

function withUsage(error: LabError, spec: CommandSpec | null): { code: string; message: string; hint: string | null } {
  const needsUsage = error.code === 'USAGE' && error.hint === null && spec !== null;
  return { code: error.code, message: error.message, hint: needsUsage ? `Usage: mcast ${usageOf(spec)}` : error.hint };
}

function describeBug(error: unknown, { environment }: Terminal): { code: string; message: string; hint: string } {
  const what = error instanceof Error ? error.message : String(error);
  const trace = environment.MCAST_DEBUG !== undefined && error instanceof Error ? ` at ${error.stack ?? ''}` : '';
  return {
    code: 'BUG',
    message: `this is a bug of mcast: ${what}${trace}`,
    hint: 'Please report it; MCAST_DEBUG=1 shows where it happened.',
  };
}

function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).some((word) => word === '--json' || word.startsWith('--json='));
}
