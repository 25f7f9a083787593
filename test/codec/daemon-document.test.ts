import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { Address } from '../../src/core/address.js';
import type { Lab } from '../../src/core/lab.js';
import type { DaemonSettings } from '../../src/core/network/daemon.js';
import { rulesOf } from '../../src/daemon/rules.js';
import { addHost, compute, join, labOf, leaveAll, startAll, trees } from '../daemon/small-network.js';

const MS = 1_000_000;
const GROUP = '239.1.1.1';

/** A chain of three with sender h1 and member h3; the way of each packet and each message takes 1 ms a link. */
function chainWith(settings: Partial<DaemonSettings>): Lab {
  const lab = labOf('r1:1', 'r1:2-r2:1', 'r2:2-r3:1', 'r3:2');
  addHost(lab, 'h1', 'r1:1', '10.0.1.101');
  addHost(lab, 'h3', 'r3:2', '10.0.4.103');
  compute(lab);
  const whole: DaemonSettings = { kind: 'sparse', rp: null, switchover: 'immediate', script: [], ...settings };
  startAll(lab, whole, rulesOf(whole));
  return lab;
}

function send(lab: Lab): void {
  const { network } = lab;
  const source = Address.parse('10.0.1.101');
  network.send(network.hosts.require('h1'), { source, group: Address.parse(GROUP), ttl: 16, payload: new Uint8Array() });
}

/** The same lab twice: in memory, and read back before every step. Both are written alike after each step. */
function compareWithReadBack(lab: Lab, steps: readonly ((lab: Lab) => void)[]): Lab {
  let readBack = decodeLab(encodeLab(lab));
  for (const step of steps) {
    step(lab);
    readBack = decodeLab(encodeLab(readBack));
    step(readBack);
    expect(encodeLab(readBack)).toBe(encodeLab(lab));
  }
  return readBack;
}

const advance = (ns: number) => (lab: Lab) => void lab.advance(ns);
const halfMilliseconds = (count: number) => Array.from({ length: count }, () => advance(MS / 2));

describe('a session with daemons goes on as it was when it is read back', () => {
  it.each([
    ['ssm', { kind: 'ssm' }],
    ['sparse', { kind: 'sparse', rp: Address.parse('10.0.2.2') }],
    ['sparse, never switching over', { kind: 'sparse', rp: Address.parse('10.0.2.2'), switchover: 'never' }],
    ['dense', { kind: 'dense' }],
    ['script', { kind: 'script', script: ['on missingRoute after 1ms: route add SOURCE GROUP --iif IIF --oif eth2:3'] }],
  ] as const)('%s, at any half millisecond', (_name, settings) => {
    const lab = chainWith(settings);
    const joins = (each: Lab) => join(each, 'h3', GROUP, settings.kind === 'ssm' ? '10.0.1.101' : null);
    const leaves = (each: Lab) => leaveAll(each, 'h3');
    const end = compareWithReadBack(lab, [
      joins,
      ...halfMilliseconds(10),
      send,
      ...halfMilliseconds(30),
      send,
      leaves,
      ...halfMilliseconds(12),
    ]);
    expect(end.network.flights.size).toBe(0);
    expect(trees(end)).toEqual([]);
  });

  it('keeps unicast routes, messages under way and what was said', () => {
    const lab = chainWith({ kind: 'sparse', rp: Address.parse('10.0.2.2') });
    join(lab, 'h3', GROUP);
    lab.advance(MS / 2);
    const document = JSON.parse(encodeLab(lab));
    expect(document.messages).toEqual([
      { type: 'join', isOver: false, group: GROUP, from: 'r3:1', to: 'r2:2', link: 'l3', hop: 1, leftNs: 0, arrivesNs: MS },
    ]);
    expect(document.routers[2].unicast[0]).toEqual({ prefix: '10.0.1.0/24', interface: 1, gateway: '10.0.3.2', metric: 2 });
    expect(document.routers[2].daemon).toEqual({
      kind: 'sparse',
      rp: '10.0.2.2',
      heard: [],
      told: [{ type: 'join', group: GROUP, interface: 1, peer: 'r2:2' }],
      sources: [],
      installed: [],
      tasks: [],
    });
  });

  it('writes nothing of daemons where there is none', () => {
    const text = encodeLab(labOf('r1:1', 'r1:2-r2:1'));
    for (const word of ['daemon', 'unicast', 'messages']) expect(text).not.toContain(word);
  });
});

describe('a damaged session is refused', () => {
  const textOf = () => {
    const lab = chainWith({ kind: 'sparse', rp: Address.parse('10.0.2.2') });
    lab.advance(MS);
    join(lab, 'h3', GROUP);
    lab.advance(MS / 2);
    return encodeLab(lab);
  };

  it.each([
    ['a message that has arrived', '"arrivesNs":2000000', '"arrivesNs":1000000', 'a message is under way at the wrong time'],
    ['two unicast routes to one network', '"prefix":"10.0.2.0/24"', '"prefix":"10.0.1.0/24"', 'r3: duplicate unicast route'],
    ['a daemon of no kind', '"kind": "sparse"', '"kind": "wild"', 'kind'],
  ])('%s', (_name, from, to, message) => {
    const text = textOf();
    expect(text).toContain(from);
    expect(() => decodeLab(text.replace(from, to))).toThrow(message);
  });
});
