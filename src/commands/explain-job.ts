import type { RouteKey } from '../core/route.js';
import type { LabJob, Program } from '../execute/definition.js';
import { explainRoute } from '../ops/explain/route.js';
import type { ExplainRequest } from '../ops/explain.js';
import { explain } from '../ops/explain.js';
import { renderExplainRoute, renderExplainRouteBriefly } from '../render/explain/route.js';
import type { Detail } from '../render/explain.js';
import { renderExplain, renderExplainBriefly } from '../render/explain.js';
import type { Style } from '../render/style.js';
import { installedBy } from './explain/installed-by.js';
import { writerFor } from './explain/writer.js';

/** Explains what would happen to a packet. */
export function explainJob(request: ExplainRequest, detail: Detail | 'brief', program: Program): LabJob {
  const { write, shown } = writerFor(program);
  return {
    on: 'lab',
    run: (lab) => {
      const result = explain(lab, request);
      const render = (style: Style) =>
        detail === 'brief' ? renderExplainBriefly(result, style) : renderExplain(result, style, write, detail);
      return { body: result, text: (style) => shown(render(style)) };
    },
  };
}

/** Explains the life of a route or a pending route. */
export function explainRouteJob(key: RouteKey, isBrief: boolean, program: Program): LabJob {
  const { context, globals } = program;
  const { shown } = writerFor(program);
  const render = isBrief ? renderExplainRouteBriefly : renderExplainRoute;
  return {
    on: 'lab',
    run: (lab) => {
      const store = context.sessions.open(globals.session);
      const hasRoute = lab.routerOf(key).installedRoute(key) !== null;
      const line = hasRoute ? installedBy(store.history(store.chosen()), key, context.machine.commands) : null;
      const result = explainRoute(lab, { key, installedBy: line });
      return { body: result, text: (style) => shown(render(result, style)) };
    },
  };
}
