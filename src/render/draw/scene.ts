import { FAMILIES, FAMILY_NAMES } from '../../core/address.js';
import { formatDuration } from '../../core/duration.js';
import type { PacketPath, Picture } from '../../ops/draw.js';
import { fate } from '../packet.js';
import { pair } from '../phrase.js';
import { plainStyle } from '../style.js';
import type { Card, CardLimits, Mark, Wire } from './cards.js';
import { cardsOf, hostCard, packetCard } from './cards.js';

/** An interface, or what is left of one that is gone. */
export interface Port {
  readonly name: string;
  /** Null if it is gone. */
  readonly id: number | null;
  readonly addresses: readonly string[];
  /** What does not forward here: `IPv4 off`; empty if all does. */
  readonly off: string;
  /** Whether the marked packet came in here, or left by here. */
  readonly markIn: Mark;
  readonly markOut: Mark;
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
export interface SceneLimits extends CardLimits {
  /** Interfaces, but those that the cards name are drawn all. */
  readonly ports: number;
  /** Chooses from the cards, the most important first, those that there is room for: a number of them from the front. */
  readonly room?: (cards: readonly Card[]) => number;
}

/** For drawings that leave nothing out. */
export const NO_LIMITS: SceneLimits = {
  cards: Number.POSITIVE_INFINITY,
  rows: Number.POSITIVE_INFINITY,
  ports: Number.POSITIVE_INFINITY,
};

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

/** Interfaces that the cards name, and others up to the limit, in the order of their ids; then those that are gone. */
function portsOf({ interfaces }: Picture, cards: readonly Card[], { ports: limit }: SceneLimits): Port[] {
  const ins = marksOf(cards.flatMap(({ inputs }) => inputs));
  const outs = marksOf(cards.flatMap(({ outputs }) => outputs));
  const isNamed = (name: string) => ins.has(name) || outs.has(name);
  const free = limit - interfaces.filter(({ name }) => isNamed(name)).length;
  const others = interfaces.filter(({ name }) => !isNamed(name)).slice(0, Math.max(0, free));
  const known = new Set(interfaces.map(({ name }) => name));
  const gone = [...new Set([...ins.keys(), ...outs.keys()])].filter((name) => !known.has(name));
  const marks = (name: string) => ({ markIn: ins.get(name) ?? 'none', markOut: outs.get(name) ?? 'none' }) as const;
  return [
    ...interfaces
      .filter((each) => isNamed(each.name) || others.includes(each))
      .map(({ id, name, addresses, forwarding }) => ({ name, id, addresses, off: offOf(forwarding), ...marks(name) })),
    ...gone.sort((a, b) => Number(a) - Number(b)).map((name) => ({ name, id: null, addresses: [], off: '', ...marks(name) })),
  ];
}

/** By name, the strongest mark of each interface: a path before its end. */
function marksOf(wires: readonly Wire[]): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { port, mark } of wires) {
    const earlier = marks.get(port) ?? 'none';
    marks.set(port, earlier === 'none' || mark === 'path' ? mark : earlier);
  }
  return marks;
}

function offOf(forwarding: Picture['forwarding']): string {
  const off = FAMILIES.filter((family) => !forwarding[family]);
  return off.map((family) => `${FAMILY_NAMES[family]} off`).join(', ');
}

function sentence(picture: Picture, packet: PacketPath): string {
  const { nowNs, maxPendingQueueSize } = picture;
  const pending = picture.pending.find(({ source, group }) => source === packet.source && group === packet.group) ?? null;
  const told = fate(packet, { nowNs, maxPendingQueueSize, pending }, plainStyle);
  return `packet ${packet.id} ${pair(packet)} on ${packet.iif}, TTL ${packet.ttl}, at ${formatDuration(packet.atNs)}: ${told}`;
}
