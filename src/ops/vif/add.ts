import type { Family } from '../../core/address.js';
import { LabError } from '../../core/errors.js';
import type { InterfaceRef } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import type { LinuxStack } from '../../core/linux/linux-stack.js';
import { MAX_VIFS } from '../../core/linux/vif.js';
import { requireLinux } from '../stack/require-linux.js';
import type { InterfaceView } from '../view/interface.js';
import { viewInterface } from '../view/interface.js';

export interface VifAddRequest {
  readonly interface: InterfaceRef;
  /** Null for the lowest one that is free in every requested family. */
  readonly number: number | null;
  readonly families: readonly Family[];
}

export interface VifResult {
  readonly nowNs: number;
  readonly number: number;
  readonly families: readonly Family[];
  /** As it is now. */
  readonly interface: InterfaceView;
}

/** @throws LabError `NOT_IN_THIS_STACK`, `UNKNOWN_INTERFACE`, `NOT_PERMITTED`, `VIF_IN_USE`, `VIF_OUT_OF_RANGE` */
export function vifAdd(lab: Lab, { interface: ref, number: wanted, families }: VifAddRequest): VifResult {
  const stacks = families.map((family) => requireLinux(lab, family, 'a vif'));
  const nic = lab.interfaces.require(ref);
  const number = wanted ?? lowestFree(stacks);
  for (const stack of stacks) stack.checkVif(number);
  for (const stack of stacks) stack.addVif(nic, number);
  return { nowNs: lab.clock.nowNs(), number, families, interface: viewInterface(lab, nic) };
}

function lowestFree(stacks: readonly LinuxStack[]): number {
  for (let number = 0; number < MAX_VIFS; number += 1) {
    if (stacks.every((stack) => stack.router.vifs.get(number) === null)) return number;
  }
  throw new LabError('VIF_OUT_OF_RANGE', `all ${MAX_VIFS} vifs are in use`, 'Remove one with: mcast vif rm N');
}
