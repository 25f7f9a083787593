/**
 * The library with everything that the commands do: operations on a lab, drawings, and sessions in memory on which command lines run.
 * It has all that the core entry has; import everything from one of the two, since their classes are different.
 *
 * @packageDocumentation
 */

export * from '../index.js';
export { advanceClock } from '../ops/advance-clock.js';
export { diff } from '../ops/diff.js';
export { draw } from '../ops/draw.js';
export { explain } from '../ops/explain.js';
export { inject } from '../ops/inject.js';
export { routeAdd } from '../ops/route/add.js';
export { SECTIONS, show } from '../ops/show.js';
export { timeline } from '../ops/timeline.js';
export { wait } from '../ops/wait.js';
export { drawDot } from '../render/draw/dot.js';
export { drawMermaid } from '../render/draw/mermaid.js';
export { drawSvg } from '../render/draw/svg.js';
export type { LineResult } from './session.js';
export { Session } from './session.js';
