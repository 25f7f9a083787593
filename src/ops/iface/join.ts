import type { Address } from '../../core/address.js';
import type { InterfaceRef } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import { viewInterface } from '../view/interface.js';
import type { IfaceResult } from './add.js';

export interface MembershipRequest {
  readonly interface: InterfaceRef;
  readonly group: Address;
}

export interface MembershipResult extends IfaceResult {
  readonly group: string;
  /** Number of leaves that end the membership; 0 if the interface is not a member. */
  readonly joins: number;
}

/**
 * Joins a group, so that packets to it that arrive on the interface are delivered to this host.
 *
 * @throws LabError `UNKNOWN_INTERFACE`, `BAD_ADDRESS`
 */
export function ifaceJoin(lab: Lab, request: MembershipRequest): MembershipResult {
  lab.interfaces.require(request.interface).join(request.group, lab.config.anyAddress);
  return describeMembership(lab, request);
}

/** An interface and the number of its joins of a group. */
export function describeMembership(lab: Lab, { interface: ref, group }: MembershipRequest): MembershipResult {
  const nic = lab.interfaces.require(ref);
  return { nowNs: lab.clock.nowNs(), interface: viewInterface(lab, nic), group: group.text, joins: nic.joinsOf(group) };
}
