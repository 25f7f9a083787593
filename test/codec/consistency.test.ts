import { describe, expect, it } from 'vitest';
import { findInconsistency } from '../../src/codec/consistency.js';
import { Address } from '../../src/core/address.js';
import { EventJournal } from '../../src/core/event.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import { DEFAULT_CLEANUP_INTERVAL, DEFAULT_PENDING_ROUTE_EXPIRATION } from '../../src/core/gvisor/route-table.js';
import { Interface } from '../../src/core/interface.js';
import { Lab, standardLab } from '../../src/core/lab.js';
import { Packet } from '../../src/core/packet.js';
import type { PendingRoute } from '../../src/core/route.js';
import { InstalledRoute, RouteKey } from '../../src/core/route.js';
import { busyLab } from '../core/busy-lab.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const KEY6 = new RouteKey('fc00:1::9', 'ff0e::a');
const NOW_NS = 100;

/** A lab at time 100 that has given packets the ids 1 to 9. */
function labAtNow(): Lab {
  const lab = new Lab({}, { nowNs: NOW_NS, nextPacketId: 10 });
  lab.routers.ipv4.enableForwarding();
  lab.routers.ipv6.enableForwarding();
  return lab;
}

function install(lab: Lab, key: RouteKey, outgoing = 1): InstalledRoute {
  const outgoingInterfaces = Array.from({ length: outgoing }, () => ({ id: 2, minTtl: 1 }));
  const route = new InstalledRoute({ expectedInputInterface: 1, outgoingInterfaces }, 0);
  asGvisor(lab.routers.ipv4).table.addInstalledRoute(key, route);
  return route;
}

function pendingRoute(key: RouteKey, ids: readonly number[] = [1], expiresNs = NOW_NS): PendingRoute {
  return { key, expiresNs, packets: ids.map((id) => new Packet({ ...key, id, iif: 1 })) };
}

/** Puts what is pending into the IPv4 table, its cleanup one nanosecond from now. */
function suspend(lab: Lab, ...pending: PendingRoute[]): void {
  const { table } = asGvisor(lab.routers.ipv4);
  table.restore({ pending, isCleanupRoutineRunning: true });
  table.resumeCleanupTimer(NOW_NS + 1);
}

/** A lab whose journal has entries with these numbers. */
function labWithEvents(nextNumber: number, numbers: readonly number[], atNs = NOW_NS): Lab {
  const event = { type: 'missingRoute', source: KEY.source, group: KEY.group, iif: 1 } as const;
  const entries = numbers.map((number) => ({ number, atNs, router: 'r1', event }));
  return new Lab({}, { nowNs: NOW_NS, journal: new EventJournal(entries, nextNumber) });
}

describe('nothing is inconsistent in', () => {
  it.each([
    ['an empty lab', new Lab()],
    ['the standard lab', standardLab()],
    ['a lab with some of everything', busyLab()],
  ])('%s', (_what, lab) => {
    expect(findInconsistency(lab)).toBeNull();
  });
});

describe('a route', () => {
  it('is installed only while forwarding is on', () => {
    const lab = new Lab();
    install(lab, KEY);
    expect(findInconsistency(lab)).toBe('ipv4: there are installed routes, but forwarding is off');
  });

  it.each([
    ['fc00:1::9', 'ff0e::a'],
    ['fc00:1::9', '239.1.1.1'],
    ['10.0.1.9', 'ff0e::a'],
  ])('is of the family of its router, unlike (%s, %s)', (source, group) => {
    const installed = labAtNow();
    install(installed, new RouteKey(source, group));
    expect(findInconsistency(installed)).toBe(`ipv4: route (${source}, ${group}) belongs to the other address family`);

    const pending = labAtNow();
    suspend(pending, pendingRoute(new RouteKey(source, group)));
    expect(findInconsistency(pending)).toBe(`ipv4: pending route (${source}, ${group}) belongs to the other address family`);
  });

  it.each([
    ['0.0.0.0', '239.1.1.1', 'source'],
    ['239.1.1.1', '239.1.1.1', 'source'],
    ['169.254.0.1', '239.1.1.1', 'source'],
    ['10.0.1.9', '10.0.1.1', 'group'],
    ['10.0.1.9', '224.0.0.1', 'group'],
  ])('has addresses that a route may have, unlike (%s, %s), unless any may be', (source, group, what) => {
    const lab = labAtNow();
    install(lab, new RouteKey(source, group));
    expect(findInconsistency(lab)).toBe(`ipv4: route (${source}, ${group}) has a ${what} that is not valid in a route`);

    const anyLab = standardLab(4, { anyAddress: true });
    install(anyLab, new RouteKey(source, group));
    expect(findInconsistency(anyLab)).toBeNull();
  });

  it.each([
    [NOW_NS - 1, null],
    [NOW_NS, null],
    [NOW_NS + 1, 'ipv4: route (10.0.1.9, 239.1.1.1) was last used in the future'],
  ])('may have been used last at %d of 100: %s', (timeNs, found) => {
    const lab = labAtNow();
    install(lab, KEY).setLastUsedTimestamp(timeNs);
    expect(findInconsistency(lab)).toBe(found);
  });

  it.each([
    [0, 'ipv4: route (10.0.1.9, 239.1.1.1) has no outgoing interface'],
    [1, null],
    [2, null],
  ])('may have %d outgoing interfaces: %s', (count, found) => {
    const lab = labAtNow();
    install(lab, KEY, count);
    expect(findInconsistency(lab)).toBe(found);
  });

  it.each([
    [4, null],
    [5, null],
    [6, 'ipv4: route (10.0.1.9, 239.1.1.1) counts more packets on a wrong interface than packets in total'],
  ])('may have seen %d of 5 packets on a wrong interface: %s', (wrongIf, found) => {
    const lab = labAtNow();
    install(lab, KEY).restoreUse({ packets: 5, bytes: 140, wrongIf });
    expect(findInconsistency(lab)).toBe(found);
  });

  it('is not both installed and pending', () => {
    const lab = labAtNow();
    install(lab, KEY);
    suspend(lab, pendingRoute(KEY));
    expect(findInconsistency(lab)).toBe('ipv4: (10.0.1.9, 239.1.1.1) is both installed and pending');
  });
});

it('a route does not send packets back to where it expects them', () => {
  const lab = labAtNow();
  const outgoingInterfaces = [2, 1].map((id) => ({ id, minTtl: 1 }));
  asGvisor(lab.routers.ipv4).table.addInstalledRoute(
    KEY,
    new InstalledRoute({ expectedInputInterface: 1, outgoingInterfaces }, 0),
  );
  const found = 'ipv4: route (10.0.1.9, 239.1.1.1) has its input interface as an outgoing interface';
  expect(findInconsistency(lab)).toBe(found);
});

describe('an interface', () => {
  const labWithMember = (group: string, joins: number, anyAddress = false) => {
    const lab = new Lab({ anyAddress });
    const fields = { id: 1, name: 'eth1', addresses: [], forwarding: { ipv4: true, ipv6: true } };
    lab.interfaces.add(new Interface(fields, [{ group: Address.parse(group), joins }]));
    return lab;
  };

  it.each([
    ['of a group', labWithMember('239.1.1.1', 1), null],
    ['of what is none', labWithMember('10.0.1.9', 1), 'eth1 is a member of 10.0.1.9, which is not a multicast group'],
    ['of what is none, where any address may be', labWithMember('10.0.1.9', 1, true), null],
    ['as often as can be counted', labWithMember('ff0e::a', Number.MAX_SAFE_INTEGER), null],
    ['more often', labWithMember('ff0e::a', 2 ** 53), 'eth1 joined ff0e::a too many times to count'],
  ])('may be a member %s', (_what, lab, found) => {
    expect(findInconsistency(lab)).toBe(found);
  });
});

describe('a pending route', () => {
  it.each([
    [[], 'ipv4: pending route (10.0.1.9, 239.1.1.1) has no packets'],
    [[1], null],
    [[1, 2, 3], null],
    [[1, 3, 2], null],
    [[1, 1], 'packet id 1 was assigned twice'],
    [[1, 2, 3, 4], 'ipv4: pending route (10.0.1.9, 239.1.1.1) has more packets than its queue holds'],
  ])('may hold the packets %j: %s', (ids, found) => {
    const lab = labAtNow();
    suspend(lab, pendingRoute(KEY, ids));
    expect(findInconsistency(lab)).toBe(found);
  });

  it.each([
    [NOW_NS + DEFAULT_PENDING_ROUTE_EXPIRATION - 1, null],
    [NOW_NS + DEFAULT_PENDING_ROUTE_EXPIRATION, null],
    [NOW_NS + DEFAULT_PENDING_ROUTE_EXPIRATION + 1, 'ipv4: pending route (10.0.1.9, 239.1.1.1) expires too late'],
  ])('may expire at %d: %s', (expiresNs, found) => {
    const lab = labAtNow();
    suspend(lab, pendingRoute(KEY, [1], expiresNs));
    expect(findInconsistency(lab)).toBe(found);
  });
});

describe('the cleanup', () => {
  const NOT_EXACTLY = 'the cleanup routine must run if and only if there are pending routes';
  const DISAGREE = 'the cleanup routine and its timer do not agree';
  const TOO_FAR = 'the cleanup timer is set too far ahead';
  const OVERDUE = 'the cleanup timer should have fired';

  it.each([
    ['nothing pending, not running, no timer', false, false, null, null],
    ['nothing pending, but running', false, true, null, `ipv6: ${NOT_EXACTLY}`],
    ['nothing pending, but a timer', false, false, NOW_NS + 1, `ipv6: ${DISAGREE}`],
    ['pending, but not running', true, false, null, `ipv6: ${NOT_EXACTLY}`],
    ['pending and running, but no timer', true, true, null, `ipv6: ${DISAGREE}`],
    ['pending and running, its timer overdue', true, true, NOW_NS - 1, `ipv6: ${OVERDUE}`],
    ['pending and running, its timer due now', true, true, NOW_NS, `ipv6: ${OVERDUE}`],
    ['pending and running, its timer due next', true, true, NOW_NS + 1, null],
    ['pending and running, its timer just armed', true, true, NOW_NS + DEFAULT_CLEANUP_INTERVAL, null],
    ['pending and running, its timer too late', true, true, NOW_NS + DEFAULT_CLEANUP_INTERVAL + 1, `ipv6: ${TOO_FAR}`],
  ])('%s', (_what, isPending, isCleanupRoutineRunning, firesAtNs, found) => {
    const lab = labAtNow();
    const { table } = asGvisor(lab.routers.ipv6);
    table.restore({ pending: isPending ? [pendingRoute(KEY6)] : [], isCleanupRoutineRunning });
    if (firesAtNs !== null) table.resumeCleanupTimer(firesAtNs);
    expect(findInconsistency(lab)).toBe(found);
  });
});

describe('a journal', () => {
  it.each([
    ['without events', labWithEvents(1, []), null],
    ['that dropped every event', labWithEvents(7, []), null],
    ['that ends before the next number', labWithEvents(7, [5, 6]), null],
    ['that ends too early', labWithEvents(7, [4, 5]), null],
    ['with a gap', labWithEvents(7, [4, 6]), null],
    ['with a number that was never assigned', labWithEvents(7, [5, 7]), 'event 7 is out of order'],
    ['with a number twice', labWithEvents(7, [5, 5]), 'event 5 is out of order'],
    ['with one that is in the future', labWithEvents(2, [1], NOW_NS + 1), 'event 1 is in the future'],
    ['with more events than were numbered', labWithEvents(1, [0]), 'event 0 is out of order'],
  ])('%s', (_what, lab, found) => {
    expect(findInconsistency(lab)).toBe(found);
  });
});

describe('the id of a packet', () => {
  it.each([
    [0, 'packet id 0 was never assigned'],
    [1, null],
    [9, null],
    [10, 'packet id 10 was never assigned'],
  ])('may be %d of ids up to 9: %s', (id, found) => {
    const lab = labAtNow();
    suspend(lab, pendingRoute(KEY, [id]));
    expect(findInconsistency(lab)).toBe(found);
  });

  it('is given once, to packets of one route, of two routes and of two families alike', () => {
    const other = new RouteKey('10.0.1.9', '239.1.1.2');
    const inOneRoute = labAtNow();
    suspend(inOneRoute, pendingRoute(KEY, [1, 2, 1]));
    expect(findInconsistency(inOneRoute)).toBe('packet id 1 was assigned twice');

    const inTwoRoutes = labAtNow();
    suspend(inTwoRoutes, pendingRoute(KEY, [1]), pendingRoute(other, [1]));
    expect(findInconsistency(inTwoRoutes)).toBe('packet id 1 was assigned twice');

    const inTwoFamilies = labAtNow();
    suspend(inTwoFamilies, pendingRoute(KEY, [1]));
    const { table } = asGvisor(inTwoFamilies.routers.ipv6);
    table.restore({ pending: [pendingRoute(KEY6, [1])], isCleanupRoutineRunning: true });
    table.resumeCleanupTimer(NOW_NS + 1);
    expect(findInconsistency(inTwoFamilies)).toBe('packet id 1 was assigned twice');
  });
});

describe('a pending route that a past cleanup must have met', () => {
  const LAST_NS = 15e9;

  it.each([
    [LAST_NS - 1, 'ipv4: pending route (10.0.1.9, 239.1.1.1) should already have been removed by a cleanup'],
    [LAST_NS, null],
    [LAST_NS + 1, null],
  ])('and that expired at %d: %s', (expiresNs, found) => {
    const lab = new Lab({}, { nowNs: 20e9, nextPacketId: 10 });
    const { table } = asGvisor(lab.routers.ipv4);
    table.restore({ pending: [pendingRoute(KEY, [1], expiresNs)], isCleanupRoutineRunning: true });
    table.resumeCleanupTimer(LAST_NS + DEFAULT_CLEANUP_INTERVAL);
    expect(findInconsistency(lab)).toBe(found);
  });
});

describe('a key that nothing can have led to', () => {
  const SOURCE = 'has a source that is not valid in a route';
  const GROUP = 'has a group that is not valid in a route';
  const CASES = [
    ['10.0.1.9', '10.9.9.9', GROUP, GROUP],
    ['10.0.1.9', '224.0.0.5', GROUP, GROUP],
    ['239.1.1.1', '239.1.1.1', SOURCE, SOURCE],
    ['255.255.255.255', '239.1.1.1', SOURCE, SOURCE],
    ['169.254.0.9', '239.1.1.1', SOURCE, SOURCE],
    ['0.0.0.0', '239.1.1.1', SOURCE, null],
    ['10.0.1.255', '239.1.1.1', null, null],
  ] as const;

  it.each(CASES)('(%s, %s) installed: %s, pending: %s', (source, group, installed, pending) => {
    const key = new RouteKey(source, group);
    const withRoute = labAtNow();
    install(withRoute, key);
    expect(findInconsistency(withRoute)).toBe(installed === null ? null : `ipv4: route ${key} ${installed}`);
    const withPending = labAtNow();
    suspend(withPending, pendingRoute(key));
    expect(findInconsistency(withPending)).toBe(pending === null ? null : `ipv4: pending route ${key} ${pending}`);
  });

  it.each(CASES)('(%s, %s) is no matter where any address may be a key', (source, group) => {
    const lab = new Lab({ anyAddress: true }, { nowNs: NOW_NS, nextPacketId: 10 });
    suspend(lab, pendingRoute(new RouteKey(source, group)));
    expect(findInconsistency(lab)).toBeNull();
  });
});
