import { formatDuration } from '../core/duration.js';
import type { EventView, ExpiredView } from '../ops/view/effects.js';
import { count, pair } from './phrase.js';
import type { Style } from './style.js';

/** `event missingRoute (10.0.1.9, 239.1.1.1) on eth1` */
export function renderEvent(event: EventView, style: Style): string {
  return style.paint('faint', `event ${describeEvent(event)}`);
}

/** `missingRoute (10.0.1.9, 239.1.1.1) on eth1`; in Linux, `NOCACHE (10.0.1.9, 239.1.1.1) on eth1` */
export function describeEvent(event: EventView): string {
  const wrong = event.type === 'unexpectedInputInterface' ? `, expected on ${event.expectedIif}` : '';
  const router = event.router === undefined ? '' : `${event.router}:`;
  return `${event.upcall ?? event.type} ${pair(event)} on ${router}${event.iif}${wrong}`;
}

/** `swept (10.0.1.9, 239.1.1.1) at 20s: 3 packets lost` */
export function renderExpired(expired: ExpiredView, style: Style): string {
  const router = expired.router === undefined ? '' : ` on ${expired.router}`;
  const what = `${pair(expired)}${router} at ${formatDuration(expired.atNs)}: ${count(expired.packets, 'packet')} lost`;
  return `${style.paint('bad', 'swept')} ${what}`;
}
