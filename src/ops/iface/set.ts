import type { AddressWithPrefix, Family } from '../../core/address.js';
import type { InterfaceRef } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import type { RpFilter } from '../../core/linux/admission.js';
import { requireLinux } from '../stack/require-linux.js';
import { viewInterface } from '../view/interface.js';
import type { IfaceResult } from './add.js';

export interface IfaceSetRequest {
  readonly interface: InterfaceRef;
  /** Omitted to leave it as it is. */
  readonly forwarding?: boolean;
  readonly families: readonly Family[];
  /** linux, IPv4. Omitted to leave it as it is. */
  readonly rpFilter?: RpFilter;
  /** In place of all it has. Omitted to leave them as they are. */
  readonly addresses?: readonly AddressWithPrefix[];
}

export interface IfaceSetResult extends IfaceResult {
  /** One per requested family, if forwarding was asked for. */
  readonly families: readonly { readonly family: Family; readonly was: boolean; readonly forwarding: boolean }[];
  /** linux: the rp_filter, if it was asked for. */
  readonly rpFilter?: { readonly was: RpFilter; readonly is: RpFilter };
}

/** @throws LabError `UNKNOWN_INTERFACE`, `NOT_IN_THIS_STACK`, `BAD_ADDRESS` */
export function ifaceSet(
  lab: Lab,
  { interface: ref, forwarding, families, rpFilter, addresses }: IfaceSetRequest,
): IfaceSetResult {
  const there = lab.interfaces.require(ref);
  const filters = rpFilter === undefined ? null : requireLinux(lab, 'ipv4', 'rp_filter').router.forwarder.rpFilters;
  const nic = addresses === undefined ? there : there.withAddresses(addresses);
  if (nic !== there) {
    lab.interfaces.replace(nic);
    lab.network.daemons.changed();
  }
  const changes =
    forwarding === undefined
      ? []
      : families.map((family) => {
          const was = nic.forwarding[family];
          lab.routers[family].switchInterface(nic, forwarding);
          return { family, was, forwarding };
        });
  const was = filters?.of(nic.id) ?? 0;
  if (rpFilter !== undefined) filters?.set(nic.id, rpFilter);
  const set = rpFilter === undefined ? {} : { rpFilter: { was, is: rpFilter } };
  return { nowNs: lab.clock.nowNs(), interface: viewInterface(lab, nic), families: changes, ...set };
}
