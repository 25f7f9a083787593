import type { WaitResult } from '../ops/wait.js';
import { renderAdvanceClock } from './advance-clock.js';
import type { Style } from './style.js';

export function renderWait(result: WaitResult, style: Style): string {
  const { fromNs, nowNs, held } = result;
  return `${renderAdvanceClock(result, style)}${held && fromNs === nowNs ? '; it holds already' : ''}`;
}
