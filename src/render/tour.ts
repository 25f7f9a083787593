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
  return [tourTitle(style), ...steps.map((step) => renderTourStep(step, style))].join('\n');
}

export function tourTitle(style: Style): string {
  return style.paint('strong', '# The life of a multicast route, on a temporary session.');
}

export function renderTourStep({ says, line, text }: TourStep, style: Style): string {
  return [style.paint('faint', `# ${says}`), `$ mcast ${line}`, finishText(text(style), plainStyle)].join('\n');
}
