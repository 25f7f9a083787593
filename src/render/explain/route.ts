import { Address, FAMILY_NAMES } from '../../core/address.js';
import { formatDuration } from '../../core/duration.js';
import { escapeText } from '../../core/printable.js';
import type { ComingView, ExplainRouteResult } from '../../ops/explain/route.js';
import { fate } from '../packet.js';
import { ago, count, deadline, pair, path } from '../phrase.js';
import type { Style } from '../style.js';

/** Something in a life: when, and what. */
interface Line {
  readonly at: string;
  readonly says: string;
}

/** The life of a route or pending route: a line for each known event, with its time. */
export function renderExplainRoute(result: ExplainRouteResult, style: Style): string {
  const lines = [...pastLines(result, style), presentLine(result, style), ...comingLines(result)];
  const width = lines.reduce((widest, { at }) => Math.max(widest, at.length), 0);
  return [title(result, style), ...lines.map(({ at, says }) => `${at.padEnd(width)}  ${says}`)].join('\n');
}

/** The same in one line. */
export function renderExplainRouteBriefly(result: ExplainRouteResult, style: Style): string {
  const swept = result.coming.find(({ code }) => code === 'SWEPT');
  const isLive = result.pending !== null && !result.pending.expired;
  const end = swept !== undefined && isLive ? `; swept at ${formatDuration(swept.atNs)} if no route comes` : '';
  return `${title(result, style)}; ${presentLine(result, style).says}${end}`;
}

function title({ route, pending }: ExplainRouteResult, style: Style): string {
  if (route !== null) return `${style.paint('strong', pair(route))} ${style.paint('good', 'installed')}: ${path(route)}`;
  return pending === null ? '' : `${style.paint('strong', pair(pending))} ${style.paint('waiting', 'pending')}`;
}

function pastLines(result: ExplainRouteResult, style: Style): Line[] {
  const { beganNs, installedBy, seen, nowNs, maxPendingQueueSize } = result;
  const context = { nowNs, maxPendingQueueSize, pending: null };
  const packets = seen.map((packet) => ({
    atNs: packet.atNs,
    // At one moment, what waited came before the route, and what left by it after.
    rank: packet.outcome === 'queued' ? 0 : 2,
    says: `packet ${packet.id} ${fate(packet, context, style)}`,
  }));
  const began = {
    atNs: beganNs ?? 0,
    rank: -1,
    says: 'began: a packet found no route, and the event missingRoute asked for one',
  };
  const installed = { atNs: installedBy?.atNs ?? 0, rank: 1, says: `installed by: mcast ${escapeText(installedBy?.line ?? '')}` };
  return [...(beganNs === null ? [] : [began]), ...(installedBy === null ? [] : [installed]), ...packets]
    .sort((a, b) => a.atNs - b.atNs || a.rank - b.rank)
    .map(({ atNs, says }) => ({ at: formatDuration(atNs), says }));
}

function presentLine({ route, pending, installedBy, nowNs, maxPendingQueueSize }: ExplainRouteResult, style: Style): Line {
  const at = `now ${formatDuration(nowNs)}`;
  if (pending !== null) {
    const held = `holds ${pending.packets} of ${count(maxPendingQueueSize, 'packet')}, ${deadline(pending, nowNs)}`;
    if (!pending.expired) return { at, says: held };
    const trap = 'it still takes packets, no event asks for a route, and a route that is installed now loses them all';
    return { at, says: `${held}: ${style.paint('waiting', trap)}` };
  }
  if (route === null) return { at, says: '' };
  const since = installedBy === null ? `; it was installed at ${formatDuration(route.lastUsedNs)} or before` : '';
  const matched = `${count(route.packets, 'packet')} matched, ${count(route.bytes, 'byte')}; ${route.wrongIf} on a wrong interface`;
  return { at, says: `last used ${ago(route.lastUsedNs, nowNs)}; ${matched}${since}` };
}

const COMING: Readonly<Record<ComingView['code'], (packets: string) => string>> = {
  LAST_MOMENT: (packets) => `the last moment at which a route that is installed gets ${packets}`,
  EXPIRES: () => 'expired: it still takes packets, without an event, and a route that is installed loses them all',
  SWEPT: () => 'the cleanup sweeps it: its packets are lost, and the next one starts a new pending route, with an event',
};

function comingLines({ route, pending, coming }: ExplainRouteResult): Line[] {
  const packets = pending?.packets === 1 ? 'its packet' : 'its packets';
  const lines = coming.map(({ code, atNs }) => ({ at: formatDuration(atNs), says: COMING[code](packets) }));
  if (route === null) return lines;
  const family = FAMILY_NAMES[Address.parse(route.group).family];
  const says = `nothing ends it by itself: it stays until it is replaced or removed, or forwarding of ${family} is turned off`;
  return [...lines, { at: 'next', says }];
}
