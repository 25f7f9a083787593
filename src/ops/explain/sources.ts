import type { Family } from '../../core/address.js';
import type { DecisionCode } from '../../core/decision.js';

/** Sources of a decision: standards, by family, and gVisor's code. */
interface Written {
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  /** Functions of the family's own file, `ipv4.go` or `ipv6.go`. */
  readonly functions?: readonly string[];
  /** Functions of other files, with the file. */
  readonly elsewhere?: readonly string[];
}

const WRITTEN: Readonly<Record<DecisionCode, Written>> = {
  IPV4_MAPPED_ADDRESS: { ipv4: [], ipv6: ['RFC 4291 §2.5.5.2'], functions: ['HandlePacket', 'checkV4Mapped'] },
  LOOPBACK_ADDRESS: { ipv4: ['RFC 1122 §3.2.1.3'], ipv6: ['RFC 4291 §2.5.3'], functions: ['HandlePacket'] },
  SOURCE_ADDRESS: { ipv4: ['RFC 1122 §3.2.1.3'], ipv6: ['RFC 4291 §2.7'], functions: ['handleValidatedPacket'] },
  DESTINATION_ADDRESS: { ipv4: ['RFC 1112 §4'], ipv6: ['RFC 4291 §2.7'], functions: ['handleValidatedPacket'] },
  UNICAST_DELIVERY: { ipv4: ['RFC 1122 §3.2.1.3'], ipv6: ['RFC 4291 §2.8'], functions: ['handleValidatedPacket'] },
  FAMILY_FORWARDING: { ipv4: [], ipv6: [], functions: ['handleValidatedPacket', 'multicastForwarding'] },
  INTERFACE_FORWARDING: { ipv4: [], ipv6: [], functions: ['handleValidatedPacket', 'MulticastForwarding'] },
  INITIALIZING_SOURCE: {
    ipv4: ['RFC 1122 §3.2.1.3'],
    ipv6: ['RFC 4291 §2.5.2'],
    functions: ['validateAddressesForForwarding'],
  },
  LINK_LOCAL_ADDRESS: {
    ipv4: ['RFC 3927 §7', 'RFC 5771 §4'],
    ipv6: ['RFC 4291 §2.5.6', 'RFC 4291 §2.7'],
    functions: ['validateAddressesForForwarding'],
  },
  ROUTE_LOOKUP: {
    ipv4: ['RFC 1812 §5.2.1.3'],
    ipv6: [],
    functions: ['forwardMulticastPacket'],
    elsewhere: ['route_table.go GetRouteOrInsertPending'],
  },
  PENDING_LOOKUP: { ipv4: [], ipv6: [], elsewhere: ['route_table.go getOrCreatePendingRouteRLocked'] },
  QUEUE_SPACE: { ipv4: [], ipv6: [], elsewhere: ['route_table.go GetRouteOrInsertPending'] },
  INPUT_INTERFACE: { ipv4: ['RFC 1812 §5.2.1.3'], ipv6: ['RFC 7761 §4.2'], functions: ['forwardValidatedMulticastPacket'] },
  OUTGOING_INTERFACE: {
    ipv4: ['RFC 1812 §5.2.1.3'],
    ipv6: ['RFC 8200 §3'],
    functions: ['forwardMulticastPacketForOutgoingInterface'],
  },
  LOCAL_DELIVERY: { ipv4: ['RFC 1812 §5.2.3'], ipv6: ['RFC 4291 §2.8'], functions: ['handleValidatedPacket'] },
};

/** Sources of a decision: sections of RFCs, then gVisor's functions, each after its file name. */
export function sourcesOf(code: DecisionCode, family: Family): readonly string[] {
  const { functions = [], elsewhere = [], ...standards } = WRITTEN[code];
  return [...standards[family], ...functions.map((name) => `${family}.go ${name}`), ...elsewhere];
}
