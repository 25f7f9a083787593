import type { Family } from '../../core/address.js';
import type { InterfaceRef } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import { viewInterface } from '../view/interface.js';
import type { IfaceResult } from './add.js';

export interface IfaceSetRequest {
  readonly interface: InterfaceRef;
  readonly forwarding: boolean;
  readonly families: readonly Family[];
}

export interface IfaceSetResult extends IfaceResult {
  /** One per requested family. */
  readonly families: readonly { readonly family: Family; readonly was: boolean; readonly forwarding: boolean }[];
}

/** @throws LabError `UNKNOWN_INTERFACE` */
export function ifaceSet(lab: Lab, { interface: ref, forwarding, families }: IfaceSetRequest): IfaceSetResult {
  const nic = lab.interfaces.require(ref);
  const changes = families.map((family) => {
    const was = nic.forwarding[family];
    nic.forwarding[family] = forwarding;
    return { family, was, forwarding };
  });
  return { nowNs: lab.clock.nowNs(), interface: viewInterface(nic), families: changes };
}
