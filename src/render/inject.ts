import type { InjectResult } from '../ops/inject.js';
import type { PacketView } from '../ops/view/packet.js';
import { renderEvent, renderExpired } from './effects.js';
import { NO_TTL_CHECK } from './explain/sentence.js';
import { renderNetwork } from './network/effects.js';
import type { PacketContext } from './packet.js';
import { renderPacket } from './packet.js';
import { count } from './phrase.js';
import type { Style } from './style.js';

/** Maximum number of packets to report one by one; for more, only the number of each outcome. */
const TOLD_EACH = 10;

export function renderInject(result: InjectResult, style: Style): string {
  const { packets, expired, events } = result;
  const shown = packets.slice(0, TOLD_EACH);
  return [
    ...shown.map((packet, index) => renderPacket(packet, whenInjected(result, index), style)),
    ...(packets.length > shown.length ? [summary(packets)] : []),
    ...(packets.some(leavesExpired) ? [style.paint('waiting', `! ${NO_TTL_CHECK}`)] : []),
    ...expired.map((entry) => renderExpired(entry, style)),
    ...renderNetwork(result, result.nowNs, style),
    ...events.slice(0, TOLD_EACH).map((event) => renderEvent(event, style)),
    ...(events.length > TOLD_EACH ? [style.paint('faint', `… and ${count(events.length - TOLD_EACH, 'more event')}`)] : []),
  ].join('\n');
}

/** What is known around a packet at the time when it was injected. */
function whenInjected({ nowNs, intervalNs, packets, pending, maxPendingQueueSize }: InjectResult, index: number): PacketContext {
  const thenNs = nowNs - (packets.length - 1 - index) * intervalNs;
  const then = pending === null ? null : { ...pending, expired: thenNs > pending.expiresNs };
  return { nowNs: thenNs, pending: then, maxPendingQueueSize };
}

/** Whether a router with a TTL check would have discarded it. */
function leavesExpired({ ttl, outcome }: PacketView): boolean {
  return ttl < 2 && outcome === 'forwarded';
}

function summary(packets: readonly PacketView[]): string {
  const fates = new Map<string, number>();
  for (const { outcome, reason } of packets) {
    const fate = reason === null ? outcome : `${outcome} (${reason})`;
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
  }
  return `… ${count(packets.length, 'packet')} in all: ${[...fates].map(([fate, number]) => `${number} ${fate}`).join(', ')}`;
}
