import type { Family } from '../address.js';
import { isMulticast } from '../address.js';
import type { Clock } from '../clock.js';
import { SECOND_NS } from '../clock.js';
import { addToCount } from '../counters.js';
import type { Interface, Interfaces } from '../interface.js';
import type { Packet } from '../packet.js';
import type { DropReason, SkipReason } from '../packet-report.js';
import { queuedState } from '../packet-report.js';
import { RouteKey } from '../route.js';
import type { StackEvent } from '../stack.js';
import { addressFault, RpFilters, reversePathFault } from './admission.js';
import type { LinuxDecision, LinuxDecisionSink, SilentReason } from './decision.js';
import type { FamilyRules } from './family-rules.js';
import { FAMILY_RULES, scopeOf } from './family-rules.js';
import type { Mfc } from './mfc.js';
import type { Frame, MfcOutput, MfcRoute } from './mfc-route.js';
import type { LinuxReport } from './report.js';
import { ReportBuilder } from './report.js';
import type { Vif, VifTable } from './vif.js';
import { countIn, countOut } from './vif.js';

/** A route sends WRONGVIF at most once in this time. Source: Linux `MFC_ASSERT_THRESH`. */
export const ASSERT_THRESHOLD_NS = 3 * SECOND_NS;

/** Looped copies wait while the backlog holds no more than this many. Source: Linux `net.core.netdev_max_backlog`. */
export const MAX_BACKLOG = 1_000;

/** When WRONGVIF and WRVIFWHOLE are sent. */
export interface AssertSettings {
  readonly assert: boolean;
  readonly pim: boolean;
  readonly wholePacket: boolean;
}

/** What the forwarder works with. */
export interface ForwarderParts {
  readonly family: Family;
  readonly clock: Clock;
  readonly interfaces: Interfaces;
  readonly mfc: Mfc;
  readonly vifs: VifTable;
  readonly onEvent: (event: StackEvent) => void;
}

/**
 * Carries packets of one family through the routes. Source: Linux `ip_mr_input` and `ip_mr_forward`, `ip6_mr_input` and `ip6_mr_forward`,
 * and what the IP layer does before and after them.
 */
export class LinuxForwarder {
  readonly rpFilters = new RpFilters();
  /** TcpExt IPReversePathFilter: nothing else counts the packets that rp_filter drops. */
  reversePathDrops = 0;
  settings: AssertSettings = { assert: false, pim: false, wholePacket: false };
  /** Told each decision about a packet. */
  sink: LinuxDecisionSink | null = null;
  readonly #parts: ForwarderParts;
  readonly #rules: FamilyRules;
  /** Looped copies that arrive when those before them are handled. */
  #backlog: Frame[] = [];

  constructor(parts: ForwarderParts) {
    this.#parts = parts;
    this.#rules = FAMILY_RULES[parts.family];
  }

  /** Takes in a packet from the wire. */
  receive(packet: Packet, nic: Interface): LinuxReport {
    const report = new ReportBuilder(packet);
    report.reason = this.#admissionFault(packet, nic);
    if (report.reason !== null) return report.build();
    this.#input({ packet, ttl: packet.ttl, interfaceId: nic.id, isOwn: false }, report);
    this.#handleBacklog(report);
    return report.build();
  }

  /** Sends a packet of the router's own by an interface. The copies that routes make of it leave first, as in the kernel. */
  originate(packet: Packet, nic: Interface): LinuxReport {
    const report = new ReportBuilder(packet);
    const { family, vifs } = this.#parts;
    const scope = family === 'ipv6' ? scopeOf(packet.group) : null;
    if (scope !== 0) this.#backlog.push({ packet, ttl: packet.ttl, interfaceId: nic.id, isOwn: true });
    this.#handleBacklog(report);
    const leaves = packet.ttl > 0 && (scope === null || scope > 1);
    const vif = vifs.ofInterface(nic.id)?.number ?? null;
    if (leaves) report.addCopy({ kind: 'copy', vif, threshold: 0, oif: nic.id, ttl: packet.ttl });
    return report.build();
  }

  /** Forwards a packet that waited for a route. Its looped copies are handled before the copy itself leaves. */
  forwardWaiting(frame: Frame, route: MfcRoute, index: number): LinuxReport {
    const report = new ReportBuilder(frame.packet);
    report.state = queuedState(index);
    report.loopsAtOnce = true;
    this.#forward(route, frame, this.#parts.vifs.ofInterface(frame.interfaceId)?.number ?? null, report);
    return report.build();
  }

  #tell(packet: Packet, decision: LinuxDecision): void {
    this.sink?.(packet, decision);
  }

  #admissionFault(packet: Packet, nic: Interface): DropReason | null {
    const { interfaces, vifs, family } = this.#parts;
    const isToGroup = isMulticast(packet.group);
    this.#tell(packet, { code: 'DESTINATION_ADDRESS', reason: isToGroup ? null : 'NOT_MULTICAST' });
    if (!isToGroup) return 'NOT_MULTICAST';
    const reason = addressFault(packet, interfaces);
    this.#tell(packet, { code: 'SOURCE_ADDRESS', reason });
    if (reason !== null || family === 'ipv6') return reason;
    const isSeen = nic.isMember(packet.group) || (vifs.ofInterface(nic.id) !== null && !this.#rules.isLinkLocal(packet.group));
    const filter = this.rpFilters.of(nic.id);
    const fault = isSeen ? reversePathFault(packet.source, nic, interfaces, filter) : null;
    this.#tell(packet, { code: 'REVERSE_PATH', filter, reason: fault });
    if (fault === 'REVERSE_PATH_FILTER') this.reversePathDrops = addToCount(this.reversePathDrops, 1);
    return fault;
  }

  /** Handles a frame that the IP layer passes on: delivers it to this router, and looks up its route. */
  #input(frame: Frame, report: ReportBuilder): void {
    const { packet, interfaceId } = frame;
    const { interfaces, vifs } = this.#parts;
    const isDelivered = interfaces.get(interfaceId)?.isMember(packet.group) === true;
    this.#tell(packet, { code: 'LOCAL_DELIVERY', isDelivered });
    if (isDelivered) report.addDelivery(interfaceId);
    const isLinkLocal = this.#rules.isLinkLocal(packet.group);
    this.#tell(packet, { code: 'LINK_LOCAL_ADDRESS', reason: isLinkLocal ? 'LINK_LOCAL_DESTINATION' : null });
    if (isLinkLocal) {
      report.drop('LINK_LOCAL_DESTINATION');
      return;
    }
    const vif = vifs.ofInterface(interfaceId)?.number ?? null;
    this.#tell(packet, { code: 'INPUT_VIF', interfaceId, vif });
    if (vif === null && !this.#rules.looksUpWithoutVif) {
      report.drop('INPUT_INTERFACE_HAS_NO_VIF');
      return;
    }
    this.#lookUp(frame, vif, report);
  }

  #lookUp(frame: Frame, vif: number | null, report: ReportBuilder): void {
    const { packet } = frame;
    const { mfc } = this.#parts;
    const key = new RouteKey(packet.source, packet.group);
    const route = mfc.find(key) ?? (vif === null ? null : mfc.findAny(packet.group, vif));
    this.#tell(packet, { code: 'ROUTE_LOOKUP', route });
    if (route !== null) {
      report.state ??= 'InstalledRouteFound';
      this.#forward(route, frame, vif, report);
    } else if (vif === null) report.drop('INPUT_INTERFACE_HAS_NO_VIF');
    else this.#enqueue(key, frame, vif, report);
  }

  #enqueue(key: RouteKey, frame: Frame, vif: number, report: ReportBuilder): void {
    const { packet, interfaceId: iif } = frame;
    const { unresolved } = this.#parts.mfc;
    const waiting = unresolved.get(key)?.frames.length ?? 0;
    const result = unresolved.enqueue(key, frame);
    this.#tell(packet, { code: 'QUEUE_SPACE', waiting, result });
    if (result === 'full') {
      report.drop('NO_BUFFER_SPACE');
      return;
    }
    report.isQueued = true;
    report.state ??= result === 'inserted' ? 'NoRouteFoundAndPendingInserted' : 'PacketQueuedInPendingRoute';
    if (result === 'inserted') this.#send({ type: 'missingRoute', source: key.source, group: key.group, iif, vif }, report);
  }

  #forward(route: MfcRoute, frame: Frame, vif: number | null, report: ReportBuilder): void {
    const { packet, interfaceId } = frame;
    const { mfc, vifs, clock } = this.#parts;
    route.countMatch(packet.lengthBytes, clock.nowNs());
    const parent = vifs.get(route.parent);
    const isVouchedFor = route.hasAnySource && vif !== null && mfc.findAnyParent(route.parent)?.covers(vif) === true;
    const isExpected = isVouchedFor || parent?.interfaceId === interfaceId;
    this.#tell(packet, { code: 'INPUT_INTERFACE', route, isExpected, isVouchedFor });
    if (!isExpected) {
      this.#wrongInput(route, frame, vif, report);
      return;
    }
    if (parent !== null) countIn(parent, packet.lengthBytes);
    const isFromUpstream = route.hasAnySource && route.hasAnyGroup && (vif === null || vif === route.parent);
    if (isFromUpstream) {
      report.drop('ARRIVED_FROM_UPSTREAM');
      return;
    }
    if (route.outputs.length === 0) {
      report.drop('NO_OUTGOING_INTERFACE');
      return;
    }
    this.#copyToOutputs(route, frame, vif, report);
  }

  /** Source: Linux `ip_mr_forward`, "Wrong interface: drop packet and (maybe) send PIM assert". */
  #wrongInput(route: MfcRoute, frame: Frame, vif: number | null, report: ReportBuilder): void {
    const { packet, interfaceId: iif } = frame;
    report.drop('UNEXPECTED_INPUT_INTERFACE');
    report.expectedVif ??= route.parent;
    if (frame.isOwn && !this.#rules.countsOwnAsWrong) return;
    route.wrongIf = addToCount(route.wrongIf, 1);
    const silent = this.#silentReason(route, vif);
    this.#tell(packet, { code: 'WRONG_INPUT_EVENT', silent });
    if (silent !== null || vif === null) return;
    route.lastAssertNs = this.#parts.clock.nowNs();
    const expectedIif = this.#parts.vifs.interfaceOf(route.parent);
    const event = { source: packet.source, group: packet.group, iif, expectedIif, vif };
    this.#send({ type: 'unexpectedInputInterface', ...event }, report);
    if (this.settings.wholePacket) this.#send({ type: 'unexpectedInputInterfacePacket', ...event }, report);
  }

  #silentReason(route: MfcRoute, vif: number | null): SilentReason | null {
    const { assert, pim } = this.settings;
    if (vif === null) return 'INPUT_HAS_NO_VIF';
    if (!assert) return 'ASSERT_OFF';
    if (!pim && !route.covers(vif)) return 'INPUT_IS_NO_OUTPUT';
    const { lastAssertNs } = route;
    return lastAssertNs !== null && this.#parts.clock.nowNs() <= lastAssertNs + ASSERT_THRESHOLD_NS ? 'THROTTLED' : null;
  }

  #copyToOutputs(route: MfcRoute, frame: Frame, vif: number | null, report: ReportBuilder): void {
    const isToUpstreamOnly = route.hasAnySource && route.hasAnyGroup;
    for (const output of route.outputs) {
      if (isToUpstreamOnly && output.vif !== route.parent) continue;
      this.#copyTo(output, frame, route.hasAnySource && output.vif === vif, report);
    }
  }

  #copyTo({ vif: number, threshold }: MfcOutput, frame: Frame, isArrival: boolean, report: ReportBuilder): void {
    const { packet } = frame;
    const vif = this.#parts.vifs.get(number);
    const reason = skipReason(frame.ttl, threshold, isArrival, vif);
    if (reason !== null || vif === null) {
      const copy = { kind: 'skip', vif: number, threshold, reason: reason ?? 'OUTGOING_INTERFACE_REMOVED' } as const;
      this.#tell(packet, { code: 'OUTGOING_INTERFACE', copy });
      report.addSkip(copy);
      return;
    }
    const copy = { kind: 'copy', vif: number, threshold, oif: vif.interfaceId, ttl: frame.ttl - 1 } as const;
    countOut(vif, packet.lengthBytes);
    this.#tell(packet, { code: 'OUTGOING_INTERFACE', copy });
    this.#loopBack({ packet, ttl: copy.ttl, interfaceId: copy.oif, isOwn: true }, report);
    report.addCopy(copy);
  }

  /** A copy that leaves by an interface where the router is a member comes back in. */
  #loopBack(frame: Frame, report: ReportBuilder): void {
    const { packet, interfaceId, ttl } = frame;
    if (this.#parts.interfaces.get(interfaceId)?.isMember(packet.group) !== true) return;
    const isLost = this.#backlog.length > MAX_BACKLOG;
    this.#tell(packet, { code: 'LOOPED_COPY', interfaceId, ttl, isLost });
    if (isLost) report.lostLoops += 1;
    else this.#backlog.push(frame);
    if (report.loopsAtOnce) this.#handleBacklog(report);
  }

  /** Handles looped copies, and those that they give rise to, one round after the other. Each round has a TTL one lower, so it ends. */
  #handleBacklog(report: ReportBuilder): void {
    const { loopsAtOnce } = report;
    report.loopsAtOnce = false;
    report.isLooping = true;
    while (this.#backlog.length > 0) {
      const round = this.#backlog;
      this.#backlog = [];
      for (const frame of round) this.#input(frame, report);
    }
    report.loopsAtOnce = loopsAtOnce;
    report.isLooping = false;
  }

  #send(event: StackEvent, report: ReportBuilder): void {
    report.events.push(event);
    this.#parts.onEvent(event);
  }
}

function skipReason(ttl: number, threshold: number, isArrival: boolean, vif: Vif | null): SkipReason | null {
  if (isArrival) return 'ARRIVED_ON_IT';
  if (ttl <= threshold) return 'TTL_BELOW_MINIMUM';
  return vif === null ? 'OUTGOING_INTERFACE_REMOVED' : null;
}
