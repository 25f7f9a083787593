import { FAMILIES, FAMILY_NAMES } from '../../core/address.js';
import { formatDuration } from '../../core/duration.js';
import type { OutputDecision, PacketPath, Picture } from '../../ops/draw.js';
import type { CountedRouteView, PendingView } from '../../ops/view/route.js';
import { fate } from '../packet.js';
import { ago, count, deadline, pair, payload } from '../phrase.js';
import { plainStyle } from '../style.js';
import { drawable } from './width.js';

/** What the marked packet has to do with a part of the drawing: its path goes there, ends there, or it is no part of it. */
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
  readonly isMarked: boolean;
}

/** An interface, or what is left of one that is gone. */
export interface Port {
  readonly name: string;
  /** Null if it is gone. */
  readonly id: number | null;
  readonly addresses: readonly string[];
  /** What does not forward here: `IPv4 off`; empty if all does. */
  readonly off: string;
  readonly mark: Mark;
}

/** What every format draws. */
export interface Scene {
  readonly clock: string;
  /** `IPv4 forwarding on, IPv6 forwarding on` */
  readonly forwarding: string;
  /** What became of the marked packet; null if none is marked. */
  readonly sentence: string | null;
  readonly ports: readonly Port[];
  readonly cards: readonly Card[];
  readonly morePorts: number;
  readonly moreRoutes: number;
  readonly morePending: number;
}

/** How much is drawn. */
export interface SceneLimits {
  readonly cards: number;
  /** Rows of inputs or of outputs of one card. */
  readonly rows: number;
  /** Interfaces, but those that the cards name are drawn all. */
  readonly ports: number;
  /** Chooses from the cards, the most important first, those that there is room for: a number of them from the front. */
  readonly room?: (cards: readonly Card[]) => number;
}

/** What is drawn of a picture. */
export function sceneOf(picture: Picture, limits: SceneLimits): Scene {
  const inner = cardsOf(picture, limits);
  const host = hostCard(picture, limits);
  const own = picture.packet !== null && picture.packet.along === null ? [packetCard(picture.packet, limits)] : [];
  const first = [...own, ...host];
  const room = limits.room === undefined ? inner.length : limits.room([...first, ...inner]) - first.length;
  const chosen = inner.slice(0, Math.max(0, room));
  const byKind = (kind: Card['kind']) => chosen.filter((card) => card.kind === kind);
  const cards = [...own, ...byKind('route'), ...byKind('pending'), ...host];
  const ports = portsOf(picture, cards, limits);
  return {
    clock: formatDuration(picture.nowNs),
    forwarding: FAMILIES.map((family) => `${FAMILY_NAMES[family]} forwarding ${picture.forwarding[family] ? 'on' : 'off'}`).join(
      ', ',
    ),
    sentence: picture.packet === null ? null : sentence(picture, picture.packet),
    ports,
    cards,
    morePorts: picture.interfaces.length - ports.filter(({ id }) => id !== null).length,
    moreRoutes: picture.routes.length - byKind('route').length,
    morePending: picture.pending.length - byKind('pending').length,
  };
}

/** `and 3 more interfaces`; empty if nothing was left out. */
export function leftOut({ morePorts, moreRoutes, morePending }: Scene): string {
  const more = [
    ...(moreRoutes === 0 ? [] : [`${moreRoutes} more ${moreRoutes === 1 ? 'route' : 'routes'}`]),
    ...(morePending === 0 ? [] : [`${morePending} more pending`]),
    ...(morePorts === 0 ? [] : [`${morePorts} more ${morePorts === 1 ? 'interface' : 'interfaces'}`]),
  ];
  return more.length === 0 ? '' : `and ${more.join(', ')}`;
}

/** Routes and pending entries in turn, so that neither kind crowds out the other; the one that the marked packet met goes first. */
function cardsOf(picture: Picture, limits: SceneLimits): Card[] {
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
  return [...inTurn.filter(({ isMarked }) => isMarked), ...inTurn.filter(({ isMarked }) => !isMarked)].slice(0, limits.cards);
}

function routeCard(route: CountedRouteView, packet: PacketPath | null, nowNs: number, limits: SceneLimits): Card {
  const isWrong = packet !== null && packet.iif !== route.iif;
  const expected: Wire = { port: route.iif, label: `from ${route.iif}`, mark: packet === null || isWrong ? 'none' : 'path' };
  const outputs = route.oifs.map(({ oif, minTtl }, index): Wire => {
    const decision = packet?.outputs[index];
    const told = decision === undefined ? '' : `, ${tell(decision, packet?.ttl ?? 0)}`;
    return { port: oif, label: `min TTL ${minTtl}${told}`, mark: decision === undefined ? 'none' : markOf(decision) };
  });
  const wrong = route.wrongIf === 0 ? '' : `, ${route.wrongIf} on a wrong interface`;
  return card('route', route, limits, {
    note: `last used ${ago(route.lastUsedNs, nowNs)}, ${count(route.packets, 'packet')}${wrong}`,
    inputs: isWrong ? [expected, { port: packet.iif, label: `${packet.iif} is not expected`, mark: 'blocked' }] : [expected],
    outputs,
    isMarked: packet !== null,
  });
}

function pendingCard(
  pending: PendingView,
  packet: PacketPath | null,
  { nowNs, maxPendingQueueSize }: Picture,
  limits: SceneLimits,
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
    isMarked: packet !== null,
  });
}

/** What became of a packet whose route or pending entry is no longer as it met it. */
function packetCard(packet: PacketPath, limits: SceneLimits): Card {
  const { id, iif, ttl, outcome, outputs } = packet;
  const isLeft = outcome === 'forwarded' || packet.deliveredLocally;
  return card('packet', packet, limits, {
    note: outcome === 'queued' ? `packet ${id} was queued, and waits no longer` : `packet ${id} was ${outcome}`,
    tone: outcome === 'forwarded' ? 'good' : 'bad',
    inputs: [{ port: iif, label: `packet ${id} on ${iif}, TTL ${ttl}`, mark: isLeft ? 'path' : 'blocked' }],
    outputs: outputs.map((decision) => ({ port: decision.oif, label: tell(decision, ttl), mark: markOf(decision) })),
    isMarked: true,
  });
}

/** This host, which packets to its groups are delivered to. None if it is in no group. */
function hostCard({ members, packet }: Picture, limits: SceneLimits): Card[] {
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
      isMarked: inputs.some(({ mark }) => mark === 'path'),
    }),
  ];
}

/** Longest pair that stands on one line. */
const ONE_LINE = 44;

function card(
  kind: Card['kind'],
  key: { readonly source: string; readonly group: string } | null,
  { rows }: SceneLimits,
  parts: Pick<Card, 'note' | 'inputs' | 'isMarked'> & Partial<Pick<Card, 'tone' | 'outputs' | 'queue'>>,
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
    isMarked: parts.isMarked,
  };
}

/** So many of the wires; what is marked is left out last. */
function newestKept(wires: readonly Wire[], limit: number): readonly Wire[] {
  if (wires.length <= limit) return wires;
  const marked = wires.filter(({ mark }) => mark !== 'none').slice(0, limit);
  const others = wires.filter(({ mark }) => mark === 'none').slice(0, limit - marked.length);
  return wires.filter((wire) => marked.includes(wire) || others.includes(wire));
}

function markOf({ reason }: OutputDecision): Mark {
  return reason === null ? 'path' : 'blocked';
}

function tell(decision: OutputDecision, ttl: number): string {
  switch (decision.reason) {
    case null:
      return `left with TTL ${decision.ttl}`;
    case 'TTL_BELOW_MINIMUM':
      return `TTL ${ttl} is below ${decision.minTtl}`;
    case 'OUTGOING_INTERFACE_REMOVED':
      return 'was removed';
    case 'OUTGOING_INTERFACE_HAS_NO_ADDRESS':
      return 'has no address for it';
  }
}

function portsOf(picture: Picture, cards: readonly Card[], { ports: limit }: SceneLimits): Port[] {
  const marks = new Map<string, Mark>();
  for (const { port, mark } of cards.flatMap(({ inputs, outputs }) => [...inputs, ...outputs])) {
    const earlier = marks.get(port) ?? 'none';
    marks.set(port, earlier === 'none' || mark === 'path' ? mark : earlier);
  }
  const free = limit - picture.interfaces.filter(({ name }) => marks.has(name)).length;
  const fill = new Set(
    picture.interfaces
      .filter(({ name }) => !marks.has(name))
      .slice(0, Math.max(0, free))
      .map(({ name }) => name),
  );
  const there = picture.interfaces.filter(({ name }) => marks.has(name) || fill.has(name));
  const known = new Set(picture.interfaces.map(({ name }) => name));
  const gone = [...marks.keys()].filter((name) => !known.has(name)).sort((a, b) => Number(a) - Number(b));
  return [
    ...there.map(({ id, name, addresses, forwarding }) => ({
      name,
      id,
      addresses,
      off: FAMILIES.filter((family) => !forwarding[family])
        .map((family) => `${FAMILY_NAMES[family]} off`)
        .join(', '),
      mark: marks.get(name) ?? 'none',
    })),
    ...gone.map((name) => ({ name, id: null, addresses: [], off: '', mark: marks.get(name) ?? 'none' })),
  ];
}

function sentence(picture: Picture, packet: PacketPath): string {
  const { nowNs, maxPendingQueueSize } = picture;
  const pending = picture.pending.find(({ source, group }) => source === packet.source && group === packet.group) ?? null;
  const told = fate(packet, { nowNs, maxPendingQueueSize, pending }, plainStyle);
  return `packet ${packet.id} ${pair(packet)} on ${packet.iif}, TTL ${packet.ttl}, at ${formatDuration(packet.atNs)}: ${told}`;
}
