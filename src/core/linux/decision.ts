import type { Packet } from '../packet.js';
import type { DropReason } from '../packet-report.js';
import type { MfcRoute } from './mfc-route.js';
import type { LinuxCopy } from './report.js';
import type { EnqueueResult } from './unresolved-queue.js';

/** Why a packet on a wrong input sends no WRONGVIF. */
export type SilentReason = 'INPUT_HAS_NO_VIF' | 'ASSERT_OFF' | 'INPUT_IS_NO_OUTPUT' | 'THROTTLED';

/** One decision about a packet, told at the place where the kernel takes it. Codes that gVisor has too mean the same. */
export type LinuxDecision =
  | { readonly code: 'DESTINATION_ADDRESS' | 'SOURCE_ADDRESS'; readonly reason: DropReason | null }
  /** `filter` is 0, 1 or 2, the larger of the setting for all interfaces and the interface's own. */
  | { readonly code: 'REVERSE_PATH'; readonly filter: number; readonly reason: DropReason | null }
  | { readonly code: 'LOCAL_DELIVERY'; readonly isDelivered: boolean }
  | { readonly code: 'LINK_LOCAL_ADDRESS'; readonly reason: DropReason | null }
  /** `vif` is the number that counts for the interface, or null if the interface is not a vif. */
  | { readonly code: 'INPUT_VIF'; readonly interfaceId: number; readonly vif: number | null }
  | { readonly code: 'ROUTE_LOOKUP'; readonly route: MfcRoute | null }
  /** `waiting` packets were in the entry before. */
  | { readonly code: 'QUEUE_SPACE'; readonly waiting: number; readonly result: EnqueueResult }
  /** `isVouchedFor`: a (*,*) route covers both the parent and the arriving vif. */
  | { readonly code: 'INPUT_INTERFACE'; readonly route: MfcRoute; readonly isExpected: boolean; readonly isVouchedFor: boolean }
  /** Whether WRONGVIF is sent, and if not, why. */
  | { readonly code: 'WRONG_INPUT_EVENT'; readonly silent: SilentReason | null }
  | { readonly code: 'OUTGOING_INTERFACE'; readonly copy: LinuxCopy }
  /** A copy meets the routes again, since the router is a member on the interface it left by. `isLost`: the backlog was full. */
  | { readonly code: 'LOOPED_COPY'; readonly interfaceId: number; readonly ttl: number; readonly isLost: boolean };

export type LinuxDecisionSink = (packet: Packet, decision: LinuxDecision) => void;
