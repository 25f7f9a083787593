import { formatDuration } from '../../core/duration.js';
import type { DeedView, FlightView, NetworkEffectsView, ReceptionView } from '../../ops/view/network.js';
import { renderPacket } from '../packet.js';
import { count } from '../phrase.js';
import type { Style } from '../style.js';

/** Maximum number of rows of a kind to report one by one. */
const TOLD_EACH = 20;

/** Lines about what happened between routers, in the order of time: what arrived, what hosts received, what is under way. */
export function renderNetwork(
  { arrivals = [], received = [], inFlight = [], deeds = [] }: NetworkEffectsView,
  nowNs: number,
  style: Style,
): string[] {
  const arrived = arrivals.map((packet) => ({
    atNs: packet.atNs,
    line: `${formatDuration(packet.atNs)} ${packet.router}:${packet.iif} ${renderPacket(packet, { nowNs: packet.atNs, pending: null, maxPendingQueueSize: 0 }, style)}`,
  }));
  const receptions = received.map((reception) => ({ atNs: reception.atNs, line: renderReception(reception, style) }));
  const done = deeds.map((deed) => ({ atNs: deed.atNs, line: style.paint('faint', renderDeed(deed)) }));
  const happened = [...done, ...arrived, ...receptions].sort((a, b) => a.atNs - b.atNs).map(({ line }) => line);
  const underWay = inFlight.filter(({ arrivesNs }) => arrivesNs > nowNs).map((flight) => renderFlight(flight, nowNs, style));
  return [...atMost(happened), ...atMost(underWay)];
}

/** `1ms r2 received join (10.0.1.101, 232.1.1.1) from r3:eth1`, `1ms r2 installed (10.0.1.101, 232.1.1.1)` */
function renderDeed(deed: DeedView): string {
  const key = `(${deed.source ?? '*'}, ${deed.group})`;
  const when = `${formatDuration(deed.atNs)} ${deed.router}`;
  switch (deed.type) {
    case 'sent':
    case 'received': {
      const name = deed.isOver ? `end of ${deed.message}` : deed.message;
      return `${when} ${deed.type} ${name} ${key} ${deed.type === 'sent' ? 'to' : 'from'} ${deed.peer}`;
    }
    case 'added':
      return `${when} installed ${key}`;
    case 'removed':
      return `${when} removed ${key}`;
    case 'failed':
      return `${when} could not install ${key}`;
  }
}

/** `1ms h3 received packet 1 (TTL 61)` */
function renderReception({ host, atNs, id, ttl, duplicate }: ReceptionView, style: Style): string {
  const again = duplicate ? style.paint('bad', ', a duplicate') : '';
  return `${formatDuration(atNs)} ${host} ${style.paint('good', 'received')} packet ${id} (TTL ${ttl})${again}`;
}

/** `packet 1 under way from r1:eth2 to r2:eth1 (TTL 63), arrives in 1ms` */
function renderFlight({ id, from, to, ttl, arrivesNs }: FlightView, nowNs: number, style: Style): string {
  const where = to.length === 0 ? '' : ` to ${to.join(', ')}`;
  return style.paint(
    'waiting',
    `packet ${id} under way from ${from}${where} (TTL ${ttl}), arrives in ${formatDuration(arrivesNs - nowNs)}`,
  );
}

function atMost(lines: readonly string[]): string[] {
  if (lines.length <= TOLD_EACH) return [...lines];
  return [...lines.slice(0, TOLD_EACH), `… and ${count(lines.length - TOLD_EACH, 'more line')}`];
}
