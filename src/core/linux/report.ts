import type { GetRouteResultState } from '../gvisor/route-table.js';
import type { Packet } from '../packet.js';
import type { DropReason, SkipReason } from '../packet-report.js';
import type { StackEvent } from '../stack.js';

/** Copies and local deliveries that one report lists; further ones are only counted. */
export const MAX_LISTED = 10_000;

/** What one output of a route got of a packet. The vif is null where the router itself sends by an interface that is not a vif. */
export type LinuxCopy =
  | { readonly kind: 'copy'; readonly vif: number | null; readonly threshold: number; readonly oif: number; readonly ttl: number }
  | { readonly kind: 'skip'; readonly vif: number; readonly threshold: number; readonly reason: SkipReason };

/** What became of a packet, its looped copies included. */
export interface LinuxReport {
  readonly packet: Packet;
  readonly outcome: 'forwarded' | 'queued' | 'dropped';
  /** Set exactly when the packet was dropped. */
  readonly reason: DropReason | null;
  /** In the order in which they left. */
  readonly copies: readonly Extract<LinuxCopy, { kind: 'copy' }>[];
  /** Outputs that got no copy of the packet as it arrived. */
  readonly skipped: readonly Extract<LinuxCopy, { kind: 'skip' }>[];
  /** Ids of the interfaces on which this router received the packet as a member, once for each time. */
  readonly deliveredOn: readonly number[];
  readonly events: readonly StackEvent[];
  /** Copies and deliveries beyond those listed. */
  readonly unlisted: number;
  /** Looped copies that the kernel drops since its backlog is full. */
  readonly lostLoops: number;
  /** What the table answered for the packet, in the words of all stacks; null if it was not asked, or the queue was full. */
  readonly state: GetRouteResultState | null;
  /** The vif on which the route expects its packets, where this one came in on another; else null. */
  readonly expectedVif: number | null;
}

/** Gathers a report while the packet and its looped copies are handled. */
export class ReportBuilder {
  readonly copies: Extract<LinuxCopy, { kind: 'copy' }>[] = [];
  readonly skipped: Extract<LinuxCopy, { kind: 'skip' }>[] = [];
  readonly deliveredOn: number[] = [];
  readonly events: StackEvent[] = [];
  unlisted = 0;
  lostLoops = 0;
  isQueued = false;
  /** Whether looped copies are handled before the copy itself leaves: not while the kernel takes in packets. */
  loopsAtOnce = false;
  /** Whether it is looped copies that are handled. */
  isLooping = false;
  reason: DropReason | null = null;
  state: GetRouteResultState | null = null;
  expectedVif: number | null = null;

  constructor(readonly packet: Packet) {}

  addCopy(copy: Extract<LinuxCopy, { kind: 'copy' }>): void {
    if (this.copies.length < MAX_LISTED) this.copies.push(copy);
    else this.unlisted += 1;
  }

  addDelivery(interfaceId: number): void {
    if (this.deliveredOn.length < MAX_LISTED) this.deliveredOn.push(interfaceId);
    else this.unlisted += 1;
  }

  addSkip(skip: Extract<LinuxCopy, { kind: 'skip' }>): void {
    if (!this.isLooping) this.skipped.push(skip);
  }

  /** Notes why the packet was dropped. What becomes of its looped copies does not change that. */
  drop(reason: DropReason): void {
    this.reason ??= reason;
  }

  /** A packet of which a copy left counts as forwarded, regardless of its other copies. */
  build(): LinuxReport {
    const { packet, copies, skipped, deliveredOn, events, unlisted, lostLoops, state } = this;
    const outcome = copies.length > 0 ? 'forwarded' : this.isQueued ? 'queued' : 'dropped';
    const reason = outcome === 'dropped' ? (this.reason ?? 'ALL_COPIES_SKIPPED') : null;
    const expectedVif = reason === 'UNEXPECTED_INPUT_INTERFACE' ? this.expectedVif : null;
    return { packet, outcome, reason, copies, skipped, deliveredOn, events, unlisted, lostLoops, state, expectedVif };
  }
}
