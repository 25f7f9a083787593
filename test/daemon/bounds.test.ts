import { describe, expect, it } from 'vitest';
import { Address, parseAddressWithPrefix } from '../../src/core/address.js';
import type { DaemonMessage, DaemonRules, DaemonSettings } from '../../src/core/network/daemon.js';
import { MAX_MESSAGE_HOPS } from '../../src/core/network/daemons.js';
import { rulesOf } from '../../src/daemon/rules.js';
import { addHost, compute, join, labOf, leaveAll, send, startAll, trees } from './small-network.js';

const GROUP = Address.parse('239.1.1.1');
const SETTINGS: DaemonSettings = { kind: 'sparse', rp: Address.parse('10.0.9.9'), switchover: 'immediate', script: [] };

/** Answers each message with another, for ever. */
const QUARRELSOME: DaemonRules = {
  react: ({ neighbors }, state) => {
    const message: DaemonMessage = { type: 'join', isOver: false, source: null, group: GROUP, destination: null };
    return { state, messages: neighbors.map(({ interfaceId, peer }) => ({ message, interfaceId, peer })), operations: [] };
  },
  entries: () => [],
};

/** A triangle whose routers all send what is for 10.0.9.0/24 to the next one. */
function circle() {
  const lab = labOf('r1:1', 'r1:2-r2:1', 'r2:2-r3:1', 'r3:2-r1:3', 'r3:3');
  addHost(lab, 'h1', 'r1:1', '10.0.1.101');
  addHost(lab, 'h3', 'r3:3', '10.0.5.103');
  compute(lab);
  const next = { r1: [2, '10.0.2.2'], r2: [2, '10.0.3.3'], r3: [2, '10.0.4.1'] } as const;
  for (const [router, [interfaceId, gateway]] of Object.entries(next)) {
    const route = { prefix: parseAddressWithPrefix('10.0.9.0/24'), interfaceId, gateway: Address.parse(gateway), metric: 1 };
    lab.network.requireRouter(router).unicast.set(route);
  }
  startAll(lab, SETTINGS, rulesOf(SETTINGS));
  return lab;
}

describe('daemons are bounded', () => {
  it('that never come to rest are refused', () => {
    const lab = labOf('r1:1-r2:1');
    startAll(lab, SETTINGS, QUARRELSOME);
    expect(() => lab.advance(1_000_000_000_000)).toThrow('the daemons reacted 100000 times and did not come to rest');
  });

  it('may react as often again when the clock moves again', () => {
    const lab = labOf('r1:1-r2:1');
    startAll(lab, SETTINGS, QUARRELSOME);
    for (let round = 0; round < 3; round += 1) lab.advance(20_000_000_000);
    expect(lab.network.daemons.flights).toHaveLength(2);
  });

  it('whose unicast routes go in a circle lose a register after as many hops as a packet has', () => {
    const lab = circle();
    const { effects } = lab.observe(() => send(lab, 'h1', '239.1.1.1'));
    const hops = effects.deeds.flatMap((deed) => (deed.type === 'sent' ? [deed.flight.hop] : []));
    expect(Math.max(...hops)).toBe(MAX_MESSAGE_HOPS);
    expect(lab.network.daemons.timerCount).toBe(0);
  });

  it('whose unicast routes go in a circle join in a circle, and come to rest', () => {
    const lab = circle();
    join(lab, 'h3', '239.1.1.1');
    lab.advance(1_000_000_000);
    expect(trees(lab)).toEqual(['r1 * 2→3', 'r2 * 2→1', 'r3 * 2→1,3']);
    expect(lab.network.daemons.timerCount).toBe(0);
    leaveAll(lab, 'h3');
    lab.advance(1_000_000_000);
    expect(lab.network.daemons.timerCount).toBe(0);
  });
});
