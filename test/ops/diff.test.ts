import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { Address } from '../../src/core/address.js';
import { SECOND_NS } from '../../src/core/clock.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import { Interface } from '../../src/core/interface.js';
import { Lab, standardLab } from '../../src/core/lab.js';
import { DEFAULT_JOURNAL_SIZE } from '../../src/core/newest.js';
import { RouteKey } from '../../src/core/route.js';
import type { Change } from '../../src/ops/diff.js';
import { diff } from '../../src/ops/diff.js';
import { createLab } from '../../src/ops/init.js';
import { SECTIONS, show } from '../../src/ops/show.js';
import { busyLab } from '../core/busy-lab.js';
import { take, walks } from '../laws/lab-walk.js';
import { tries } from '../tries.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const copy = (lab: Lab) => decodeLab(encodeLab(lab));

function arrive(lab: Lab, payload = '', source = '10.0.1.9', group = '239.1.1.1'): void {
  lab.inject({ source, group, iif: 'eth1', ttl: 64, payload: new TextEncoder().encode(payload) });
}

/** `~ counters forwardingErrors`, for each change. */
function told({ changes }: { readonly changes: readonly Change[] }): string[] {
  return changes.map((change) => {
    const name = 'name' in change ? ` ${change.name}` : 'source' in change ? ` ${change.source} ${change.group}` : '';
    const family = 'family' in change ? ` ${change.family}` : '';
    const id = 'id' in change ? ` ${change.id}` : 'number' in change ? ` ${change.number}` : '';
    return `${change.what} ${change.section}${family}${name}${id}`;
  });
}

const received = ['changed counters ipv4 packetsReceived', 'changed counters ipv4 validPacketsReceived'];
const unrouteable = [...received, 'changed counters ipv4 forwardingErrors', 'changed counters ipv4 forwardingUnrouteable'];

describe('what one thing changes in a busy lab', () => {
  it.each<[string, (lab: Lab) => void, readonly string[]]>([
    ['nothing', () => undefined, []],
    ['the clock', (lab) => lab.advance(1), ['changed clock']],
    ['forwarding on of what is on', (lab) => lab.routers.ipv4.enableForwarding(), []],
    [
      'forwarding off',
      (lab) => lab.routers.ipv6.disableForwarding(),
      ['changed forwarding ipv6', 'removed routes fc00:1::9 ff0e::a'],
    ],
    [
      'a route more',
      (lab) => {
        lab.routers.ipv4.addRoute({ key: new RouteKey('10.0.1.7', '239.1.1.1'), iif: 1, oifs: [{ oif: 2, minTtl: 1 }] });
      },
      ['added routes 10.0.1.7 239.1.1.1'],
    ],
    [
      'a route with another minimum TTL',
      (lab) => {
        const oifs = [1, 0, 64].map((minTtl, index) => ({ oif: index === 1 ? 'dmz' : 'eth2', minTtl }));
        lab.routers.ipv4.addRoute({ key: new RouteKey('10.0.1.10', '239.1.1.1'), iif: 'eth1', oifs });
      },
      ['changed routes 10.0.1.10 239.1.1.1'],
    ],
    ['a route less', (lab) => lab.routers.ipv4.removeRoute(KEY), ['removed routes 10.0.1.9 239.1.1.1']],
    ['a route that is used now', (lab) => lab.routers.ipv4.touchRoute(KEY, 2 * SECOND_NS), ['changed routes 10.0.1.9 239.1.1.1']],
    [
      'an interface more',
      (lab) => lab.interfaces.add(new Interface({ id: 7, name: 'eth7', addresses: [], forwarding: { ipv4: true, ipv6: true } })),
      ['added interfaces 7'],
    ],
    ['an interface less', (lab) => lab.interfaces.remove(lab.interfaces.require('dmz')), ['removed interfaces 16']],
    ['a group joined', (lab) => lab.interfaces.require('eth2').join(Address.parse('239.1.1.1')), ['changed interfaces 2']],
    ['a group joined again', (lab) => lab.interfaces.require('eth1').join(Address.parse('239.1.1.1')), ['changed interfaces 1']],
    [
      'forwarding of an interface',
      (lab) => {
        lab.interfaces.require('eth3').forwarding.ipv6 = false;
      },
      ['changed interfaces 3'],
    ],
    [
      'a packet queued',
      (lab) => arrive(lab, 'x', '10.0.1.8', '239.9.9.9'),
      ['changed pending 10.0.1.8 239.9.9.9', 'added packets 10', ...unrouteable],
    ],
    [
      'a pending route more, of the family whose timer runs',
      (lab) => arrive(lab, 'x', '10.0.1.7', '239.9.9.9'),
      ['added pending 10.0.1.7 239.9.9.9', 'added packets 10', ...unrouteable, 'added events 5'],
    ],
    [
      'pending routes that have expired',
      (lab) => lab.advance(9 * SECOND_NS + 1),
      ['changed clock', 'changed pending 10.0.1.8 239.9.9.9', 'changed pending 10.0.1.9 239.9.9.9', 'changed timers ipv4'],
    ],
    [
      'pending routes that were swept',
      (lab) => lab.advance(30 * SECOND_NS),
      [
        'changed clock',
        'removed pending 10.0.1.8 239.9.9.9',
        'removed pending 10.0.1.9 239.9.9.9',
        'removed pending fc00:1::9 ff0e::b',
        'removed timers ipv4',
        'removed timers ipv6',
      ],
    ],
  ])('%s', (_what, change, expected) => {
    const before = busyLab();
    const after = copy(before);
    change(after);
    const result = diff(before, after);
    expect(told(result)).toEqual(expected);
    expect(result.same).toBe(expected.length === 0);

    const back = diff(after, before);
    const swapped = result.changes.map((each) => ({ before: each.after, after: each.before }));
    expect(back.changes.map((each) => ({ before: each.before, after: each.after }))).toEqual(expect.arrayContaining(swapped));
    expect(back.changes).toHaveLength(swapped.length);
  });

  it('a whole journal of packets, of which the oldest is forgotten: it was not removed', () => {
    const before = busyLab();
    while (before.packets.entries().length < DEFAULT_JOURNAL_SIZE) arrive(before);
    const after = copy(before);
    arrive(after);
    const result = diff(before, after);
    const packets = told(result).filter((line) => line.includes('packets '));
    expect(packets).toEqual([`added packets ${after.nextPacketId - 1}`]);
    expect(result.notCompared.packets).toBeGreaterThan(0);
  });

  it('and a lab that is set up in another way', () => {
    const result = diff(
      createLab({ interfaces: 1, queueSize: 3, anyAddress: false }),
      createLab({ interfaces: 1, queueSize: 0, anyAddress: true }),
    );
    expect(result.changes).toEqual([
      { section: 'config', what: 'changed', name: 'maxPendingQueueSize', before: 3, after: 0 },
      { section: 'config', what: 'changed', name: 'anyAddress', before: false, after: true },
    ]);
  });
});

it('what is told is what show prints', () => {
  const lab = busyLab();
  const result = diff(new Lab(), lab);
  const shown = show(lab, { sections: SECTIONS });
  const added = (section: Change['section']) =>
    result.changes.filter((each) => each.section === section).map(({ after }) => after);
  expect(added('clock')).toEqual([shown.nowNs]);
  expect(added('interfaces')).toEqual(shown.interfaces);
  expect(added('routes')).toEqual(shown.routes);
  expect(added('pending')).toEqual(shown.pending);
  expect(added('packets')).toEqual(shown.packets);
  expect(added('events')).toEqual(shown.events);
  expect(added('timers')).toEqual(shown.timers);
  expect(added('forwarding')).toEqual([true, true]);
  expect(result.changes.find((each) => each.section === 'counters')).toEqual({
    section: 'counters',
    what: 'changed',
    family: 'ipv4',
    name: 'packetsReceived',
    before: 0,
    after: shown.counters?.ipv4.packetsReceived,
  });
});

it('packets that differ in one byte are not the same', () => {
  const [before, after] = ['a', 'b'].map((payload) => {
    const lab = standardLab();
    arrive(lab, payload);
    return lab;
  });
  if (before === undefined || after === undefined) throw new Error('there are two');
  expect(told(diff(before, after))).toEqual(['changed pending 10.0.1.9 239.1.1.1', 'removed packets 1', 'added packets 1']);
});

it('events of one number that differ are one less and one more', () => {
  const [before, after] = ['10.0.1.8', '10.0.1.9'].map((source) => {
    const lab = standardLab();
    arrive(lab, '', source);
    return lab;
  });
  if (before === undefined || after === undefined) throw new Error('there are two');
  expect(told(diff(before, after))).toEqual([
    'removed pending 10.0.1.8 239.1.1.1',
    'added pending 10.0.1.9 239.1.1.1',
    'removed packets 1',
    'added packets 1',
    'removed events 1',
    'added events 1',
  ]);
});

it('law: a lab is the same as itself read back, and as another exactly when both are written alike', () => {
  fc.assert(
    fc.property(walks, ({ init, steps }) => {
      const lab = createLab(init);
      for (const step of steps.slice(0, 40)) {
        const before = copy(lab);
        take(lab, step);
        expect(diff(lab, copy(lab)).changes).toEqual([]);
        expect(diff(before, lab).same).toBe(encodeLab(before) === encodeLab(lab));
      }
    }),
    { numRuns: tries(20, 60) },
  );
});

it('of a hundred thousand routes only those that differ are looked at closely', () => {
  const [before, after] = [0, 1].map((iif) => {
    const lab = standardLab();
    const { table } = asGvisor(lab.routers.ipv4);
    for (let n = 0; n < 100_000; n += 1) {
      const key = new RouteKey(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, '239.1.1.1');
      const isOdd = n === 70_000 && iif === 1;
      table.addInstalledRoute(
        key,
        table.newInstalledRoute({ expectedInputInterface: isOdd ? 3 : 1, outgoingInterfaces: [{ id: 2, minTtl: 1 }] }),
      );
    }
    return lab;
  });
  if (before === undefined || after === undefined) throw new Error('there are two');
  let names = 0;
  const nameOf = after.interfaces.nameOf.bind(after.interfaces);
  after.interfaces.nameOf = (id) => {
    names += 1;
    return nameOf(id);
  };
  expect(told(diff(before, after))).toEqual(['changed routes 10.1.17.112 239.1.1.1']);
  expect(names).toBe(2);
});
