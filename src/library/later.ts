/** In the library, the code that the program loads later: only what commands on sessions in memory need. */
export * from '../commands/draw-job.js';
export { writerFor } from '../commands/explain/writer.js';
export * from '../commands/explain-job.js';
export * from '../commands/timeline-job.js';
export { injectAndExplain } from '../ops/explain.js';
export { renderExplainedInjection } from '../render/explain.js';
