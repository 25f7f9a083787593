import { COMMANDS } from '../commands/index.js';
import repl from '../commands/repl.js';
import run from '../commands/run.js';
import type { CommandSpec, Context } from '../execute/definition.js';
import { execute, executeCommand } from '../execute/execute.js';
import { failed } from '../execute/executed.js';
import { dispatch } from '../grammar/dispatch.js';
import { print } from './print.js';
import { processContext } from './process-context.js';

/**
 * Executes one invocation of the program.
 *
 * @param words the words after the program's name
 * @param root folder of the package
 * @returns the exit code, and the command that was executed, if there was one
 */
export async function main(words: readonly string[], root: string): Promise<{ code: number; command: string | null }> {
  const context = await processContext(root);
  try {
    const line = dispatch(COMMANDS, words);
    if (line.kind === 'command') return await executeAndPrint(line.spec, line.words, context);
    return line.kind === 'nothing'
      ? await executeAndPrint(...(await talkOrListen(words, context)), context)
      : { code: print(await execute(line, context), context), command: null };
  } catch (error) {
    return { code: print(failed(error, { spec: null, words, isUnderstood: false }, context), context), command: null };
  }
}

async function executeAndPrint(spec: CommandSpec, words: readonly string[], context: Context) {
  const executed = await executeCommand(spec, words, context);
  const code = print(executed, context);
  if (executed.failure?.code === 'INTERRUPTED') endAsInterrupted();
  return { code, command: spec.id };
}

/**
 * Ends as a program that does not handle Ctrl-C, so that a shell leaves its loop too; the shell reports exit code 130. Pending input on stdin
 * would keep the process from ending in another way.
 */
function endAsInterrupted(): void {
  process.kill(process.pid, 'SIGINT');
}

/** The command of a line without one: the REPL on a terminal, else the script on stdin. */
async function talkOrListen(words: readonly string[], { output }: Context): Promise<[CommandSpec, readonly string[]]> {
  return (await output.terminal.isInteractive()) ? [repl, words] : [run, [...words, '-']];
}

/** Executes a command of another oclif program. Returns the exit code. @param words the words after its name */
export async function runCommand(spec: CommandSpec, words: readonly string[], root: string): Promise<number> {
  const context = await processContext(root);
  return print(await executeCommand(spec, words, context), context);
}
