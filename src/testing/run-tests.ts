import { EXIT } from '../cli/exit.js';
import type { Terminal } from '../cli/terminal.js';
import { LabError } from '../core/errors.js';
import type { Outcome, Program } from '../execute/definition.js';
import { grouped } from '../execute/pace.js';
import type { TestedScript } from '../render/test.js';
import { renderTap, renderTests } from '../render/test.js';
import { identify } from '../script/lines.js';
import { runScript } from '../script/script.js';

/** Of what a script printed, so many characters are kept at least. */
const KEPT_CHARACTERS = 1 << 20;

/** What scripts printed, and what was complained about, in the order in which it came. */
class KeptTerminal implements Terminal {
  readonly isTerminal = false;
  readonly columns = null;
  readonly complainsToTerminal = false;
  readonly isForsaken = false;
  readonly environment: Terminal['environment'];
  readonly showStatus: Terminal['showStatus'];
  #kept = '';
  #leftOut = 0;

  constructor({ environment, showStatus }: Terminal) {
    this.environment = environment;
    this.showStatus = showStatus;
  }

  /** The end of it, if it is long: there stands what failed. */
  get kept(): string {
    return this.#leftOut === 0 ? this.#kept : `\u2026 ${this.#leftOut} characters before this are left out\n${this.#kept}`;
  }

  isInteractive = async (): Promise<boolean> => false;

  print = (text: string): null => {
    this.#kept += text;
    if (this.#kept.length > 2 * KEPT_CHARACTERS) this.#shorten();
    return null;
  };

  complain = (text: string): void => {
    this.print(text);
  };

  #shorten(): void {
    const end = this.#kept.indexOf('\n', this.#kept.length - KEPT_CHARACTERS) + 1;
    const from = end === 0 ? this.#kept.length - KEPT_CHARACTERS : end;
    this.#leftOut += from;
    this.#kept = this.#kept.slice(from);
  }
}

/**
 * Runs scripts as tests, each on sessions of its own that are gone afterwards.
 *
 * @throws LabError `USAGE` if a script cannot be read
 */
export async function runTests(files: readonly string[], format: 'tap' | 'summary', program: Program): Promise<Outcome> {
  for (const file of files) identify(file === '-' ? './-' : file);
  const scripts = await runEach(files, program);
  const failed = scripts.filter(({ ok }) => !ok).length;
  return {
    body: { passed: scripts.length - failed, failed, tests: scripts },
    text: (style) => (format === 'tap' ? renderTap(scripts) : renderTests(scripts, style)),
    failure: failed === 0 ? null : new LabError('EXPECTATION_NOT_MET', `${failed} of ${scripts.length} scripts failed`),
  };
}

async function runEach(files: readonly string[], program: Program): Promise<TestedScript[]> {
  const { pace } = program.around;
  const scripts: TestedScript[] = [];
  pace.begin();
  try {
    for (const file of files) {
      pace.title = files.length === 1 ? '' : `${grouped(scripts.length)} of ${grouped(files.length)} scripts, `;
      scripts.push(await runTest(file, program));
      pace.check();
    }
    return scripts;
  } finally {
    pace.end();
  }
}

async function runTest(file: string, { around, globals }: Program): Promise<TestedScript> {
  const terminal = new KeptTerminal(around.terminal);
  const manner = { keepGoing: false, echo: true, atomic: false, scratch: true };
  const quietly = { ...globals, json: false, quiet: false, dryRun: false, session: undefined };
  // What a test draws is for nobody.
  const within = { ...around, terminal, writeFile: () => {} };
  const exitCode = await runScript({ path: file }, manner, { around: within, globals: quietly });
  return { file, ok: exitCode === EXIT.done, exitCode, output: exitCode === EXIT.done ? null : terminal.kept };
}
