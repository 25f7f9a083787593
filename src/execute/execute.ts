import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import type { Dispatch } from '../grammar/dispatch.js';
import type { GlobalFlags } from '../grammar/globals.js';
import { withPreset } from '../grammar/globals.js';
import { renderMarkdown } from '../render/markdown.js';
import type { Style } from '../render/style.js';
import { plainStyle } from '../render/style.js';
import type { CommandSpec, Context, Prepared } from './definition.js';
import { failed, printedBy, rendered } from './executed.js';
import { EXIT } from './exit.js';
import type { Executed, LabOutcome } from './outcome.js';
import type { Understood } from './perform.js';
import { mayAsk, perform } from './perform.js';
import type { Soon } from './soon.js';
import { knownStyle, styleOf } from './style-choice.js';

/**
 * Executes a line: parse, load, do, render, save. Prints nothing, and never throws: what went wrong is in the value, a bug too.
 *
 * @returns at once, unless something is to be loaded, asked or done in steps
 */
export function execute(line: Dispatch<CommandSpec>, context: Context): Soon<Executed> {
  return line.kind === 'command' ? executeCommand(line.spec, line.words, context) : tell(line, context);
}

/** The same for a command and the words after its name. */
export function executeCommand(spec: CommandSpec, words: readonly string[], context: Context): Soon<Executed> {
  try {
    const prepared = spec.prepare(words);
    const globals = withPreset(prepared.globals, context.output.preset);
    const style = knownStyle(globals, context);
    const line = { spec, words, prepared, globals, style: style ?? plainStyle, context };
    return style === null || globals.help || mayAsk(line) ? executeLater(line) : perform(line);
  } catch (error) {
    return failed(error, { spec, words, isUnderstood: false }, context);
  }
}

/**
 * What a command does to a lab that belongs to no session: nothing is loaded, rendered or saved.
 *
 * @returns null if the command does not work on a lab, or what it needs is to be loaded
 * @throws LabError if the words cannot be understood
 */
export function operationOf(spec: CommandSpec, words: readonly string[]): ((lab: Lab) => LabOutcome) | null {
  const job = spec.prepare(words).job();
  return 'on' in job && job.on === 'lab' ? job.run : null;
}

/** Help or the version, for a line that names no command. */
async function tell(line: Exclude<Dispatch<CommandSpec>, { kind: 'command' }>, context: Context): Promise<Executed> {
  const { machine, output } = context;
  const globals = withPreset(line.globals, output.preset);
  try {
    if (line.kind === 'topic') return await tellTopic(line, globals, context);
    if (line.kind === 'version') return rendered('version', machine.version(), globals, plainStyle, context);
    return rendered('help', await machine.help(line.kind === 'help' ? line.words : []), globals, plainStyle, context);
  } catch (error) {
    return failed(error, { spec: null, words: [], isUnderstood: false }, context);
  }
}

/** What the documentation says about a word. @throws LabError if nothing */
async function tellTopic(
  { word, otherwise }: Extract<Dispatch, { kind: 'topic' }>,
  globals: GlobalFlags,
  context: Context,
): Promise<Executed> {
  const page = context.machine.topic(word);
  if (page === null) throw otherwise;
  const outcome = { body: { text: page }, text: (style: Style) => renderMarkdown(page, style) };
  return rendered('help', outcome, globals, await styleOf(globals, context), context);
}

/** A line that asks for help, or needs a style or an answer first. */
async function executeLater(line: Understood): Promise<Executed> {
  const { spec, words, globals, context } = line;
  try {
    if (globals.help) return rendered('help', await context.machine.help(spec.id.split(' ')), globals, plainStyle, context);
    const style = await styleOf(globals, context);
    if (!mayAsk(line)) return await perform({ ...line, style });
    const answered = await ask(line);
    if (answered === null) return { ...printedBy(spec.id, EXIT.refused, null, false), notices: ['nothing was changed'] };
    return await perform({ ...line, ...answered, style });
  } catch (error) {
    return failed(error, { spec, words, isUnderstood: true }, context);
  }
}

/** Asks for what is missing. Null if the user aborted. */
async function ask(line: Understood): Promise<{ words: readonly string[]; prepared: Prepared } | null> {
  const { spec, globals, context, prepared } = line;
  const { machine, output, sessions } = context;
  const { question } = prepared;
  if (question === null || machine.prompter === null) return line;
  if (!(await output.terminal.isInteractive())) {
    if (question.missing === null) return line;
    throw question.missing;
  }
  const prompter = await machine.prompter(globals);
  const store = sessions.open(globals.session);
  const words = await question.ask(prompter, () => store.load(store.chosen()) ?? standardLab(), context);
  if (words === null) return null;
  return { words, prepared: spec.prepare(words) };
}
