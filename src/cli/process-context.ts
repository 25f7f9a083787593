import { COMMANDS } from '../commands/index.js';
import { onShelf } from '../execute/context.js';
import type { Context, Machine } from '../execute/definition.js';
import type { Outcome } from '../execute/outcome.js';
import type { Host } from '../execute/pace.js';
import { Pace } from '../execute/pace.js';
import { isPlain } from '../execute/style-choice.js';
import type { Terminal } from '../execute/terminal.js';
import { dataDirectory, stateDirectory } from '../files/directories.js';
import { readInput } from '../files/file.js';
import { fullMemory } from '../files/memory.js';
import { writeOutput } from '../files/output-file.js';

import { finishText } from '../render/finish-text.js';
import { plainStyle } from '../render/style.js';
import { identify, openLines } from '../script/lines.js';
import { DiskShelf } from '../session/disk-shelf.js';
import { Warnings } from '../session/warnings.js';
import { readHelp, versionOf } from './help.js';
import { readTopic } from './help-topics.js';
import { print } from './print.js';
import { processTerminal } from './terminal.js';

/** The context of this process: its environment, its terminal, the sessions on its disk. @param root folder of the package */
export async function processContext(root: string): Promise<Context> {
  const { env: environment, platform } = process;
  const folder = dataDirectory(environment, platform);
  const warnings = new Warnings();
  const terminal = await processTerminal();
  const pace = new Pace(terminal, HOST);
  const openDisk = (keepsLabs: boolean) =>
    new DiskShelf(folder, { keepsLabs, warnings, announce: (what) => pace.announce(what) });
  const disk = openDisk(false);
  const machine: Machine = {
    commands: COMMANDS,
    abbreviates: false,
    environment,
    root,
    stateDirectory: stateDirectory(environment, platform),
    files: { identify, readBytes: readInput, readLines: openLines },
    openDisk,
    paths: disk,
    pace,
    prompter: async ({ noColor }) => {
      // The library that asks looks at the environment when it is loaded.
      if (noColor) environment.NO_COLOR = '1';
      return (await import('./lazy/prompter.js')).prompter;
    },
    process,
    help: (words) => describe(words, terminal, { environment, root }),
    topic: (word) => readTopic(root, word),
    version: () => asIs(versionOf(root)),
  };
  const output = {
    terminal,
    preset: {},
    terminalStyle: null,
    loadStyle: async () => (await import('./lazy/terminal-style.js')).terminalStyle,
    print,
    writeFile: writeOutput,
    isTrial: false,
  };
  const sessions = { open: NO_STORE, keepsLabs: false, warnings, whenStarted: null };
  return onShelf({ machine, sessions, output, script: null }, disk, undefined);
}

/** Replaced by those of the shelf. */
function NO_STORE(): never {
  throw new Error('there are no sessions yet');
}

/** This process, as pacing needs it. */
export const HOST: Host = {
  onInterrupt: (listener) => {
    process.once('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
  turn: () => new Promise((go) => setImmediate(go)),
  fullMemory,
};

/** Help on a command or topic; without words, on everything. */
async function describe(
  words: readonly string[],
  terminal: Terminal,
  { environment, root }: Pick<Machine, 'environment' | 'root'>,
): Promise<Outcome> {
  const look = { columns: terminal.columns, isPlain: isPlain(terminal, { environment }) };
  const written = readHelp(root, words, look);
  if (written !== null) return asIs(written);
  // oclif breaks lines for narrow terminals, but not all of them, and not always in time.
  const help = await (await import('./lazy/oclif.js')).helpText(root, words);
  return asIs(finishText(help, { ...plainStyle, columns: look.columns }));
}

function asIs(text: string): Outcome {
  return { body: { text }, text: () => text };
}
