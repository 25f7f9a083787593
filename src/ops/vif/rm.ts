import type { Family } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';
import { requireLinux } from '../stack/require-linux.js';
import type { InterfaceView } from '../view/interface.js';
import { viewInterface } from '../view/interface.js';

export interface VifRmRequest {
  readonly number: number;
  /** Null for each family that has the vif. */
  readonly family: Family | null;
}

export interface VifRmResult {
  readonly nowNs: number;
  readonly number: number;
  /** The removed vifs, with their interfaces as they are now. */
  readonly removed: readonly { readonly family: Family; readonly interface: InterfaceView }[];
}

/**
 * Removes a vif. Routes keep the number, and use the vif again once it is back.
 *
 * @throws LabError `NOT_IN_THIS_STACK`, `VIF_NOT_FOUND`
 */
export function vifRm(lab: Lab, { number, family }: VifRmRequest): VifRmResult {
  const stacks = (family === null ? (['ipv4', 'ipv6'] as const) : [family]).map((each) => requireLinux(lab, each, 'a vif'));
  const having = stacks.filter((stack) => stack.router.vifs.get(number) !== null);
  const removed = (having.length === 0 ? stacks.slice(0, 1) : having).map((stack) => {
    const { interfaceId } = stack.removeVif(number);
    return { family: stack.family, nic: lab.interfaces.require(interfaceId) };
  });
  return {
    nowNs: lab.clock.nowNs(),
    number,
    removed: removed.map(({ family: of, nic }) => ({ family: of, interface: viewInterface(lab, nic) })),
  };
}
