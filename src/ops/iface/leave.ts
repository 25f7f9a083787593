import type { Lab } from '../../core/lab.js';
import type { MembershipRequest, MembershipResult } from './join.js';
import { describeMembership } from './join.js';

/**
 * Reverts one join of a group.
 *
 * @throws LabError `UNKNOWN_INTERFACE`, `NOT_A_MEMBER`
 */
export function ifaceLeave(lab: Lab, request: MembershipRequest): MembershipResult {
  lab.interfaces.require(request.interface).leave(request.group);
  return describeMembership(lab, request);
}
