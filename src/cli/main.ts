import { COMMANDS } from '../commands/index.js';
import { dataDirectory } from '../session/directories.js';
import { SessionStore } from '../session/store.js';
import type { CommandSpec, Outcome } from './definition.js';
import type { Dispatch } from './dispatch.js';
import { dispatch } from './dispatch.js';
import type { Surroundings } from './run.js';
import { printOutcome, reportError, runCommand } from './run.js';
import { processTerminal } from './terminal.js';

/**
 * Carries out one invocation of the program.
 *
 * @param words what stands after the program's name
 * @param root folder of the package
 * @returns the exit code
 */
export async function main(words: readonly string[], root: string): Promise<number> {
  const around = await surroundings(root);
  try {
    const line = dispatch(COMMANDS, words);
    if (line.kind === 'command') return await runCommand(line.spec, line.words, around);
    return printOutcome(line.kind, await describeProgram(line, root), line.globals, around.terminal);
  } catch (error) {
    return reportError(error, { spec: null, words, understood: false }, around.terminal);
  }
}

/** Carries out a command with the words after its name. Returns the exit code. */
export async function carryOut(spec: CommandSpec, words: readonly string[], root: string): Promise<number> {
  return runCommand(spec, words, await surroundings(root));
}

/** This process's terminal and environment. */
async function surroundings(root: string): Promise<Surroundings> {
  const { env, platform } = process;
  return {
    terminal: await processTerminal(),
    commands: COMMANDS,
    openStore: (flag) => new SessionStore(dataDirectory(env, platform), { flag, environment: env.MCAST_SESSION || undefined }),
    help: (words) => describeProgram({ kind: 'help', words }, root),
  };
}

async function describeProgram(
  line: { readonly kind: 'version' } | Pick<Extract<Dispatch, { kind: 'help' }>, 'kind' | 'words'>,
  root: string,
): Promise<Outcome> {
  const { helpText, versionText } = await import('./lazy/oclif.js');
  const text = line.kind === 'version' ? await versionText(root) : await helpText(root, line.words);
  return { body: { text }, text: () => text };
}
