import { formatDuration } from '../core/duration.js';
import type { AdvanceClockResult } from '../ops/advance-clock.js';
import { renderEvent, renderExpired } from './effects.js';
import { renderNetwork } from './network/effects.js';
import type { Style } from './style.js';

export function renderAdvanceClock(result: AdvanceClockResult, style: Style): string {
  const { fromNs, nowNs, expired, nextTimerNs, arrivals, events = [] } = result;
  const timer = arrivals === undefined ? 'cleanup' : 'timer';
  const next = nextTimerNs === null ? '' : `; next ${timer} in ${formatDuration(nextTimerNs - nowNs)}`;
  return [
    ...expired.map((entry) => renderExpired(entry, style)),
    ...renderNetwork(result, nowNs, style),
    ...events.map((event) => renderEvent(event, style)),
    `clock ${formatDuration(fromNs)} → ${style.paint('strong', formatDuration(nowNs))}${next}`,
  ].join('\n');
}
