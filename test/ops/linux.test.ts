import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { Address } from '../../src/core/address.js';
import { SECOND_NS } from '../../src/core/clock.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import type { PacketReport } from '../../src/core/packet-report.js';
import { RouteKey } from '../../src/core/route.js';
import { advanceClock } from '../../src/ops/advance-clock.js';
import { diff } from '../../src/ops/diff.js';
import { draw } from '../../src/ops/draw.js';
import { expect as expectation } from '../../src/ops/expect.js';
import { explain } from '../../src/ops/explain.js';
import { forwardingOff } from '../../src/ops/forwarding/off.js';
import { forwardingOn } from '../../src/ops/forwarding/on.js';
import { ifaceAdd } from '../../src/ops/iface/add.js';
import { ifaceJoin } from '../../src/ops/iface/join.js';
import { ifaceRm } from '../../src/ops/iface/rm.js';
import { ifaceSet } from '../../src/ops/iface/set.js';
import { inject } from '../../src/ops/inject.js';
import { originate } from '../../src/ops/originate.js';
import { routeAdd } from '../../src/ops/route/add.js';
import { routeRm } from '../../src/ops/route/rm.js';
import { routeTouch } from '../../src/ops/route/touch.js';
import { show } from '../../src/ops/show.js';
import { stackSet } from '../../src/ops/stack/set.js';
import { timeline } from '../../src/ops/timeline.js';
import { vifAdd } from '../../src/ops/vif/add.js';
import { vifRm } from '../../src/ops/vif/rm.js';
import { wait } from '../../src/ops/wait.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const KEY6 = new RouteKey('fc00:1::9', 'ff0e::a');
const STAR = new RouteKey('0.0.0.0', '239.1.1.1');
const linux = (interfaces = 4) => standardLab(interfaces, { stack: 'linux' });
const oif = (name: string, minTtl = 1) => ({ oif: name, minTtl });
const add = (lab: Lab, key = KEY, oifs = [oif('eth2'), oif('eth3', 10)]) => routeAdd(lab, { key, iif: 'eth1', oifs });
const send = (lab: Lab, fields: { key?: RouteKey; iif?: string; ttl?: number; count?: number } = {}) =>
  inject(lab, { key: KEY, iif: 'eth1', ttl: 64, count: 1, intervalNs: 0, payload: new Uint8Array(), ...fields });
const refusal = (action: () => unknown) => {
  try {
    action();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return null;
};

describe('a session of Linux', () => {
  it('has each of its first 32 interfaces as a vif, numbered from 0', () => {
    const interfaces = show(linux(40), { sections: ['interfaces'] }).interfaces ?? [];
    const numbers = interfaces.map(({ vifs = [] }) => vifs.map(({ family, number }) => `${family} ${number}`).join(', '));
    expect(numbers[0]).toBe('ipv4 0, ipv6 0');
    expect(numbers[31]).toBe('ipv4 31, ipv6 31');
    expect(numbers[32]).toBe('');
    expect(interfaces.map(({ forwarding }) => forwarding.ipv4)).toEqual(interfaces.map((_, index) => index < 32));
  });

  it('takes the number behind an output as a threshold', () => {
    const lab = linux();
    const { route } = add(lab);
    expect(route.oifs).toEqual([
      { oif: 'eth3', minTtl: 11, threshold: 10 },
      { oif: 'eth2', minTtl: 2, threshold: 1 },
    ]);
    expect(send(lab, { ttl: 11 }).packets[0]?.copies).toEqual([
      { oif: 'eth3', ttl: 10 },
      { oif: 'eth2', ttl: 10 },
    ]);
    expect(send(lab, { ttl: 10 }).packets[0]?.skipped).toEqual([
      { oif: 'eth3', reason: 'TTL_BELOW_MINIMUM', minTtl: 11, threshold: 10 },
    ]);
    expect(send(lab, { ttl: 1 }).packets[0]).toMatchObject({ outcome: 'dropped', reason: 'ALL_COPIES_SKIPPED' });
    expect(show(lab, { sections: ['routes'] }).routes?.[0]).toMatchObject({ packets: 3, wrongIf: 0, parent: 0 });
  });

  it('queues four packets, releases them in order, and sends NOCACHE once', () => {
    const lab = linux();
    const { packets, events } = send(lab, { count: 5 });
    expect(packets.map(({ outcome, reason, state }) => [outcome, reason, state])).toEqual([
      ['queued', null, 'NoRouteFoundAndPendingInserted'],
      ...Array.from({ length: 3 }, () => ['queued', null, 'PacketQueuedInPendingRoute']),
      ['dropped', 'NO_BUFFER_SPACE', null],
    ]);
    expect(events.map(({ type, upcall }) => [type, upcall])).toEqual([['missingRoute', 'NOCACHE']]);
    expect(add(lab).flushed.map(({ id, outcome }) => [id, outcome])).toEqual([1, 2, 3, 4].map((id) => [id, 'forwarded']));
  });

  it('loses a pending route ten seconds after its first packet, and each at its own deadline', () => {
    const lab = linux();
    send(lab);
    advanceClock(lab, { byNs: 4 * SECOND_NS });
    send(lab, { key: new RouteKey('10.0.1.8', '239.1.1.1') });
    const coming = timeline(lab).coming.filter(({ kind }) => kind === 'cleanup');
    expect(coming.map(({ atNs }) => atNs)).toEqual([10 * SECOND_NS, 14 * SECOND_NS]);
    expect(show(lab, { sections: ['clock'] }).timers).toMatchObject([{ family: 'ipv4', firesAtNs: 10 * SECOND_NS }]);
    const waited = wait(lab, { condition: { until: 'pending-empty' }, limitNs: 60 * SECOND_NS });
    expect(waited.nowNs).toBe(14 * SECOND_NS);
    expect(waited.expired.map(({ source, atNs }) => [source, atNs])).toEqual([
      ['10.0.1.9', 10 * SECOND_NS],
      ['10.0.1.8', 14 * SECOND_NS],
    ]);
  });

  it('has (*,G) routes, which match what arrives on their outputs, and routes without outputs', () => {
    const lab = linux();
    routeAdd(lab, { key: STAR, iif: 'eth1', oifs: [oif('eth1'), oif('eth2')], isStarred: true });
    expect(send(lab).packets[0]).toMatchObject({ outcome: 'forwarded', copies: [{ oif: 'eth2', ttl: 63 }] });
    expect(send(lab, { iif: 'eth3' }).packets[0]?.outcome).toBe('queued');
    routeAdd(lab, { key: KEY, iif: 'eth1', oifs: [] });
    expect(send(lab).packets[0]).toMatchObject({ outcome: 'dropped', reason: 'NO_OUTGOING_INTERFACE' });
    expect(routeRm(lab, { key: STAR, isStarred: true }).removed).toHaveLength(1);
  });

  it('counts a wrong input, and sends WRONGVIF with assert and from an output only', () => {
    const lab = linux();
    add(lab);
    expect(send(lab, { iif: 'eth2' })).toMatchObject({
      packets: [{ reason: 'UNEXPECTED_INPUT_INTERFACE', expectedIif: 'eth1' }],
      events: [],
    });
    stackSet(lab, { setting: 'assert', isOn: true, families: ['ipv4'] });
    expect(send(lab, { iif: 'eth4' }).events).toEqual([]);
    expect(send(lab, { iif: 'eth2' }).events).toMatchObject([{ type: 'unexpectedInputInterface', upcall: 'WRONGVIF' }]);
    expect(send(lab, { iif: 'eth2' }).events).toEqual([]);
    expect(stackSet(lab, { setting: 'pim', isOn: true, families: ['ipv4'] }).families).toEqual([
      { family: 'ipv4', was: false, assert: true, pim: true },
    ]);
    advanceClock(lab, { byNs: 3 * SECOND_NS + 1 });
    expect(send(lab, { iif: 'eth4' }).events).toHaveLength(1);
    expect(show(lab, { sections: ['routes'] }).routes?.[0]).toMatchObject({ packets: 5, wrongIf: 5 });
  });

  it('keeps the number of a removed vif in its routes', () => {
    const lab = linux();
    add(lab);
    expect(vifRm(lab, { number: 1, family: null }).removed.map(({ family }) => family)).toEqual(['ipv4', 'ipv6']);
    expect(send(lab).packets[0]?.skipped).toEqual([
      { oif: 'vif 1', reason: 'OUTGOING_INTERFACE_REMOVED', minTtl: 2, threshold: 1 },
    ]);
    vifAdd(lab, { interface: 'eth4', number: 1, families: ['ipv4'] });
    expect(send(lab).packets[0]?.copies.map((copy) => copy.oif)).toEqual(['eth3', 'eth4']);
    expect(vifAdd(lab, { interface: 'eth2', number: null, families: ['ipv4', 'ipv6'] }).number).toBe(4);
  });

  it('loses everything when forwarding is turned off, and has its vifs again when it is on', () => {
    const lab = linux();
    add(lab);
    send(lab, { key: new RouteKey('10.0.1.8', '239.1.1.1') });
    expect(forwardingOff(lab, { families: ['ipv4'] }).families).toEqual([
      { family: 'ipv4', was: true, forwarding: false, cleared: 1, pendingCleared: 1 },
    ]);
    expect(send(lab).packets[0]).toMatchObject({ outcome: 'dropped', reason: 'FORWARDING_DISABLED' });
    expect(refusal(() => add(lab))).toBe('NOT_PERMITTED');
    forwardingOn(lab, { families: ['ipv4'] });
    add(lab);
    expect(send(lab).packets[0]?.outcome).toBe('forwarded');
  });

  it('removes pending routes with all routes', () => {
    const lab = linux();
    send(lab);
    expect(routeRm(lab, { key: 'all' })).toMatchObject({ removed: [], pendingRemoved: 1 });
  });

  it('routes the packets of its own, and bounds loops', () => {
    const lab = linux();
    add(lab);
    expect(originate(lab, { key: KEY, oif: 'eth1', ttl: 64, payload: new Uint8Array() }).packet.copies).toEqual([
      { oif: 'eth3', ttl: 63 },
      { oif: 'eth2', ttl: 63 },
      { oif: 'eth1', ttl: 64 },
    ]);
    for (const name of ['eth2', 'eth3']) ifaceJoin(lab, { interface: name, group: Address.parse('239.2.2.2') });
    const looping = new RouteKey('0.0.0.0', '239.2.2.2');
    routeAdd(lab, { key: looping, iif: 'eth1', oifs: [oif('eth1'), oif('eth2'), oif('eth3')], isStarred: true });
    routeAdd(lab, {
      key: new RouteKey('0.0.0.0', '0.0.0.0'),
      iif: 'eth1',
      oifs: ['eth1', 'eth2', 'eth3', 'eth4'].map((name) => oif(name)),
    });
    const { packets } = send(lab, { key: new RouteKey('10.0.1.9', '239.2.2.2'), ttl: 255 });
    expect(packets[0]?.copies.length).toBeLessThanOrEqual(256);
    expect(packets[0]?.unlisted).toBeGreaterThan(0);
    expect(encodeLab(decodeLab(encodeLab(lab)))).toBe(encodeLab(lab));
  });

  it('refuses what only gVisor has, and gVisor what only Linux has', () => {
    const lab = linux();
    add(lab);
    expect(refusal(() => routeTouch(lab, { key: KEY, atNs: null }))).toBe('NOT_IN_THIS_STACK');
    expect(refusal(() => ifaceSet(lab, { interface: 'eth1', forwarding: false, families: ['ipv4'] }))).toBe('NOT_IN_THIS_STACK');
    expect(refusal(() => add(lab, KEY6, [oif('eth2', 10)]))).toBe('NOT_IN_THIS_STACK');
    const gvisor = standardLab();
    expect(refusal(() => routeAdd(gvisor, { key: STAR, iif: 'eth1', oifs: [oif('eth2')], isStarred: true }))).toBe(
      'NOT_IN_THIS_STACK',
    );
    expect(refusal(() => vifAdd(gvisor, { interface: 'eth1', number: null, families: ['ipv4'] }))).toBe('NOT_IN_THIS_STACK');
    expect(refusal(() => vifRm(gvisor, { number: 1, family: null }))).toBe('NOT_IN_THIS_STACK');
    expect(refusal(() => stackSet(gvisor, { setting: 'pim', isOn: true, families: ['ipv4'] }))).toBe('NOT_IN_THIS_STACK');
    expect(refusal(() => ifaceSet(gvisor, { interface: 'eth1', families: [], rpFilter: 1 }))).toBe('NOT_IN_THIS_STACK');
    expect(refusal(() => originate(gvisor, { key: KEY, oif: 'eth1', ttl: 64, payload: new Uint8Array() }))).toBe(
      'NOT_IN_THIS_STACK',
    );
  });

  it('refuses vifs that are there, are not, or cannot be', () => {
    const lab = linux();
    const tryAdd = (number: number | null, name = 'eth1') =>
      refusal(() => vifAdd(lab, { interface: name, number, families: ['ipv4'] }));
    expect([tryAdd(0), tryAdd(32), tryAdd(null, 'eth9')]).toEqual(['VIF_IN_USE', 'VIF_OUT_OF_RANGE', 'UNKNOWN_INTERFACE']);
    expect(refusal(() => vifRm(lab, { number: 9, family: null }))).toBe('VIF_NOT_FOUND');
    vifRm(lab, { number: 0, family: null });
    expect(refusal(() => add(lab))).toBe('VIF_NOT_FOUND');
  });

  it('adds a vif with each new interface, and removes those of one that goes', () => {
    const lab = linux(2);
    const added = ifaceAdd(lab, { name: 'eth9', id: null, addresses: [], forwarding: true });
    expect(added.interface.vifs?.map(({ number }) => number)).toEqual([2, 2]);
    ifaceRm(lab, { interface: 'eth1' });
    expect(ifaceAdd(lab, { name: 'eth8', id: null, addresses: [], forwarding: true }).interface.vifs?.[0]?.number).toBe(0);
  });

  it('is the same when it is read back, at every step, and differs where it was changed', () => {
    const lab = linux();
    const steps: (() => unknown)[] = [
      () => send(lab, { count: 5 }),
      () => send(lab, { key: KEY6, count: 2 }),
      () => add(lab),
      () => ifaceJoin(lab, { interface: 'eth2', group: KEY.group }),
      () => send(lab),
      () => stackSet(lab, { setting: 'pim', isOn: true, families: ['ipv4', 'ipv6'] }),
      () => send(lab, { iif: 'eth2' }),
      () => ifaceSet(lab, { interface: 'eth3', families: [], rpFilter: 2 }),
      () => vifRm(lab, { number: 1, family: 'ipv4' }),
      () => advanceClock(lab, { byNs: 2 * SECOND_NS }),
      () => send(lab),
      () => routeAdd(lab, { key: new RouteKey('::', 'ff0e::a'), iif: 'eth1', oifs: [oif('eth1'), oif('eth2')] }),
      () => forwardingOff(lab, { families: ['ipv4'] }),
    ];
    for (const step of steps) {
      const before = decodeLab(encodeLab(lab));
      step();
      const text = encodeLab(lab);
      const again = decodeLab(text);
      expect(encodeLab(again)).toBe(text);
      expect(diff(again, lab).same).toBe(true);
      expect(diff(before, lab).same).toBe(false);
      expect(draw(again, { keys: null, packet: null })).toEqual(draw(lab, { keys: null, packet: null }));
    }
  });
});

describe('explain in Linux', () => {
  const change = (prepare: (lab: Lab) => unknown) => {
    const lab = linux();
    prepare(lab);
    return lab;
  };
  const cases: readonly (readonly [
    string,
    Lab,
    Partial<{ key: RouteKey; iif: string; ttl: number }>,
    PacketReport['reason'],
    string | null,
  ])[] = [
    ['TTL 1', change((lab) => add(lab)), { ttl: 1 }, 'ALL_COPIES_SKIPPED', 'SPENT_TTL_IS_COUNTED'],
    [
      'no vif',
      change((lab) => vifRm(lab, { number: 0, family: null })),
      {},
      'INPUT_INTERFACE_HAS_NO_VIF',
      'DROPPED_BEFORE_COUNTING',
    ],
    [
      'rp_filter',
      change((lab) => ifaceSet(lab, { interface: 'eth1', families: [], rpFilter: 1 })),
      { key: new RouteKey('10.0.3.9', '239.1.1.1') },
      'REVERSE_PATH_FILTER',
      'DROPPED_BEFORE_COUNTING',
    ],
    ['the wrong input', change((lab) => add(lab)), { iif: 'eth4' }, 'UNEXPECTED_INPUT_INTERFACE', 'COUNTED_ON_WRONG_INPUT'],
    ['no outputs', change((lab) => add(lab, KEY, [])), {}, 'NO_OUTGOING_INTERFACE', 'BLACK_HOLE'],
    ['a threshold of 0', change((lab) => add(lab, KEY, [oif('eth2', 0)])), {}, 'NO_OUTGOING_INTERFACE', 'BLACK_HOLE'],
    ['a full queue', change((lab) => send(lab, { count: 4 })), {}, 'NO_BUFFER_SPACE', 'DROPPED_UNCOUNTED'],
    ['the fourth packet', change((lab) => send(lab, { count: 3 })), {}, null, 'LAST_PLACE'],
    [
      'a (*,G) route that does not cover the interface',
      change((lab) => add(lab, STAR)),
      { iif: 'eth4' },
      null,
      'STAR_ROUTE_DOES_NOT_COVER',
    ],
    [
      'a (*,*) route from upstream',
      change((lab) => add(lab, new RouteKey('0.0.0.0', '0.0.0.0'), [oif('eth1'), oif('eth2')])),
      {},
      'ARRIVED_FROM_UPSTREAM',
      'FROM_UPSTREAM',
    ],
    [
      'forwarding off',
      change((lab) => forwardingOff(lab, { families: ['ipv4'] })),
      {},
      'FORWARDING_DISABLED',
      'DROPPED_BEFORE_COUNTING',
    ],
  ];

  it.each(cases)('%s: says why, and what helps does help', (_what, lab, fields, reason, trap) => {
    const request = { key: KEY, iif: 'eth1', ttl: 64, payload: new Uint8Array(), ...fields };
    const before = encodeLab(lab);
    const result = explain(lab, request);
    expect(encodeLab(lab)).toBe(before);
    expect(result.packet.reason).toBe(reason);
    expect(result.steps.flatMap(({ traps }) => traps)).toContain(trap);
    expect(result.hopeless).toEqual([]);
    expect(result.remedies.length).toBeGreaterThan(0);
  });

  it.each([
    ['a link-local group', { key: new RouteKey('10.0.1.9', '224.0.0.5') }, 'LINK_LOCAL_DESTINATION'],
    ['an address of the router', { key: new RouteKey('10.0.1.1', '239.1.1.1') }, 'OWN_SOURCE'],
    ['no group', { key: new RouteKey('10.0.1.9', '10.0.2.9') }, 'NOT_MULTICAST'],
  ])('%s has no remedy', (_what, fields, reason) => {
    const result = explain(linux(), { iif: 'eth1', ttl: 64, payload: new Uint8Array(), ...fields });
    expect(result.packet.reason).toBe(reason);
    expect(result.hopeless).toMatchObject([{ code: reason }]);
  });

  it('tells why there is no WRONGVIF', () => {
    const lab = linux();
    add(lab);
    const silent = (iif: string) => {
      const { steps } = explain(lab, { key: KEY, iif, ttl: 64, payload: new Uint8Array() });
      const step = steps.find(({ code }) => code === 'WRONG_INPUT_EVENT');
      return step?.code === 'WRONG_INPUT_EVENT' ? step.compared.silent : undefined;
    };
    expect(silent('eth2')).toBe('ASSERT_OFF');
    stackSet(lab, { setting: 'assert', isOn: true, families: ['ipv4'] });
    expect([silent('eth2'), silent('eth4')]).toEqual([null, 'INPUT_IS_NO_OUTPUT']);
    send(lab, { iif: 'eth2' });
    expect(silent('eth2')).toBe('THROTTLED');
  });

  it('tells of looped copies', () => {
    const lab = linux();
    add(lab);
    ifaceJoin(lab, { interface: 'eth2', group: KEY.group });
    const { steps } = explain(lab, { key: KEY, iif: 'eth1', ttl: 64, payload: new Uint8Array() });
    expect(steps.find(({ code }) => code === 'LOOPED_COPY')).toMatchObject({
      compared: { oif: 'eth2', ttl: 63 },
      traps: ['COUNTED_AGAIN'],
    });
  });
});

it('a counter is looked for only where it is', () => {
  const counter = (lab: Lab, name: 'ipReversePathFilter' | 'forwardingErrors') =>
    refusal(() => expectation(lab, { about: 'counter', name, family: null, wanted: { is: 'number', relation: '=', value: 0 } }));
  expect([counter(linux(), 'ipReversePathFilter'), counter(standardLab(), 'forwardingErrors')]).toEqual([null, null]);
  expect([counter(linux(), 'forwardingErrors'), counter(standardLab(), 'ipReversePathFilter')]).toEqual([
    'NOT_IN_THIS_STACK',
    'NOT_IN_THIS_STACK',
  ]);
});
