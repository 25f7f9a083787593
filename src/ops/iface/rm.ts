import { FAMILIES } from '../../core/address.js';
import { LabError } from '../../core/errors.js';
import type { InterfaceRef } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import { sameEnd } from '../../core/network/end.js';
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
 * @throws LabError `UNKNOWN_INTERFACE`, `INTERFACE_IN_USE`
 */
export function ifaceRm(lab: Lab, request: IfaceRmRequest): IfaceRmResult {
  const nic = lab.interfaces.require(request.interface);
  requireUnlinked(lab, nic.id);
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

/** @throws LabError `INTERFACE_IN_USE` if a link or a host is on the interface, or a copy that left by it is under way */
function requireUnlinked({ network, router }: Lab, interfaceId: number): void {
  const end = { router: router.name, interfaceId };
  const link = network.links.at(end);
  const [host] = network.hosts.on(end);
  const refuse = (why: string, hint: string): never => {
    throw new LabError('INTERFACE_IN_USE', `cannot remove the interface: ${why}`, hint);
  };
  if (link !== null) refuse(`it is an end of link ${link.name}`, `Remove the link first: mcast link rm ${link.name}`);
  if (host !== undefined) refuse(`host ${host.name} is on it`, `Remove the host first: mcast host rm ${host.name}`);
  if (network.flights.list().some(({ from }) => sameEnd(from.end, end))) {
    refuse('a copy that left by it is under way', 'Let it arrive first: mcast wait --until quiet');
  }
}
