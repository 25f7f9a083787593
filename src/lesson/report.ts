import { LabError } from '../core/errors.js';
import { escapeText } from '../core/printable.js';
import type { Program } from '../execute/definition.js';
import type { Outcome } from '../execute/outcome.js';
import type { LearnerView } from '../render/lesson/report.js';
import { renderReport } from '../render/lesson/report.js';
import { count } from '../render/phrase.js';
import { lessonFiles } from './lesson-files.js';
import type { Progress } from './progress.js';
import { readProgress } from './progress.js';

interface Unreadable {
  readonly file: string;
  readonly message: string;
}

/** The progress of several learners, from their progress files. Unreadable files are reported and do not stop the others. */
export function reportLearners(files: readonly string[], { context }: Program): Outcome {
  const course = lessonFiles(context.machine.root).map(({ id }) => id);
  const learners: LearnerView[] = [];
  const unreadable: Unreadable[] = [];
  for (const file of files) {
    const progress = tryRead(file);
    if ('message' in progress) unreadable.push(progress);
    else learners.push(describeLearner(file, progress, course));
  }
  const [first] = unreadable;
  return {
    body: { learners, unreadable },
    text: (style) => (learners.length === 0 ? '' : renderReport(learners, course, style)),
    details: () => unreadable.map(({ message }) => `- ${escapeText(message)}`).join('\n'),
    failure:
      first === undefined
        ? null
        : new LabError('LESSON_PROGRESS_UNUSABLE', `${unreadable.length} of ${count(files.length, 'file')} could not be read`),
  };
}

function tryRead(file: string): Progress | Unreadable {
  try {
    return readProgress(file) ?? { file, message: `no such file: ${file}` };
  } catch (error) {
    if (error instanceof LabError) return { file, message: error.message };
    throw error;
  }
}

function describeLearner(file: string, { inHand, lessons }: Progress, course: readonly string[]): LearnerView {
  const others = [...lessons.keys()].filter((id) => !course.includes(id));
  const rows = [...course, ...others.sort()].map((lesson) => {
    const { solved, hints, sawSolution } = lessons.get(lesson) ?? { solved: false, hints: 0, sawSolution: false };
    const state = solved ? ('solved' as const) : lessons.has(lesson) ? ('begun' as const) : ('new' as const);
    return { lesson, state, hints, sawSolution };
  });
  return {
    learner: (file.split(/[\\/]/).at(-1) ?? file).replace(/\.json$/, ''),
    file,
    solved: rows.filter(({ state }) => state === 'solved').length,
    inHand: inHand?.id ?? null,
    hints: rows.reduce((sum, { hints }) => sum + hints, 0),
    solutions: rows.filter(({ sawSolution }) => sawSolution).length,
    lessons: rows,
  };
}
