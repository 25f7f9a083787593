import type { Family } from '../../core/address.js';
import { FAMILIES } from '../../core/address.js';
import type { Decision } from '../../core/decision.js';
import { asGvisor } from '../../core/gvisor/as-gvisor.js';
import type { Lab } from '../../core/lab.js';
import type { SilentReason } from '../../core/linux/decision.js';
import type { Packet } from '../../core/packet.js';
import type { DropReason, SkipReason } from '../../core/packet-report.js';
import { isExpired, RouteKey } from '../../core/route.js';
import type { RouteView } from '../view/route.js';
import { viewRoute } from '../view/route.js';
import type { ChangeView } from './changes.js';
import { changesAt } from './changes.js';
import { sourcesOf } from './sources.js';

/** A warning about surprising behavior. */
export type TrapCode =
  /** The pending route has expired: it queues the packet, and installing a route loses it. */
  | 'EXPIRED_NOT_SWEPT'
  /** Forwarding is off for this family and on for the other. */
  | 'OFF_FOR_ONE_FAMILY'
  /** The copy leaves with TTL 0. */
  | 'LEAVES_WITH_TTL_0'
  /** The group's scope must not be forwarded, and is. */
  | 'SCOPE_NOT_CHECKED'
  /** The TTL was 0, and wraps to 255. */
  | 'TTL_WRAPS'
  /** The route lists the interface again: it gets another copy. */
  | 'DUPLICATE_COPY'
  /** Forwarding is off on the outgoing interface, which has no effect: the setting applies to arriving packets. */
  | 'OUTPUT_SWITCH_IS_OFF'
  /** linux: the packet was dropped before any route or vif counts it. */
  | 'DROPPED_BEFORE_COUNTING'
  /** linux: there is a (*,G) route, which does not match since the arriving vif is not among its outputs. */
  | 'STAR_ROUTE_DOES_NOT_COVER'
  /** linux: the queue is full now. */
  | 'LAST_PLACE'
  /** linux: no counter shows that the queue was full. */
  | 'DROPPED_UNCOUNTED'
  /** linux: the route counts the packet, and wrong_if, though it goes nowhere. */
  | 'COUNTED_ON_WRONG_INPUT'
  /** linux: the route has no outputs. */
  | 'BLACK_HOLE'
  /** linux: a (*,*) route carries packets to this interface only. */
  | 'FROM_UPSTREAM'
  /** linux: TTL 0 and 1 never leave, but are counted. */
  | 'SPENT_TTL_IS_COUNTED'
  /** linux: a looped copy meets the routes again, and counts again. */
  | 'COUNTED_AGAIN'
  /** linux: the backlog is full. */
  | 'LOOP_LOST';

interface Compared {
  readonly IPV4_MAPPED_ADDRESS: { readonly source: string; readonly group: string };
  readonly LOOPBACK_ADDRESS: { readonly source: string; readonly group: string };
  readonly SOURCE_ADDRESS: { readonly source: string; readonly iif: string };
  readonly DESTINATION_ADDRESS: { readonly group: string };
  readonly UNICAST_DELIVERY: { readonly group: string; readonly iif: string };
  readonly FAMILY_FORWARDING: { readonly family: Family; readonly forwarding: boolean };
  readonly INTERFACE_FORWARDING: { readonly iif: string; readonly family: Family; readonly forwarding: boolean };
  readonly INITIALIZING_SOURCE: { readonly source: string };
  readonly LINK_LOCAL_ADDRESS: { readonly source: string; readonly group: string };
  readonly ROUTE_LOOKUP: { readonly source: string; readonly group: string; readonly route: RouteView | null };
  readonly PENDING_LOOKUP: {
    readonly found: boolean;
    readonly expiresNs: number | null;
    readonly expired: boolean;
    readonly nextCleanupNs: number | null;
    readonly event: 'missingRoute' | null;
  };
  readonly QUEUE_SPACE: {
    readonly waiting: number;
    readonly maxPendingQueueSize: number;
    /** linux: whether NOCACHE is sent. */
    readonly event?: 'missingRoute' | null;
  };
  readonly INPUT_INTERFACE: {
    readonly iif: string;
    readonly expectedIif: string;
    /** linux: whether a (*,*) route covers both interfaces. */
    readonly vouched?: boolean;
  };
  readonly OUTGOING_INTERFACE: {
    readonly oif: string;
    readonly ttl: number;
    readonly minTtl: number;
    /** linux */
    readonly threshold?: number;
    readonly leavesWithTtl: number | null;
  };
  readonly LOCAL_DELIVERY: { readonly iif: string; readonly group: string };
  /** linux, as the three that follow. `rpFilter` is 0, 1 or 2. */
  readonly REVERSE_PATH: { readonly source: string; readonly iif: string; readonly rpFilter: number };
  /** `vif` is null if the interface is none. */
  readonly INPUT_VIF: { readonly iif: string; readonly vif: number | null };
  /** `silent` is why WRONGVIF is not sent, or null. */
  readonly WRONG_INPUT_EVENT: {
    readonly iif: string;
    readonly event: 'unexpectedInputInterface' | null;
    readonly silent: SilentReason | null;
  };
  /** A copy that left by an interface where the router is a member comes back in. */
  readonly LOOPED_COPY: { readonly oif: string; readonly ttl: number };
}

/** Codes of the decisions of all stacks. */
type StepCode = keyof Compared;

/** The decision. */
export type Judged = {
  readonly [Code in StepCode]: {
    readonly code: Code;
    /** Whether the packet passed; null if the step cannot stop it. */
    readonly passed: boolean | null;
    /** The reason, if this step alone decides the outcome. */
    readonly reason: DropReason | SkipReason | null;
    readonly compared: Compared[Code];
    readonly traps: readonly TrapCode[];
  };
}[StepCode];

/** A decision with the values it compared. */
export type StepView = {
  /** From 1. */
  readonly number: number;
  /** Sections of RFCs, and functions of gVisor or of the kernel. */
  readonly sources: readonly string[];
  /** Changes of gVisor that matter here; omitted if there are none. */
  readonly changes?: readonly ChangeView[];
} & Judged;

/**
 * Records a decision as data, with interfaces by name. Must be called at the time of the decision, since the values may change afterwards.
 *
 * @param earlier the steps of the same packet before it
 */
export function viewStep(lab: Lab, packet: Packet, decision: Decision, earlier: readonly StepView[]): StepView {
  const judged = judge(lab, packet, decision, earlier);
  const changes = changesAt(packet, decision, asGvisor(lab.routerOf(packet)).release);
  const sources = sourcesOf(decision.code, packet.group.family);
  return { number: earlier.length + 1, ...judged, sources, ...(changes.length > 0 && { changes }) };
}

function judge(lab: Lab, packet: Packet, decision: Decision, earlier: readonly StepView[]): Judged {
  const [source, group, iif] = [packet.source.text, packet.group.text, lab.interfaces.nameOf(packet.iif)];
  const traps: TrapCode[] = [];
  switch (decision.code) {
    case 'IPV4_MAPPED_ADDRESS':
    case 'LOOPBACK_ADDRESS':
      return { code: decision.code, ...unless(decision.reason), compared: { source, group }, traps };
    case 'LINK_LOCAL_ADDRESS': {
      const isTooNarrow = decision.reason === null && /^ff.[01]:/.test(group);
      const scope: readonly TrapCode[] = isTooNarrow ? ['SCOPE_NOT_CHECKED'] : [];
      return { code: decision.code, ...unless(decision.reason), compared: { source, group }, traps: scope };
    }
    case 'SOURCE_ADDRESS':
      return { code: decision.code, ...unless(decision.reason), compared: { source, iif }, traps };
    case 'INITIALIZING_SOURCE':
      return { code: decision.code, ...unless(decision.reason), compared: { source }, traps };
    case 'DESTINATION_ADDRESS':
      return { code: decision.code, ...unless(decision.reason), compared: { group }, traps };
    case 'UNICAST_DELIVERY':
    case 'LOCAL_DELIVERY': {
      const passed = decision.isDelivered ? true : null;
      return { code: decision.code, passed, reason: null, compared: { iif, group }, traps };
    }
    case 'FAMILY_FORWARDING':
    case 'INTERFACE_FORWARDING':
      return judgeSwitch(lab, packet, decision);
    case 'INPUT_INTERFACE': {
      const reason = decision.isExpected ? null : 'UNEXPECTED_INPUT_INTERFACE';
      const expectedIif = lab.interfaces.nameOf(decision.expected);
      return { code: decision.code, ...unless(reason), compared: { iif, expectedIif }, traps };
    }
    case 'OUTGOING_INTERFACE':
      return judgeOutgoing(lab, packet, decision, earlier);
    case 'ROUTE_LOOKUP':
    case 'PENDING_LOOKUP':
    case 'QUEUE_SPACE':
      return judgeLookup(lab, packet, decision);
  }
}

/** Whether a packet passed, and the reason if it did not. */
export function unless<Reason extends DropReason | SkipReason>(
  reason: Reason | null,
): { passed: boolean; reason: Reason | null } {
  return { passed: reason === null, reason };
}

function judgeSwitch(
  lab: Lab,
  packet: Packet,
  { code, isOn }: Extract<Decision, { code: 'FAMILY_FORWARDING' | 'INTERFACE_FORWARDING' }>,
): Judged {
  const { family } = packet.group;
  const nic = lab.interfaces.get(packet.iif);
  const isOnFor = (each: Family) =>
    code === 'FAMILY_FORWARDING' ? lab.routers[each].forwarding : nic?.forwarding[each] === true;
  const isOffForOne = !isOn && FAMILIES.some((each) => each !== family && isOnFor(each));
  const traps: TrapCode[] = isOffForOne ? ['OFF_FOR_ONE_FAMILY'] : [];
  if (code === 'FAMILY_FORWARDING') {
    return { code, ...unless(isOn ? null : 'FORWARDING_DISABLED'), compared: { family, forwarding: isOn }, traps };
  }
  const compared = { iif: lab.interfaces.nameOf(packet.iif), family, forwarding: isOn };
  return { code, ...unless(isOn ? null : 'INTERFACE_FORWARDING_DISABLED'), compared, traps };
}

function judgeLookup(
  lab: Lab,
  packet: Packet,
  decision: Extract<Decision, { code: 'ROUTE_LOOKUP' | 'PENDING_LOOKUP' | 'QUEUE_SPACE' }>,
): Judged {
  const key = new RouteKey(packet.source, packet.group);
  const { maxPendingQueueSize } = lab.config;
  switch (decision.code) {
    case 'ROUTE_LOOKUP': {
      const route = decision.route === null ? null : viewRoute(lab, key, decision.route);
      const compared = { source: key.source.text, group: key.group.text, route };
      return { code: decision.code, passed: route !== null, reason: null, compared, traps: [] };
    }
    case 'PENDING_LOOKUP':
      return judgePending(lab, key, decision);
    case 'QUEUE_SPACE': {
      const compared = { waiting: decision.waiting, maxPendingQueueSize };
      return { code: decision.code, ...unless(decision.isQueued ? null : 'NO_BUFFER_SPACE'), compared, traps: [] };
    }
  }
}

function judgePending(lab: Lab, key: RouteKey, decision: Extract<Decision, { code: 'PENDING_LOOKUP' }>): Judged {
  const { code, entry, isFound } = decision;
  const nextCleanupNs = entry === null ? null : lab.routerOf(key).nextCleanupNs;
  const expired = entry !== null && isExpired(entry, lab.clock.nowNs());
  const event = entry === null || isFound ? null : 'missingRoute';
  return {
    code,
    passed: isFound ? true : null,
    reason: null,
    compared: { found: isFound, expiresNs: entry?.expiresNs ?? null, expired, nextCleanupNs, event },
    traps: expired ? ['EXPIRED_NOT_SWEPT'] : [],
  };
}

function judgeOutgoing(
  lab: Lab,
  packet: Packet,
  { code, outgoing, copy }: Extract<Decision, { code: 'OUTGOING_INTERFACE' }>,
  earlier: readonly StepView[],
): Judged {
  const oif = lab.interfaces.nameOf(outgoing.id);
  const leavesWithTtl = copy.kind === 'copy' ? copy.ttl : null;
  const compared = { oif, ttl: packet.ttl, minTtl: outgoing.minTtl, leavesWithTtl };
  const isAgain = earlier.some((step) => step.code === code && step.passed === true && step.compared.oif === oif);
  const isOff = lab.interfaces.get(outgoing.id)?.forwarding[packet.group.family] === false;
  const traps: readonly (TrapCode | null)[] = [
    leavesWithTtl === 0 ? 'LEAVES_WITH_TTL_0' : null,
    leavesWithTtl === 255 ? 'TTL_WRAPS' : null,
    isAgain ? 'DUPLICATE_COPY' : null,
    isOff ? 'OUTPUT_SWITCH_IS_OFF' : null,
  ];
  return {
    code,
    ...unless(copy.kind === 'skip' ? copy.reason : null),
    compared,
    traps: leavesWithTtl === null ? [] : traps.filter((trap) => trap !== null),
  };
}
