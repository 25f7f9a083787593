import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bench } from './program.js';
import { createBench } from './program.js';

/** Two families, the same story: what differs is how addresses are written and how long datagrams are. */
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

describe.each(FAMILIES)(
  'a shell script, line by line, in $family',
  ({ family, source, other, group, linkLocal, header, deliveries }) => {
    it('does and says what it should, fifty times', () => {
      const bench = createBench();
      let invocations = 0;
      const sent = (line: string) => {
        invocations += 1;
        return bench.json(line);
      };
      const key = { source, group };
      const route = { ...key, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }], lastUsedNs: 0 };
      const arrive = (more = '') => sent(`inject ${source} ${group} --iif eth1 ${more}`.trim());

      expect(sent('init')).toMatchObject({ schemaVersion: 1, command: 'init', nowNs: 0 });
      expect(sent('show routes')).toEqual({ schemaVersion: 1, command: 'show', nowNs: 0, maxPendingQueueSize: 3, routes: [] });

      // The queue takes three; only the first emits an event.
      for (const [index, payload] of ['a', 'b', 'c'].entries()) {
        expect(arrive(`--payload ${payload}`)).toMatchObject({
          packets: [{ id: index + 1, ...key, iif: 'eth1', ttl: 64, payload, outcome: 'queued', reason: null }],
          events: index === 0 ? [{ type: 'missingRoute', ...key, iif: 'eth1' }] : [],
          counters: { packetsReceived: 1, validPacketsReceived: 1, forwardingErrors: 1, forwardingUnrouteable: 1 },
        });
      }
      expect(arrive()).toMatchObject({
        packets: [{ id: 4, outcome: 'dropped', reason: 'NO_BUFFER_SPACE', state: null, copies: [], skipped: [] }],
        counters: { forwardingNoMulticastPendingQueueBufferSpace: 1 },
      });
      expect(sent('show pending')).toMatchObject({ pending: [{ ...key, expiresNs: 10e9, expired: false, packets: 3 }] });
      expect(sent(`route show ${source} ${group}`)).toMatchObject({
        route: null,
        pending: { queue: [{ id: 1 }, { id: 2 }, { id: 3 }] },
      });

      // Installing flushes them in order.
      expect(sent(`route add ${source} ${group} --iif eth1 --oif eth2`)).toMatchObject({
        command: 'route add',
        nowNs: 0,
        route,
        replaced: null,
        flushed: [1, 2, 3].map((id) => ({ id, outcome: 'forwarded', copies: [{ oif: 'eth2', ttl: 63 }], skipped: [] })),
        lost: [],
        events: [],
        counters: {},
      });
      expect(sent('show pending')).toMatchObject({ pending: [] });
      expect(sent('show clock')).toMatchObject({ timers: [] });
      expect(arrive('--ttl 1')).toMatchObject({ packets: [{ state: 'InstalledRouteFound', copies: [{ oif: 'eth2', ttl: 0 }] }] });
      expect(arrive('--ttl 0')).toMatchObject({
        packets: [
          {
            outcome: 'dropped',
            reason: 'ALL_COPIES_SKIPPED',
            skipped: [{ oif: 'eth2', reason: 'TTL_BELOW_MINIMUM', minTtl: 1 }],
          },
        ],
        counters: { forwardingErrors: 1, forwardingExhaustedTtl: 1 },
      });

      // An exact clock.
      expect(sent('advance-clock 2s500ms')).toMatchObject({ fromNs: 0, nowNs: 2.5e9, expired: [] });
      expect(sent('advance-clock 1ns')).toMatchObject({ fromNs: 2.5e9, nowNs: 2500000001 });
      expect(sent('advance-clock --to 3s')).toMatchObject({ nowNs: 3e9 });
      expect(arrive()).toMatchObject({ nowNs: 3e9 });
      expect(sent(`route show ${source} ${group}`)).toMatchObject({
        route: { ...route, lastUsedNs: 3e9, packets: 6, bytes: 6 * header + 3, wrongIf: 0 },
      });
      expect(sent(`route touch ${source} ${group} --at 2s`)).toMatchObject({ wasNs: 3e9, route: { lastUsedNs: 3e9 } });
      expect(sent('advance-clock 1s')).toMatchObject({ nowNs: 4e9 });
      expect(sent(`route touch ${source} ${group}`)).toMatchObject({ wasNs: 3e9, route: { lastUsedNs: 4e9 } });

      // The wrong interface.
      expect(sent(`inject ${source} ${group} --iif eth4`)).toMatchObject({
        packets: [{ outcome: 'dropped', reason: 'UNEXPECTED_INPUT_INTERFACE', iif: 'eth4' }],
        events: [{ type: 'unexpectedInputInterface', ...key, iif: 'eth4', expectedIif: 'eth1' }],
        counters: { forwardingUnexpectedMulticastInputInterface: 1 },
      });

      // Replacing.
      expect(sent(`route add ${source} ${group} --iif eth1 --oif 2:2 --oif eth3:65 --oif eth2:2`)).toMatchObject({
        replaced: { iif: 'eth1', lastUsedNs: 4e9 },
        route: {
          oifs: [
            { oif: 'eth2', minTtl: 2 },
            { oif: 'eth3', minTtl: 65 },
            { oif: 'eth2', minTtl: 2 },
          ],
        },
      });
      expect(arrive()).toMatchObject({
        packets: [
          {
            copies: [
              { oif: 'eth2', ttl: 63 },
              { oif: 'eth2', ttl: 63 },
            ],
            skipped: [{ oif: 'eth3', reason: 'TTL_BELOW_MINIMUM', minTtl: 65 }],
          },
        ],
      });

      // A removed outgoing interface leaves the route in place.
      expect(sent('iface rm eth2')).toMatchObject({ routesLeft: 1 });
      expect(arrive()).toMatchObject({ packets: [{ reason: 'ALL_COPIES_SKIPPED' }], counters: { forwardingUnrouteable: 2 } });
      expect(sent('iface add eth2 --id 2 --address 10.0.2.1/24 --address fc00:2::1/64')).toMatchObject({ interface: { id: 2 } });
      expect(arrive()).toMatchObject({ packets: [{ outcome: 'forwarded' }] });

      // Local delivery beside forwarding.
      expect(sent(`iface join eth1 ${group}`)).toMatchObject({ joins: 1 });
      expect(arrive()).toMatchObject({ packets: [{ deliveredLocally: true }], counters: { packetsDelivered: deliveries } });
      expect(sent(`iface leave eth1 ${group}`)).toMatchObject({ joins: 0 });

      // Never forwarded.
      expect(sent(`inject ${source} ${linkLocal} --iif eth1`)).toMatchObject({ packets: [{ reason: 'LINK_LOCAL_DESTINATION' }] });
      expect(sent('iface set eth1 --forwarding off')).toMatchObject({ families: [{ was: true }, { was: true }] });
      expect(arrive()).toMatchObject({ packets: [{ reason: 'INTERFACE_FORWARDING_DISABLED' }] });
      expect(sent(`iface set eth1 --forwarding on --family ${family}`)).toMatchObject({ families: [{ family, was: false }] });
      expect(sent(`forwarding off --family ${family}`)).toMatchObject({ families: [{ family, was: true, cleared: 1 }] });
      expect(arrive()).toMatchObject({ packets: [{ reason: 'FORWARDING_DISABLED' }] });
      expect(sent(`route add ${source} ${group} --iif eth1 --oif eth2`)).toMatchObject({ error: { code: 'NOT_PERMITTED' } });
      expect(sent('forwarding on')).toMatchObject({ families: [{ family: 'ipv4' }, { family: 'ipv6' }] });

      // Ten seconds, exclusive; swept by the timer of the first; a late install loses the packets.
      expect(sent(`inject ${other} ${group} --iif eth1`)).toMatchObject({ packets: [{ outcome: 'queued' }] });
      expect(sent('advance-clock 10s')).toMatchObject({ expired: [] });
      expect(sent('show pending')).toMatchObject({ pending: [{ expired: false, packets: 1 }] });
      expect(sent('advance-clock 1ns')).toMatchObject({ expired: [] });
      expect(sent(`inject ${other} ${group} --iif eth1`)).toMatchObject({
        packets: [{ outcome: 'queued' }],
        pending: { expired: true },
      });
      expect(sent(`route add ${other} ${group} --iif eth1 --oif eth2`)).toMatchObject({
        flushed: [],
        lost: [{ reason: 'PENDING_ROUTE_EXPIRED' }, { reason: 'PENDING_ROUTE_EXPIRED' }],
      });
      expect(sent(`route rm ${other} ${group}`)).toMatchObject({ removed: [{ source: other, group }] });
      expect(sent(`route rm ${other} ${group}`)).toMatchObject({ error: { code: 'ROUTE_NOT_FOUND' } });
      expect(arrive('--count 2 --interval 20s')).toMatchObject({ expired: [{ ...key, packets: 1 }], packets: [{}, {}] });
      expect(sent('advance-clock --next')).toMatchObject({ expired: [] });
      expect(sent('advance-clock --next')).toMatchObject({ expired: [{ ...key, packets: 1 }] });
      expect(sent('advance-clock --next')).toMatchObject({ error: { code: 'NO_TIMER' } });
      expect(invocations).toBeGreaterThanOrEqual(50);
    });
  },
);

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
