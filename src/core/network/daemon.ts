import type { Address, Family } from '../address.js';
import type { RouteKey } from '../route.js';
import type { RouteRequest, StackRoute } from '../stack-router.js';
import type { LinkEnd } from './end.js';

/** What a daemon can be told to do. */
export const DAEMON_KINDS = ['ssm', 'sparse', 'dense', 'script'] as const;
export type DaemonKind = (typeof DAEMON_KINDS)[number];

/** How a daemon was started. */
export interface DaemonSettings {
  readonly kind: DaemonKind;
  /** sparse: the address of the rendezvous point, else null. */
  readonly rp: Address | null;
  /** sparse: whether last-hop routers join the source tree at the first packet, or never. */
  readonly switchover: 'immediate' | 'never';
  /** script: its lines, else empty. */
  readonly script: readonly string[];
}

/** What messages say, in the words of PIM. What takes one back is `isOver`: the end of a `join` is a prune, that of a
 * `prune` a graft. */
export const DAEMON_MESSAGE_TYPES = ['join', 'prune', 'rptPrune', 'register', 'assert'] as const;
type DaemonMessageType = (typeof DAEMON_MESSAGE_TYPES)[number];

/** What one daemon has told another: it holds until it is taken back. */
export interface Statement {
  readonly type: DaemonMessageType;
  /** Null for (*,G). */
  readonly source: Address | null;
  readonly group: Address;
  /** Id of the router's own interface. */
  readonly interfaceId: number;
  /** The interface of the other router. */
  readonly peer: LinkEnd;
  /** assert: hops from the router that says it to the source. */
  readonly metric?: number;
}

/** A source that a router knows of, since it sent or was registered. */
export interface KnownSource {
  readonly source: Address;
  readonly group: Address;
  readonly by: 'packet' | 'register';
}

/** All that a daemon remembers. Daemons never change it in place. */
export interface DaemonState {
  /** What other daemons said, and have not taken back. */
  readonly heard: readonly Statement[];
  /** What this one said, and has not taken back. */
  readonly told: readonly Statement[];
  readonly sources: readonly KnownSource[];
  /** The routes that it installed. */
  readonly installed: readonly RouteKey[];
}

export const NEW_DAEMON_STATE: DaemonState = { heard: [], told: [], sources: [], installed: [] };

/** A message from one router to another. */
export interface DaemonMessage {
  readonly type: DaemonMessageType;
  /** Whether it takes back what a message of its type said. */
  readonly isOver: boolean;
  readonly source: Address | null;
  readonly group: Address;
  /** assert: hops from the sender to the source. */
  readonly metric?: number;
  /** Where a message for a router further away goes to, or null for a neighbor. */
  readonly destination: Address | null;
}

/** What happens to a daemon at its own router. */
export type LocalEvent =
  | {
      readonly type: 'missingRoute' | 'unexpectedInputInterface';
      readonly source: Address;
      readonly group: Address;
      readonly iif: number;
    }
  /** Members, links, addresses or unicast routes may have changed. */
  | { readonly type: 'changed' };

/** What happens to a daemon. */
export type DaemonEvent =
  | LocalEvent
  | { readonly type: 'message'; readonly message: DaemonMessage; readonly interfaceId: number; readonly peer: LinkEnd };

/** What a daemon does: only what a person could do with `route add` and `route rm`. */
export type DaemonOperation =
  | { readonly type: 'add'; readonly request: RouteRequest; readonly afterNs?: number }
  | { readonly type: 'remove'; readonly key: RouteKey; readonly afterNs?: number };

/** A message that leaves. */
export interface Outgoing {
  readonly message: DaemonMessage;
  readonly interfaceId: number;
  readonly peer: LinkEnd;
}

/** What a daemon makes of an event. */
export interface Reaction {
  readonly state: DaemonState;
  readonly messages: readonly Outgoing[];
  readonly operations: readonly DaemonOperation[];
}

/** The routing state of a tree at one router, as `show ip mroute` of a router would list it. */
export interface TreeEntry {
  /** Null for (*,G). */
  readonly source: Address | null;
  readonly group: Address;
  /** Null at the rendezvous point of (*,G). */
  readonly iif: number | null;
  /** Ids of interfaces, in order. */
  readonly oifs: readonly number[];
  /** Whether it only stands for (*,G), in a stack that has none. */
  readonly isShared: boolean;
}

/** A router with the same kind of daemon on one of the router's segments. */
interface DaemonNeighbor {
  readonly interfaceId: number;
  readonly peer: LinkEnd;
}

/** The way towards a source or a rendezvous point. */
export interface Upstream {
  readonly interfaceId: number;
  /** Whether the address is on the interface's own segment. */
  readonly isConnected: boolean;
  /** The neighbor on the way, or that has the address, if it runs the same kind of daemon. */
  readonly peer: LinkEnd | null;
  readonly metric: number;
}

/** What a daemon sees of its router. */
export interface DaemonView {
  readonly router: string;
  readonly interfaceIds: readonly number[];
  readonly neighbors: readonly DaemonNeighbor[];
  /** What hosts have joined, by interface. */
  readonly members: readonly { readonly interfaceId: number; readonly group: Address; readonly source: Address | null }[];
  /** Whether the stack of a family has (*,G) routes. */
  hasSharedRoutes(family: Family): boolean;
  /** The first address of a family at an interface, own or a neighbor's. */
  addressOf(end: LinkEnd, family: Family): Address | null;
  /** Whether no neighbor on the interface has a higher address. */
  isDesignated(interfaceId: number, family: Family): boolean;
  /** The way to an address; `own` if it is this router's, null if there is none. */
  upstream(address: Address): Upstream | 'own' | null;
  /** The next router on the way of a unicast packet, with or without a daemon; `own` if the address is this router's, null if there is none. */
  nextHop(address: Address): { readonly interfaceId: number; readonly peer: LinkEnd } | 'own' | null;
  /** The installed route of a key, or null. */
  route(key: RouteKey): StackRoute | null;
}

/** How a daemon reacts: a pure function. */
type React = (view: DaemonView, state: DaemonState, event: DaemonEvent) => Reaction;

/** The rules of a daemon with its settings. */
export interface DaemonRules {
  readonly react: React;
  /** The trees that the daemon keeps. */
  readonly entries: (view: DaemonView, state: DaemonState) => readonly TreeEntry[];
}
