import type { Address } from '../core/address.js';
import { sameAddress } from '../core/address.js';
import type {
  DaemonSettings,
  DaemonState,
  DaemonView,
  KnownSource,
  Statement,
  TreeEntry,
  Upstream,
} from '../core/network/daemon.js';
import type { LinkEnd } from '../core/network/end.js';
import { sameEnd } from '../core/network/end.js';
import type { SourceOrAny, WantedRoute } from './statements.js';
import { distinct, outputsOf, routeOf, sameSource } from './statements.js';

/** What a router is to keep, to tell and to install. */
export interface Plan {
  readonly entries: readonly TreeEntry[];
  readonly told: readonly Statement[];
  readonly routes: readonly WantedRoute[];
  /** The sources that are still worth knowing. */
  readonly sources: readonly KnownSource[];
}

/** An interface where someone wants packets: neighbors that joined, or members that this router serves. */
interface Branch {
  readonly interfaceId: number;
  readonly joiners: readonly LinkEnd[];
  readonly hasMember: boolean;
}

/** What a router knows about one group. */
interface GroupContext {
  readonly settings: DaemonSettings;
  readonly view: DaemonView;
  readonly state: DaemonState;
  readonly group: Address;
  /** Whether the group has a rendezvous point. */
  readonly hasShared: boolean;
  /** The way to the rendezvous point, or null. */
  readonly rp: Upstream | 'own' | null;
  /** Where (*,G) was joined. */
  readonly shared: readonly Branch[];
}

/** What follows from all that a router has heard, seen and been asked by its members. */
export function planTrees(settings: DaemonSettings, view: DaemonView, state: DaemonState): Plan {
  const groups = distinct(
    [...state.heard, ...state.told, ...view.members, ...state.sources].map(({ group }) => group),
    sameAddress,
  );
  const plans = groups.map((group) => planGroup(settings, view, state, group));
  return {
    entries: plans.flatMap(({ entries }) => entries),
    told: plans.flatMap(({ told }) => told),
    routes: plans.flatMap(({ routes }) => routes),
    sources: plans.flatMap(({ sources }) => sources),
  };
}

function planGroup(settings: DaemonSettings, view: DaemonView, state: DaemonState, group: Address): Plan {
  const hasShared = settings.rp !== null && settings.rp.family === group.family && !isSourceSpecific(group);
  const rp = hasShared && settings.rp !== null ? view.upstream(settings.rp) : null;
  const shared = hasShared ? branchesOf(view, state, group, null) : [];
  const context: GroupContext = { settings, view, state, group, hasShared, rp, shared };
  const known = state.sources.filter((each) => sameAddress(each.group, group) && isWorthKnowing(context, each));
  const tree = planSharedTree(context);
  const sources = planSources(context, known);
  return {
    entries: [...tree.entries, ...sources.flatMap(({ entries }) => entries)],
    told: [...tree.told, ...sources.flatMap(({ told }) => told)],
    routes: [...tree.routes, ...sources.flatMap(({ routes }) => routes)],
    sources: known,
  };
}

/** A first-hop router keeps its sources, a rendezvous point those that were registered, and a router of the shared tree those it saw. */
function isWorthKnowing({ view, hasShared, rp, shared }: GroupContext, { source, by }: KnownSource): boolean {
  if (!hasShared) return false;
  const upstream = view.upstream(source);
  if (rp === 'own' && by === 'register') return true;
  return shared.length > 0 || (upstream !== null && upstream !== 'own' && upstream.isConnected);
}

function planSharedTree(context: GroupContext): Omit<Plan, 'sources'> {
  const { settings, view, group, rp, shared } = context;
  if (shared.length === 0 || rp === null) return { entries: [], told: [], routes: [] };
  const iif = rp === 'own' ? null : rp.interfaceId;
  const oifs = outputsOf(
    shared.map(({ interfaceId }) => interfaceId),
    iif,
  );
  const entry: TreeEntry = { source: null, group, iif, oifs, isShared: false };
  // A last-hop router that joins source trees has to notice each source, so it leaves the route out.
  const isLastHop = settings.switchover === 'immediate' && shared.some(({ hasMember }) => hasMember);
  const isInstalled = iif !== null && view.hasSharedRoutes(group.family) && !isLastHop;
  // Linux looks a (*,G) route up by the interfaces among its outputs, so the input is one of them.
  const route = isInstalled ? routeOf({ ...entry, oifs: [...oifs, iif] }) : [];
  return { entries: [entry], told: tell('join', context, null, rp), routes: route };
}

function planSources(context: GroupContext, known: readonly KnownSource[]): Omit<Plan, 'sources'>[] {
  const { state, view, group } = context;
  const mentioned = [...state.heard, ...state.told, ...view.members]
    .filter((each) => sameAddress(each.group, group))
    .map(({ source }) => source);
  const all = [...mentioned, ...known.map(({ source }) => source)].filter((source) => source !== null);
  return distinct(all, sameAddress).map((source) => {
    return planSource(
      context,
      source,
      known.some((each) => sameAddress(each.source, source)),
    );
  });
}

function planSource(context: GroupContext, source: Address, isKnown: boolean): Omit<Plan, 'sources'> {
  const { settings, view, state, group, rp, shared } = context;
  const upstream = view.upstream(source);
  if (upstream === null || upstream === 'own') return { entries: [], told: [], routes: [] };
  const joined = branchesOf(view, state, group, source);
  const unpruned = shared.filter((branch) => !isPruned(context, branch, source));
  // A neighbor that pruned the source off the shared tree has seen it.
  const isSeen = isKnown || hasSaid(state.heard, 'rptPrune', group, source);
  const isLastHop = isSeen && rp !== null && settings.switchover === 'immediate' && shared.some(({ hasMember }) => hasMember);
  const isRp = isKnown && rp === 'own';
  const isFirstHop = isKnown && upstream.isConnected && view.isDesignated(upstream.interfaceId, group.family);
  // Traffic keeps a router on the source tree while its branch of the shared tree needs it (RFC 7761 §4.5.5, KeepaliveTimer).
  const isKept = unpruned.length > 0 && hasSaid(state.told, 'join', group, source);
  const isOnSourceTree = joined.length > 0 || isLastHop || isKept || isRp || isFirstHop;
  if (!isOnSourceTree) return followSharedTree(context, source, unpruned, isKnown);

  const iif = upstream.interfaceId;
  const oifs = outputsOf(
    [...joined, ...unpruned].map(({ interfaceId }) => interfaceId),
    iif,
  );
  const entry: TreeEntry = { source, group, iif, oifs, isShared: false };
  const isJoining = joined.length > 0 || isLastHop || isKept || (isRp && unpruned.length > 0);
  return {
    entries: [entry],
    told: [
      ...(isJoining ? tell('join', context, source, upstream) : []),
      ...(isFirstHop ? register(context, source) : []),
      ...(isJoining || isFirstHop ? pruneShared(context, source, upstream.peer) : []),
    ],
    routes: routeOf(entry),
  };
}

/** A router that is only on the shared tree. In a stack without (*,G) it installs (S,G) for each source that it sees. */
function followSharedTree(
  context: GroupContext,
  source: Address,
  unpruned: readonly Branch[],
  isKnown: boolean,
): Omit<Plan, 'sources'> {
  const { view, group, rp, shared } = context;
  if (shared.length === 0 || rp === null || rp === 'own') return { entries: [], told: [], routes: [] };
  const iif = rp.interfaceId;
  const oifs = outputsOf(
    unpruned.map(({ interfaceId }) => interfaceId),
    iif,
  );
  const isPartial = unpruned.length < shared.length;
  const isNeeded = isPartial || (isKnown && !view.hasSharedRoutes(group.family));
  const entry: TreeEntry = { source, group, iif, oifs, isShared: !isPartial };
  return {
    entries: isNeeded ? [entry] : [],
    told: unpruned.length === 0 ? pruneShared(context, source, null) : [],
    routes: isNeeded ? routeOf(entry) : [],
  };
}

/** Prunes a source off the shared tree, unless both trees come from the same neighbor. RFC 7761 §4.5.7. */
function pruneShared(context: GroupContext, source: Address, sourcePeer: LinkEnd | null): Statement[] {
  const { rp, shared } = context;
  if (shared.length === 0 || rp === null || rp === 'own') return [];
  const isSame = sourcePeer !== null && rp.peer !== null && sameEnd(sourcePeer, rp.peer);
  return isSame ? [] : tell('rptPrune', context, source, rp);
}

function hasSaid(statements: readonly Statement[], type: Statement['type'], group: Address, source: Address): boolean {
  return statements.some((said) => said.type === type && sameAddress(said.group, group) && sameSource(said.source, source));
}

/** A first-hop router tells the rendezvous point of a source. */
function register({ settings, view, group, rp }: GroupContext, source: Address): Statement[] {
  if (rp === 'own' || settings.rp === null) return [];
  const hop = view.nextHop(settings.rp);
  return hop === null || hop === 'own' ? [] : [{ type: 'register', source, group, ...hop }];
}

function tell(type: 'join' | 'rptPrune', { group }: GroupContext, source: SourceOrAny, to: Upstream | 'own'): Statement[] {
  if (to === 'own' || to.peer === null) return [];
  return [{ type, source, group, interfaceId: to.interfaceId, peer: to.peer }];
}

/** A branch of the shared tree is pruned for a source when all that joined it pruned the source, and no member is there. */
function isPruned({ state, group }: GroupContext, { interfaceId, joiners, hasMember }: Branch, source: Address): boolean {
  if (hasMember) return false;
  return joiners.every((peer) =>
    state.heard.some(
      (said) =>
        said.type === 'rptPrune' &&
        said.interfaceId === interfaceId &&
        sameAddress(said.group, group) &&
        sameSource(said.source, source) &&
        sameEnd(said.peer, peer),
    ),
  );
}

/** The interfaces where (S,G), or (*,G) for null, was joined: by neighbors, or by members if this router is the designated one there. */
function branchesOf(view: DaemonView, state: DaemonState, group: Address, source: SourceOrAny): Branch[] {
  const isAsked = (each: { group: Address; source: SourceOrAny }) =>
    sameAddress(each.group, group) && sameSource(each.source, source);
  const joins = state.heard.filter((said) => said.type === 'join' && isAsked(said));
  const members = view.members.filter((each) => isAsked(each) && view.isDesignated(each.interfaceId, group.family));
  const ids = outputsOf(
    [...joins, ...members].map(({ interfaceId }) => interfaceId),
    null,
  );
  return ids.map((interfaceId) => ({
    interfaceId,
    joiners: joins.filter((said) => said.interfaceId === interfaceId).map(({ peer }) => peer),
    hasMember: members.some((member) => member.interfaceId === interfaceId),
  }));
}

/** 232.0.0.0/8 or ff3x::/32: groups that are only joined together with a source (RFC 4607 §1). */
function isSourceSpecific({ family, high, low }: Address): boolean {
  return family === 'ipv4' ? low >>> 24 === 232 : high >>> 20 === 0xff3 && (high & 0xffff) === 0;
}
