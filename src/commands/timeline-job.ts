import type { LoadedJob } from '../execute/definition.js';
import { timeline } from '../ops/timeline.js';
import { renderTimeline } from '../render/timeline.js';

/** Shows the past and future of the chosen session on a timeline. */
export function timelineJob(): LoadedJob {
  return {
    on: 'lab',
    run: (lab) => {
      const result = timeline(lab);
      return { body: result, text: (style) => renderTimeline(result, style) };
    },
  };
}
