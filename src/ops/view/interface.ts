import type { Family } from '../../core/address.js';
import { formatAddressWithPrefix } from '../../core/address.js';
import type { Interface } from '../../core/interface.js';

/** An interface. */
export interface InterfaceView {
  readonly id: number;
  readonly name: string;
  /** Each with its prefix length. */
  readonly addresses: readonly string[];
  readonly forwarding: Readonly<Record<Family, boolean>>;
  /** Joined groups; `joins` is the number of leaves that end the membership. */
  readonly groups: readonly { readonly group: string; readonly joins: number }[];
}

export function viewInterface(nic: Interface): InterfaceView {
  return {
    id: nic.id,
    name: nic.name,
    addresses: nic.addresses.map(formatAddressWithPrefix),
    forwarding: { ...nic.forwarding },
    groups: nic.memberships().map(({ group, joins }) => ({ group: group.text, joins })),
  };
}
