import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bench } from './program.js';
import { createBench, wordsOf } from './program.js';

/** The same cases for both families: addresses are written differently and headers differ in length. */
const FAMILIES = [
  {
    family: 'ipv4',
    source: '10.0.1.9',
    other: '10.0.1.8',
    group: '239.1.1.1',
    linkLocal: '224.0.0.5',
    header: 28,
    deliveries: 1,
  },
  { family: 'ipv6', source: 'fc00:1::9', other: 'fc00:1::8', group: 'ff0e::a', linkLocal: 'ff02::5', header: 48, deliveries: 2 },
] as const;

/** Lines that lead up to a command, the command, and what its document has. */
interface Case {
  readonly name: string;
  readonly after: readonly string[];
  readonly line: string;
  readonly has: object;
}

function casesOf({ family, source, other, group, linkLocal, header, deliveries }: (typeof FAMILIES)[number]): Case[] {
  const key = { source, group };
  const route = { ...key, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }], lastUsedNs: 0 };
  const inject = `inject ${source} ${group} --iif eth1`;
  const add = `route add ${source} ${group} --iif eth1 --oif eth2`;
  const queued = ['a', 'b', 'c'].map((payload) => `${inject} --payload ${payload}`);
  const widened = `route add ${source} ${group} --iif eth1 --oif 2:2 --oif eth3:65 --oif eth2:2`;
  const lateInject = `inject ${other} ${group} --iif eth1`;
  const late = [lateInject, 'advance-clock 10s', 'advance-clock 1ns', lateInject];
  const lateAdd = `route add ${other} ${group} --iif eth1 --oif eth2`;
  const arrival = (index: number, events: readonly object[]): Case => ({
    name: `packet ${index + 1} without a route is queued${events.length > 0 ? ', with an event' : ', without an event'}`,
    after: queued.slice(0, index),
    line: queued[index] ?? '',
    has: {
      packets: [{ id: index + 1, ...key, iif: 'eth1', ttl: 64, payload: 'abc'[index], outcome: 'queued', reason: null }],
      events,
      counters: { packetsReceived: 1, validPacketsReceived: 1, forwardingErrors: 1, forwardingUnrouteable: 1 },
    },
  });
  return [
    { name: 'init starts at time 0', after: [], line: 'init', has: { schemaVersion: 1, command: 'init', nowNs: 0 } },
    arrival(0, [{ type: 'missingRoute', ...key, iif: 'eth1' }]),
    arrival(1, []),
    arrival(2, []),
    {
      name: 'a fourth packet finds the queue full',
      after: queued,
      line: inject,
      has: {
        packets: [{ id: 4, outcome: 'dropped', reason: 'NO_BUFFER_SPACE', state: null, copies: [], skipped: [] }],
        counters: { forwardingNoMulticastPendingQueueBufferSpace: 1 },
      },
    },
    {
      name: 'show pending counts the queue',
      after: queued,
      line: 'show pending',
      has: { pending: [{ ...key, expiresNs: 10e9, expired: false, packets: 3 }] },
    },
    {
      name: 'route show lists the queue',
      after: queued,
      line: `route show ${source} ${group}`,
      has: { route: null, pending: { queue: [{ id: 1 }, { id: 2 }, { id: 3 }] } },
    },
    {
      name: 'route add flushes the queue in order',
      after: queued,
      line: add,
      has: {
        command: 'route add',
        nowNs: 0,
        route,
        replaced: null,
        flushed: [1, 2, 3].map((id) => ({ id, outcome: 'forwarded', copies: [{ oif: 'eth2', ttl: 63 }], skipped: [] })),
        lost: [],
        events: [],
        counters: {},
      },
    },
    { name: 'a flushed queue is not pending', after: [...queued, add], line: 'show pending', has: { pending: [] } },
    { name: 'a flushed queue leaves no timer', after: [...queued, add], line: 'show clock', has: { timers: [] } },
    {
      name: 'TTL 1 leaves with TTL 0',
      after: [add],
      line: `${inject} --ttl 1`,
      has: { packets: [{ state: 'InstalledRouteFound', copies: [{ oif: 'eth2', ttl: 0 }] }] },
    },
    {
      name: 'TTL 0 does not leave',
      after: [add],
      line: `${inject} --ttl 0`,
      has: {
        packets: [
          {
            outcome: 'dropped',
            reason: 'ALL_COPIES_SKIPPED',
            skipped: [{ oif: 'eth2', reason: 'TTL_BELOW_MINIMUM', minTtl: 1 }],
          },
        ],
        counters: { forwardingErrors: 1, forwardingExhaustedTtl: 1 },
      },
    },
    {
      name: 'the clock advances exactly',
      after: [],
      line: 'advance-clock 2s500ms',
      has: { fromNs: 0, nowNs: 2.5e9, expired: [] },
    },
    {
      name: 'the clock advances by a nanosecond',
      after: ['advance-clock 2s500ms'],
      line: 'advance-clock 1ns',
      has: { fromNs: 2.5e9, nowNs: 2500000001 },
    },
    {
      name: 'the clock advances to a time',
      after: ['advance-clock 2s500ms'],
      line: 'advance-clock --to 3s',
      has: { nowNs: 3e9 },
    },
    { name: 'inject tells the time', after: [add, 'advance-clock 3s'], line: inject, has: { nowNs: 3e9 } },
    {
      name: 'route show counts all packets of the route, those of the queue and a dropped one included',
      after: [...queued, add, `${inject} --ttl 1`, `${inject} --ttl 0`, 'advance-clock 3s', inject],
      line: `route show ${source} ${group}`,
      has: { route: { ...route, lastUsedNs: 3e9, packets: 6, bytes: 6 * header + 3, wrongIf: 0 } },
    },
    {
      name: 'route touch never sets an earlier time',
      after: [add, 'advance-clock 3s', inject],
      line: `route touch ${source} ${group} --at 2s`,
      has: { wasNs: 3e9, route: { lastUsedNs: 3e9 } },
    },
    {
      name: 'route touch sets the present',
      after: [add, 'advance-clock 3s', inject, 'advance-clock 1s'],
      line: `route touch ${source} ${group}`,
      has: { wasNs: 3e9, route: { lastUsedNs: 4e9 } },
    },
    {
      name: 'a packet on the wrong interface is dropped, with an event',
      after: [add],
      line: `inject ${source} ${group} --iif eth4`,
      has: {
        packets: [{ outcome: 'dropped', reason: 'UNEXPECTED_INPUT_INTERFACE', iif: 'eth4' }],
        events: [{ type: 'unexpectedInputInterface', ...key, iif: 'eth4', expectedIif: 'eth1' }],
        counters: { forwardingUnexpectedMulticastInputInterface: 1 },
      },
    },
    {
      name: 'route add replaces a route',
      after: [add, 'advance-clock 4s', `route touch ${source} ${group}`],
      line: widened,
      has: {
        replaced: { iif: 'eth1', lastUsedNs: 4e9 },
        route: {
          oifs: [
            { oif: 'eth2', minTtl: 2 },
            { oif: 'eth3', minTtl: 65 },
            { oif: 'eth2', minTtl: 2 },
          ],
        },
      },
    },
    {
      name: 'each output gets its copy if the TTL is high enough',
      after: [widened],
      line: inject,
      has: {
        packets: [
          {
            copies: [
              { oif: 'eth2', ttl: 63 },
              { oif: 'eth2', ttl: 63 },
            ],
            skipped: [{ oif: 'eth3', reason: 'TTL_BELOW_MINIMUM', minTtl: 65 }],
          },
        ],
      },
    },
    { name: 'iface rm leaves the routes', after: [widened], line: 'iface rm eth2', has: { routesLeft: 1 } },
    {
      name: 'a removed output is skipped',
      after: [widened, 'iface rm eth2'],
      line: inject,
      has: { packets: [{ reason: 'ALL_COPIES_SKIPPED' }], counters: { forwardingUnrouteable: 2 } },
    },
    {
      name: 'an interface can be added with its old id',
      after: [widened, 'iface rm eth2'],
      line: 'iface add eth2 --id 2 --address 10.0.2.1/24 --address fc00:2::1/64',
      has: { interface: { id: 2 } },
    },
    {
      name: 'a route forwards to an interface that was added again',
      after: [widened, 'iface rm eth2', 'iface add eth2 --id 2 --address 10.0.2.1/24 --address fc00:2::1/64'],
      line: inject,
      has: { packets: [{ outcome: 'forwarded' }] },
    },
    { name: 'iface join counts joins', after: [], line: `iface join eth1 ${group}`, has: { joins: 1 } },
    {
      name: 'a member gets the packet as well',
      after: [widened, `iface join eth1 ${group}`],
      line: inject,
      has: { packets: [{ deliveredLocally: true }], counters: { packetsDelivered: deliveries } },
    },
    {
      name: 'iface leave counts joins',
      after: [`iface join eth1 ${group}`],
      line: `iface leave eth1 ${group}`,
      has: { joins: 0 },
    },
    {
      name: 'a link-local group is never forwarded',
      after: [add],
      line: `inject ${source} ${linkLocal} --iif eth1`,
      has: { packets: [{ reason: 'LINK_LOCAL_DESTINATION' }] },
    },
    {
      name: 'iface set turns forwarding off for both families',
      after: [],
      line: 'iface set eth1 --forwarding off',
      has: { families: [{ was: true }, { was: true }] },
    },
    {
      name: 'an interface without forwarding drops',
      after: [add, 'iface set eth1 --forwarding off'],
      line: inject,
      has: { packets: [{ reason: 'INTERFACE_FORWARDING_DISABLED' }] },
    },
    {
      name: 'iface set turns forwarding on for one family',
      after: ['iface set eth1 --forwarding off'],
      line: `iface set eth1 --forwarding on --family ${family}`,
      has: { families: [{ family, was: false }] },
    },
    {
      name: 'forwarding off clears the routes',
      after: [add],
      line: `forwarding off --family ${family}`,
      has: { families: [{ family, was: true, cleared: 1 }] },
    },
    {
      name: 'a family without forwarding drops',
      after: [add, `forwarding off --family ${family}`],
      line: inject,
      has: { packets: [{ reason: 'FORWARDING_DISABLED' }] },
    },
    {
      name: 'a family without forwarding takes no route',
      after: [`forwarding off --family ${family}`],
      line: add,
      has: { error: { code: 'NOT_PERMITTED' } },
    },
    {
      name: 'forwarding on is for both families',
      after: [`forwarding off --family ${family}`],
      line: 'forwarding on',
      has: { families: [{ family: 'ipv4' }, { family: 'ipv6' }] },
    },
    { name: 'another source is queued', after: [add], line: lateInject, has: { packets: [{ outcome: 'queued' }] } },
    { name: 'nothing expires at 10s', after: late.slice(0, 1), line: 'advance-clock 10s', has: { expired: [] } },
    {
      name: 'a pending route is there at 10s',
      after: late.slice(0, 2),
      line: 'show pending',
      has: { pending: [{ expired: false, packets: 1 }] },
    },
    { name: 'no cleanup runs at 10s and 1ns', after: late.slice(0, 2), line: 'advance-clock 1ns', has: { expired: [] } },
    {
      name: 'an expired pending route still queues',
      after: late.slice(0, 3),
      line: lateInject,
      has: { packets: [{ outcome: 'queued' }], pending: { expired: true } },
    },
    {
      name: 'a late route loses the packets',
      after: late,
      line: lateAdd,
      has: { flushed: [], lost: [{ reason: 'PENDING_ROUTE_EXPIRED' }, { reason: 'PENDING_ROUTE_EXPIRED' }] },
    },
    {
      name: 'route rm removes a route',
      after: [lateAdd],
      line: `route rm ${other} ${group}`,
      has: { removed: [{ source: other, group }] },
    },
    {
      name: 'route rm fails without a route',
      after: [],
      line: `route rm ${other} ${group}`,
      has: { error: { code: 'ROUTE_NOT_FOUND' } },
    },
    {
      name: 'packets at an interval see what expires between them',
      after: [],
      line: `${inject} --count 2 --interval 20s`,
      has: { expired: [{ ...key, packets: 1 }], packets: [{}, {}] },
    },
    {
      name: 'the first timer after that expires nothing',
      after: [`${inject} --count 2 --interval 20s`],
      line: 'advance-clock --next',
      has: { expired: [] },
    },
    {
      name: 'the second timer expires the second packet',
      after: [`${inject} --count 2 --interval 20s`, 'advance-clock --next'],
      line: 'advance-clock --next',
      has: { expired: [{ ...key, packets: 1 }] },
    },
    {
      name: 'then there is no timer',
      after: [`${inject} --count 2 --interval 20s`, 'advance-clock --next', 'advance-clock --next'],
      line: 'advance-clock --next',
      has: { error: { code: 'NO_TIMER' } },
    },
  ];
}

describe.each(FAMILIES)('the document of a command, in $family', (family) => {
  it.each(casesOf(family))('$name', ({ after, line, has }) => {
    const bench = createBench();
    if (after.length > 0) expect(bench.run('run', ...after.flatMap((each) => ['-c', each]))).toMatchObject({ code: 0 });
    expect(bench.json(line)).toMatchObject(has);
  });
});

describe('one session, one invocation after the other', () => {
  it('show routes prints what there is and nothing else', () => {
    const bench = createBench();
    bench.line('init');
    expect(bench.json('show routes')).toEqual({
      schemaVersion: 1,
      command: 'show',
      nowNs: 0,
      maxPendingQueueSize: 3,
      stack: 'gvisor-2022',
      routes: [],
    });
  });

  it('each invocation goes on where the one before ended', () => {
    const bench = createBench();
    const lines = casesOf(FAMILIES[0]).find(({ name }) => name.startsWith('route show counts'));
    for (const line of lines?.after ?? []) expect(bench.run(...wordsOf(line))).toMatchObject({ code: 0 });
    expect(bench.json(lines?.line ?? '')).toMatchObject(lines?.has ?? { never: true });
  });
});

describe('the order of checks of route add, as in gVisor', () => {
  const CASES = [
    { why: 'family disabled', off: true, line: 'route add 10.0.1.9 10.0.1.9 --iif eth9', code: 'NOT_PERMITTED' },
    { why: 'addresses', off: false, line: 'route add 10.0.1.9 10.0.1.9 --iif eth9', code: 'BAD_ADDRESS' },
    {
      why: 'no outgoing interface',
      off: false,
      line: 'route add 10.0.1.9 239.1.1.1 --iif eth9',
      code: 'MISSING_REQUIRED_FIELDS',
    },
    { why: 'unknown input', off: false, line: 'route add 10.0.1.9 239.1.1.1 --iif eth9 --oif eth9', code: 'UNKNOWN_INTERFACE' },
    {
      why: 'input as output',
      off: false,
      line: 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif 1 --oif eth9',
      code: 'INPUT_CANNOT_BE_OUTPUT',
    },
    {
      why: 'unknown output',
      off: false,
      line: 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth9 --oif eth1',
      code: 'UNKNOWN_INTERFACE',
    },
  ];

  it.each(CASES)('$why', ({ off, line, code }) => {
    const bench = createBench();
    bench.line(off ? 'forwarding off' : 'init');
    const before = sessionOf(bench);
    const { code: exit, stdout, stderr } = bench.line(`${line} --json`);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, command: 'route add', error: { code } });
    expect(exit).toBe(1);
    expect(stderr).toMatch(/^mcast: .*\n(hint: .*\n)?$/);
    expect(sessionOf(bench)).toBe(before);
  });
});

function sessionOf({ environment }: Bench): string {
  return readFileSync(join(environment.MCAST_DATA_DIR ?? '', 'sessions', 'default.json'), 'utf8');
}
