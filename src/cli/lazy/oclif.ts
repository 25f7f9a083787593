import { Command } from '@oclif/core/command';
import { execute } from '@oclif/core/execute';

export { Command };

/** Prints oclif's help on a command, a topic or, without words, on everything. */
export async function showHelp(root: string, words: readonly string[]): Promise<void> {
  await execute({ dir: root, args: [...words, '--help'] });
}

/** Prints the version of the program, of Node and of the system. */
export async function showVersion(root: string): Promise<void> {
  await execute({ dir: root, args: ['--version'] });
}
