import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { escapeText } from '../core/printable.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { SessionStore } from '../session/store.js';
import { describePlace } from '../session/store.js';
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
  readonly showHelp: (spec: CommandSpec) => Promise<void>;
}

/** What is left to do once a job is done and rendered. */
interface Finished {
  readonly outcome: Outcome;
  readonly output: string;
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
    if (prepared.globals.help) {
      await around.showHelp(spec);
      return EXIT.done;
    }
    if (prepared.question !== null) {
      const answered = await askQuestion(prepared, around);
      if (answered === null) return EXIT.refused;
      if (answered !== 'as it is') prepared = spec.prepare(answered);
    }
    const { globals } = prepared;
    const job = prepared.job();
    understood = true;
    const style = await chooseStyle(globals, around.terminal);
    return finish(perform(spec, job, globals, style, around), globals, around.terminal);
  } catch (error) {
    return reportError(error, { spec, words, understood }, around.terminal);
  }
}

/** Says what went wrong. With `--json` among the words, the error is the one document on stdout as well. */
export function reportError(
  error: unknown,
  line: { readonly spec: CommandSpec | null; readonly words: readonly string[]; readonly understood: boolean },
  terminal: Terminal,
): number {
  const shown = error instanceof LabError ? withUsage(error, line.spec) : describeBug(error, terminal);
  terminal.complain(`mcast: ${shown.message}\n${shown.hint === null ? '' : `hint: ${shown.hint}\n`}`);
  if (wantsJson(line.words)) {
    terminal.print(`${JSON.stringify({ schemaVersion: 1, command: line.spec?.id ?? null, error: shown })}\n`);
  }
  return exitCodeOf(error, line.understood);
}

function finish({ outcome, output, notices }: Finished, globals: GlobalFlags, terminal: Terminal): number {
  const failure = outcome.failure ?? null;
  if (!globals.quiet) {
    for (const notice of notices) terminal.complain(`mcast: ${notice}\n`);
    if (output !== '') terminal.print(`${output}\n`);
  }
  if (failure === null) return EXIT.done;
  terminal.complain(`mcast: ${failure.message}\n`);
  return exitCodeOf(failure, true);
}

function perform(spec: CommandSpec, job: Job, globals: GlobalFlags, style: Style, around: Surroundings): Finished {
  const render = (outcome: Outcome) => renderOutcome(spec, outcome, globals, style, around.terminal);
  const notices = globals.dryRun ? ['dry run: nothing is changed'] : [];
  switch (job.on) {
    case 'nothing': {
      const outcome = job.run();
      return { outcome, output: render(outcome), notices };
    }
    case 'store': {
      const outcome = job.run(around.openStore(globals.session), globals.dryRun);
      return { outcome, output: render(outcome), notices };
    }
    case 'lab': {
      const store = around.openStore(globals.session);
      const place = store.chosen();
      const loaded = store.load(place);
      const lab = loaded ?? standardLab();
      const outcome = job.run(lab);
      const output = render(outcome);
      const isStarted = loaded === null && !globals.dryRun;
      if (isStarted || (spec.changes && !globals.dryRun)) store.save(place, lab);
      return { outcome, output, notices: isStarted ? [`started session ${describePlace(place)}`] : notices };
    }
  }
}

function renderOutcome(spec: CommandSpec, outcome: Outcome, globals: GlobalFlags, style: Style, terminal: Terminal): string {
  if (!globals.json) return outcome.text(style);
  const { failure = null, body } = outcome;
  const document = {
    schemaVersion: 1,
    command: spec.id,
    ...(globals.dryRun && { dryRun: true }),
    ...body,
    ...(failure !== null && { error: { code: failure.code, message: failure.message, hint: failure.hint } }),
  };
  return terminal.isTerminal ? JSON.stringify(document, null, 2) : JSON.stringify(document);
}

/** Asks for what is missing. Null if the user broke off; 'as it is' if nobody can be asked and nobody needs to be. */
async function askQuestion(
  { question, globals }: Prepared,
  around: Surroundings,
): Promise<readonly string[] | null | 'as it is'> {
  if (question === null) return 'as it is';
  if (!around.terminal.isInteractive || globals.json || globals.quiet || globals.dryRun) {
    if (question.missing === null) return 'as it is';
    throw question.missing;
  }
  const { prompter } = await import('./lazy/prompter.js');
  const loadLab = (): Lab => {
    const store = around.openStore(globals.session);
    return store.load(store.chosen()) ?? standardLab();
  };
  const answered = await question.ask(prompter, loadLab);
  if (answered === null) around.terminal.complain('mcast: nothing is changed\n');
  return answered;
}

async function chooseStyle(globals: GlobalFlags, terminal: Terminal): Promise<Style> {
  const { NO_COLOR, TERM } = terminal.environment;
  const isPlain = !terminal.isTerminal || globals.noColor || globals.json || globals.quiet;
  if (isPlain || (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb') return plainStyle;
  return (await import('./lazy/terminal-style.js')).terminalStyle;
}

function withUsage(error: LabError, spec: CommandSpec | null): { code: string; message: string; hint: string | null } {
  const needsUsage = error.code === 'USAGE' && error.hint === null && spec !== null;
  return { code: error.code, message: error.message, hint: needsUsage ? `Usage: mcast ${usageOf(spec)}` : error.hint };
}

function describeBug(error: unknown, { environment }: Terminal): { code: string; message: string; hint: string } {
  const trace = environment.MCAST_DEBUG !== undefined && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  const message = `this is a bug of mcast: ${escapeText(error instanceof Error ? error.message : String(error))}${trace}`;
  return { code: 'BUG', message, hint: 'The session is as it was. Please report it; MCAST_DEBUG=1 shows where it happened.' };
}

function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).includes('--json');
}
