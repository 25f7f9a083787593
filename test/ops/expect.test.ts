import { describe, it, expect as must } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { Address } from '../../src/core/address.js';
import { SECOND_NS } from '../../src/core/clock.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import type { Relation, Wanted } from '../../src/ops/expect/notation.js';
import type { Key, Subject } from '../../src/ops/expect/subjects.js';
import type { RowExpectation, Want } from '../../src/ops/expect.js';
import { expect } from '../../src/ops/expect.js';
import { busyLab } from '../core/busy-lab.js';

const number = (value: number, relation: Relation = '='): Wanted => ({ is: 'number', relation, value });
const time = (value: number, relation: Relation = '='): Wanted => ({ is: 'time', relation, value });
const text = (value: string): Wanted => ({ is: 'text', text: value });
const member = (value: string): Wanted => ({ is: 'member', text: value });
const nic = (ref: string): Wanted => ({ is: 'interface', ref });
const oif = (ref: string, minTtl: number | null = null): Wanted => ({ is: 'oif', ref, minTtl });
const want = (field: string, ...wanted: Wanted[]): Want => ({ field, wanted });
const pair = (source: string, group: string): Key => ({ source: Address.parse(source), group: Address.parse(group) });

function rows(subject: Subject, key: Key, wants: readonly Want[] = [], more: Partial<RowExpectation> = {}): RowExpectation {
  return { about: 'rows', subject, isNone: false, key, wants, count: null, ...more };
}

const ROUTE = pair('10.0.1.9', '239.1.1.1');
const PENDING = pair('10.0.1.9', '239.9.9.9');
const three = [oif('eth2', 1), oif('dmz', 0), oif('eth2', 65)];

describe('what rows of a busy lab are', () => {
  it.each<[string, Subject, Key, Want, boolean]>([
    ['a route by its input interface', 'route', ROUTE, want('iif', nic('eth1')), true],
    ['by the id of it', 'route', ROUTE, want('iif', nic('1')), true],
    ['by another', 'route', ROUTE, want('iif', nic('eth2')), false],
    ['by an id that nothing has', 'route', ROUTE, want('iif', nic('99')), false],
    ['by all outgoing interfaces', 'route', ROUTE, want('oif', ...three), true],
    ['in another order', 'route', ROUTE, want('oif', ...[...three].reverse()), true],
    ['by their ids', 'route', ROUTE, want('oif', oif('2', 1), oif('16', 0), oif('2', 65)), true],
    ['with any minimum', 'route', ROUTE, want('oif', oif('eth2'), oif('eth2'), oif('dmz')), true],
    [
      'one with any, which leaves the other to be met',
      'route',
      ROUTE,
      want('oif', oif('eth2'), oif('eth2', 1), oif('dmz')),
      true,
    ],
    ['with one too few', 'route', ROUTE, want('oif', oif('eth2'), oif('dmz')), false],
    ['with one too many', 'route', ROUTE, want('oif', ...three, oif('eth3')), false],
    ['with one twice that is there once', 'route', ROUTE, want('oif', oif('eth2'), oif('dmz'), oif('dmz')), false],
    ['with another minimum', 'route', ROUTE, want('oif', oif('eth2', 1), oif('dmz', 1), oif('eth2', 65)), false],
    ['last used', 'route', ROUTE, want('last-used', time(SECOND_NS)), true],
    ['last used a nanosecond before', 'route', ROUTE, want('last-used', time(SECOND_NS - 1)), false],
    ['by packets', 'route', ROUTE, want('packets', number(2)), true],
    ['by packets on a wrong interface', 'route', ROUTE, want('wrong-if', number(1)), true],
    ['by bytes', 'route', ROUTE, want('bytes', number(0, '>')), true],
    ['a pending route by its packets', 'pending', PENDING, want('packets', number(3)), true],
    ['by one too many', 'pending', PENDING, want('packets', number(4)), false],
    ['by its expiration', 'pending', PENDING, want('expires', time(11 * SECOND_NS)), true],
    ['by whether that has passed', 'pending', PENDING, want('expired', text('no')), true],
    ['by the next cleanup', 'pending', PENDING, want('next-cleanup', time(11 * SECOND_NS)), true],
    ['an interface by its id', 'interface', { interface: 'dmz' }, want('id', number(16)), true],
    ['by its forwarding', 'interface', { interface: '16' }, want('ipv6', text('off')), true],
    ['by its forwarding in IPv4', 'interface', { interface: '16' }, want('ipv4', text('off')), false],
    ['by an address', 'interface', { interface: 'eth1' }, want('address', member('10.0.1.1/24')), true],
    ['by two', 'interface', { interface: 'eth1' }, want('address', member('10.0.1.1/24'), member('fc00:1::1/64')), true],
    [
      'by one that it has not',
      'interface',
      { interface: 'eth1' },
      want('address', member('10.0.1.1/24'), member('10.0.1.1/8')),
      false,
    ],
    ['by a group', 'interface', { interface: 'eth1' }, want('group', member('239.1.1.1')), true],
    ['by a group of another', 'interface', { interface: 'eth2' }, want('group', member('239.1.1.1')), false],
    ['an event by its number', 'event', { type: 'unexpectedInputInterface' }, want('number', number(1)), true],
    ['by where it was expected', 'event', ROUTE, want('expected-iif', nic('eth1')), true],
    ['by where it arrived', 'event', ROUTE, want('iif', nic('eth1')), false],
    ['by when', 'event', { type: 'missingRoute', ...PENDING }, want('at', time(SECOND_NS)), true],
    ['by what it has not', 'event', { type: 'missingRoute' }, want('expected-iif', nic('eth1')), false],
    ['a timer', 'timer', { family: 'ipv6' }, want('fires-at', time(12 * SECOND_NS)), true],
    ['of the other family', 'timer', { family: 'ipv4' }, want('fires-at', time(12 * SECOND_NS)), false],
    ['of either', 'timer', {}, want('fires-at', time(12 * SECOND_NS)), true],
    ['the last packet', 'last-packet', {}, want('outcome', text('queued')), true],
    ['its TTL on leaving, where none left', 'last-packet', {}, want('ttl', number(0, '>=')), false],
    ['its copies, where none left', 'last-packet', {}, want('oif', oif('eth2')), false],
    ['its payload', 'last-packet', {}, want('payload', text('c')), true],
    ['its payload in hexadecimal', 'last-packet', {}, want('payload-hex', text('63')), true],
    ['its source', 'last-packet', {}, want('source', text('fc00:1::9')), true],
    ['its group', 'last-packet', {}, want('group', text('ff0e::a')), false],
    ['its id', 'last-packet', {}, want('id', number(9)), true],
    ['its time', 'last-packet', {}, want('at', time(2 * SECOND_NS)), true],
    ['its TTL on arrival', 'last-packet', {}, want('arrival-ttl', number(64)), true],
    ['its input interface', 'last-packet', {}, want('iif', nic('1')), true],
    ['the interface expected, where none was', 'last-packet', {}, want('expected-iif', nic('1')), false],
    ['why it was dropped, where it was not', 'last-packet', {}, want('reason', text('NO_BUFFER_SPACE')), false],
    ['what the table answered', 'last-packet', {}, want('state', text('NoRouteFoundAndPendingInserted')), true],
    ['local delivery', 'last-packet', {}, want('delivered-locally', text('no')), true],
  ])('%s', (_what, subject, key, asked, met) => {
    const lab = busyLab();
    const before = encodeLab(lab);
    must(expect(lab, rows(subject, key, [asked])).met).toBe(met);
    must(encodeLab(lab)).toBe(before);
  });

  it.each<[Relation, readonly boolean[]]>([
    ['=', [false, true, false]],
    ['!=', [true, false, true]],
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['>', [false, false, true]],
    ['>=', [false, true, true]],
  ])('where a number is %s', (relation, met) => {
    // Two packets have matched the route: it is 1, 2 and 3 that hold or not when they stand on the right.
    const answers = [3, 2, 1].map(
      (value) => expect(busyLab(), rows('route', ROUTE, [want('packets', number(value, relation))])).met,
    );
    must(answers).toEqual(met);
  });
});

describe('the newest packet', () => {
  function forwarded(): Lab {
    const lab = standardLab();
    const oifs = [
      { oif: 'eth2', minTtl: 1 },
      { oif: 'eth3', minTtl: 65 },
    ];
    lab.routers.ipv4.addRoute({ key: new RouteKey('10.0.1.9', '239.1.1.1'), iif: 'eth1', oifs });
    lab.inject({ source: '10.0.1.9', group: '239.1.1.1', iif: 'eth1', ttl: 64, payload: Uint8Array.of(0xff) });
    return lab;
  }

  it.each<[string, Want, boolean]>([
    ['left by an interface', want('oif', oif('eth2')), true],
    ['left by it and another', want('oif', oif('eth2'), oif('eth3')), false],
    ['left with a TTL', want('ttl', number(63)), true],
    ['left with the TTL it came with', want('ttl', number(64)), false],
    ['was skipped by an interface', want('skipped', oif('3')), true],
    ['was skipped by another', want('skipped', oif('eth2')), false],
    ['has a payload that is no text', want('payload-hex', text('ff')), true],
  ])('%s', (_what, asked, met) => {
    must(expect(forwarded(), rows('last-packet', {}, [asked])).met).toBe(met);
  });

  it('is none in a new lab', () => {
    must(expect(standardLab(), rows('last-packet', {}, [want('outcome', text('queued'))]))).toEqual({
      nowNs: 0,
      met: false,
      subject: 'last packet',
      count: 0,
      checks: [{ field: 'outcome', expected: 'queued', actual: 'none', met: false }],
      hint: 'No packet has arrived yet.',
    });
  });
});

describe('how many rows are so', () => {
  it.each<[string, Subject, Key, Want[], Wanted & { is: 'number' }, boolean]>([
    ['as many as there are', 'route', {}, [], { is: 'number', relation: '=', value: 3 }, true],
    ['one more', 'route', {}, [], { is: 'number', relation: '=', value: 4 }, false],
    ['of one source', 'pending', { source: Address.parse('10.0.1.9') }, [], { is: 'number', relation: '=', value: 1 }, true],
    ['of one group', 'pending', { group: Address.parse('239.9.9.9') }, [], { is: 'number', relation: '=', value: 2 }, true],
    ['that are as asked', 'pending', {}, [want('packets', number(1))], { is: 'number', relation: '=', value: 2 }, true],
    ['none', 'event', { type: 'missingRoute' }, [want('iif', nic('eth3'))], { is: 'number', relation: '<', value: 1 }, true],
    ['events of a type', 'event', { type: 'missingRoute' }, [], { is: 'number', relation: '>=', value: 3 }, true],
    ['interfaces', 'interface', {}, [], { is: 'number', relation: '>', value: 3 }, true],
    ['an interface that is not there', 'interface', { interface: 'eth9' }, [], { is: 'number', relation: '=', value: 0 }, true],
  ])('%s', (_what, subject, key, wants, count, met) => {
    must(expect(busyLab(), rows(subject, key, wants, { count })).met).toBe(met);
  });

  it.each<[string, Subject, Key, Want[], boolean]>([
    ['such a pair', 'route', pair('10.0.1.8', '239.1.1.1'), [], true],
    ['a pair that there is', 'route', ROUTE, [], false],
    ['a pair that is otherwise', 'route', ROUTE, [want('packets', number(1))], true],
    ['anything pending', 'pending', {}, [], false],
    ['a timer that fires late', 'timer', {}, [want('fires-at', time(12 * SECOND_NS, '>'))], true],
  ])('none: %s', (_what, subject, key, wants, met) => {
    must(expect(busyLab(), rows(subject, key, wants, { isNone: true })).met).toBe(met);
  });
});

describe('what is said where it is not so', () => {
  it.each<[string, RowExpectation, string, string, string | null]>([
    [
      'each field that was asked, with its mark',
      rows('route', ROUTE, [want('iif', nic('1')), want('oif', oif('eth2', 1)), want('last-used', time(0, '>='))]),
      'route (10.0.1.9, 239.1.1.1)',
      'iif eth1|eth1 ok; oif eth2:1|eth2:1, dmz:0, eth2:65 differs; last-used >=0s|1s ok',
      null,
    ],
    [
      'a row that is not there, and its neighbor',
      rows('route', pair('10.0.1.7', '239.1.1.1'), [want('packets', number(1))]),
      'route (10.0.1.7, 239.1.1.1)',
      'packets 1|none differs',
      'Installed with that group: (10.0.1.9, 239.1.1.1), (10.0.1.10, 239.1.1.1).',
    ],
    [
      'a route that is pending',
      rows('route', PENDING),
      'route (10.0.1.9, 239.9.9.9)',
      'count >=1|0 differs',
      'It is pending, not installed.',
    ],
    [
      'a route of which only the source is known',
      rows('route', pair('10.0.1.9', '239.1.1.2')),
      'route (10.0.1.9, 239.1.1.2)',
      'count >=1|0 differs',
      'Installed with that source: (10.0.1.9, 239.1.1.1).',
    ],
    [
      'a pending route that is installed',
      rows('pending', ROUTE),
      'pending (10.0.1.9, 239.1.1.1)',
      'count >=1|0 differs',
      'It is installed, not pending.',
    ],
    [
      'a pending route of another source',
      rows('pending', pair('10.0.1.7', '239.9.9.9')),
      'pending (10.0.1.7, 239.9.9.9)',
      'count >=1|0 differs',
      'Pending with that group: (10.0.1.8, 239.9.9.9), (10.0.1.9, 239.9.9.9).',
    ],
    ['nothing near', rows('route', pair('10.0.1.7', '239.1.1.3')), 'route (10.0.1.7, 239.1.1.3)', 'count >=1|0 differs', null],
    [
      'the closest of several',
      rows('pending', {}, [want('packets', number(1)), want('expires', time(13 * SECOND_NS))]),
      'pending',
      'packets 1|1 ok; expires 13s|11s differs',
      'The closest of 3 candidates is (10.0.1.8, 239.9.9.9).',
    ],
    [
      'what should not be there',
      rows('pending', { group: Address.parse('239.9.9.9') }, [want('expired', text('no'))], { isNone: true }),
      'pending of group 239.9.9.9 with expired no',
      'count 0|2 differs',
      'Found (10.0.1.8, 239.9.9.9) and 1 more.',
    ],
    [
      'how many there are',
      rows('timer', { family: 'ipv6' }, [], { count: { is: 'number', relation: '>', value: 1 } }),
      'timer IPv6',
      'count >1|1 differs',
      'Found a timer of IPv6.',
    ],
    [
      'an interface that there is not',
      rows('interface', { interface: 'eth9' }, [want('id', number(9))]),
      'interface eth9',
      'id 9|none differs',
      'Interfaces: eth1, eth2, eth3 and 1 more.',
    ],
    [
      'no such event',
      rows('event', { type: 'missingRoute', ...ROUTE }),
      'event missingRoute (10.0.1.9, 239.1.1.1)',
      'count >=1|0 differs',
      null,
    ],
  ])('%s', (_what, expectation, subject, checks, hint) => {
    const result = expect(busyLab(), expectation);
    const told = result.checks.map((each) => `${each.field} ${each.expected}|${each.actual} ${each.met ? 'ok' : 'differs'}`);
    must({ met: result.met, subject: result.subject, checks: told.join('; '), hint: result.hint }).toEqual({
      met: false,
      subject,
      checks,
      hint,
    });
  });

  it('an interface where there are none', () => {
    const result = expect(standardLab(0), rows('interface', { interface: 'eth1' }));
    must(result.hint).toBe('There are no interfaces.');
  });
});

describe('an interface that is named', () => {
  it('and cannot be one is refused', () => {
    must(() => expect(busyLab(), rows('route', ROUTE, [want('iif', nic('eth9'))]))).toThrow(
      must.objectContaining({ code: 'UNKNOWN_INTERFACE', message: 'there is no interface "eth9"' }),
    );
    must(() => expect(busyLab(), rows('route', ROUTE, [want('oif', oif('0'))]))).toThrow(
      must.objectContaining({ code: 'UNKNOWN_INTERFACE' }),
    );
  });

  it('and is gone is known by its id', () => {
    const lab = busyLab();
    lab.interfaces.remove(lab.interfaces.require('dmz'));
    must(expect(lab, rows('route', ROUTE, [want('oif', oif('eth2'), oif('16'), oif('eth2'))])).met).toBe(true);
  });
});

describe('a counter, the clock and forwarding', () => {
  it.each([
    ['both families together', null, 9, true],
    ['one family', 'ipv4' as const, 7, true],
    ['the other', 'ipv6' as const, 2, true],
    ['one too few', 'ipv6' as const, 1, false],
  ])('packets received: %s', (_what, family, value, met) => {
    const result = expect(busyLab(), {
      about: 'counter',
      name: 'packetsReceived',
      family,
      wanted: { is: 'number', relation: '=', value },
    });
    must(result.met).toBe(met);
    must(result.subject).toBe(`counter packetsReceived${family === null ? '' : family === 'ipv4' ? ' of IPv4' : ' of IPv6'}`);
  });

  it.each([
    [2 * SECOND_NS - 1, false],
    [2 * SECOND_NS, true],
    [2 * SECOND_NS + 1, false],
  ])('the clock at %d', (value, met) => {
    must(expect(busyLab(), { about: 'clock', wanted: { is: 'time', relation: '=', value } }).met).toBe(met);
  });

  it('forwarding is told of each family', () => {
    const lab = busyLab();
    lab.routers.ipv6.disableForwarding();
    must(expect(lab, { about: 'forwarding', isOn: true, families: ['ipv4', 'ipv6'] })).toMatchObject({
      met: false,
      subject: 'forwarding',
      count: null,
      checks: [
        { field: 'ipv4', expected: 'on', actual: 'on', met: true },
        { field: 'ipv6', expected: 'on', actual: 'off', met: false },
      ],
    });
    must(expect(lab, { about: 'forwarding', isOn: false, families: ['ipv6'] })).toMatchObject({
      met: true,
      subject: 'forwarding of IPv6',
    });
  });
});

it('a field that there is not is a bug', () => {
  must(() => expect(busyLab(), rows('route', ROUTE, [want('colour', text('red'))]))).toThrow('there is no field colour');
});

it('a whole key is looked up, and no other row read', () => {
  const lab = standardLab();
  const { table } = asGvisor(lab.routers.ipv4);
  table.addInstalledRoute(
    new RouteKey('10.0.1.9', '239.1.1.1'),
    table.newInstalledRoute({ expectedInputInterface: 1, outgoingInterfaces: [{ id: 2, minTtl: 1 }] }),
  );
  table.installedRoutes = () => {
    throw new Error('all routes were read');
  };
  must(expect(lab, rows('route', ROUTE, [want('iif', nic('eth1'))])).met).toBe(true);
  must(() => expect(lab, rows('route', {}))).toThrow('all routes were read');
});

describe('only undo can meet what is expected', () => {
  const DROPPED = want('outcome', text('dropped'));
  const count = (value: number, relation: Relation = '=') => ({ count: { is: 'number', relation, value } as const });

  /** Packet 1 is dropped, packet 2 waits, and there are two events. */
  function past(): Lab {
    const lab = standardLab();
    const key = new RouteKey('10.0.1.9', '239.1.1.1');
    lab.routerOf(key).addRoute({ key, iif: 'eth2', oifs: [{ oif: 'eth3', minTtl: 1 }] });
    for (const source of ['10.0.1.9', '10.0.1.8'])
      lab.inject({ source, group: '239.1.1.1', iif: 'eth1', ttl: 64, payload: new Uint8Array() });
    return lab;
  }

  it.each<[string, RowExpectation, true | undefined]>([
    ['of a packet that was dropped', rows('packet', { id: 1 }, [want('outcome', text('forwarded'))]), true],
    ['of a packet that waits', rows('packet', { id: 2 }, [want('outcome', text('forwarded'))]), undefined],
    ['of a packet that is to come', rows('packet', { id: 3 }, [DROPPED]), undefined],
    ['of any packet', rows('packet', {}, [want('outcome', text('forwarded'))]), undefined],
    ['where it is met', rows('packet', { id: 1 }, [DROPPED]), undefined],
    ['where none may be dropped', rows('packet', {}, [DROPPED], { isNone: true }), true],
    ['where there are more than enough events', rows('event', {}, [], count(1)), true],
    ['where there must be fewer', rows('event', {}, [], count(2, '<')), true],
    ['where there must be more', rows('event', {}, [], count(2, '>')), undefined],
    ['where one more is missing', rows('event', {}, [], count(3)), undefined],
    ['where there are too many routes', rows('route', {}, [], count(0)), undefined],
  ])('%s', (_, expectation, final) => {
    must(expect(past(), expectation).final).toBe(final);
  });
});
