export { explainRoute } from '../ops/explain/route.js';
export { explain, injectAndExplain } from '../ops/explain.js';
export { renderExplainRoute, renderExplainRouteBriefly } from '../render/explain/route.js';
export { renderExplain, renderExplainBriefly, renderExplainedInjection } from '../render/explain.js';
export { installedBy } from './explain/installed-by.js';
export { writerFor } from './explain/writer.js';
