import { expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { Address, parseAddressWithPrefix } from '../../src/core/address.js';
import { SECOND_NS } from '../../src/core/clock.js';
import { Interface } from '../../src/core/interface.js';
import type { Lab } from '../../src/core/lab.js';
import { Lab as EmptyLab, standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import { diff } from '../../src/ops/diff.js';
import { renderDiff } from '../../src/render/diff.js';
import { plainStyle } from '../../src/render/style.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');

/** A route that waits for nothing, and something else that waits. */
function start(): Lab {
  const lab = standardLab(3);
  lab.routers.ipv4.addRoute({ key: KEY, iif: 'eth1', oifs: [{ oif: 'eth2', minTtl: 1 }] });
  arrive(lab, '10.0.1.8', 'eth1');
  return lab;
}

function arrive(lab: Lab, source: string, iif: string): void {
  lab.inject({ source, group: '239.1.1.1', iif, ttl: 64, payload: new Uint8Array() });
}

function lines(change: (lab: Lab) => void): string[] {
  const before = start();
  const after = decodeLab(encodeLab(before));
  change(after);
  return renderDiff(diff(before, after), plainStyle).split('\n');
}

const oif = (name: string, minTtl = 1) => ({ oif: name, minTtl });

it.each<[string, (lab: Lab) => void, readonly string[]]>([
  ['nothing', () => undefined, ['no difference']],
  ['the clock', (lab) => lab.advance(SECOND_NS), ['clock 0s → 1s']],
  [
    'a packet forwarded',
    (lab) => {
      lab.advance(SECOND_NS);
      arrive(lab, '10.0.1.9', 'eth1');
    },
    [
      'clock 0s → 1s',
      '~ route (10.0.1.9, 239.1.1.1) packets 0 → 1, bytes 0 → 28, last used 0s → 1s',
      '+ packet 2 (10.0.1.9, 239.1.1.1) on eth1, forwarded to eth2',
      '~ counter IPv4 packetsReceived 1 → 2',
      '~ counter IPv4 validPacketsReceived 1 → 2',
    ],
  ],
  [
    'a packet on a wrong interface',
    (lab) => arrive(lab, '10.0.1.9', 'eth3'),
    [
      '~ route (10.0.1.9, 239.1.1.1) packets 0 → 1, bytes 0 → 28, wrong 0 → 1',
      '+ packet 2 (10.0.1.9, 239.1.1.1) on eth3, dropped: UNEXPECTED_INPUT_INTERFACE',
      '~ counter IPv4 packetsReceived 1 → 2',
      '~ counter IPv4 validPacketsReceived 1 → 2',
      '~ counter IPv4 forwardingErrors 1 → 2',
      '~ counter IPv4 forwardingUnexpectedMulticastInputInterface 0 → 1',
      '+ event unexpectedInputInterface (10.0.1.9, 239.1.1.1) on eth3, expected on eth1',
    ],
  ],
  [
    'a packet queued',
    (lab) => arrive(lab, '10.0.1.8', 'eth1'),
    [
      '~ pending (10.0.1.8, 239.1.1.1) packets 1 → 2',
      '+ packet 2 (10.0.1.8, 239.1.1.1) on eth1, queued',
      '~ counter IPv4 packetsReceived 1 → 2',
      '~ counter IPv4 validPacketsReceived 1 → 2',
      '~ counter IPv4 forwardingErrors 1 → 2',
      '~ counter IPv4 forwardingUnrouteable 1 → 2',
    ],
  ],
  [
    'a pending route swept',
    (lab) => lab.advance(20 * SECOND_NS),
    ['clock 0s → 20s', '- pending (10.0.1.8, 239.1.1.1) 1 packet', '- timer IPv4 at 10s'],
  ],
  [
    'a pending route expired',
    (lab) => lab.advance(10 * SECOND_NS + 1),
    ['clock 0s → 10.000000001s', '~ pending (10.0.1.8, 239.1.1.1) expired', '~ timer IPv4 10s → 20s'],
  ],
  [
    'routes and forwarding',
    (lab) => {
      lab.routers.ipv4.addRoute({ key: KEY, iif: 'eth1', oifs: [oif('eth3', 5)] });
      lab.routers.ipv6.addRoute({ key: new RouteKey('fc00:1::9', 'ff0e::a'), iif: 'eth1', oifs: [oif('eth2'), oif('eth3')] });
    },
    ['~ route (10.0.1.9, 239.1.1.1) eth1 → eth2, now eth1 → eth3 (min TTL 5)', '+ route (fc00:1::9, ff0e::a) eth1 → eth2, eth3'],
  ],
  ['forwarding off', (lab) => lab.routers.ipv6.disableForwarding(), ['~ forwarding IPv6 on → off']],
  [
    'interfaces',
    (lab) => {
      const forwarding = { ipv4: true, ipv6: true };
      lab.interfaces.remove(lab.interfaces.require('eth2'));
      lab.interfaces.require('eth3').forwarding.ipv4 = false;
      lab.interfaces.require('eth3').leave(Address.parse('224.0.0.1'));
      lab.interfaces.require('eth1').join(Address.parse('239.1.1.1'));
      lab.interfaces.require('eth1').join(Address.parse('224.0.0.1'));
      lab.interfaces.add(new Interface({ id: 7, name: 'dmz', addresses: [], forwarding }));
      lab.interfaces.add(new Interface({ id: 2, name: 'new', addresses: [parseAddressWithPrefix('10.0.9.1/24')], forwarding }));
    },
    [
      '~ interface eth1 joins of 224.0.0.1 1 → 2, joined 239.1.1.1',
      '~ interface eth2 → new with 10.0.9.1/24, without 10.0.2.1/24, without fc00:2::1/64, left ff02::1:ff00:1',
      '~ interface eth3 IPv4 on → off, left 224.0.0.1',
      '+ interface dmz (id 7)',
    ],
  ],
])('%s', (_what, change, expected) => {
  expect(lines(change)).toEqual(expected);
});

it('how a lab is set up', () => {
  const [before, after] = [new EmptyLab(), new EmptyLab({ maxPendingQueueSize: 1, anyAddress: true })];
  expect(renderDiff(diff(before, after), plainStyle)).toBe('~ queue size 3 → 1\n~ any-address off → on');
});

it('what is on the other side only', () => {
  const nothing = new EmptyLab();
  expect(renderDiff(diff(start(), nothing), plainStyle).split('\n')).toEqual([
    '~ forwarding IPv4 on → off',
    '~ forwarding IPv6 on → off',
    '- interface eth1 (id 1) 10.0.1.1/24, fc00:1::1/64',
    '- interface eth2 (id 2) 10.0.2.1/24, fc00:2::1/64',
    '- interface eth3 (id 3) 10.0.3.1/24, fc00:3::1/64',
    '- route (10.0.1.9, 239.1.1.1) eth1 → eth2',
    '- pending (10.0.1.8, 239.1.1.1) 1 packet',
    '- packet 1 (10.0.1.8, 239.1.1.1) on eth1, queued',
    '~ counter IPv4 packetsReceived 1 → 0',
    '~ counter IPv4 validPacketsReceived 1 → 0',
    '~ counter IPv4 forwardingErrors 1 → 0',
    '~ counter IPv4 forwardingUnrouteable 1 → 0',
    '- event missingRoute (10.0.1.8, 239.1.1.1) on eth1',
    '- timer IPv4 at 10s',
  ]);
});

it('packets that wait in place of others', () => {
  const before = start();
  const after = decodeLab(encodeLab(before).replaceAll('"payload":""', '"payload":"x"'));
  expect(renderDiff(diff(before, after), plainStyle)).toContain('~ pending (10.0.1.8, 239.1.1.1) other packets');
});
