import { compareAddresses, sameAddress } from '../core/address.js';
import type {
  DaemonEvent,
  DaemonRules,
  DaemonState,
  DaemonView,
  KnownSource,
  Reaction,
  Statement,
  TreeEntry,
  Upstream,
} from '../core/network/daemon.js';
import type { LinkEnd } from '../core/network/end.js';
import { sameEnd } from '../core/network/end.js';
import {
  distinct,
  messagesBetween,
  operationsBetween,
  outputsOf,
  routeOf,
  sameFlow,
  sameStatement,
  withMessage,
  withoutLostPeers,
} from './statements.js';

/**
 * PIM-DM (RFC 3973): floods each source to every neighbor, and prunes where nobody wants it. A prune holds until it is taken back by a graft:
 * there are no timers. Two routers that forward onto one segment settle it with asserts.
 */
export function denseRules(): DaemonRules {
  return {
    react,
    entries: (view, state) => state.sources.flatMap((flow) => planFlow(view, state, flow, null)?.entry ?? []),
  };
}

/** A source and a group. */
type Flow = Pick<KnownSource, 'source' | 'group'>;

/** A packet that arrived where it is not expected. */
type Stray = Extract<DaemonEvent, { type: 'unexpectedInputInterface' | 'missingRoute' }>;

interface FlowPlan {
  readonly entry: TreeEntry;
  readonly told: readonly Statement[];
}

function react(view: DaemonView, before: DaemonState, event: DaemonEvent): Reaction {
  const state = withoutLostPeers(view, takeIn(before, event));
  const stray = event.type === 'unexpectedInputInterface' ? event : null;
  const plans = state.sources.flatMap((flow) => planFlow(view, state, flow, stray) ?? []);
  const told = plans.flatMap((plan) => plan.told);
  const routes = plans.flatMap(({ entry }) => routeOf(entry));
  return {
    state: { ...state, told, installed: routes.map(({ key }) => key) },
    messages: messagesBetween(state.told, told, null),
    operations: operationsBetween(view, state.installed, routes),
  };
}

function takeIn(state: DaemonState, event: DaemonEvent): DaemonState {
  if (event.type === 'changed') return state;
  if (event.type !== 'message') return withFlow(state, event);
  const { message, interfaceId, peer } = event;
  if (message.source === null) return state;
  const heard = withMessage(state.heard, message, interfaceId, peer);
  return withFlow({ ...state, heard }, { source: message.source, group: message.group });
}

function withFlow(state: DaemonState, { source, group }: Flow): DaemonState {
  const known: KnownSource = { source, group, by: 'packet' };
  return state.sources.some((each) => sameFlow(each, known)) ? state : { ...state, sources: [...state.sources, known] };
}

function planFlow(view: DaemonView, state: DaemonState, flow: Flow, stray: Stray | null): FlowPlan | null {
  const upstream = view.upstream(flow.source);
  if (upstream === null || upstream === 'own') return null;
  const said = new FlowStatements(view, state, flow, upstream);
  const iif = upstream.interfaceId;
  const outputs = outputsOf(
    [...view.neighbors, ...view.members].map(({ interfaceId }) => interfaceId),
    iif,
  );
  const wanted = outputs.filter((id) => said.isWanted(id));
  const oifs = wanted.filter((id) => said.winnerOn(id) === null);
  const strayOn = stray !== null && sameFlow(stray, flow) ? stray.iif : null;
  return {
    entry: { source: flow.source, group: flow.group, iif, oifs, isShared: false },
    told: distinct([...said.prunes(oifs, strayOn), ...said.asserts(oifs, strayOn)], sameStatement),
  };
}

/** The statements about one source and group. */
class FlowStatements {
  readonly #heard: readonly Statement[];
  readonly #told: readonly Statement[];

  constructor(
    readonly view: DaemonView,
    state: DaemonState,
    readonly flow: Flow,
    readonly upstream: Upstream,
  ) {
    this.#heard = state.heard.filter((each) => sameFlow(each, flow));
    this.#told = state.told.filter((each) => sameFlow(each, flow));
  }

  /** Whether a member, or a neighbor that has not pruned it, is on an interface. */
  isWanted(interfaceId: number): boolean {
    const { source, group } = this.flow;
    const isMember = this.view.members.some((member) => {
      const isFor = member.source === null || sameAddress(member.source, source);
      return member.interfaceId === interfaceId && isFor && sameAddress(member.group, group);
    });
    return isMember || this.#neighborsOn(interfaceId).some((peer) => !this.#hasHeard('prune', interfaceId, peer));
  }

  /** The neighbor that won an assert against this router, or null. */
  winnerOn(interfaceId: number): LinkEnd | null {
    const own = { router: this.view.router, interfaceId };
    const rivals = this.#heard.filter((each) => each.type === 'assert' && each.interfaceId === interfaceId);
    const best = rivals.sort((a, b) => this.#compare(b, a))[0];
    if (best === undefined) return null;
    return this.#compare(best, { peer: own, metric: this.upstream.metric }) > 0 ? best.peer : null;
  }

  /** To the upstream router if nothing wants the packets; to the winner of an assert; and where stray packets come from. */
  prunes(oifs: readonly number[], strayOn: number | null): Statement[] {
    const { interfaceId: iif } = this.upstream;
    const upstreamPeer = this.#upstreamPeer();
    const isUpstream = (each: Statement) => each.interfaceId === iif && upstreamPeer !== null && sameEnd(each.peer, upstreamPeer);
    const kept = this.#told.filter((each) => each.type === 'prune' && !isUpstream(each));
    const toUpstream = oifs.length === 0 && upstreamPeer !== null ? [this.#say('prune', iif, upstreamPeer)] : [];
    const toWinners = distinct(
      this.#heard.map(({ interfaceId }) => interfaceId),
      (a, b) => a === b,
    ).flatMap((interfaceId) => {
      const winner = interfaceId === iif ? null : this.winnerOn(interfaceId);
      return winner === null ? [] : [this.#say('prune', interfaceId, winner)];
    });
    const isStray = strayOn !== null && strayOn !== iif && !oifs.includes(strayOn);
    const toStrays = isStray ? this.#neighborsOn(strayOn).map((peer) => this.#say('prune', strayOn, peer)) : [];
    return [...toUpstream, ...toWinners, ...toStrays, ...kept];
  }

  /** A packet that arrived by an output starts an assert. It stays until a better one is heard. */
  asserts(oifs: readonly number[], strayOn: number | null): Statement[] {
    const isAsserted = (id: number) =>
      id === strayOn || [...this.#told, ...this.#heard].some(({ type, interfaceId }) => type === 'assert' && interfaceId === id);
    const ids = distinct([...oifs, ...this.#told.map(({ interfaceId }) => interfaceId)], (a, b) => a === b);
    return ids
      .filter((id) => id !== this.upstream.interfaceId && isAsserted(id) && this.winnerOn(id) === null)
      .flatMap((id) => this.#neighborsOn(id).map((peer) => ({ ...this.#say('assert', id, peer), metric: this.upstream.metric })));
  }

  /** The neighbor on the way to the source, unless another one won the segment. */
  #upstreamPeer(): LinkEnd | null {
    const { interfaceId, peer } = this.upstream;
    const asserts = this.#heard.filter((each) => each.type === 'assert' && each.interfaceId === interfaceId);
    return asserts.sort((a, b) => this.#compare(b, a))[0]?.peer ?? peer;
  }

  #say(type: 'prune' | 'assert', interfaceId: number, peer: LinkEnd): Statement {
    return { type, source: this.flow.source, group: this.flow.group, interfaceId, peer };
  }

  #neighborsOn(interfaceId: number): LinkEnd[] {
    return this.view.neighbors.filter((each) => each.interfaceId === interfaceId).map(({ peer }) => peer);
  }

  #hasHeard(type: Statement['type'], interfaceId: number, peer: LinkEnd): boolean {
    return this.#heard.some((each) => each.type === type && each.interfaceId === interfaceId && sameEnd(each.peer, peer));
  }

  /** Above 0 if the first assert wins: fewer hops to the source, else the higher address. RFC 3973 §4.6.4. */
  #compare(a: { peer: LinkEnd; metric?: number }, b: { peer: LinkEnd; metric?: number }): number {
    const hops = (b.metric ?? 0) - (a.metric ?? 0);
    if (hops !== 0) return hops;
    const { family } = this.flow.group;
    const [left, right] = [this.view.addressOf(a.peer, family), this.view.addressOf(b.peer, family)];
    return left === null || right === null ? 0 : compareAddresses(left, right);
  }
}
