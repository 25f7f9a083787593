import type { LabJob } from '../execute/definition.js';
import type { RowFilter } from '../ops/row-filter.js';
import { timeline } from '../ops/timeline.js';
import { renderTimeline } from '../render/timeline.js';

/** Puts what the chosen session remembers, and what is to come, on one line of time. */
export function timelineJob(filter: RowFilter): LabJob {
  return {
    on: 'lab',
    run: (lab) => {
      const result = timeline(lab, filter);
      return { body: result, text: (style) => renderTimeline(result, style) };
    },
  };
}
