import { EXIT } from '../cli/exit.js';
import { styleOf } from '../cli/style-choice.js';
import type { Program } from '../execute/definition.js';
import { takeStandardInput } from '../files/file.js';
import { readLines } from '../script/lines.js';
import { Conversation } from './conversation.js';
import { Evaluator } from './evaluator.js';
import type { Guide } from './guide.js';
import { LineHistory } from './line-history.js';

/**
 * Talks with the user until they leave. Where nobody sits at a terminal, each line that comes in is carried out without a word more.
 *
 * @param guide who looks on, if anybody does
 */
export async function talk(program: Program, guide: Guide | null = null): Promise<number> {
  const { around, globals } = program;
  const style = await styleOf(globals, around);
  const evaluator = new Evaluator(program, style, guide);
  if (!(await around.terminal.isInteractive())) return listen(evaluator);
  takeStandardInput();
  if (!globals.quiet) around.terminal.print(`${guide?.greeting ?? 'Type a command, ? for what there is, .exit to leave.'}\n`);
  const history = new LineHistory(around.stateDirectory);
  const conversation = new Conversation(
    { evaluator, commands: around.commands, style, history, interrupt: around.pace.interrupt },
    process.stdin,
    process.stdout,
  );
  return conversation.hold();
}

/** Carries out the lines of standard input. Returns the exit code of the first that failed, or of `.exit`. */
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
