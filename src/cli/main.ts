import { COMMANDS } from '../commands/index.js';
import repl from '../commands/repl.js';
import run from '../commands/run.js';
import type { Surroundings } from '../execute/context.js';
import type { CommandSpec, Outcome } from '../execute/definition.js';
import { runCommand, tellOf } from '../execute/execute.js';
import { Pace } from '../execute/pace.js';
import { storesOn } from '../execute/stores.js';
import { dataDirectory, stateDirectory } from '../files/directories.js';
import { writeOutput } from '../files/output-file.js';
import { dispatch } from '../grammar/dispatch.js';
import { DiskShelf } from '../session/disk-shelf.js';
import { Warnings } from '../session/warnings.js';
import { EXIT } from './exit.js';
import { readHelp, versionOf } from './help.js';
import { reportError } from './report-error.js';
import { isPlain } from './style-choice.js';
import type { Terminal } from './terminal.js';
import { processTerminal } from './terminal.js';

/**
 * Carries out one invocation of the program.
 *
 * @param words what stands after the program's name
 * @param root folder of the package
 * @returns the exit code, and the command that was carried out, if it was one
 */
export async function main(words: readonly string[], root: string): Promise<{ code: number; command: string | null }> {
  const around = await surroundings(root);
  try {
    const line = dispatch(COMMANDS, words);
    if (line.kind === 'command') return await carryOutLine(line.spec, line.words, around);
    if (line.kind === 'nothing') return await carryOutLine(...(await talkOrListen(words, around)), around);
    return { code: await tellOf(line, around), command: null };
  } catch (error) {
    return { code: reportError(error, { spec: null, words, understood: false }, around), command: null };
  }
}

async function carryOutLine(spec: CommandSpec, words: readonly string[], around: Surroundings) {
  const code = await runCommand(spec, words, around);
  if (code === EXIT.interrupted && around.pace.isInterrupted) endAsInterrupted();
  return { code, command: spec.id };
}

/**
 * Ends as what does not hear Ctrl-C ends, so that a shell goes no further in a loop either; it tells the exit code 130. Standard input may still
 * be waited for, which would keep a process from coming to its end in another way.
 */
function endAsInterrupted(): void {
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
}

/** What a line without a command stands for: the REPL on a terminal, else the script that comes in. */
async function talkOrListen(words: readonly string[], { terminal }: Surroundings): Promise<[CommandSpec, readonly string[]]> {
  return (await terminal.isInteractive()) ? [repl, words] : [run, [...words, '-']];
}

/** Carries out a command with the words after its name. Returns the exit code. */
export async function carryOut(spec: CommandSpec, words: readonly string[], root: string): Promise<number> {
  return runCommand(spec, words, await surroundings(root));
}

/** This process's terminal and environment. */
async function surroundings(root: string): Promise<Surroundings> {
  const { env, platform } = process;
  const folder = dataDirectory(env, platform);
  const warnings = new Warnings();
  const terminal = await processTerminal();
  const pace = new Pace(terminal);
  const openDisk = (keepsLabs: boolean) =>
    new DiskShelf(folder, { keepsLabs, warnings, announce: (what) => pace.announce(what) });
  return {
    terminal,
    commands: COMMANDS,
    root,
    dataDirectory: folder,
    stateDirectory: stateDirectory(env, platform),
    openDisk,
    warnings,
    openStore: storesOn(openDisk(false), { terminal }),
    writeFile: writeOutput,
    help: (words) => describe(words, terminal, root),
    version: () => describeVersion(root),
    terminalStyle: null,
    keepsLabs: false,
    canAsk: true,
    preset: {},
    whenStarted: null,
    pace,
    where: null,
    script: null,
  };
}

/** Help on a command or topic; without words, on everything. */
async function describe(words: readonly string[], terminal: Terminal, root: string): Promise<Outcome> {
  const look = { columns: terminal.columns, isPlain: isPlain(terminal) };
  const text = readHelp(root, words, look) ?? (await askOclif(root, words));
  return { body: { text }, text: () => text };
}

async function askOclif(root: string, words: readonly string[]): Promise<string> {
  return (await import('./lazy/oclif.js')).helpText(root, words);
}

function describeVersion(root: string): Outcome {
  const text = versionOf(root);
  return { body: { text }, text: () => text };
}
