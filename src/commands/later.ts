/** Code that only some commands need, built as a separate file that those commands load. */
export { answer, shellScript } from '../completion/answer.js';
export { checkLessonFile } from '../lesson/check-file.js';
export { goTo } from '../lesson/guide.js';
export { reportLearners } from '../lesson/report.js';
export {
  checkLesson,
  chooseLesson,
  giveHint,
  listLessons,
  resetLesson,
  showSolution,
  showTask,
  startLesson,
  startNext,
} from '../lesson/taking.js';
export { injectAndExplain } from '../ops/explain.js';
export { talk } from '../prompt/repl.js';
export { renderExplainedInjection } from '../render/explain.js';
export { runScript } from '../script/script.js';
export { examine } from '../session/check.js';
export { compareStacks } from '../testing/compare.js';
export { runTests } from '../testing/run-tests.js';
export { watchSession } from '../watch/watch.js';
export * from './draw-job.js';
export { writerFor } from './explain/writer.js';
export * from './explain-job.js';
export * from './timeline-job.js';
