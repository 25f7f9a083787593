import { EXIT } from '../cli/exit.js';
import type { Terminal } from '../cli/terminal.js';
import { decodeLab, encodeLab } from '../codec/snapshot.js';
import { LabError } from '../core/errors.js';
import type { Lab } from '../core/lab.js';
import { standardLab } from '../core/lab.js';
import type { Program } from '../execute/definition.js';
import { storesOn } from '../execute/stores.js';
import { NONE_GIVEN } from '../grammar/globals.js';
import { runInMemory, scratchShelf } from '../script/script.js';
import { LESSON_SESSION } from '../session/store.js';
import type { Lesson, LessonScript } from './lesson.js';

/** What came of a script. */
export interface Rehearsed {
  readonly lab: Lab;
  /** What the lines that failed complained of, in order. */
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
 * Runs a script of a lesson in memory, with nothing printed. It goes on after a line that fails, as learners do.
 *
 * @param from the lab that it works on; null for a standard one
 */
export async function rehearse(
  { file }: Lesson,
  { from: before, lines }: LessonScript,
  from: Lab | null,
  { around }: Program,
): Promise<Rehearsed> {
  const told: string[] = [];
  const silent: Terminal = {
    environment: around.terminal.environment,
    isForsaken: false,
    isTerminal: false,
    columns: null,
    complainsToTerminal: false,
    isInteractive: async () => false,
    print: () => null,
    complain: (text: string) => {
      told.push(text);
    },
    showStatus: () => {},
  };
  const quiet = { ...around, terminal: silent, script: null, terminalStyle: null };
  const shelf = scratchShelf(quiet);
  const store = storesOn(shelf, quiet, LESSON_SESSION)(undefined);
  const place = store.chosen();
  if (from !== null) shelf.write(place, decodeLab(encodeLab(from)), { line: null, isStart: true });
  const complaints: Complaint[] = [];
  for (const [index, line] of lines.entries()) {
    told.length = 0;
    const source = { lines: [line], of: file, from: before + index };
    const code = await runInMemory(source, { keepGoing: true }, shelf, { around: quiet, globals: NO_FLAGS });
    if (code !== EXIT.done) complaints.push({ ...readComplaint(told.join('')), isUsage: code === EXIT.usage });
  }
  return { lab: store.load(place) ?? standardLab(), complaints };
}

/** Of `FILE:LINE: message`, what was compared, and `hint: …`, the first and the last. */
function readComplaint(told: string): Pick<Complaint, 'message' | 'hint'> {
  const [message = '', ...below] = told.trimEnd().split('\n');
  const hint = below.find((line) => line.startsWith('hint: '));
  return { message, hint: hint?.slice('hint: '.length) ?? null };
}
