import type { Text } from './finish-text.js';
import { finishText } from './finish-text.js';
import type { Style } from './style.js';
import { plainStyle } from './style.js';

/** One command of the tour. */
export interface TourStep {
  /** What it shows. */
  readonly says: string;
  /** Without `mcast`. */
  readonly line: string;
  readonly text: (style: Style) => Text;
}

export function renderTour(steps: readonly TourStep[], style: Style): string {
  const blocks = steps.map(({ says, line, text }) =>
    [style.paint('faint', `# ${says}`), `$ mcast ${line}`, finishText(text(style), plainStyle)].join('\n'),
  );
  const lead = "# The documented example of gVisor's table, on a throwaway session where any pair of addresses may be a key.";
  return [style.paint('strong', lead), ...blocks].join('\n');
}
