import type { Address, Family } from '../core/address.js';
import { compareAddresses, FAMILIES, FAMILY_NAMES, formatAddressWithPrefix, isLinkLocalMulticast } from '../core/address.js';
import { formatDuration } from '../core/duration.js';
import type { Lab } from '../core/lab.js';
import type { Packet } from '../core/packet.js';
import { RouteKey } from '../core/route.js';
import type { Candidate } from './candidate.js';
import { candidate, MAX_CANDIDATES, select } from './candidate.js';

/** A pair that something in a lab names. */
interface Seen {
  readonly source: Address;
  readonly group: Address;
  readonly summary: string;
}

/** An address that a word can become. */
interface Found {
  readonly address: Address;
  readonly summary: string;
}

/** Pending routes that are asked for their deadline at most: most of them share it with others. */
const MAX_DEADLINES = 1000;

/** The interfaces, with their addresses. */
export function* knownInterfaces(lab: Lab): Generator<Candidate> {
  for (const { name, addresses } of lab.interfaces) yield candidate(name, addresses.map(formatAddressWithPrefix).join(', '));
  if (lab.network.routerCount === 1) return;
  for (const { name: router, interfaces } of lab.network.routers) {
    for (const { name, addresses } of interfaces)
      yield candidate(`${router}:${name}`, addresses.map(formatAddressWithPrefix).join(', '));
  }
}

/** The senders that the lab knows, in their order. */
export function knownSources(lab: Lab, partial: string): Candidate[] {
  const found = new Map<string, Found>();
  for (const { source, summary } of seenPairs(lab)) {
    note(found, source, summary, partial);
    if (found.size === MAX_CANDIDATES) break;
  }
  return inOrder(found);
}

/**
 * The groups that the lab knows: first those that the source was seen with, then others of its family.
 *
 * @param source null if there is none yet
 */
export function knownGroups(lab: Lab, source: Address | null, partial: string): Candidate[] {
  const [own, others] = [new Map<string, Found>(), new Map<string, Found>()];
  const family = source?.family ?? null;
  for (const { source: sender, group, summary } of seenPairs(lab, family)) {
    if (source === null || sender.text === source.text) note(own, group, summary, partial);
    else note(others, group, `seen with ${sender}`, partial);
    if (own.size === MAX_CANDIDATES) break;
  }
  for (const { name, group } of joinedGroups(lab, family)) note(others, group, `joined on ${name}`, partial);
  return select([...inOrder(own), ...inOrder(others)], partial);
}

/** Keeps an address that begins with the typed text, with its first description. */
function note(found: Map<string, Found>, address: Address, summary: string, partial: string): void {
  if (found.size === MAX_CANDIDATES || !address.text.startsWith(partial) || found.has(address.text)) return;
  found.set(address.text, { address, summary });
}

/** The groups that an interface is a member of; none if there is no such interface. */
export function* groupsOfInterface(lab: Lab, ref: string): Generator<Candidate> {
  for (const { group, joins } of lab.interfaces.find(ref)?.memberships() ?? [])
    yield candidate(group.text, joins === 1 ? 'joined' : `joined ${joins} times`);
}

/**
 * The times at which something happens by itself: a timer fires, or a pending route has just expired.
 *
 * @param fromNs what they are counted from: 0 for times, the present for durations
 */
export function comingTimes(lab: Lab, fromNs: number): Candidate[] {
  const times = new Map<number, string>();
  for (const { family, firesAtNs } of lab.timers()) {
    const earlier = times.get(firesAtNs);
    times.set(firesAtNs, `${earlier === undefined ? 'to' : `${earlier} and`} the ${FAMILY_NAMES[family]} cleanup`);
  }
  for (const [afterNs, summary] of deadlines(lab)) if (!times.has(afterNs)) times.set(afterNs, summary);
  return [...times]
    .filter(([atNs]) => atNs >= fromNs)
    .sort(([a], [b]) => a - b)
    .map(([atNs, summary]) => candidate(formatDuration(atNs - fromNs), summary));
}

/** The present, and when the newest packets came, which is not later. */
export function* pastTimes(lab: Lab): Generator<Candidate> {
  yield candidate(formatDuration(lab.clock.nowNs()), 'now');
  for (const { atNs, report } of lab.packets.entries().toReversed())
    yield candidate(formatDuration(atNs), `packet ${report.packet.id} was ${report.outcome}`);
}

/** The first moment at which each pending route has expired: one nanosecond past its deadline. */
function deadlines(lab: Lab): Map<number, string> {
  const found = new Map<number, string>();
  const nowNs = lab.clock.nowNs();
  for (const family of FAMILIES) {
    for (const { key, expiresNs } of lab.routers[family].pendingRoutes()) {
      if (expiresNs >= nowNs && !found.has(expiresNs + 1)) found.set(expiresNs + 1, `1ns past the deadline of ${key}`);
      if (found.size === MAX_DEADLINES) return found;
    }
  }
  return found;
}

/**
 * The newest packets first, since most addresses that users type are recent. Then queued packets, then keys with a route.
 *
 * @param only a family, or null for both
 */
function* seenPairs(lab: Lab, only: Family | null = null): Generator<Seen> {
  const families = FAMILIES.filter((family) => only === null || family === only);
  for (const { report } of lab.packets.entries().toReversed()) {
    const { source, group } = report.packet;
    if (families.includes(group.family)) yield { source, group, summary: summarize(lab, report.packet) };
  }
  for (const family of families) {
    for (const { key } of lab.routers[family].pendingRoutes()) yield { source: key.source, group: key.group, summary: WAITS };
  }
  for (const family of families) {
    for (const [{ source, group }] of lab.routers[family].installedRoutes()) yield { source, group, summary: HAS_ROUTE };
  }
}

function summarize(lab: Lab, { id, source, group }: Packet): string {
  const router = lab.routers[group.family];
  const key = new RouteKey(source, group);
  if (router.pendingRoute(key) !== null) return WAITS;
  return router.installedRoute(key) === null ? `seen in packet ${id}` : HAS_ROUTE;
}

const WAITS = 'waits for a route';
const HAS_ROUTE = 'has a route';

/** Joined groups that can be routed: none that stays on its link. */
function* joinedGroups(lab: Lab, family: Family | null): Generator<{ readonly name: string; readonly group: Address }> {
  for (const nic of lab.interfaces) {
    for (const { group } of nic.memberships()) {
      if (isLinkLocalMulticast(group) || (family !== null && group.family !== family)) continue;
      yield { name: nic.name, group };
    }
  }
}

function inOrder(found: ReadonlyMap<string, Found>): Candidate[] {
  const sorted = [...found.values()].sort((a, b) => compareAddresses(a.address, b.address));
  return sorted.map(({ address, summary }) => candidate(address.text, summary));
}
