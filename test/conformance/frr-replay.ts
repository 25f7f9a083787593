import type { TreeEntry } from '../../src/core/network/daemon.js';
import type { StackName } from '../../src/core/stack.js';
import { FrrNetwork } from './frr-network.js';
import type { FrrEntry, FrrReceived, FrrStep } from './frr-recording.js';
import { parseFrrRecording } from './frr-recording.js';

/** What a router or a member of a step has, and what FRR had. */
export interface FrrDivergence {
  readonly step: number;
  readonly what: string;
  readonly want: unknown;
  readonly got: unknown;
}

/** What the replay of a recording found. */
export interface FrrReplay {
  readonly steps: number;
  /** Routers and members that were compared. */
  readonly compared: number;
  readonly divergences: readonly FrrDivergence[];
  /** Divergences at steps where FRR itself differs from a model without timers. */
  readonly apart: readonly FrrDivergence[];
}

/** Builds the network of a recording, lets its events happen, and compares the steady state after each with FRR's. */
export function replayFrr(text: string, stack: StackName = 'gvisor-2022'): FrrReplay {
  const recording = parseFrrRecording(text);
  const net = new FrrNetwork(recording, stack);
  const divergences: FrrDivergence[] = [];
  const apart: FrrDivergence[] = [];
  let compared = 0;
  for (const step of recording.steps) {
    for (const event of step.events) net.apply(event);
    const routes = step.routes === undefined ? [] : net.useRoutes(step.routes);
    net.settle();
    const found = compareStep(net, recording.topology.routers, step, routes);
    compared += found.compared;
    for (const divergence of found.divergences) (isApart(step) ? apart : divergences).push(divergence);
  }
  return { steps: recording.steps.length, compared, divergences, apart };
}

/** Whether FRR differs from a model without timers in more than entries without outputs. Class I: the kernel sends back out of the input. */
function isApart({ late }: FrrStep): boolean {
  return !late.agrees_with_model || late.artefacts.includes('I');
}

function compareStep(
  net: FrrNetwork,
  routers: readonly string[],
  step: FrrStep,
  routes: readonly string[],
): { compared: number; divergences: FrrDivergence[] } {
  const rows: { what: string; want: unknown; got: unknown }[] = [
    { what: 'unicast routes of another length', want: [], got: routes },
    { what: 'messages under way', want: 0, got: net.lab.network.flights.size + net.lab.network.daemons.timerCount },
  ];
  for (const router of routers) {
    const want = sorted((step.late.state[router] ?? []).filter(({ oifs }) => oifs.length > 0).map(entryText));
    const entries = net.lab.network.daemons.entries(router).filter(({ oifs, isShared }) => oifs.length > 0 && !isShared);
    rows.push({ what: router, want, got: sorted(entries.map((entry) => entryText(named(router, entry)))) });
  }
  const sent = net.send();
  net.lab.advance(1_000_000_000);
  for (const row of step.late.received) rows.push(receivedRow(net, sent, row));
  const differing = rows.filter(({ want, got }) => JSON.stringify(want) !== JSON.stringify(got));
  return { compared: rows.length, divergences: differing.map((row) => ({ step: step.step, ...row })) };
}

function receivedRow(net: FrrNetwork, sent: ReadonlyMap<string, number>, { host, source, group, ...row }: FrrReceived) {
  const id = sent.get(`${source} ${group}`);
  const copies = net.lab.network.hosts
    .require(host)
    .received.entries()
    .filter((each) => each.id === id);
  const ttls = [...new Set(copies.map(({ ttl }) => ttl))].sort((a, b) => a - b);
  const want = { copies: row.packets / row.sent, ttl: row.ttl };
  return { what: `${host} from ${source} to ${group}`, want, got: { copies: copies.length, ttl: ttls } };
}

function named(router: string, { source, group, iif, oifs }: TreeEntry): FrrEntry {
  const name = (id: number) => `${router}:eth${id}`;
  return { source: source?.text ?? '*', group: group.text, iif: iif === null ? null : name(iif), oifs: oifs.map(name) };
}

function entryText({ source, group, iif, oifs }: FrrEntry): string {
  return `(${source}, ${group}) ${iif ?? '-'} → ${sorted([...oifs]).join(' ')}`;
}

function sorted(texts: string[]): string[] {
  return texts.sort();
}
