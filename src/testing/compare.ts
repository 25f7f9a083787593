import { LabError } from '../core/errors.js';
import type { StackName } from '../core/stack.js';
import { inScript, silently } from '../execute/context.js';
import type { Context, Program, Script } from '../execute/definition.js';
import { execute, executeCommand } from '../execute/execute.js';
import { failed } from '../execute/executed.js';
import type { Executed, Outcome } from '../execute/outcome.js';
import { dispatch } from '../grammar/dispatch.js';
import { splitWords, withoutProgram } from '../grammar/words.js';
import type { ComparedField, ComparedLine } from '../render/compare.js';
import { renderComparison } from '../render/compare.js';
import { shelfInMemory } from '../script/script.js';

/** What is compared after the last line. */
const STATE = 'show clock counters';

/** What came of a line on one stack. */
interface Answer {
  readonly line: number | null;
  readonly command: string;
  readonly printed: string;
  /** Its document; a failure has nothing but its code. */
  readonly document: object;
}

/**
 * Runs a script on each stack, in sessions in memory, and compares what comes of each line. Continues after a line that fails.
 *
 * @throws LabError `USAGE` if the script cannot be read
 */
export async function compareStacks(
  file: string,
  stacks: readonly StackName[],
  exitCode: boolean,
  program: Program,
): Promise<Outcome> {
  const lines = await readScript(file, program);
  const answers: (readonly Answer[])[] = [];
  for (const stack of stacks) answers.push(await runOn(stack, file, lines, program));
  const differences = (answers[0] ?? []).flatMap((_, index) => compareLine(stacks, answers, index));
  const comparison = { file, stacks, lines: (answers[0] ?? []).length - 1, differences };
  const isDifferent = exitCode && differences.length > 0;
  return {
    body: comparison,
    text: (style) => renderComparison(comparison, style),
    failure: isDifferent ? new LabError('DIFFERENT', `the script does not do the same on ${stacks.join(' and ')}`) : null,
  };
}

async function readScript(file: string, { context }: Program): Promise<string[]> {
  const { files, pace } = context.machine;
  const lines: string[] = [];
  for await (const batch of files.readLines(file, pace).batches) {
    for (const line of batch) {
      if (typeof line !== 'string') throw line;
      lines.push(line);
    }
  }
  return lines;
}

async function runOn(stack: StackName, file: string, lines: readonly string[], { context, globals }: Program): Promise<Answer[]> {
  const shelf = shelfInMemory(null, context);
  const script: Script = { file, line: 0, text: '', files: [file], shelf };
  const within = silently(inScript(context, script, { ...globals, json: false, quiet: false, session: undefined }));
  const answers: Answer[] = [];
  try {
    for (const line of lines) {
      script.line += 1;
      script.text = line;
      const executed = await executeOn(stack, line, within);
      if (executed !== null) answers.push(answerOf(script.line, line.trim(), executed));
      context.machine.pace.check();
    }
    const state = await executeOn(stack, STATE, within);
    return state === null ? answers : [...answers, answerOf(null, STATE, state)];
  } finally {
    shelf.close();
  }
}

/** Executes a line; sessions that it starts follow the stack, unless it names another. Null for an empty line. */
async function executeOn(stack: StackName, line: string, context: Context): Promise<Executed | null> {
  let words: readonly string[] = [];
  try {
    words = withoutProgram(splitWords(line));
    if (words.length === 0) return null;
    const found = dispatch(context.machine.commands, words, true);
    if (found.kind !== 'command') return await execute(found, context);
    if (found.spec.id === 'init') {
      const isNamed = found.words.some((word) => word === '--stack' || word.startsWith('--stack='));
      return await executeCommand(found.spec, isNamed ? found.words : [...found.words, '--stack', stack], context);
    }
    if (!found.spec.id.startsWith('session')) await startOn(stack, found.spec.prepare(found.words).globals.session, context);
    return await execute(found, context);
  } catch (error) {
    return failed(error, { spec: null, words, isUnderstood: false }, context);
  }
}

/** Starts the session of a line, if it is not there yet. */
async function startOn(stack: StackName, session: string | undefined, context: Context): Promise<void> {
  const store = context.sessions.open(session);
  if (store.load(store.chosen()) !== null) return;
  const init = dispatch(context.machine.commands, ['init', '--stack', stack], true);
  if (init.kind !== 'command') throw new Error('there is no command init');
  const words = session === undefined ? init.words : [...init.words, '--session', session];
  await executeCommand(init.spec, words, context);
}

function answerOf(line: number | null, command: string, { failure, outcome, output, printed }: Executed): Answer {
  if (failure !== null) return { line, command, printed: failure.message, document: { error: failure.code } };
  const text = typeof output === 'string' ? output : [...output].join('');
  return { line, command, printed: text.trimEnd(), document: outcome === null ? { exit: printed } : outcome.body };
}

function compareLine(stacks: readonly string[], answers: readonly (readonly Answer[])[], index: number): ComparedLine[] {
  const each = answers.flatMap((list) => list[index] ?? []);
  const [first] = each;
  if (first === undefined) return [];
  const bodies = each.map(({ document }): unknown => JSON.parse(JSON.stringify(document)));
  const fields = bodies.some((body) => isObject(body) && typeof body.error === 'string')
    ? fieldsOf(
        stacks,
        bodies.map((body) => (isObject(body) ? body.error : undefined)),
        'error',
      )
    : fieldsOf(stacks, bodies, '');
  if (fields.length === 0) return [];
  const printed = Object.fromEntries(each.map((answer, at) => [stacks[at] ?? '', answer.printed]));
  return [{ line: first.line, command: first.command, printed, fields }];
}

/**
 * What tells which stack it is, or how it writes down the same thing, and is not a difference. What a minimum TTL and a threshold let pass shows
 * in the packets.
 */
const LEFT_OUT = new Set([
  'stack',
  'maxPendingQueueSize',
  'minTtl',
  'threshold',
  'parent',
  'vifs',
  'rpFilter',
  'settings',
  'upcall',
]);

/** gVisor's counters and Linux's are different ones, so those of Linux are left aside. */
function comparable(
  stacks: readonly string[],
  values: readonly unknown[],
  field: string,
): readonly [stacks: readonly string[], values: readonly unknown[]] {
  if (field !== 'counters') return [stacks, values];
  const isCompared = (_: unknown, index: number) => stacks[index] !== 'linux';
  return [stacks.filter(isCompared), values.filter(isCompared)];
}

/** The smallest parts of documents that are not the same. Lists of different lengths are one part. */
function fieldsOf(stacks: readonly string[], values: readonly unknown[], field: string): ComparedField[] {
  if (new Set(values.map((value) => JSON.stringify(value))).size === 1) return [];
  const inside = (name: string, key: string | number) =>
    fieldsOf(
      stacks,
      values.map((value) => (isObject(value) ? value[key] : undefined)),
      name,
    );
  if (values.every(Array.isArray) && new Set(values.map(({ length }) => length)).size === 1) {
    return [...(values[0] ?? []).keys()].flatMap((index) => inside(`${field}[${index}]`, index));
  }
  if (values.every((value) => isObject(value) && !Array.isArray(value))) {
    const [names, counts] = comparable(stacks, values, field);
    if (names.length < stacks.length) return names.length < 2 ? [] : fieldsOf(names, counts, field);
    const keys = new Set(values.flatMap((value) => Object.keys(value ?? {})));
    return [...keys].filter((key) => !LEFT_OUT.has(key)).flatMap((key) => inside(field === '' ? key : `${field}.${key}`, key));
  }
  return [
    { field, values: Object.fromEntries(stacks.flatMap((stack, at) => (values[at] === undefined ? [] : [[stack, values[at]]]))) },
  ];
}

function isObject(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null;
}
