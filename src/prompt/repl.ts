import type { Program } from '../execute/definition.js';
import { EXIT } from '../execute/exit.js';
import type { Printed } from '../execute/outcome.js';
import { styleOf } from '../execute/style-choice.js';
import { takeStandardInput } from '../files/file.js';
import { readLines } from '../script/lines.js';
import { Conversation } from './conversation.js';
import { Evaluator } from './evaluator.js';
import type { Guide } from './guide.js';
import { LineHistory } from './line-history.js';

/**
 * Talks with the user until they leave. Without a terminal, each line that comes in is executed without a word more.
 *
 * @param guide who looks on, if anybody does
 */
export async function talk(program: Program, guide: Guide | null = null): Promise<Printed> {
  const { context, globals } = program;
  const { machine, output } = context;
  const style = await styleOf(globals, context);
  const evaluator = new Evaluator(program, style, guide);
  const { process } = machine;
  if (process === null || !(await output.terminal.isInteractive())) return { exit: await listen(evaluator), failure: null };
  takeStandardInput();
  if (!globals.quiet) evaluator.say(guide?.greeting ?? 'Type a command, ? for help, .exit to leave.');
  const { createInterface } = await import('node:readline');
  const history = new LineHistory(machine.stateDirectory);
  const conversation = new Conversation(
    { evaluator, commands: machine.commands, style, history, interrupt: machine.pace.interrupt },
    { input: process.stdin, output: process.stdout, createInterface },
  );
  return { exit: await conversation.hold(), failure: null };
}

/** Executes the lines of standard input. Returns the exit code of the first that failed, or of `.exit`. */
async function listen(evaluator: Evaluator): Promise<number> {
  let firstFailure: number = EXIT.done;
  for (const lines of readLines('-')) {
    for (const line of lines) {
      const { code, leaves } = await evaluator.evaluate(line);
      if (firstFailure === EXIT.done) firstFailure = code;
      if (leaves) return code;
    }
  }
  return firstFailure;
}
