import { COMMANDS } from '../commands/index.js';
import { dataDirectory } from '../session/directories.js';
import { SessionStore } from '../session/store.js';
import type { CommandSpec } from './definition.js';
import { dispatch } from './dispatch.js';
import { EXIT } from './exit.js';
import { reportError, runCommand } from './run.js';
import { processTerminal } from './terminal.js';

/**
 * Carries out one invocation of the program.
 *
 * @param words what stands after the program's name
 * @param root folder of the package
 * @returns the exit code
 */
export async function main(words: readonly string[], root: string): Promise<number> {
  try {
    const line = dispatch(COMMANDS, words);
    switch (line.kind) {
      case 'command':
        return await carryOut(line.spec, line.words, root);
      case 'help':
        await (await import('./lazy/oclif.js')).showHelp(root, line.words);
        return EXIT.done;
      case 'version':
        await (await import('./lazy/oclif.js')).showVersion(root);
        return EXIT.done;
    }
  } catch (error) {
    return reportError(error, { spec: null, words, understood: false }, processTerminal());
  }
}

/** Carries out a command with the words after its name, in this process's terminal and environment. Returns the exit code. */
export function carryOut(spec: CommandSpec, words: readonly string[], root: string): Promise<number> {
  const { env, platform } = process;
  return runCommand(spec, words, {
    terminal: processTerminal(),
    openStore: (flag) => new SessionStore(dataDirectory(env, platform), { flag, environment: env.MCAST_SESSION || undefined }),
    showHelp: async ({ id }) => (await import('./lazy/oclif.js')).showHelp(root, id.split(' ')),
  });
}
