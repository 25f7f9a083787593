import type { OutputDecision, PacketPath, Picture } from '../../ops/draw.js';
import type { CountedRouteView, PendingView } from '../../ops/view/route.js';
import { ago, count, deadline, pair, payload } from '../phrase.js';
import { drawable } from './drawable.js';

/** How the marked packet relates to a part of the drawing: its path goes there, ends there, or avoids it. */
export type Mark = 'path' | 'blocked' | 'none';

/** A line between an interface and a row of a card. */
export interface Wire {
  /** Name of the interface. */
  readonly port: string;
  /** What stands on the row. */
  readonly label: string;
  readonly mark: Mark;
}

/** What the router has for packets: a route, a queue, this host, or what it made of the marked packet. */
export interface Card {
  readonly kind: 'route' | 'pending' | 'packet' | 'host';
  /** One line, or two where one would be too long: source and group. */
  readonly title: readonly string[];
  readonly note: string;
  readonly tone: 'faint' | 'waiting' | 'bad' | 'good';
  readonly inputs: readonly Wire[];
  readonly outputs: readonly Wire[];
  /** How many of each were left out. */
  readonly moreInputs: number;
  readonly moreOutputs: number;
  /** Places of a pending queue; null if it is none. */
  readonly queue: { readonly filled: number; readonly size: number } | null;
  /** Whether the marked packet got on from here, or no further; `none` if it did not come here. */
  readonly mark: Mark;
}

/** How much is drawn. */
export interface CardLimits {
  readonly cards: number;
  /** Rows of inputs or of outputs of one card. */
  readonly rows: number;
}

/** Routes and pending routes in turn, so that neither kind crowds out the other; the one that the marked packet met goes first. */
export function cardsOf(picture: Picture, limits: CardLimits): Card[] {
  const { packet } = picture;
  const isMet = (row: { readonly source: string; readonly group: string }) =>
    packet !== null && row.source === packet.source && row.group === packet.group;
  const met = (along: PacketPath['along']) => (packet?.along === along ? packet : null);
  const front = <Row extends { readonly source: string; readonly group: string }>(rows: readonly Row[]) =>
    [...rows.filter(isMet), ...rows.filter((row) => !isMet(row)).slice(0, limits.cards)].slice(0, limits.cards);
  const routes = front(picture.routes).map((route) =>
    routeCard(route, isMet(route) ? met('route') : null, picture.nowNs, limits),
  );
  const pending = front(picture.pending).map((entry) =>
    pendingCard(entry, isMet(entry) ? met('pending') : null, picture, limits),
  );
  const inTurn = Array.from({ length: Math.max(routes.length, pending.length) }, (_, index) => [
    ...routes.slice(index, index + 1),
    ...pending.slice(index, index + 1),
  ]).flat();
  return [...inTurn.filter(({ mark }) => mark !== 'none'), ...inTurn.filter(({ mark }) => mark === 'none')].slice(
    0,
    limits.cards,
  );
}

function routeCard(route: CountedRouteView, packet: PacketPath | null, nowNs: number, limits: CardLimits): Card {
  const isWrong = packet !== null && packet.iif !== route.iif;
  const expected: Wire = { port: route.iif, label: `from ${route.iif}`, mark: packet === null || isWrong ? 'none' : 'path' };
  const outputs = route.oifs.map(({ oif, minTtl, threshold }, index): Wire => {
    const decision = packet?.outputs[index];
    const told = decision === undefined ? '' : `, ${tell(decision, packet?.ttl ?? 0)}`;
    return {
      port: oif,
      label: `${threshold === undefined ? `min TTL ${minTtl}` : `threshold ${threshold}`}${told}`,
      mark: decision === undefined ? 'none' : markOf(decision),
    };
  });
  const wrong = route.wrongIf === 0 ? '' : `, ${route.wrongIf} on a wrong interface`;
  return card('route', route, limits, {
    note: `last used ${ago(route.lastUsedNs, nowNs)}, ${count(route.packets, 'packet')}${wrong}`,
    inputs: isWrong ? [expected, { port: packet.iif, label: `${packet.iif} is not expected`, mark: 'blocked' }] : [expected],
    outputs,
    mark: fateOf(packet),
  });
}

function pendingCard(
  pending: PendingView,
  packet: PacketPath | null,
  { nowNs, maxPendingQueueSize }: Picture,
  limits: CardLimits,
): Card {
  const waiting = pending.queue.map((each): Wire => {
    const text = each.payload === '' ? '' : ` ${drawable(payload(each))}`;
    return {
      port: each.iif,
      label: `packet ${each.id} on ${each.iif}, TTL ${each.ttl}${text}`,
      mark: packet?.id === each.id ? 'path' : 'none',
    };
  });
  const rejected = packet !== null && packet.outcome === 'dropped';
  const inputs: Wire[] = rejected
    ? [...waiting, { port: packet.iif, label: `packet ${packet.id} on ${packet.iif}: the queue is full`, mark: 'blocked' }]
    : waiting;
  return card('pending', pending, limits, {
    note: `pending: ${deadline(pending, nowNs)}`,
    tone: pending.expired ? 'bad' : 'waiting',
    inputs,
    queue: { filled: pending.packets, size: Math.max(maxPendingQueueSize, pending.packets) },
    mark: fateOf(packet),
  });
}

/** The outcome of a packet whose route or pending route has changed since. */
export function packetCard(packet: PacketPath, limits: CardLimits): Card {
  const { id, iif, ttl, outcome, outputs } = packet;
  const isLeft = outcome === 'forwarded' || packet.deliveredLocally;
  return card('packet', packet, limits, {
    note: outcome === 'queued' ? `packet ${id} was queued, and waits no longer` : `packet ${id} was ${outcome}`,
    tone: outcome === 'forwarded' ? 'good' : 'bad',
    inputs: [{ port: iif, label: `packet ${id} on ${iif}, TTL ${ttl}`, mark: isLeft ? 'path' : 'blocked' }],
    outputs: outputs.map((decision) => ({ port: decision.oif, label: tell(decision, ttl), mark: markOf(decision) })),
    mark: isLeft ? 'path' : 'blocked',
  });
}

/** This host, which packets to its groups are delivered to. None if it is in no group. */
export function hostCard({ members, packet }: Picture, limits: CardLimits): Card[] {
  const isDelivered = (iif: string, group: string) =>
    packet?.deliveredLocally === true && packet.iif === iif && packet.group === group;
  const joined = members.map(
    ({ iif, group }): Wire => ({ port: iif, label: `${group} on ${iif}`, mark: isDelivered(iif, group) ? 'path' : 'none' }),
  );
  const hasLeft = packet?.deliveredLocally === true && joined.every(({ mark }) => mark === 'none');
  const inputs: Wire[] = hasLeft
    ? [...joined, { port: packet.iif, label: `${packet.group} on ${packet.iif}, then`, mark: 'path' }]
    : joined;
  if (inputs.length === 0) return [];
  return [
    card('host', null, limits, {
      note: 'groups that it is a member of',
      inputs,
      mark: inputs.some(({ mark }) => mark === 'path') ? 'path' : 'none',
    }),
  ];
}

/** Longest pair that stands on one line. */
const ONE_LINE = 44;

function card(
  kind: Card['kind'],
  key: { readonly source: string; readonly group: string } | null,
  { rows }: CardLimits,
  parts: Pick<Card, 'note' | 'inputs' | 'mark'> & Partial<Pick<Card, 'tone' | 'outputs' | 'queue'>>,
): Card {
  const whole = key === null ? 'this host' : pair(key);
  const inputs = newestKept(parts.inputs, rows);
  const outputs = newestKept(parts.outputs ?? [], rows);
  return {
    kind,
    title: key === null || whole.length <= ONE_LINE ? [whole] : [`(${key.source},`, ` ${key.group})`],
    note: parts.note,
    tone: parts.tone ?? 'faint',
    inputs,
    outputs,
    moreInputs: parts.inputs.length - inputs.length,
    moreOutputs: (parts.outputs ?? []).length - outputs.length,
    queue: parts.queue ?? null,
    mark: parts.mark,
  };
}

/** So many of the wires; what is marked is left out last. */
function newestKept(wires: readonly Wire[], limit: number): readonly Wire[] {
  if (wires.length <= limit) return wires;
  const marked = wires.filter(({ mark }) => mark !== 'none').slice(0, limit);
  const others = wires.filter(({ mark }) => mark === 'none').slice(0, limit - marked.length);
  return wires.filter((wire) => marked.includes(wire) || others.includes(wire));
}

function fateOf(packet: PacketPath | null): Mark {
  if (packet === null) return 'none';
  return packet.outcome === 'dropped' ? 'blocked' : 'path';
}

function markOf({ reason }: OutputDecision): Mark {
  return reason === null ? 'path' : 'blocked';
}

function tell(decision: OutputDecision, ttl: number): string {
  switch (decision.reason) {
    case null:
      return `left with TTL ${decision.ttl}`;
    case 'ARRIVED_ON_IT':
      return 'the packet arrived on it';
    case 'TTL_BELOW_MINIMUM':
      return decision.threshold === undefined
        ? `TTL ${ttl} is below ${decision.minTtl}`
        : `TTL ${ttl} is not above ${decision.threshold}`;
    case 'OUTGOING_INTERFACE_REMOVED':
      return 'was removed';
    case 'OUTGOING_INTERFACE_HAS_NO_ADDRESS':
      return 'has no address for it';
  }
}
