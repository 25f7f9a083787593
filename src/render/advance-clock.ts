import { formatDuration } from '../core/duration.js';
import type { AdvanceClockResult } from '../ops/advance-clock.js';
import { renderExpired } from './effects.js';
import type { Style } from './style.js';

export function renderAdvanceClock({ fromNs, nowNs, expired, nextTimerNs }: AdvanceClockResult, style: Style): string {
  const next = nextTimerNs === null ? '' : `; next cleanup in ${formatDuration(nextTimerNs - nowNs)}`;
  return [
    ...expired.map((entry) => renderExpired(entry, style)),
    `clock ${formatDuration(fromNs)} → ${style.paint('strong', formatDuration(nowNs))}${next}`,
  ].join('\n');
}
