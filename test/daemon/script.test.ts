import { describe, expect, it } from 'vitest';
import { Address } from '../../src/core/address.js';
import type { Lab } from '../../src/core/lab.js';
import type { DaemonSettings } from '../../src/core/network/daemon.js';
import { RouteKey } from '../../src/core/route.js';
import { rulesOf } from '../../src/daemon/rules.js';
import { addHost, installed, labOf, startAll } from './small-network.js';

function scripted(...script: string[]): Lab {
  const lab = labOf('r1:1', 'r1:2', 'r1:3');
  addHost(lab, 'h1', 'r1:1', '10.0.1.101');
  const settings: DaemonSettings = { kind: 'script', rp: null, switchover: 'immediate', script };
  startAll(lab, settings, rulesOf(settings));
  const source = Address.parse('10.0.1.101');
  lab.network.send(lab.network.hosts.require('h1'), {
    source,
    group: Address.parse('239.1.1.1'),
    ttl: 16,
    payload: new Uint8Array(),
  });
  return lab;
}

describe('a scripted daemon', () => {
  it('does its operation after the delay, and not before', () => {
    const lab = scripted(
      '# a slow one',
      '',
      'on missingRoute after 300ms: route add SOURCE GROUP --iif IIF --oif eth2 --oif eth3:10',
    );
    lab.advance(300_999_999);
    expect(installed(lab)).toEqual([]);
    lab.advance(1);
    expect(installed(lab)).toEqual(['r1 1→2,3']);
  });

  it('does several operations in order, at once', () => {
    const lab = scripted(
      'on missingRoute: route add SOURCE GROUP --iif IIF --oif eth2',
      'on missingRoute: route add 10.0.1.9 239.9.9.9 --iif eth1 --oif eth3',
      'on missingRoute: route rm SOURCE GROUP',
    );
    lab.advance(1_000_000);
    expect(installed(lab)).toEqual(['r1 1→3']);
  });

  it('tells of an operation that is refused, and goes on', () => {
    const lab = scripted(
      'on missingRoute: route add SOURCE GROUP --iif eth9 --oif eth2',
      'on missingRoute: route rm SOURCE GROUP',
    );
    const { effects } = lab.observe(() => lab.advance(1_000_000));
    expect(effects.deeds).toMatchObject([
      { type: 'failed', message: 'there is no interface "eth9"' },
      { type: 'failed', message: expect.stringContaining('no') },
    ]);
  });

  it('answers an unexpected input interface', () => {
    const lab = scripted('on unexpectedInputInterface: route rm SOURCE GROUP');
    const key = new RouteKey('10.0.1.101', '239.1.1.1');
    lab.routerOf(key).addRoute({ key, iif: 2, oifs: [{ oif: 3, minTtl: 1 }] });
    expect(installed(lab)).toEqual(['r1 2→3']);
    lab.advance(1_000_000);
    expect(installed(lab)).toEqual([]);
  });

  it.each([
    ['when missingRoute: route rm SOURCE GROUP', 'is not a rule'],
    ['on something: route rm SOURCE GROUP', 'is not a rule'],
    ['on missingRoute after soon: route rm SOURCE GROUP', 'soon'],
    ['on missingRoute: route show SOURCE GROUP', 'expected route add or route rm'],
    ['on missingRoute: inject SOURCE GROUP', 'expected route add or route rm'],
    ['on missingRoute: route rm SOURCE', 'expected route add or route rm'],
    ['on missingRoute: route add SOURCE 239.1.1 --iif eth1 --oif eth2', 'has only 3 of the 4 numbers'],
    ['on missingRoute: route add SOURCE GROUP --iif eth1', 'needs --iif and --oif'],
    ['on missingRoute: route add SOURCE GROUP --iif', '--iif has no value'],
    ['on missingRoute: route add SOURCE GROUP --iif eth1 --oif eth2 --ttl 3', 'unexpected word "--ttl"'],
    ['on missingRoute: route add SOURCE GROUP --iif eth1 --oif eth2:256', 'is not an outgoing interface'],
  ])('is refused with %s', (line, message) => {
    const settings: DaemonSettings = { kind: 'script', rp: null, switchover: 'immediate', script: ['# one', line] };
    expect(() => rulesOf(settings)).toThrow(message);
  });
});
