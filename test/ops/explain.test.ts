import { beforeEach, describe, expect, it } from 'vitest';
import { encodeLab } from '../../src/codec/snapshot.js';
import { Address, parseAddressWithPrefix } from '../../src/core/address.js';
import { DECISION_CODES } from '../../src/core/decision.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import { Interface } from '../../src/core/interface.js';
import type { Lab } from '../../src/core/lab.js';
import { standardLab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import type { StepView } from '../../src/ops/explain/step.js';
import type { ExplainRequest, ExplainResult } from '../../src/ops/explain.js';
import { explain, injectAndExplain } from '../../src/ops/explain.js';
import { renderExplain, renderExplainBriefly, renderExplainedInjection } from '../../src/render/explain.js';
import { plainStyle } from '../../src/render/style.js';
import { carryOutLine, helps, packetsAfter } from './explain/remedies.js';

const KEY = new RouteKey('10.0.1.9', '239.1.1.1');
const KEY6 = new RouteKey('fc00:1::9', 'ff0e::a');

let lab: Lab;

beforeEach(() => {
  lab = standardLab();
});

/** A packet of KEY on eth1, except for what is said otherwise. */
function request(otherwise: Partial<ExplainRequest> = {}): ExplainRequest {
  return { key: KEY, iif: 'eth1', ttl: 64, payload: new Uint8Array(), ...otherwise };
}

/** The same, explained, having made sure that nothing is changed. */
function explainOne(otherwise: Partial<ExplainRequest> = {}): ExplainResult {
  const before = encodeLab(lab);
  const result = explain(lab, request(otherwise));
  expect(encodeLab(lab)).toBe(before);
  return result;
}

function injectSome(count: number, otherwise: Partial<ExplainRequest> = {}, intervalNs = 0) {
  return injectAndExplain(lab, { ...request(otherwise), count, intervalNs });
}

function done(...lines: readonly string[]): void {
  for (const line of lines) carryOutLine(lab, line);
}

function text(result: ExplainResult): string {
  return renderExplain(result, plainStyle, (command) => `mcast ${command}`);
}

function stepOf<Code extends StepView['code']>(result: ExplainResult, code: Code): Extract<StepView, { readonly code: Code }> {
  const found = result.steps.find((step): step is Extract<StepView, { readonly code: Code }> => step.code === code);
  if (found === undefined) throw new Error(`there is no step ${code}`);
  return found;
}

describe('the steps', () => {
  it('are those of the router, in its order', () => {
    done('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3:10');
    const { steps } = explainOne({ ttl: 5 });
    expect(steps.map(({ number, code, passed, reason }) => [number, code, passed, reason])).toEqual([
      [1, 'LOOPBACK_ADDRESS', true, null],
      [2, 'SOURCE_ADDRESS', true, null],
      [3, 'DESTINATION_ADDRESS', true, null],
      [4, 'FAMILY_FORWARDING', true, null],
      [5, 'INTERFACE_FORWARDING', true, null],
      [6, 'LINK_LOCAL_ADDRESS', true, null],
      [7, 'ROUTE_LOOKUP', true, null],
      [8, 'INPUT_INTERFACE', true, null],
      [9, 'OUTGOING_INTERFACE', true, null],
      [10, 'OUTGOING_INTERFACE', false, 'TTL_BELOW_MINIMUM'],
      [11, 'LOCAL_DELIVERY', null, null],
    ]);
    expect(steps[9]).toEqual({
      number: 10,
      code: 'OUTGOING_INTERFACE',
      passed: false,
      reason: 'TTL_BELOW_MINIMUM',
      compared: { oif: 'eth3', ttl: 5, minTtl: 10, leavesWithTtl: null },
      traps: [],
      sources: ['RFC 1812 §5.2.1.3', 'ipv4.go forwardMulticastPacketForOutgoingInterface'],
    });
  });

  it.each([
    ['from a loopback address', { key: new RouteKey('127.0.0.1', '239.1.1.1') }, ['LOOPBACK_ADDRESS']],
    ['from a group', { key: new RouteKey('224.1.1.1', '239.1.1.1') }, ['LOOPBACK_ADDRESS', 'SOURCE_ADDRESS']],
    [
      'to a host',
      { key: new RouteKey('10.0.1.9', '10.0.1.1') },
      ['LOOPBACK_ADDRESS', 'SOURCE_ADDRESS', 'DESTINATION_ADDRESS', 'UNICAST_DELIVERY'],
    ],
  ])('end where a packet ends: one %s', (_what, otherwise, codes) => {
    expect(explainOne(otherwise).steps.map(({ code }) => code)).toEqual(codes);
  });

  it('are fewer where addresses are not checked, and it is said why', () => {
    lab = standardLab(4, { anyAddress: true });
    const result = explainOne({ key: new RouteKey('127.0.0.1', '127.0.0.1') });
    expect(result.steps.map(({ code }) => code)).toEqual([
      'FAMILY_FORWARDING',
      'INTERFACE_FORWARDING',
      'ROUTE_LOOKUP',
      'PENDING_LOOKUP',
      'QUEUE_SPACE',
      'LOCAL_DELIVERY',
    ]);
    expect(text(result)).toContain('Addresses are not checked: the session has --any-address.');
  });

  it('name functions of the file of their family, and no code is without a source', () => {
    done('route add fc00:1::9 ff0e::a --iif eth1 --oif eth2');
    const all = [explainOne(), explainOne({ key: KEY6 }), explainOne({ key: new RouteKey('10.0.1.9', '10.0.1.1') })];
    lab = standardLab(4, { stack: 'gvisor-2026' });
    all.push(explainOne(), explainOne({ key: new RouteKey('::ffff:10.0.0.1', 'ff0e::a') }));
    const steps = all.flatMap((result) => result.steps);
    expect(new Set(steps.map(({ code }) => code))).toEqual(new Set(DECISION_CODES));
    for (const { sources } of steps) expect(sources.length).toBeGreaterThan(0);
    const [input] = steps.filter(
      ({ code, sources }) => code === 'INPUT_INTERFACE' && sources.some((source) => source.startsWith('ipv6.go')),
    );
    expect(input?.sources).toContain('ipv6.go forwardValidatedMulticastPacket');
  });
});

describe('what is easily overlooked', () => {
  it('a pending entry that has expired and was not swept yet takes the packet, and a route loses it', () => {
    done(
      'inject 10.0.1.8 239.1.1.1 --iif eth1',
      'advance-clock 5s',
      'inject 10.0.1.9 239.1.1.1 --iif eth1',
      'advance-clock 10s1ns',
    );
    const result = explainOne();
    const step = stepOf(result, 'PENDING_LOOKUP');
    expect(step.traps).toEqual(['EXPIRED_NOT_SWEPT']);
    expect(step.compared).toEqual({ found: true, expiresNs: 15e9, expired: true, nextCleanupNs: 20e9, event: null });
    expect(text(result)).toContain('installing a route will lose them all. The next cleanup sweeps them, in 4.999999999s');
    const injected = injectSome(1);
    expect(injected.hopeless).toEqual([{ oif: null, code: 'PENDING_ROUTE_EXPIRED', message: null }]);
    expect(renderExplainedInjection(injected, plainStyle, String)).toContain(
      'Nothing lets it through: its pending route has expired',
    );
    expect(injected.remedies.map((remedy) => helps(lab, remedy))).toEqual([true]);
  });

  it('at its very deadline it has not expired, and a route lets the packet go', () => {
    done('inject 10.0.1.9 239.1.1.1 --iif eth1', 'advance-clock 10s');
    expect(stepOf(explainOne(), 'PENDING_LOOKUP').traps).toEqual([]);
    const { remedies, hopeless } = injectSome(1);
    expect(hopeless).toEqual([]);
    expect(remedies).toEqual([{ oif: null, commands: ['route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2'] }]);
  });

  it.each([
    [0, 'eth2:0', 255, ['TTL_WRAPS'], '! TTL 0 wraps to 255, since the minimum is 0: gVisor'],
    [1, 'eth2', 0, ['LEAVES_WITH_TTL_0'], '! the copy leaves with TTL 0: gVisor'],
    [2, 'eth2', 1, [], 'a copy leaves with TTL 1'],
    [255, 'eth2:255', 254, [], 'TTL 255 is not below its minimum 255: a copy leaves with TTL 254'],
  ])('a packet with TTL %d through %s leaves with %d', (ttl, oif, leavesWithTtl, traps, says) => {
    done(`route add 10.0.1.9 239.1.1.1 --iif eth1 --oif ${oif}`);
    const result = explainOne({ ttl });
    expect(stepOf(result, 'OUTGOING_INTERFACE')).toMatchObject({ passed: true, compared: { leavesWithTtl }, traps });
    expect(text(result)).toContain(says);
  });

  it.each([
    ['ff00::1', ['SCOPE_NOT_CHECKED']],
    ['ff11::1', ['SCOPE_NOT_CHECKED']],
    ['ff03::1', []],
    ['ff0e::1', []],
  ])('the scope of %s, which gVisor does not check', (group, traps) => {
    const result = explainOne({ key: new RouteKey('fc00:1::9', group) });
    expect(stepOf(result, 'LINK_LOCAL_ADDRESS')).toMatchObject({ passed: true, traps });
    expect(text(result).includes('! RFC 4291 §2.7 forbids')).toBe(traps.length > 0);
  });

  it.each([
    ['10.0.1.9', '239.1.1.1', 'is neither multicast nor a broadcast address of eth1: it can be a source'],
    ['0.0.0.0', '239.1.1.1', 'is neither multicast nor a broadcast address of eth1; no route can have this source'],
    ['fc00:1::9', 'ff0e::a', 'is not a multicast address: it can be a source'],
    ['::', 'ff0e::a', 'is not a multicast address; no route can have this source'],
    ['ff0e::1', 'ff0e::a', 'is a multicast address, which cannot be a source: dropped'],
  ])('the source %s', (source, group, says) => {
    expect(text(explainOne({ key: new RouteKey(source, group) }))).toContain(`${source} ${says}`);
  });

  it('an interface that is named twice gets two copies; the second is marked', () => {
    done('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3 --oif eth2');
    const { steps } = explainOne();
    const outgoing = steps.filter(({ code }) => code === 'OUTGOING_INTERFACE');
    expect(outgoing.map(({ traps }) => traps)).toEqual([[], [], ['DUPLICATE_COPY']]);
  });

  it('forwarding that is off for one family, on an interface and of the lab', () => {
    done('iface set eth1 --forwarding off --family ipv4');
    expect(stepOf(explainOne(), 'INTERFACE_FORWARDING')).toMatchObject({ passed: false, traps: ['OFF_FOR_ONE_FAMILY'] });
    expect(stepOf(explainOne({ key: KEY6 }), 'INTERFACE_FORWARDING')).toMatchObject({ passed: true, traps: [] });
    done('iface set eth1 --forwarding off');
    expect(stepOf(explainOne(), 'INTERFACE_FORWARDING')).toMatchObject({ passed: false, traps: [] });
    done('forwarding off --family ipv6');
    expect(stepOf(explainOne({ key: KEY6 }), 'FAMILY_FORWARDING')).toMatchObject({
      passed: false,
      traps: ['OFF_FOR_ONE_FAMILY'],
    });
  });

  it('the switch of an outgoing interface does not matter', () => {
    done('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2', 'iface set eth2 --forwarding off');
    expect(stepOf(explainOne(), 'OUTGOING_INTERFACE')).toMatchObject({ passed: true, traps: ['OUTPUT_SWITCH_IS_OFF'] });
  });

  it('delivery to this host goes with forwarding, and with dropping', () => {
    done('iface join eth1 239.1.1.1', 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2');
    expect(explainOne().packet).toMatchObject({ outcome: 'forwarded', deliveredLocally: true });
    expect(stepOf(explainOne(), 'LOCAL_DELIVERY').passed).toBe(true);
    expect(text(explainOne({ key: new RouteKey('10.0.1.9', '224.0.0.1') }))).toContain(
      'eth1 is a member of 224.0.0.1: the packet is delivered to this host too',
    );
  });

  it.each([0, 1, 2, 3])('%d packets in a queue of three', (waiting) => {
    for (let n = 0; n < waiting; n += 1) done('inject 10.0.1.9 239.1.1.1 --iif eth1');
    const { steps, packet } = explainOne();
    expect(packet.reason).toBe(waiting === 3 ? 'NO_BUFFER_SPACE' : null);
    expect(steps.find(({ code }) => code === 'QUEUE_SPACE')).toMatchObject({
      passed: waiting < 3,
      compared: { waiting, maxPendingQueueSize: 3 },
    });
    expect(steps.find(({ code }) => code === 'PENDING_LOOKUP')).toMatchObject({
      passed: waiting === 0 ? null : true,
      compared: { found: waiting > 0, event: waiting === 0 ? 'missingRoute' : null },
    });
  });

  it('a queue of none', () => {
    lab = standardLab(4, { maxPendingQueueSize: 0 });
    const result = explainOne();
    expect(stepOf(result, 'PENDING_LOOKUP')).toMatchObject({
      passed: null,
      compared: { found: false, expiresNs: null, event: null },
    });
    expect(text(result)).toContain('none waits, and none can');
  });
});

describe('what lets a packet through', () => {
  const ROUTE = 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2';

  it.each<[string, readonly string[], Partial<ExplainRequest>, readonly (readonly string[])[]]>([
    ['nothing, where it gets through', [ROUTE], {}, []],
    ['a route', [], {}, [[ROUTE, 'inject 10.0.1.9 239.1.1.1 --iif eth1']]],
    ['a TTL that a router may forward', [], { ttl: 0 }, [[ROUTE, 'inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 2']]],
    [
      'a TTL that a router may forward, though a minimum of 0 would do',
      [`${ROUTE}:1`],
      { ttl: 0 },
      [['inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 2']],
    ],
    [
      'the route again, where the interface is back under another id',
      [`${ROUTE} --oif eth3:9`, 'iface rm eth3', 'iface add eth3 --address 10.0.3.1/24'],
      {},
      [[`${ROUTE} --oif eth3:9`, 'inject 10.0.1.9 239.1.1.1 --iif eth1']],
    ],
    [
      'all that is wrong, put right one by one',
      ['forwarding off', 'iface set eth1 --forwarding off'],
      {},
      [
        [
          'forwarding on --family ipv4',
          'iface set eth1 --forwarding on --family ipv4',
          ROUTE,
          'inject 10.0.1.9 239.1.1.1 --iif eth1',
        ],
      ],
    ],
    [
      'the other input, or another route',
      [`${ROUTE} --oif eth4:9`],
      { iif: 'eth4' },
      [
        ['inject 10.0.1.9 239.1.1.1 --iif eth1'],
        ['route add 10.0.1.9 239.1.1.1 --iif eth4 --oif eth2', 'inject 10.0.1.9 239.1.1.1 --iif eth4'],
      ],
    ],
    [
      'another route alone, where the input is gone',
      [ROUTE, 'iface rm eth1'],
      { iif: 'eth2' },
      [['route add 10.0.1.9 239.1.1.1 --iif eth2 --oif eth3', 'inject 10.0.1.9 239.1.1.1 --iif eth2']],
    ],
    [
      'a higher TTL, or a lower minimum',
      [`${ROUTE}:65`],
      {},
      [['inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 65'], [`${ROUTE}:64`, 'inject 10.0.1.9 239.1.1.1 --iif eth1']],
    ],
    [
      'an interface that comes back',
      [ROUTE, 'iface rm eth2'],
      {},
      [['iface add eth2 --id 2 --address 10.0.2.1/24', 'inject 10.0.1.9 239.1.1.1 --iif eth1']],
    ],
    [
      'an interface in the place of the only one',
      ['iface rm eth2', 'iface rm eth3', 'iface rm eth4'],
      {},
      [['iface add eth2 --id 2 --address 10.0.2.1/24', ROUTE, 'inject 10.0.1.9 239.1.1.1 --iif eth1']],
    ],
    [
      'an address, or another output',
      ['iface add dmz --address fc00:9::1/64', 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif dmz'],
      {},
      [
        [
          'iface rm dmz',
          'iface add dmz --id 5 --address fc00:9::1/64 --address 10.0.5.1/24',
          'inject 10.0.1.9 239.1.1.1 --iif eth1',
        ],
        [ROUTE, 'inject 10.0.1.9 239.1.1.1 --iif eth1'],
      ],
    ],
    [
      'in IPv6',
      ['forwarding off --family ipv6'],
      { key: KEY6 },
      [
        [
          'forwarding on --family ipv6',
          'route add fc00:1::9 ff0e::a --iif eth1 --oif eth2',
          'inject fc00:1::9 ff0e::a --iif eth1',
        ],
      ],
    ],
  ])('%s', (_what, lines, otherwise, commands) => {
    done(...lines);
    const { remedies, hopeless } = explainOne(otherwise);
    expect(remedies.map((remedy) => remedy.commands)).toEqual(commands);
    expect(hopeless).toEqual([]);
    for (const remedy of remedies) expect(helps(lab, remedy)).toBe(true);
  });

  it('and what brings it to an interface that gets no copy', () => {
    done(`${ROUTE} --oif eth3:10 --oif eth4`, 'iface rm eth4');
    const result = explainOne({ ttl: 5 });
    expect(result.remedies).toEqual([
      { oif: 'eth3', commands: ['inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 10'] },
      { oif: 'eth3', commands: [`${ROUTE} --oif eth3:5`, 'inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 5'] },
      { oif: '4', commands: ['iface add eth4 --id 4 --address 10.0.4.1/24', 'inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 5'] },
    ]);
    for (const remedy of result.remedies) expect(helps(lab, remedy)).toBe(true);
    expect(text(result)).toContain('10 eth3        ✗ TTL 5 is below its minimum 10');
    expect(text(result)).toContain('To reach eth3 too:\n  mcast inject 10.0.1.9 239.1.1.1 --iif eth1 --ttl 10\nor\n');
  });

  it('is nothing for an interface that gets another copy', () => {
    done(`${ROUTE} --oif eth2:65`);
    expect(explainOne()).toMatchObject({ packet: { skipped: [{ oif: 'eth2' }] }, remedies: [], hopeless: [] });
  });

  it('keeps a payload that decides nothing', () => {
    const payloads = ['hello', 'two words', 'x'.repeat(100), 'x'.repeat(101)].map((each) => new TextEncoder().encode(each));
    const injections = payloads.map((payload) => explainOne({ payload }).remedies[0]?.commands.at(-1));
    const line = 'inject 10.0.1.9 239.1.1.1 --iif eth1';
    expect(injections).toEqual([
      `${line} --payload hello`,
      `${line} --payload-hex 74776f20776f726473`,
      `${line} --payload ${'x'.repeat(100)}`,
      line,
    ]);
  });

  it('is no other id than one that nothing names', () => {
    for (const name of ['eth2', 'eth3', 'eth4']) done(`iface rm ${name}`);
    done('iface add eth2 --id 5', 'route add 10.0.1.7 239.7.7.7 --iif eth1 --oif eth2', 'iface rm eth2');
    lab.interfaces.add(new Interface({ id: 2, name: 'eth9', addresses: [], forwarding: { ipv4: true, ipv6: true } }));
    const { remedies } = explainOne();
    expect(remedies[0]?.commands[0]).toBe('iface add eth3 --id 3 --address 10.0.3.1/24');
    expect(helps(lab, { oif: null, commands: remedies[0]?.commands ?? [] })).toBe(true);
  });
});

describe('what nothing helps with', () => {
  it.each([
    ['10.0.1.9', '224.0.0.5', 'LINK_LOCAL_DESTINATION', 'no router forwards a link-local group'],
    ['fc00:1::9', 'ff02::5', 'LINK_LOCAL_DESTINATION', 'no router forwards a link-local group'],
    ['169.254.1.1', '239.1.1.1', 'LINK_LOCAL_SOURCE', 'no router forwards what a link-local address sends'],
    ['127.0.0.1', '239.1.1.1', 'LOOPBACK_SOURCE', 'a loopback address is never seen on a link'],
    ['10.0.1.9', '127.0.0.1', 'LOOPBACK_DESTINATION', 'a loopback address is never seen on a link'],
    ['10.0.1.255', '239.1.1.1', 'INVALID_SOURCE', 'a source is a single host'],
    ['10.0.1.9', '10.0.2.9', 'NOT_MULTICAST', 'this router forwards to groups alone'],
    ['0.0.0.0', '239.1.1.1', 'BAD_ADDRESS', 'source 0.0.0.0 is not a host address'],
    ['10.0.2.255', '239.1.1.1', 'BAD_ADDRESS', "source 10.0.2.255 is the broadcast address of eth2's subnet"],
  ])('from %s to %s', (source, group, code, says) => {
    const result = explainOne({ key: new RouteKey(source, group) });
    expect(result.remedies).toEqual([]);
    expect(result.hopeless).toMatchObject([{ oif: null, code }]);
    expect(text(result)).toContain(`Nothing lets it through: ${says}`);
  });

  it('an interface without an address that has groups of its own', () => {
    done('iface add dmz', 'iface join dmz 239.9.9.9', 'route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif dmz');
    const result = explainOne();
    expect(result.hopeless).toEqual([{ oif: 'dmz', code: 'OUTGOING_INTERFACE_HAS_NO_ADDRESS', message: null }]);
    expect(text(result)).toContain('Nothing brings it to dmz: no command gives an address to an interface that is there');
  });
});

describe('in one line', () => {
  it.each([
    ['eth1', 'forwarded to eth2 (TTL 63); not to eth3: TTL 64 is below its minimum 65'],
    ['eth4', 'dropped: it came in on eth4, and the route expects eth1; step 8, INPUT_INTERFACE'],
  ])('on %s', (iif, line) => {
    done('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2 --oif eth3:65');
    expect(renderExplainBriefly(explainOne({ iif }), plainStyle)).toBe(line);
  });

  it('where no interface takes it', () => {
    done('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2:65');
    const line = 'dropped: no outgoing interface takes it (eth2: TTL 64 is below its minimum 65); step 9, OUTGOING_INTERFACE';
    expect(renderExplainBriefly(explainOne(), plainStyle)).toBe(line);
  });
});

describe('an injection is explained', () => {
  it('for the first packet, and for each that goes another way', () => {
    const result = injectSome(6);
    expect(result.packets.map(({ outcome }) => outcome)).toEqual(['queued', 'queued', 'queued', 'dropped', 'dropped', 'dropped']);
    expect(result.explained.map(({ packet }) => packet)).toEqual([1, 2, 4]);
    const shown = renderExplainedInjection(result, plainStyle, (command) => `mcast ${command}`);
    expect(shown).toContain('Packet 2\nsteps 1 to 7 as for packet 1\n 8 pending     ✓ packets of it wait already, with 10s left');
    expect(shown).toContain('To let the next one through:\n  mcast route add');
  });

  it('with the clock moving between them', () => {
    const result = injectSome(5, {}, 6e9);
    expect(result.expired).toHaveLength(1);
    expect(result.explained.map(({ packet }) => packet)).toEqual([1, 2, 3, 4, 5]);
    expect(result.explained[2]?.steps.find(({ code }) => code === 'PENDING_LOOKUP')?.traps).toEqual(['EXPIRED_NOT_SWEPT']);
  });

  it('and a packet that waits is let go by what is suggested', () => {
    const { remedies } = injectSome(2);
    expect(remedies).toEqual([{ oif: null, commands: ['route add 10.0.1.9 239.1.1.1 --iif eth1 --oif eth2'] }]);
    const [remedy] = remedies;
    expect(remedy === undefined ? [] : packetsAfter(lab, remedy).map(({ id, outcome }) => [id, outcome])).toEqual([
      [1, 'forwarded'],
      [2, 'forwarded'],
    ]);
    expect(renderExplainedInjection(injectSome(1), plainStyle, String)).toContain('To let it continue:\n  route add');
  });

  it('and nothing listens afterwards', () => {
    injectSome(1);
    expect(() => injectSome(1, { iif: 'eth9' })).toThrow('there is no interface "eth9"');
    expect([asGvisor(lab.routers.ipv4).sink, asGvisor(lab.routers.ipv6).sink]).toEqual([null, null]);
  });

  it('many ways of many packets are cut short as text', () => {
    const shown = renderExplainedInjection(injectSome(30, {}, 6e9), plainStyle, String);
    expect(shown.match(/^Packet /gm)).toHaveLength(10);
    expect(shown).toMatch(/… and \d+ more packets that went another way/);
  });
});

it('explaining is refused as injecting is', () => {
  expect(() => explainOne({ iif: 'eth9' })).toThrow(expect.objectContaining({ code: 'UNKNOWN_INTERFACE' }));
  const mixed = new RouteKey(Address.parse('fc00:1::9'), Address.parse('239.1.1.1'));
  expect(() => explainOne({ key: mixed })).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
});

it('nothing that needs an address is suggested where all are taken', () => {
  lab = standardLab(255);
  for (const nic of [...lab.interfaces].slice(1)) lab.interfaces.remove(nic);
  for (let n = 2; n <= 300; n += 1) {
    const addresses = n <= 255 ? [parseAddressWithPrefix(`10.0.${n}.1/24`)] : [];
    lab.interfaces.add(new Interface({ id: n + 1000, name: `lan${n}`, addresses, forwarding: { ipv4: true, ipv6: true } }));
  }
  done('route add 10.0.1.9 239.1.1.1 --iif eth1 --oif lan300');
  const { remedies } = explainOne();
  expect(remedies.map(({ commands }) => commands[0])).toEqual(['route add 10.0.1.9 239.1.1.1 --iif eth1 --oif lan2']);
  expect(remedies.map((remedy) => helps(lab, remedy))).toEqual([true]);
});
