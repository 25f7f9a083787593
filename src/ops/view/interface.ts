import type { Family } from '../../core/address.js';
import { FAMILIES, formatAddressWithPrefix } from '../../core/address.js';
import type { Interface } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import type { RpFilter } from '../../core/linux/admission.js';
import { LinuxStack } from '../../core/linux/linux-stack.js';

/** A virtual interface of Linux, with what it has counted since it was added. */
export interface VifView {
  readonly family: Family;
  readonly number: number;
  readonly packetsIn: number;
  readonly bytesIn: number;
  readonly packetsOut: number;
  readonly bytesOut: number;
}

/** An interface. */
export interface InterfaceView {
  readonly id: number;
  readonly name: string;
  /** Each with its prefix length. */
  readonly addresses: readonly string[];
  /** In linux, the kernel's mc_forwarding: whether the interface is a vif. */
  readonly forwarding: Readonly<Record<Family, boolean>>;
  /** Joined groups; `joins` is the number of leaves that end the membership. */
  readonly groups: readonly { readonly group: string; readonly joins: number }[];
  /** linux: its vifs, IPv4 first. */
  readonly vifs?: readonly VifView[];
  /** linux: the rp_filter of the interface; IPv6 has none. */
  readonly rpFilter?: RpFilter;
}

export function viewInterface(lab: Lab, nic: Interface): InterfaceView {
  const memberships = nic.snapshotMemberships();
  let groups: InterfaceView['groups'] | null = null;
  return {
    id: nic.id,
    name: nic.name,
    addresses: nic.addresses.map(formatAddressWithPrefix),
    forwarding: { ...nic.forwarding },
    // Listed only when asked for: an interface may be in very many groups, and most texts do not show them.
    get groups() {
      groups ??= memberships().map(({ group, joins }) => ({ group: group.text, joins }));
      return groups;
    },
    ...viewVifs(lab, nic),
  };
}

function viewVifs(lab: Lab, nic: Interface): Pick<InterfaceView, 'vifs' | 'rpFilter'> {
  const { ipv4 } = lab.routers;
  if (!(ipv4 instanceof LinuxStack)) return {};
  const vifs = FAMILIES.flatMap((family) => {
    const router = lab.routers[family];
    if (!(router instanceof LinuxStack)) return [];
    return router.vifsOf(nic).map(({ interfaceId, ...vif }) => ({ family, ...vif }));
  });
  return { vifs, rpFilter: ipv4.router.forwarder.rpFilters.of(nic.id) };
}
