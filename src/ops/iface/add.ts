import type { AddressWithPrefix } from '../../core/address.js';
import { Interface } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import type { InterfaceView } from '../view/interface.js';
import { viewInterface } from '../view/interface.js';

export interface IfaceAddRequest {
  readonly name: string;
  /** Null for the smallest unused id. */
  readonly id: number | null;
  readonly addresses: readonly AddressWithPrefix[];
  /** Multicast forwarding of the new interface, for both families. */
  readonly forwarding: boolean;
}

export interface IfaceResult {
  readonly nowNs: number;
  readonly interface: InterfaceView;
}

/** @throws LabError `DUPLICATE_INTERFACE` */
export function ifaceAdd(lab: Lab, { name, id, addresses, forwarding }: IfaceAddRequest): IfaceResult {
  const added = new Interface({
    id: id ?? lab.freeInterfaceId(),
    name,
    addresses,
    forwarding: { ipv4: forwarding, ipv6: forwarding },
  });
  lab.addInterface(added);
  return { nowNs: lab.clock.nowNs(), interface: viewInterface(lab, added) };
}
