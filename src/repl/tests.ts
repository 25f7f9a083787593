import type { Outcome, Program } from '../cli/definition.js';
import { EXIT } from '../cli/exit.js';
import type { Terminal } from '../cli/terminal.js';
import { LabError } from '../core/errors.js';
import type { TestedScript } from '../render/test.js';
import { renderTap, renderTests } from '../render/test.js';
import { identify } from '../session/lines.js';
import { runScript } from './script.js';

/** What scripts printed, and what was complained about, in the order in which it came. */
class KeptTerminal implements Terminal {
  readonly isTerminal = false;
  readonly columns = null;
  readonly complainsToTerminal = false;
  readonly isForsaken = false;
  readonly environment: Terminal['environment'];
  #kept = '';

  constructor({ environment }: Terminal) {
    this.environment = environment;
  }

  get kept(): string {
    return this.#kept;
  }

  isInteractive = async (): Promise<boolean> => false;

  print = (text: string): null => {
    this.#kept += text;
    return null;
  };

  complain = (text: string): void => {
    this.#kept += text;
  };
}

/**
 * Runs scripts as tests, each on sessions of its own that are gone afterwards.
 *
 * @throws LabError `USAGE` if a script cannot be read
 */
export async function runTests(files: readonly string[], format: 'tap' | 'summary', program: Program): Promise<Outcome> {
  for (const file of files) identify(file === '-' ? './-' : file);
  const scripts: TestedScript[] = [];
  for (const file of files) scripts.push(await runTest(file, program));
  const failed = scripts.filter(({ ok }) => !ok).length;
  return {
    body: { passed: scripts.length - failed, failed, tests: scripts },
    text: (style) => (format === 'tap' ? renderTap(scripts) : renderTests(scripts, style)),
    failure: failed === 0 ? null : new LabError('EXPECTATION_NOT_MET', `${failed} of ${scripts.length} scripts failed`),
  };
}

async function runTest(file: string, { around, globals }: Program): Promise<TestedScript> {
  const terminal = new KeptTerminal(around.terminal);
  const manner = { keepGoing: false, echo: true, atomic: false, scratch: true };
  const quietly = { ...globals, json: false, quiet: false, dryRun: false, session: undefined };
  const exitCode = await runScript({ path: file }, manner, { around: { ...around, terminal }, globals: quietly });
  return { file, ok: exitCode === EXIT.done, exitCode, output: exitCode === EXIT.done ? null : terminal.kept };
}
