import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLab, encodeLab } from '../../src/codec/snapshot.js';
import { LabError } from '../../src/core/errors.js';
import { asGvisor } from '../../src/core/gvisor/as-gvisor.js';
import type { Lab } from '../../src/core/lab.js';
import { RouteKey } from '../../src/core/route.js';
import type { ExplainRequest, ExplainResult } from '../../src/ops/explain.js';
import { explain, injectAndExplain } from '../../src/ops/explain.js';
import { createLab } from '../../src/ops/init.js';
import { inject } from '../../src/ops/inject.js';
import { stackDriver } from '../conformance/stack-driver.js';
import type { TraceOp } from '../conformance/trace.js';
import { numberArgument, oifsArgument, parseTrace, textArgument } from '../conformance/trace.js';
import { helps } from '../ops/explain/remedies.js';
import type { Walk } from './lab-walk.js';
import { take, walks } from './lab-walk.js';

/** The same walks every time. */
const RUNS = { seed: 20_261_122, numRuns: 60 };

const TRACES = join(import.meta.dirname, '..', 'conformance');
const STACK_TRACES = readdirSync(join(TRACES, 'stack'));
const TABLE_TRACES = readdirSync(join(TRACES, 'table')).filter((name) => name !== 'init-without-clock.jsonl');

/** The packets of a walk, each just before it arrives. */
function* arrivals({ init, steps }: Walk): Generator<[Lab, ExplainRequest]> {
  const lab = createLab(init);
  for (const step of steps) {
    if (step.op === 'inject') yield [lab, { ...step, key: new RouteKey(step.pair.source, step.pair.group) }];
    take(lab, step);
  }
}

/** Explains, having made sure that it changes nothing, and that injecting comes to the same in every respect. */
function explainAndCompare(lab: Lab, request: ExplainRequest): ExplainResult | null {
  const before = encodeLab(lab);
  const explained = attempt(() => explain(lab, request));
  expect(encodeLab(lab)).toBe(before);
  const once = { ...request, count: 1, intervalNs: 0 };
  const injected = attempt(() => inject(decodeLab(before), once));
  if ('refused' in explained || 'refused' in injected) {
    expect(explained).toEqual(injected);
    return null;
  }
  const { packet, steps, nowNs, pending, maxPendingQueueSize, events, counters } = explained.result;
  const told = { nowNs, intervalNs: 0, packets: [packet], expired: [], pending, maxPendingQueueSize, events, counters };
  expect(told).toEqual(injected.result);
  const {
    explained: trails,
    remedies: _remedies,
    hopeless: _hopeless,
    anyAddress,
    ...rest
  } = injectAndExplain(decodeLab(before), once);
  expect(rest).toEqual(injected.result);
  expect(anyAddress).toBe(lab.config.anyAddress);
  expect(trails).toEqual([{ packet: packet.id, steps }]);
  checkSteps(explained.result);
  return explained.result;
}

function attempt<Result>(action: () => Result): { result: Result } | { refused: string } {
  try {
    return { result: action() };
  } catch (error) {
    if (error instanceof LabError) return { refused: `${error.code}: ${error.message}` };
    throw error;
  }
}

/** The outcome, read off the steps alone, is the packet's. */
function checkSteps({ packet, steps }: ExplainResult): void {
  expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
  const copies = steps.flatMap((step) =>
    step.code === 'OUTGOING_INTERFACE' && step.compared.leavesWithTtl !== null
      ? [{ oif: step.compared.oif, ttl: step.compared.leavesWithTtl }]
      : [],
  );
  expect(copies).toEqual(packet.copies);
  const skipped = steps.flatMap((step) =>
    step.code === 'OUTGOING_INTERFACE' && step.reason !== null
      ? [{ oif: step.compared.oif, reason: step.reason, minTtl: step.compared.minTtl }]
      : [],
  );
  expect(skipped).toEqual(packet.skipped);
  const reasons = steps
    .filter(({ code, reason }) => code !== 'OUTGOING_INTERFACE' && reason !== null)
    .map(({ reason }) => reason);
  const own = packet.reason === null || packet.reason === 'ALL_COPIES_SKIPPED' ? [] : [packet.reason];
  expect(reasons).toEqual(own);
  const isQueued = steps.some(({ code, passed }) => code === 'QUEUE_SPACE' && passed === true);
  expect(isQueued).toBe(packet.outcome === 'queued');
  const isDelivered = steps.some(({ code, passed }) => /_DELIVERY$/.test(code) && passed === true);
  expect(isDelivered).toBe(packet.deliveredLocally);
}

/** Every remedy is carried out, and lets the packet through; where something is hopeless, there is none for it. Says what was met. */
function checkHelp(lab: Lab, { packet, remedies, hopeless }: ExplainResult): string[] {
  for (const remedy of remedies) expect(helps(lab, remedy), JSON.stringify(remedy)).toBe(true);
  for (const { oif } of hopeless) expect(remedies.filter((remedy) => remedy.oif === oif)).toEqual([]);
  if (packet.outcome === 'forwarded' && packet.skipped.length === 0) expect([...remedies, ...hopeless]).toEqual([]);
  if (packet.outcome !== 'forwarded') expect(remedies.length + hopeless.length).toBeGreaterThan(0);
  const helped =
    remedies.length === 0 ? [] : [packet, ...packet.skipped].map(({ reason }) => `${reason ?? packet.outcome} helped`);
  return [...helped, ...hopeless.map(({ code }) => `${code} hopeless`)];
}

describe('what explain says, inject does', () => {
  it('on random walks of both families, and explaining leaves every byte as it was', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        for (const [lab, request] of arrivals(walk)) explainAndCompare(lab, request);
      }),
      RUNS,
    );
  });

  it.each(STACK_TRACES)('for every packet of the trace stack/%s, as gVisor did it', (name) => {
    let lab: Lab | null = null;
    const drive = stackDriver(false, (subject) => {
      lab = subject;
    });
    for (const { op, want } of parseTrace(readFileSync(join(TRACES, 'stack', name), 'utf8'))) {
      if (op.op === 'inject' && lab !== null) {
        const explained = explainAndCompare(lab, requestOf(op));
        if (explained !== null) expect(leavingBy(explained)).toEqual(forwardedOf(want));
      }
      drive(op);
    }
  });

  it.each(TABLE_TRACES)('for every packet of the trace table/%s, as gVisor did it', (name) => {
    let lab = createLab({ interfaces: 1, queueSize: 3, anyAddress: true });
    for (const { op, want } of parseTrace(readFileSync(join(TRACES, 'table', name), 'utf8'))) {
      if (op.op === 'new') {
        const queueSize = op.maxPendingQueueSize === undefined ? 3 : numberArgument(op, 'maxPendingQueueSize');
        lab = createLab({ interfaces: 1, queueSize, anyAddress: true });
      } else if (op.op === 'getRouteOrInsertPending') {
        const request = { key: tableKey(op), iif: 1, ttl: 64, payload: new TextEncoder().encode(textArgument(op, 'payload')) };
        const explained = explain(lab, request);
        expect(explained.packet.state).toBe(stateOf(want));
        expect(inject(lab, { ...request, count: 1, intervalNs: 0 }).packets).toEqual([explained.packet]);
      } else doToTable(lab, op);
    }
  });
});

describe('what explain suggests, lets the packet through', () => {
  it('on random walks of both families', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(walks, (walk) => {
        for (const [lab, request] of arrivals(walk)) {
          const explained = attempt(() => explain(lab, request));
          if ('result' in explained) for (const kind of checkHelp(lab, explained.result)) met.add(kind);
        }
      }),
      { ...RUNS, numRuns: 2 * RUNS.numRuns },
    );
    const helped = [
      'queued',
      'FORWARDING_DISABLED',
      'INTERFACE_FORWARDING_DISABLED',
      'NO_BUFFER_SPACE',
      'UNEXPECTED_INPUT_INTERFACE',
    ];
    const skipped = [
      'ALL_COPIES_SKIPPED',
      'TTL_BELOW_MINIMUM',
      'OUTGOING_INTERFACE_REMOVED',
      'OUTGOING_INTERFACE_HAS_NO_ADDRESS',
    ];
    const hopeless = ['LINK_LOCAL_SOURCE', 'LINK_LOCAL_DESTINATION', 'LOOPBACK_SOURCE', 'LOOPBACK_DESTINATION', 'INVALID_SOURCE'];
    expect([...met]).toEqual(expect.arrayContaining([...helped, ...skipped].map((code) => `${code} helped`)));
    expect([...met]).toEqual(
      expect.arrayContaining([...hopeless, 'NOT_MULTICAST', 'BAD_ADDRESS'].map((code) => `${code} hopeless`)),
    );
  });
});

function requestOf(op: TraceOp): ExplainRequest {
  const key = new RouteKey(textArgument(op, 'source'), textArgument(op, 'destination'));
  const payload = new TextEncoder().encode(textArgument(op, 'payload'));
  return { key, iif: numberArgument(op, 'nic'), ttl: numberArgument(op, 'ttl'), payload };
}

function leavingBy({ packet }: ExplainResult): object[] {
  const copies = packet.copies.map(({ oif, ttl }) => ({ nic: Number(oif.replace('eth', '')), ttl }));
  return copies.sort((a, b) => a.nic - b.nic);
}

/** What left the real stack. */
function forwardedOf(want: unknown): object[] {
  const { forwarded } = want as { forwarded: readonly { nic: number; ttl: number }[] };
  return forwarded.map(({ nic, ttl }) => ({ nic, ttl }));
}

/** What the real table answered. */
function stateOf(want: unknown): unknown {
  const { hasBufferSpace, state } = want as { hasBufferSpace: boolean; state?: string };
  return hasBufferSpace ? state : null;
}

/** A table has keys of both families and one timer; a router has one of each. So here all keys are IPv4. */
function tableKey(op: TraceOp): RouteKey {
  return new RouteKey(`10.${digest(textArgument(op, 'source'))}`, `239.${digest(textArgument(op, 'destination'))}`);
}

function digest(text: string): string {
  let value = 7;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) % 2 ** 24;
  return [value >>> 16, (value >>> 8) & 255, value & 255].join('.');
}

function doToTable(lab: Lab, op: TraceOp): void {
  const { table } = asGvisor(lab.routers.ipv4);
  switch (op.op) {
    case 'advance':
      lab.advance(numberArgument(op, 'ns'));
      break;
    case 'addInstalledRoute': {
      const route = { expectedInputInterface: numberArgument(op, 'iif'), outgoingInterfaces: oifsArgument(op) };
      table.addInstalledRoute(tableKey(op), table.newInstalledRoute(route));
      break;
    }
    case 'removeInstalledRoute':
      table.removeInstalledRoute(tableKey(op));
      break;
    case 'removeAllInstalledRoutes':
      table.removeAllInstalledRoutes();
      break;
    case 'close':
      table.close();
  }
}
