import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { escapeJson, escapeText } from '../core/printable.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { SessionStore } from '../session/store.js';
import type { CommandSpec, Job, Outcome, Prepared } from './definition.js';
import { EXIT, exitCodeOf } from './exit.js';
import type { GlobalFlags } from './globals.js';
import type { Terminal } from './terminal.js';
import { usageOf } from './usage.js';

/** What a command line is carried out with. */
export interface Surroundings {
  readonly terminal: Terminal;
  /** The sessions, seen from a line that was given this `--session`. */
  readonly openStore: (session: string | undefined) => SessionStore;
  /** Help on a command. */
  readonly help: (words: readonly string[]) => Promise<Outcome>;
}

/** What was done, and everything that will be printed of it. */
interface Rendered {
  readonly outcome: Outcome;
  readonly output: string;
  /** What to say about its failure, besides message and hint. */
  readonly details: string | null;
}

/** What is left to do once a job is done and rendered. */
interface Finished extends Rendered {
  /** What to say beside it. */
  readonly notices: readonly string[];
}

/**
 * Carries out one command line, from its words to what is printed: parse, load, do, render, save, print.
 *
 * Never throws: whatever goes wrong is said on stderr, and with `--json` on stdout too.
 *
 * @returns the exit code
 */
export async function runCommand(spec: CommandSpec, words: readonly string[], around: Surroundings): Promise<number> {
  let understood = false;
  try {
    let prepared = spec.prepare(words);
    if (prepared.globals.help)
      return printOutcome('help', await around.help(spec.id.split(' ')), prepared.globals, around.terminal);
    if (prepared.question !== null) {
      understood = true;
      const answered = await askQuestion(prepared, around);
      understood = false;
      if (answered === null) return EXIT.refused;
      if (answered !== 'as it is') prepared = spec.prepare(answered);
    }
    const { globals } = prepared;
    const job = prepared.job();
    understood = true;
    const styles = await chooseStyles(globals, around.terminal);
    return finish(perform(spec, job, globals, styles, around), globals, around.terminal);
  } catch (error) {
    return reportError(error, { spec, words, understood }, around.terminal);
  }
}

/** Prints what needs no session. Returns the exit code. */
export function printOutcome(command: string, outcome: Outcome, globals: GlobalFlags, terminal: Terminal): number {
  return finish({ ...render(command, outcome, globals, PLAIN, terminal), notices: [] }, globals, terminal);
}

/** Says what went wrong. With `--json` among the words, the error is the one document on stdout as well. */
export function reportError(
  error: unknown,
  line: { readonly spec: CommandSpec | null; readonly words: readonly string[]; readonly understood: boolean },
  terminal: Terminal,
): number {
  const shown = error instanceof LabError ? withUsage(error, line.spec) : describeBug(error, terminal);
  complain(shown, terminal);
  if (wantsJson(line.words)) {
    const document = formatJson({ schemaVersion: 1, command: line.spec?.id ?? null, error: shown }, terminal);
    if (terminal.print(`${document}\n`) !== null && error instanceof LabError) return EXIT.refused;
  }
  return exitCodeOf(error, line.understood);
}

/** Prints what was done, which is saved by now. */
function finish({ outcome, output, details, notices }: Finished, globals: GlobalFlags, terminal: Terminal): number {
  if (!globals.quiet) for (const notice of notices) terminal.complain(`mcast: ${escapeText(notice)}\n`);
  const unprinted = output === '' || (globals.quiet && !globals.json) ? null : terminal.print(`${output}\n`);
  if (unprinted !== null) {
    complain({ message: `the output cannot be written: ${unprinted}`, hint: 'What was asked for is done.' }, terminal);
    return EXIT.refused;
  }
  const failure = outcome.failure ?? null;
  if (failure === null) return EXIT.done;
  complain(failure, terminal, details);
  return exitCodeOf(failure, true);
}

/** @param details lines between message and hint, in which nothing is left to be escaped */
function complain(
  { message, hint }: { readonly message: string; readonly hint: string | null },
  terminal: Terminal,
  details: string | null = null,
): void {
  const between = details === null ? '' : `${details}\n`;
  terminal.complain(`mcast: ${escapeText(message)}\n${between}${hint === null ? '' : `hint: ${escapeText(hint)}\n`}`);
}

function perform(spec: CommandSpec, job: Job, globals: GlobalFlags, styles: Styles, around: Surroundings): Finished {
  const rendered = (outcome: Outcome) => render(spec.id, outcome, globals, styles, around.terminal);
  switch (job.on) {
    case 'nothing': {
      return { ...rendered(job.run()), notices: [] };
    }
    case 'store': {
      const { outcome, commit } = job.run(around.openStore(globals.session));
      const finished = { ...rendered(outcome), notices: [] };
      commit?.(globals.dryRun);
      return finished;
    }
    case 'lab':
      return performOnLab(spec, job, globals, around, rendered);
  }
}

/** What changes a session is done under its lock, from loading to saving. Printing comes after it. */
function performOnLab(
  spec: CommandSpec,
  job: Extract<Job, { on: 'lab' }>,
  globals: GlobalFlags,
  around: Surroundings,
  rendered: (outcome: Outcome) => Rendered,
): Finished {
  const store = around.openStore(globals.session);
  const place = store.chosen();
  const act = (): Finished => {
    const loaded = store.load(place);
    const lab = loaded ?? standardLab();
    const done = rendered(job.run(lab));
    const isStarted = loaded === null && !globals.dryRun;
    if (isStarted || spec.changes) store.save(place, lab, globals.dryRun);
    return { ...done, notices: isStarted ? [`started session ${place.label}`] : [] };
  };
  return (spec.changes || !store.exists(place)) && !globals.dryRun ? store.locked(place, act) : act();
}

/** How text is dressed: on stdout, and on stderr. */
interface Styles {
  readonly out: Style;
  readonly error: Style;
}

const PLAIN: Styles = { out: plainStyle, error: plainStyle };

function render(command: string, outcome: Outcome, globals: GlobalFlags, styles: Styles, terminal: Terminal): Rendered {
  const output = renderOutcome(command, outcome, globals, styles.out, terminal);
  return { outcome, output, details: outcome.failure == null ? null : (outcome.details?.(styles.error) ?? null) };
}

function renderOutcome(command: string, outcome: Outcome, globals: GlobalFlags, style: Style, terminal: Terminal): string {
  if (!globals.json) return `${globals.dryRun ? 'dry run, nothing is changed:\n' : ''}${outcome.text(style)}`;
  const { failure = null, body } = outcome;
  const document = {
    schemaVersion: 1,
    command,
    ...(globals.dryRun && { dryRun: true }),
    ...body,
    ...(failure !== null && { error: { code: failure.code, message: failure.message, hint: failure.hint } }),
  };
  return formatJson(document, terminal);
}

/** One line for programs, many for people. */
function formatJson(document: object, terminal: Terminal): string {
  return escapeJson(JSON.stringify(document, null, terminal.isTerminal ? 2 : undefined));
}

/** Asks for what is missing. Null if the user broke off; 'as it is' if nobody can be asked and nobody needs to be. */
async function askQuestion(
  { question, globals }: Prepared,
  around: Surroundings,
): Promise<readonly string[] | null | 'as it is'> {
  if (question === null || (question.isConfirmation && globals.dryRun)) return 'as it is';
  if (!(await around.terminal.isInteractive()) || globals.json || globals.quiet) {
    if (question.missing === null) return 'as it is';
    throw question.missing;
  }
  // The library that asks looks at the environment when it is loaded.
  if (globals.noColor) process.env.NO_COLOR = '1';
  const { prompter } = await import('./lazy/prompter.js');
  const loadLab = (): Lab => {
    const store = around.openStore(globals.session);
    return store.load(store.chosen()) ?? standardLab();
  };
  const answered = await question.ask(prompter, loadLab);
  if (answered === null) around.terminal.complain('mcast: nothing is changed\n');
  return answered;
}

/** What is said on stderr is dressed only where that is a terminal too. */
async function chooseStyles(globals: GlobalFlags, terminal: Terminal): Promise<Styles> {
  const { NO_COLOR, TERM } = terminal.environment;
  const isPlain = !terminal.isTerminal || globals.noColor || globals.json || globals.quiet;
  if (isPlain || (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb') return PLAIN;
  const { terminalStyle } = await import('./lazy/terminal-style.js');
  return { out: terminalStyle, error: (await terminal.isInteractive()) ? terminalStyle : plainStyle };
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
