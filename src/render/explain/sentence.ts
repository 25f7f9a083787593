import { FAMILY_NAMES } from '../../core/address.js';
import { formatDuration } from '../../core/duration.js';
import type { Change } from '../../core/gvisor/release.js';
import type { DropReason, SkipReason } from '../../core/packet-report.js';
import type { ChangeView } from '../../ops/explain/changes.js';
import type { NearMiss } from '../../ops/explain/near-misses.js';
import type { StepView, TrapCode } from '../../ops/explain/step.js';
import type { PacketView } from '../../ops/view/packet.js';
import { count, pair, path, routePair } from '../phrase.js';
import { LINUX_TRAPS, linuxInput, linuxOutput, linuxSentenceOf, linuxSource } from './linux-sentence.js';
import type { Step } from './step.js';

/** A step as a sentence without a full stop: what was compared with what, and what followed. */
export function sentenceOf(step: StepView, nowNs: number): string {
  switch (step.code) {
    case 'IPV4_MAPPED_ADDRESS':
      return ipv4Mapped(step);
    case 'LOOPBACK_ADDRESS':
      return loopback(step);
    case 'SOURCE_ADDRESS':
      return sourceAddress(step);
    case 'DESTINATION_ADDRESS':
      return step.passed
        ? `${step.compared.group} is a multicast group`
        : `${step.compared.group} is not a multicast group: nothing is forwarded`;
    case 'UNICAST_DELIVERY':
    case 'LOCAL_DELIVERY':
      return delivery(step);
    case 'FAMILY_FORWARDING': {
      const family = FAMILY_NAMES[step.compared.family];
      return step.passed ? `multicast forwarding is on for ${family}` : `multicast forwarding is off for ${family}: dropped`;
    }
    case 'INTERFACE_FORWARDING': {
      const { iif, family } = step.compared;
      const what = `multicast forwarding of ${FAMILY_NAMES[family]} is`;
      return step.passed ? `${what} on for what arrives on ${iif}` : `${what} off on ${iif}: dropped`;
    }
    case 'INITIALIZING_SOURCE':
      return step.passed
        ? `${step.compared.source} is the address of a host`
        : `${step.compared.source} is the source of a host that has no address yet: not forwarded`;
    case 'LINK_LOCAL_ADDRESS':
      return linkLocal(step);
    case 'REVERSE_PATH':
    case 'INPUT_VIF':
    case 'WRONG_INPUT_EVENT':
    case 'LOOPED_COPY':
      return linuxSentenceOf(step);
    case 'INPUT_INTERFACE': {
      const { iif, expectedIif, vouched } = step.compared;
      if (vouched !== undefined) return linuxInput(step);
      return step.passed
        ? `it came in on ${iif}, where the route expects it`
        : `it came in on ${iif}, and the route expects ${expectedIif}: dropped, and the event unexpectedInputInterface tells of it`;
    }
    case 'OUTGOING_INTERFACE':
      return outgoing(step);
    case 'ROUTE_LOOKUP':
    case 'PENDING_LOOKUP':
    case 'QUEUE_SPACE':
      return lookup(step, nowNs);
  }
}

function ipv4Mapped({ passed, reason, compared: { source, group } }: Step<'IPV4_MAPPED_ADDRESS'>): string {
  if (passed) return `neither ${source} nor ${group} is an IPv4-mapped address`;
  return `${reason === 'IPV4_MAPPED_SOURCE' ? source : group} is an IPv4-mapped address, which never appears on a link: dropped`;
}

/** IPv6 has no broadcast. */
function sourceAddress(step: Step<'SOURCE_ADDRESS'>): string {
  const {
    passed,
    reason,
    compared: { source, iif },
  } = step;
  if (reason !== null && reason !== 'INVALID_SOURCE') return linuxSource(step);
  const isIPv6 = source.includes(':');
  if (!passed) return `${source} is a multicast ${isIPv6 ? '' : 'or broadcast '}address, which cannot be a source: dropped`;
  const isNot = isIPv6
    ? `${source} is not a multicast address`
    : `${source} is neither multicast nor a broadcast address of ${iif}`;
  return ['::', '0.0.0.0'].includes(source) ? `${isNot}; no route can have this source` : `${isNot}: it can be a source`;
}

function loopback({ passed, reason, compared: { source, group } }: Step<'LOOPBACK_ADDRESS'>): string {
  if (passed) return `neither ${source} nor ${group} is a loopback address`;
  return `${reason === 'LOOPBACK_SOURCE' ? source : group} is a loopback address, which never comes from outside: dropped`;
}

function linkLocal({ passed, reason, compared: { source, group } }: Step<'LINK_LOCAL_ADDRESS'>): string {
  if (passed) return `neither ${source} nor ${group} is link-local`;
  const which = reason === 'LINK_LOCAL_SOURCE' ? source : group;
  return `${which} is link-local: the packet stays on its link, and no router forwards it`;
}

function delivery({ code, passed, compared: { iif, group } }: Step<'UNICAST_DELIVERY' | 'LOCAL_DELIVERY'>): string {
  const [is, isNot] =
    code === 'LOCAL_DELIVERY'
      ? [`${iif} is a member of ${group}`, `${iif} is not a member of ${group}`]
      : [`${group} is an address of ${iif}`, `${group} is not an address of ${iif}`];
  if (!passed) return `${isNot}: nothing is delivered to this host`;
  return `${is}: the packet is delivered to this host${code === 'LOCAL_DELIVERY' ? ' too, regardless of the outcome above' : ''}`;
}

function lookup(step: Step<'ROUTE_LOOKUP' | 'PENDING_LOOKUP' | 'QUEUE_SPACE'>, nowNs: number): string {
  switch (step.code) {
    case 'ROUTE_LOOKUP': {
      const { route } = step.compared;
      if (route === null) return `there is no installed route ${pair(step.compared)}`;
      return `there is an installed route ${routePair(route)}: ${path(route)}`;
    }
    case 'PENDING_LOOKUP': {
      const { found, expiresNs, expired, event } = step.compared;
      if (found && expiresNs !== null) return `packets of it wait already, ${lifetime(expiresNs, expired, nowNs)}: no new event`;
      return event === null
        ? 'none waits, and none can'
        : 'none is queued yet: a pending route is created, and the event missingRoute asks for a route';
    }
    case 'QUEUE_SPACE': {
      const { waiting, maxPendingQueueSize, event = null } = step.compared;
      const what = `the queue has ${waiting} of ${count(maxPendingQueueSize, 'packet')}`;
      if (event !== null) return `${what}: this one begins an unresolved entry, and NOCACHE asks the daemon for a route`;
      return step.passed ? `${what}: this one takes place ${waiting + 1}` : `${what}: it is full, and this one is dropped`;
    }
  }
}

function lifetime(expiresNs: number, expired: boolean, nowNs: number): string {
  return expired
    ? `though their entry expired ${formatDuration(nowNs - expiresNs)} ago`
    : `with ${formatDuration(expiresNs - nowNs)} left`;
}

function outgoing(step: Step<'OUTGOING_INTERFACE'>): string {
  const {
    reason,
    compared: { ttl, minTtl, leavesWithTtl, threshold },
  } = step;
  if (threshold !== undefined) return linuxOutput(step, threshold);
  if (reason === 'TTL_BELOW_MINIMUM') return `TTL ${ttl} is below its minimum ${minTtl}`;
  const enough = `TTL ${ttl} is not below its minimum ${minTtl}`;
  if (leavesWithTtl !== null) return `${enough}: a copy leaves with TTL ${leavesWithTtl}`;
  const why = reason === 'OUTGOING_INTERFACE_REMOVED' ? 'the interface is gone' : 'the interface has no address of the family';
  return `${enough}, but ${why}: no copy`;
}

const LABELS: Readonly<Record<StepView['code'], string>> = {
  IPV4_MAPPED_ADDRESS: 'mapped',
  LOOPBACK_ADDRESS: 'loopback',
  SOURCE_ADDRESS: 'source',
  DESTINATION_ADDRESS: 'destination',
  UNICAST_DELIVERY: 'this host',
  FAMILY_FORWARDING: 'forwarding',
  INTERFACE_FORWARDING: 'forwarding',
  INITIALIZING_SOURCE: 'source',
  LINK_LOCAL_ADDRESS: 'link-local',
  ROUTE_LOOKUP: 'route',
  PENDING_LOOKUP: 'pending',
  QUEUE_SPACE: 'queue',
  INPUT_INTERFACE: 'input',
  OUTGOING_INTERFACE: 'output',
  LOCAL_DELIVERY: 'this host',
  REVERSE_PATH: 'rp_filter',
  INPUT_VIF: 'vif',
  WRONG_INPUT_EVENT: 'upcall',
  LOOPED_COPY: 'loop',
};

/** What a step is about, in a word: an outgoing interface by its name. */
export function labelOf(step: StepView): string {
  return step.code === 'OUTGOING_INTERFACE' ? step.compared.oif : LABELS[step.code];
}

/** Why a packet leaves whose TTL has run out. */
export const NO_TTL_CHECK =
  "gVisor's multicast path has no TTL check (December 2022); RFC 1812 §5.3.1, RFC 8200 §3 and Linux discard such a packet";

const TRAPS: Readonly<Record<TrapCode, (step: StepView, nowNs: number) => string>> = {
  EXPIRED_NOT_SWEPT: (step, nowNs) => {
    const nextNs = step.code === 'PENDING_LOOKUP' ? step.compared.nextCleanupNs : null;
    const when = nextNs === null ? '' : `, in ${formatDuration(nextNs - nowNs)}`;
    return `expired, but not yet swept: the queue takes packets, and installing a route will lose them all. The next cleanup sweeps them${when}`;
  },
  OFF_FOR_ONE_FAMILY: () => 'only for this family: it is on for the other, and what you see there says nothing about here',
  LEAVES_WITH_TTL_0: () => `the copy leaves with TTL 0: ${NO_TTL_CHECK}`,
  TTL_WRAPS: () => `TTL 0 wraps to 255, since the minimum is 0: ${NO_TTL_CHECK}`,
  SCOPE_NOT_CHECKED: () =>
    'RFC 4291 §2.7 forbids forwarding groups of scope 0 and 1 (interface-local); gVisor has no check (December 2022)',
  DUPLICATE_COPY: () => 'the route names this interface more than once: it gets a copy each time',
  OUTPUT_SWITCH_IS_OFF: () =>
    'forwarding is off on this interface, which does not matter: the switch is for packets that arrive on it',
  ...LINUX_TRAPS,
};

/** What gVisor does without a change and with it, after `until June 2025` and `since June 2025`. */
const CHANGED: Readonly<Record<Change, readonly [until: string, since: string]>> = {
  initializingSourceDropped: ['it looked up such packets like any others', 'it forwards none of them'],
  ipv4MappedDropped: ['it took such an address for an ordinary IPv6 address', 'it drops such packets before all other checks'],
  ipv6DeliveryCountedOnce: ['it counted each IPv6 delivery twice', 'it counts each IPv6 delivery once, not twice'],
  ipv4LinkLocalForwarded: ['it forwarded no IPv4 link-local packets', 'it forwards IPv4 link-local packets along routes'],
  ipv4LinkLocalRoutesAccepted: ['it refused such a route', 'it accepts such a route'],
};

/** How the other releases of gVisor decide, as a sentence without a full stop. */
export function changeText({ change, since, made }: ChangeView): string {
  const [until, from] = CHANGED[change];
  return made ? `gVisor until ${monthText(since)}: ${until}` : `gVisor since ${monthText(since)}: ${from}`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2025-06` as `June 2025`. */
function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${MONTHS[Number(number) - 1]} ${year}`;
}

/** What is easily overlooked at a step, as a sentence without a full stop. */
export function trapText(trap: TrapCode, step: StepView, nowNs: number): string {
  return TRAPS[trap](step, nowNs);
}

/** What is almost right, as a sentence without a full stop. */
export function nearMissText(miss: NearMiss, packet: PacketView): string {
  if (miss.code === 'ROUTE_OF_OTHER_SOURCE') return `there is a route ${pair(miss.route)}, but it is for another source`;
  const { iif, subnetOf } = miss;
  return `RPF: ${packet.source} is in the subnet of ${subnetOf}, not of ${iif}; the router compares only with the input interface of the route`;
}

const HOPELESS: Partial<Readonly<Record<DropReason | SkipReason, string>>> = {
  INITIALIZING_SOURCE: 'no router forwards what a host without an address sends; send from the address of a host',
  IPV4_MAPPED_DESTINATION: 'an IPv4-mapped address never appears on a link; send to a group, such as ff0e::a',
  IPV4_MAPPED_SOURCE: 'an IPv4-mapped address never appears on a link; send from another address',
  LINK_LOCAL_DESTINATION: 'no router forwards a link-local group; send to one of a wider scope, such as 239.1.1.1 or ff0e::a',
  LINK_LOCAL_SOURCE: 'no router forwards what a link-local address sends; send from another address',
  LOOPBACK_DESTINATION: 'a loopback address is never seen on a link; send to a group, such as 239.1.1.1 or ff0e::a',
  LOOPBACK_SOURCE: 'a loopback address is never seen on a link; send from the address of a host',
  INVALID_SOURCE: 'a source is a single host; send from the address of one',
  NOT_MULTICAST: 'this router forwards to groups alone; send to one, such as 239.1.1.1 or ff0e::a',
  PENDING_ROUTE_EXPIRED: 'its pending route has expired, and installing a route now loses the packets queued there',
  ARRIVED_ON_IT: 'a (*,G) route never sends a packet back where it came from',
  OWN_SOURCE: 'a packet from an address of this router cannot come from outside; send from another address',
  OUTGOING_INTERFACE_HAS_NO_ADDRESS: 'no command gives an address to an interface that is there',
};

/** Why nothing helps, as a sentence without a full stop. */
export function hopelessText(code: string, message: string | null): string {
  const known = Object.entries(HOPELESS).find(([reason]) => reason === code)?.[1];
  return known ?? message ?? `nothing was found that helps against ${code}`;
}
