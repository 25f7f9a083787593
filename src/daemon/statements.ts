import type { Address } from '../core/address.js';
import { sameAddress } from '../core/address.js';
import type {
  DaemonMessage,
  DaemonOperation,
  DaemonState,
  DaemonView,
  Outgoing,
  Statement,
  TreeEntry,
} from '../core/network/daemon.js';
import { treeKey } from '../core/network/daemons.js';
import type { LinkEnd } from '../core/network/end.js';
import { sameEnd } from '../core/network/end.js';
import type { RouteKey } from '../core/route.js';
import { sameRouteKey } from '../core/route.js';

/** A source, or any (null). */
export type SourceOrAny = Address | null;

export function sameSource(a: SourceOrAny, b: SourceOrAny): boolean {
  return a === null || b === null ? a === b : sameAddress(a, b);
}

/** What a statement or a message is about. */
interface Flow {
  readonly source: SourceOrAny;
  readonly group: Address;
}

export function sameFlow(a: Flow, b: Flow): boolean {
  return sameAddress(a.group, b.group) && sameSource(a.source, b.source);
}

export function sameStatement(a: Statement, b: Statement): boolean {
  return a.type === b.type && a.interfaceId === b.interfaceId && sameFlow(a, b) && sameEnd(a.peer, b.peer);
}

/** The statements after a message: it adds one, or takes it back. */
export function withMessage(
  statements: readonly Statement[],
  { type, isOver, source, group, metric }: DaemonMessage,
  interfaceId: number,
  peer: LinkEnd,
): Statement[] {
  const said: Statement = { type, source, group, interfaceId, peer, ...(metric !== undefined && { metric }) };
  const others = statements.filter((each) => !sameStatement(each, said));
  return isOver ? others : [...others, said];
}

/** A state without statements to and from routers that are no longer neighbors. */
export function withoutLostPeers(view: DaemonView, state: DaemonState): DaemonState {
  const isThere = ({ interfaceId, peer }: Statement) =>
    view.neighbors.some((each) => each.interfaceId === interfaceId && sameEnd(each.peer, peer));
  const heard = state.heard.filter(isThere);
  const told = state.told.filter((each) => each.type === 'register' || isThere(each));
  return { ...state, heard, told };
}

/** The messages that turn what was told into what is to be told: what is new first, then what is over. */
export function messagesBetween(told: readonly Statement[], wanted: readonly Statement[], rp: SourceOrAny): Outgoing[] {
  const isIn = (statements: readonly Statement[]) => (each: Statement) => statements.some((other) => sameStatement(each, other));
  const outgoing = ({ interfaceId, peer, ...said }: Statement, isOver: boolean): Outgoing => {
    const destination = said.type === 'register' ? rp : null;
    return { message: { ...said, isOver, destination }, interfaceId, peer };
  };
  const added = wanted.filter((each) => !isIn(told)(each)).map((each) => outgoing(each, false));
  // A register holds until the rendezvous point forgets the source.
  const over = told.filter((each) => each.type !== 'register' && !isIn(wanted)(each)).map((each) => outgoing(each, true));
  return [...added, ...over];
}

/** The routes that a daemon installs for its trees. */
export interface WantedRoute {
  readonly key: RouteKey;
  readonly iif: number;
  readonly oifs: readonly number[];
}

/** The route of an entry. One without an input or without outputs is not installed. */
export function routeOf({ source, group, iif, oifs }: TreeEntry): WantedRoute[] {
  return iif === null || oifs.length === 0 ? [] : [{ key: treeKey({ source, group }), iif, oifs }];
}

/** The operations that turn the installed routes into the wanted ones. Routes that the daemon did not install stay. */
export function operationsBetween(
  view: DaemonView,
  installed: readonly RouteKey[],
  wanted: readonly WantedRoute[],
): DaemonOperation[] {
  const added = wanted
    .filter((each) => !isInstalled(view, each))
    .map(({ key, iif, oifs }): DaemonOperation => {
      return { type: 'add', request: { key, iif, oifs: oifs.map((oif) => ({ oif, minTtl: 1 })) } };
    });
  const removed = installed
    .filter((key) => !wanted.some((each) => sameRouteKey(each.key, key)) && view.route(key) !== null)
    .map((key): DaemonOperation => ({ type: 'remove', key }));
  return [...added, ...removed];
}

function isInstalled(view: DaemonView, { key, iif, oifs }: WantedRoute): boolean {
  const route = view.route(key);
  if (route === null || route.expectedInputInterface !== iif || route.outgoingInterfaces.length !== oifs.length) return false;
  return route.outgoingInterfaces.every(({ id, minTtl }) => minTtl === 1 && oifs.includes(id));
}

/** Ids of interfaces, each once, in order, without one. */
export function outputsOf(ids: Iterable<number>, iif: number | null): number[] {
  return [...new Set(ids)].filter((id) => id !== iif).sort((a, b) => a - b);
}

/** The different values of a list, in order of appearance. */
export function distinct<Value>(values: readonly Value[], isSame: (a: Value, b: Value) => boolean): Value[] {
  return values.filter((value, index) => values.findIndex((other) => isSame(other, value)) === index);
}
