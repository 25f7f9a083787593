import { packetKeyFault } from '../core/address-faults.js';
import type { MulticastEvent } from '../core/event.js';
import { RELEASES } from '../core/gvisor/release.js';
import type { Lab, LabConfig } from '../core/lab.js';
import type { Packet } from '../core/packet.js';
import { formatHex } from '../core/packet.js';
import type { CopyDecision, DropReason, PacketReport } from '../core/packet-report.js';
import { hasWaited, isQueuedState } from '../core/packet-report.js';
import type { StackName } from '../core/stack.js';

/** @returns the first thing that does not hold for the journal of events, as a sentence without a full stop, or null */
export function findEventInconsistency({ config, clock, journal, network }: Lab): string | null {
  const entries = journal.entries();
  // There are gaps where the events of a router were removed with it.
  let next = 1;
  let lastNs = 0;
  for (const { number, atNs, router, event } of entries) {
    if (number < next || number >= journal.nextNumber) return `event ${number} is out of order`;
    if (atNs > clock.nowNs()) return `event ${number} is in the future`;
    if (atNs < lastNs) return `event ${number} is earlier than the event before it`;
    const stack = network.router(router)?.config.stack;
    if (stack === undefined) return `event ${number} happened on ${router}, which does not exist`;
    const fault = findEventFault(event, { ...config, stack });
    if (fault !== null) return `event ${number} ${fault}`;
    lastNs = atNs;
    next = number + 1;
  }
  return journal.dropped < 0 ? 'there are more events than numbers assigned' : null;
}

function findEventFault(event: MulticastEvent, { anyAddress, stack }: LabConfig): string | null {
  const { source, group } = event;
  if (source.family !== group.family) return 'has addresses of two families';
  // In Linux, one interface can be several vifs.
  if (stack === 'linux') return null;
  if (event.type === 'unexpectedInputInterface') {
    if (event.iif === event.expectedIif) return 'arrived on the expected interface';
    if (event.expectedIif < 1) return 'was expected on an interface that never was';
  }
  return anyAddress ? null : packetKeyFault(source, group, RELEASES[stack]);
}

/** The same for the journal of packets. */
export function findPacketJournalInconsistency(lab: Lab): string | null {
  const story = new Story();
  let lastNs = 0;
  for (const { atNs, report } of lab.packets.entries()) {
    const { packet } = report;
    const isNumbered = packet.id >= 1 && packet.id < lab.nextPacketId;
    const isInTime = atNs >= lastNs && atNs <= lab.clock.nowNs();
    const stack = lab.network.router(packet.router)?.config.stack;
    const fault = !isNumbered
      ? 'has a number that was never assigned'
      : stack === undefined
        ? `arrived at ${packet.router}, which does not exist`
        : (findFaultIn(stack, report) ?? (isInTime ? story.goOn(report, stack) : 'is out of order'));
    if (fault !== null) return `packet ${packet.id} ${fault}`;
    lastNs = atNs;
  }
  return findStillWaiting(lab, story.decided);
}

/** What became of packets, one after the other: a packet first arrives on an interface once, and waits at most once. */
class Story {
  readonly decided = new Set<string>();
  readonly #queued = new Map<string, Packet>();

  /** What does not fit what came before, as the end of a sentence, or null. */
  goOn(report: PacketReport, stack: StackName): string | null {
    const { packet, outcome } = report;
    // Copies that came over links, and looped copies of Linux, may arrive several times.
    if (packet.hop > 1 || stack === 'linux') return null;
    const id = arrivalOf(packet);
    const before = this.#queued.get(id);
    if (this.decided.has(id) || (before !== undefined && !hasWaited(report))) return 'has two outcomes';
    if (before !== undefined && !isSamePacket(before, packet)) return 'is not the one that was queued';
    if (outcome === 'queued') this.#queued.set(id, packet);
    else this.decided.add(id);
    return null;
  }
}

/** Which packet arrived where. */
function arrivalOf({ id, router, iif }: Packet): string {
  return `${id} ${router} ${iif}`;
}

/** A packet waits until it is decided on, and then no more. */
function findStillWaiting(lab: Lab, decided: ReadonlySet<string>): string | null {
  if (decided.size === 0) return null;
  const stacks = [...lab.network.routers].flatMap((router) => Object.values(router.stacks));
  for (const stack of stacks) {
    for (const { packets } of stack.pendingRoutes()) {
      const found = packets.find((packet) => packet.hop === 1 && decided.has(arrivalOf(packet)));
      if (found !== undefined) return `packet ${found.id} is pending, but already has an outcome`;
    }
  }
  return null;
}

function isSamePacket(one: Packet, other: Packet): boolean {
  return describe(one) === describe(other);
}

function describe({ source, group, iif, ttl, payload }: Packet): string {
  return `${source} ${group} ${iif} ${ttl} ${formatHex(payload)}`;
}

/** Reasons for dropping a packet that the table was never asked about, or had no room for. */
const NO_ANSWER: ReadonlySet<DropReason | null> = new Set([
  'FORWARDING_DISABLED',
  'INITIALIZING_SOURCE',
  'INVALID_SOURCE',
  'IPV4_MAPPED_DESTINATION',
  'IPV4_MAPPED_SOURCE',
  'LINK_LOCAL_DESTINATION',
  'LINK_LOCAL_SOURCE',
  'LOOPBACK_DESTINATION',
  'LOOPBACK_SOURCE',
  'NOT_MULTICAST',
  'NO_BUFFER_SPACE',
] as const);

/** Reasons for dropping a packet that had waited. */
const AFTER_WAITING: ReadonlySet<DropReason | null> = new Set(['INPUT_INTERFACE_REMOVED', 'PENDING_ROUTE_EXPIRED'] as const);

/** Reasons for which a packet never gets as far as to this host. */
const NEVER_DELIVERED: ReadonlySet<DropReason | null> = new Set([
  'INVALID_SOURCE',
  'IPV4_MAPPED_DESTINATION',
  'IPV4_MAPPED_SOURCE',
  'LOOPBACK_DESTINATION',
  'LOOPBACK_SOURCE',
] as const);

function findFaultIn(stack: StackName, report: PacketReport): string | null {
  return stack === 'linux' ? findLinuxFault(report) : findReportFault(report);
}

function findLinuxFault({ outcome, reason, copies }: PacketReport): string | null {
  if ((outcome === 'dropped') !== (reason !== null)) return 'has a drop reason that contradicts its outcome';
  return (outcome === 'forwarded') === copies.some(({ kind }) => kind === 'copy')
    ? null
    : 'has copies, which contradicts its outcome';
}

function findReportFault(report: PacketReport): string | null {
  const { packet, outcome, reason, copies, expectedIif, deliveredLocally } = report;
  if (packet.source.family !== packet.group.family) return 'has addresses of two families';
  if ((outcome === 'dropped') !== (reason !== null)) return 'has a drop reason that contradicts its outcome';
  if ((outcome === 'forwarded') !== copies.some(({ kind }) => kind === 'copy'))
    return 'has copies, which contradicts its outcome';
  if (
    (outcome === 'dropped' && copies.length > 0) !== (reason === 'ALL_COPIES_SKIPPED') ||
    (outcome === 'queued' && copies.length > 0)
  ) {
    return 'has skipped copies that contradict its drop reason';
  }
  if ((reason === 'UNEXPECTED_INPUT_INTERFACE') !== (expectedIif !== null)) {
    return 'has an expected interface that contradicts its drop reason';
  }
  if (expectedIif === packet.iif) return 'arrived on the expected interface, which contradicts its drop reason';
  if (!fitsState(report)) return 'has a table lookup that contradicts its outcome';
  if (deliveredLocally && (NEVER_DELIVERED.has(reason) || hasWaited(report)))
    return 'was delivered, which contradicts its outcome';
  return copies.map((copy) => findCopyFault(copy, packet)).find((fault) => fault !== null) ?? findVifFault(report);
}

/** Reasons for dropping a packet that gVisor does not have. */
const LINUX_ONLY: ReadonlySet<DropReason | null> = new Set([
  'ARRIVED_FROM_UPSTREAM',
  'INPUT_INTERFACE_HAS_NO_VIF',
  'NO_OUTGOING_INTERFACE',
  'OWN_SOURCE',
  'REVERSE_PATH_FILTER',
] as const);

/** Whether the table had answered so before this became of the packet. */
function fitsState({ outcome, reason, state }: PacketReport): boolean {
  if (LINUX_ONLY.has(reason)) return false;
  if (outcome === 'forwarded') return state !== null;
  if (outcome === 'queued' || AFTER_WAITING.has(reason)) return isQueuedState(state);
  if (NO_ANSWER.has(reason)) return state === null;
  // Forwarding may be off for the interface when a packet arrives, and when it has waited.
  return reason === 'INTERFACE_FORWARDING_DISABLED' ? state !== 'InstalledRouteFound' : state !== null;
}

/** Only Linux has vifs, which negative ids stand for. */
function findVifFault({ copies, expectedIif }: PacketReport): string | null {
  return [...copies.map(({ oif }) => oif), expectedIif ?? 1].some((id) => id < 1) ? 'names an interface that never was' : null;
}

function findCopyFault(copy: CopyDecision, { iif, ttl }: Packet): string | null {
  if (copy.oif === iif) return 'has a copy on its input interface';
  if (copy.kind === 'copy') return copy.ttl === (ttl + 255) % 256 ? null : 'has a copy whose TTL was not decremented by one';
  return (copy.reason === 'TTL_BELOW_MINIMUM') === copy.minTtl > ttl
    ? null
    : 'has a skipped copy that contradicts its minimum TTL';
}
