import { LabError } from '../core/errors.js';
import { toTerminal } from '../execute/context.js';
import type { Program } from '../execute/definition.js';
import { EXIT } from '../execute/exit.js';
import type { Outcome } from '../execute/outcome.js';
import { grouped } from '../execute/pace.js';
import { NO_TERMINAL } from '../execute/terminal.js';
import type { TestedScript } from '../render/test.js';
import { renderTap, renderTests } from '../render/test.js';
import { runScript } from '../script/script.js';

/** At least so many characters of a script's output are kept. */
const KEPT_CHARACTERS = 1 << 20;

/** The output of a script, complaints among it. */
class KeptOutput {
  #kept = '';
  #leftOut = 0;

  /** The end of it, if it is long: what failed is there. */
  get text(): string {
    return this.#leftOut === 0 ? this.#kept : `\u2026 ${this.#leftOut} characters before this are left out\n${this.#kept}`;
  }

  readonly add = (text: string): null => {
    this.#kept += text;
    if (this.#kept.length > 2 * KEPT_CHARACTERS) this.#shorten();
    return null;
  };

  #shorten(): void {
    const end = this.#kept.indexOf('\n', this.#kept.length - KEPT_CHARACTERS) + 1;
    const from = end === 0 ? this.#kept.length - KEPT_CHARACTERS : end;
    this.#leftOut += from;
    this.#kept = this.#kept.slice(from);
  }
}

/**
 * Runs scripts as tests, each on separate temporary sessions.
 *
 * @throws LabError `USAGE` if a script cannot be read
 */
export async function runTests(files: readonly string[], format: 'tap' | 'summary', program: Program): Promise<Outcome> {
  const { identify } = program.context.machine.files;
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
  const { pace } = program.context.machine;
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

async function runTest(file: string, { context, globals }: Program): Promise<TestedScript> {
  const kept = new KeptOutput();
  const { showStatus } = context.output.terminal;
  const within = toTerminal(context, {
    ...NO_TERMINAL,
    print: kept.add,
    complain: (text: string) => void kept.add(text),
    showStatus,
  });
  const manner = { keepGoing: false, echo: true, atomic: false, scratch: true };
  const { exit } = await runScript({ path: file }, manner, {
    // Nobody looks at a test's drawings.
    context: { ...within, output: { ...within.output, writeFile: () => {} } },
    globals: { ...globals, json: false, quiet: false, dryRun: false, session: undefined },
  });
  return { file, ok: exit === EXIT.done, exitCode: exit, output: exit === EXIT.done ? null : kept.text };
}
