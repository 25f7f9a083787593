import { describe, expect, it } from 'vitest';
import type { Lab } from '../../src/core/lab.js';
import type { DaemonSettings } from '../../src/core/network/daemon.js';
import { denseRules } from '../../src/daemon/dense.js';
import { addHost, compute, installed, join, labOf, leaveAll, send, setUp, startAll, trees } from './small-network.js';

const SETTINGS: DaemonSettings = { kind: 'dense', rp: null, switchover: 'immediate', script: [] };
const GROUP = '239.1.1.1';

/** A network with host h1 at r1:1 that sends, and members, as `h3 r3:2 10.0.4.103`, that have joined. */
function denseLab(links: readonly string[], members: readonly string[]): Lab {
  const lab = labOf(...links);
  addHost(lab, 'h1', 'r1:1', '10.0.1.101');
  for (const member of members) {
    const [name = '', on = '', address = ''] = member.split(' ');
    addHost(lab, name, on, address);
    join(lab, name, GROUP);
  }
  compute(lab);
  startAll(lab, SETTINGS, denseRules());
  lab.advance(1_000_000_000);
  return lab;
}

/** Lets h1 send until the trees have settled, and once more: what arrives where. */
function settled(lab: Lab): string[] {
  for (let round = 0; round < 5; round += 1) send(lab, 'h1', GROUP);
  const received = send(lab, 'h1', GROUP);
  expect(lab.network.flights.size + lab.network.daemons.timerCount).toBe(0);
  expect(installed(lab)).toEqual(trees(lab));
  return received;
}

const CHAIN = ['r1:1', 'r1:2-r2:1', 'r2:2-r3:1', 'r3:2'];
const TREE = ['r1:1', 'r1:2-r2:1', 'r1:3-r3:1', 'r2:2', 'r3:2'];
const RING = ['r1:1', 'r1:2-r2:1', 'r1:3-r3:1', 'r2:2-r3:2', 'r2:3', 'r3:3'];
/** Two routers, r2 and r3, forward from r1 onto one segment, with r4 behind it. */
const TWO_FORWARDERS = ['r1:1', 'r1:2-r2:1', 'r1:3-r3:1', 'r2:2-r3:2-r4:1', 'r4:2'];

describe('steady states of RFC 3973', () => {
  it('1: a chain with a member at its end forwards all the way', () => {
    const lab = denseLab(CHAIN, ['h3 r3:2 10.0.4.103']);
    expect(settled(lab)).toEqual(['h3 13']);
    expect(trees(lab)).toEqual(['r1 1→2', 'r2 1→2', 'r3 1→2']);
  });

  it('2: a chain without members is pruned back to the first router (§4.4.1)', () => {
    const lab = denseLab(CHAIN, []);
    expect(settled(lab)).toEqual([]);
    expect(trees(lab)).toEqual([]);
  });

  it('3: a branch without members is pruned, the other is not', () => {
    const lab = denseLab(TREE, ['h3 r3:2 10.0.5.103']);
    expect(settled(lab)).toEqual(['h3 14']);
    expect(trees(lab)).toEqual(['r1 1→3', 'r3 1→2']);
  });

  it('4: a member that joins grafts its branch, hop by hop, without a packet (§4.4.1)', () => {
    const lab = denseLab(CHAIN, []);
    settled(lab);
    addHost(lab, 'h3', 'r3:2', '10.0.4.103');
    join(lab, 'h3', GROUP);
    lab.advance(1_000_000_000);
    expect(trees(lab)).toEqual(['r1 1→2', 'r2 1→2', 'r3 1→2']);
    expect(send(lab, 'h1', GROUP)).toEqual(['h3 13']);
  });

  it('5: the last member of a branch that leaves prunes it', () => {
    const lab = denseLab(TREE, ['h2 r2:2 10.0.4.102', 'h3 r3:2 10.0.5.103']);
    expect(settled(lab)).toEqual(['h2 14', 'h3 14']);
    leaveAll(lab, 'h2');
    lab.advance(1_000_000_000);
    expect(trees(lab)).toEqual(['r1 1→3', 'r3 1→2']);
  });

  it('6: in a ring, the link that is on no shortest path is left unused, by an assert and a prune (§4.6)', () => {
    const lab = denseLab(RING, ['h2 r2:3 10.0.5.102', 'h3 r3:3 10.0.6.103']);
    expect(settled(lab)).toEqual(['h2 14', 'h3 14']);
    expect(trees(lab)).toEqual(['r1 1→2,3', 'r2 1→3', 'r3 1→3']);
  });

  it('7: of two forwarders equally near to the source, the one with the higher address wins the segment (§4.6.4)', () => {
    const lab = denseLab(TWO_FORWARDERS, ['h4 r4:2 10.0.5.104']);
    expect(settled(lab)).toEqual(['h4 13']);
    expect(trees(lab)).toEqual(['r1 1→3', 'r3 1→2', 'r4 1→2']);
  });

  it('8: of two forwarders, the one nearer to the source wins the segment, whatever its address', () => {
    const links = ['r1:1', 'r1:2-r2:1', 'r1:3-r5:1', 'r5:2-r3:1', 'r2:2-r3:2-r4:1', 'r4:2'];
    const lab = denseLab(links, ['h4 r4:2 10.0.6.104']);
    expect(settled(lab)).toEqual(['h4 13']);
    expect(trees(lab)).toEqual(['r1 1→2', 'r2 1→2', 'r4 1→2']);
  });

  it('9: on a segment, a neighbor that still wants packets keeps them coming when another prunes (§4.4.2)', () => {
    const lab = denseLab(['r1:1', 'r1:2-r2:1-r3:1', 'r2:2', 'r3:2'], ['h3 r3:2 10.0.4.103']);
    expect(settled(lab)).toEqual(['h3 14']);
    expect(trees(lab)).toEqual(['r1 1→2', 'r3 1→2']);
    leaveAll(lab, 'h3');
    lab.advance(1_000_000_000);
    expect(trees(lab)).toEqual([]);
  });

  it('10: when a link goes down, a router that was pruned there grafts by its new RPF neighbor (§4.4.1)', () => {
    const lab = denseLab(RING, ['h2 r2:3 10.0.5.102', 'h3 r3:3 10.0.6.103']);
    settled(lab);
    setUp(lab, 'l3', false);
    compute(lab);
    lab.advance(1_000_000_000);
    expect(send(lab, 'h1', GROUP)).toEqual(['h2 14', 'h3 13']);
    expect(trees(lab)).toEqual(['r1 1→2', 'r2 1→2,3', 'r3 2→3']);
  });

  it('a member of another source of the group does not count', () => {
    const lab = denseLab(CHAIN, []);
    addHost(lab, 'h3', 'r3:2', '10.0.4.103');
    join(lab, 'h3', GROUP, '10.0.1.99');
    expect(settled(lab)).toEqual([]);
  });
});
