import { decodeLab, encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import { escapeText } from '../core/printable.js';
import { inScript, silently } from '../execute/context.js';
import type { Context, Program, Script } from '../execute/definition.js';
import { EXIT, exitOf } from '../execute/exit.js';
import { tellFailure } from '../execute/failure.js';
import type { Executed } from '../execute/outcome.js';
import { NO_TERMINAL } from '../execute/terminal.js';
import { NONE_GIVEN } from '../grammar/globals.js';
import { BufferedTerminal } from '../script/buffered-terminal.js';
import { shelfInMemory } from '../script/script.js';
import { ScriptRun } from '../script/script-run.js';
import { LESSON_SESSION } from '../session/finder.js';
import type { Lesson, LessonScript } from './lesson.js';

/** What came of a script. */
export interface Rehearsed {
  readonly lab: Lab;
  /** Of the lines that failed, in order. */
  readonly complaints: readonly Complaint[];
}

interface Complaint {
  /** Begins with file and line. */
  readonly message: string;
  readonly hint: string | null;
  /** Whether the line could not even be understood. */
  readonly isUsage: boolean;
}

const NO_FLAGS = { ...NONE_GIVEN, session: LESSON_SESSION, noColor: true };

/** The lab in which learners begin. @throws LabError `LESSON_FAULTY` if a line of the start fails */
export async function labAtStart(lesson: Lesson, program: Program): Promise<Lab> {
  const { lab, complaints } = await rehearse(lesson, lesson.start, null, program);
  const [first] = complaints;
  if (first !== undefined) throw new LabError('LESSON_FAULTY', first.message, first.hint);
  return lab;
}

/**
 * Runs a script of a lesson in memory, with nothing printed. It continues after a line that fails, as learners do.
 *
 * @param from the lab that it works on; null for a standard one
 * @throws LabError `USAGE` if the lesson runs itself
 * @throws Aborted
 */
export async function rehearse(
  { file }: Lesson,
  { from: before, lines }: LessonScript,
  from: Lab | null,
  { context }: Program,
): Promise<Rehearsed> {
  const { pace, files } = context.machine;
  const shelf = shelfInMemory(null, context);
  const outer = context.script?.files ?? [];
  const identity = files.identify(file);
  if (outer.includes(identity)) throw new LabError('USAGE', `lesson ${escapeText(file)} runs itself`);
  const script: Script = { file, line: before, text: '', files: [...outer, identity], shelf };
  const complaints: Complaint[] = [];
  const print = (executed: Executed, { script: inner }: Context): number => {
    const { failure } = executed;
    const exit = exitOf(executed);
    // Lines of a script within this one are summed up by the line that runs it.
    if (failure !== null && inner === script) {
      complaints.push({ message: tellFailure(failure), hint: failure.hint, isUsage: exit === EXIT.usage });
    }
    return exit;
  };
  const quiet = inScript(silently(context), script, NO_FLAGS);
  const store = quiet.sessions.open(undefined);
  const session = store.chosen();
  if (from !== null) shelf.write(session, decodeLab(encodeLab(from)), { line: null, isStart: true });
  const run = new ScriptRun(
    { keepGoing: true, echo: false },
    { ...quiet, output: { ...quiet.output, print } },
    script,
    new BufferedTerminal(NO_TERMINAL),
  );
  pace.begin();
  try {
    await run.all({ batches: [lines], reading: { bytes: 0, total: null }, isStream: false });
  } finally {
    pace.end();
  }
  pace.check();
  return { lab: store.load(session) ?? standardLab(), complaints };
}
