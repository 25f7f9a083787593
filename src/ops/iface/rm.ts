import { FAMILIES } from '../../core/address.js';
import type { InterfaceRef } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import { viewInterface } from '../view/interface.js';
import type { IfaceResult } from './add.js';

export interface IfaceRmRequest {
  readonly interface: InterfaceRef;
}

export interface IfaceRmResult extends IfaceResult {
  /** Remaining installed routes that refer to the interface, as input or as output. */
  readonly routesLeft: number;
}

/**
 * Removes an interface. Routes that refer to it remain: a copy to it counts as unrouteable, as in gVisor.
 *
 * @throws LabError `UNKNOWN_INTERFACE`
 */
export function ifaceRm(lab: Lab, request: IfaceRmRequest): IfaceRmResult {
  const nic = lab.interfaces.require(request.interface);
  const view = viewInterface(lab, nic);
  lab.removeInterface(nic);
  let routesLeft = 0;
  for (const family of FAMILIES) {
    for (const [, route] of lab.routers[family].installedRoutes()) {
      const isNamed = route.expectedInputInterface === nic.id || route.outgoingInterfaces.some(({ id }) => id === nic.id);
      if (isNamed) routesLeft += 1;
    }
  }
  return { nowNs: lab.clock.nowNs(), interface: view, routesLeft };
}
