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
  };
}
