import type { GetRouteResultState } from '../../core/gvisor/route-table.js';
import type { Lab } from '../../core/lab.js';
import type { DropReason, PacketReport, SkipReason } from '../../core/packet-report.js';
import type { PayloadView } from './payload.js';
import { viewPayload } from './payload.js';
import type { OutputView } from './route.js';
import { viewThreshold } from './route.js';
import { routerField } from './router-field.js';

/** Outcome of a packet, with its interfaces by name. */
export interface PacketView extends PayloadView {
  readonly id: number;
  /** In a lab of several routers. */
  readonly router?: string;
  readonly source: string;
  readonly group: string;
  readonly iif: string;
  /** On arrival. */
  readonly ttl: number;
  /** In a lab of several routers: which arrival of the packet this is, 1 for its first. */
  readonly hop?: number;
  readonly outcome: 'forwarded' | 'queued' | 'dropped';
  readonly reason: DropReason | null;
  /** gVisor's name for the result of the table lookup. */
  readonly state: GetRouteResultState | null;
  readonly copies: readonly { readonly oif: string; readonly ttl: number }[];
  readonly skipped: readonly (OutputView & { readonly reason: SkipReason })[];
  readonly deliveredLocally: boolean;
  /** The route's input interface, if the packet arrived on another. */
  readonly expectedIif?: string;
  /** linux: number of copies that are not listed, since looped copies made very many. */
  readonly unlisted?: number;
  /** linux: number of looped copies that were lost, since the backlog was full. */
  readonly lostLoops?: number;
}

export function viewPacket(lab: Lab, report: PacketReport): PacketView {
  const { packet, outcome, reason, state, deliveredLocally, expectedIif } = report;
  const at = lab.at(packet.router);
  const { interfaces } = at;
  const router = at.routerOf(packet);
  const copies: PacketView['copies'][number][] = [];
  const skipped: PacketView['skipped'][number][] = [];
  for (const decision of report.copies) {
    const oif = interfaces.nameOf(decision.oif);
    if (decision.kind === 'copy') copies.push({ oif, ttl: decision.ttl });
    else skipped.push({ oif, reason: decision.reason, ...viewThreshold(decision.minTtl, router) });
  }
  const view = {
    id: packet.id,
    ...routerField(lab, packet.router),
    source: packet.source.text,
    group: packet.group.text,
    iif: interfaces.nameOf(packet.iif),
    ttl: packet.ttl,
    ...(!lab.network.isSingle && { hop: packet.hop }),
    ...viewPayload(packet),
    outcome,
    reason,
    state,
    copies,
    skipped,
    deliveredLocally,
    ...(report.unlisted !== undefined && { unlisted: report.unlisted }),
    ...(report.lostLoops !== undefined && { lostLoops: report.lostLoops }),
  };
  return expectedIif === null ? view : { ...view, expectedIif: interfaces.nameOf(expectedIif) };
}
