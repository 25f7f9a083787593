import { isIpv4Mapped, isLimitedBroadcast, isMulticast } from '../address.js';
import { hasInvalidSource, initializingFault, ipv4MappedFault, linkLocalFault, loopbackFault } from '../address-faults.js';
import type { CounterName } from '../counters.js';
import { addToCount } from '../counters.js';
import type { DecisionSink } from '../decision.js';
import { lookupDecisions } from '../decision.js';
import type { Interface } from '../interface.js';
import { findAssignedAddress } from '../interface.js';
import type { Packet } from '../packet.js';
import type { DropReason, PacketReport } from '../packet-report.js';
import { dropped } from '../packet-report.js';
import type { InstalledRoute } from '../route.js';
import { decideCopy } from './copy-decision.js';
import type { GetRouteResultState } from './route-table.js';
import { TableRouter } from './table-router.js';

/** What counts a packet that is not forwarded because of the scope of its addresses. */
const SCOPE_COUNTERS = {
  INITIALIZING_SOURCE: 'forwardingInitializingSource',
  LINK_LOCAL_SOURCE: 'forwardingLinkLocalSource',
  LINK_LOCAL_DESTINATION: 'forwardingLinkLocalDestination',
} as const satisfies Partial<Record<DropReason, CounterName>>;

/**
 * What becomes of one packet: it is checked, looked up, copied, queued or dropped, and counted.
 *
 * Source: gVisor `pkg/tcpip/network/ipv4/ipv4.go` and `ipv6/ipv6.go`, where `HandlePacket`, `handleValidatedPacket`,
 * `forwardMulticastPacket` and their kin are; RFC 1812 §5.2.1.3 and §5.2.3.
 */
export abstract class PacketPath extends TableRouter {
  /** @internal What each decision about a packet is told to. Nothing is made to be told while there is none. */
  sink: DecisionSink | null = null;
  /** Multicast forwarding of the whole family. */
  protected isForwarding = false;

  /**
   * Takes in a packet that arrives on `nic`: forwards, queues or drops it, and delivers it to this host if it is a member.
   */
  receive(packet: Packet, nic: Interface): PacketReport {
    return this.reported(this.#decide(packet, nic));
  }

  #decide(packet: Packet, nic: Interface): PacketReport {
    this.#count('packetsReceived');
    const { anyAddress, release } = this.context;
    if (!anyAddress && release.ipv4MappedDropped && this.family === 'ipv6') {
      const mapped = this.#checkIpv4Mapped(packet);
      if (mapped !== null) return dropped(packet, mapped);
    }
    const loopback = anyAddress ? null : loopbackFault(packet);
    if (!anyAddress) this.sink?.(packet, { code: 'LOOPBACK_ADDRESS', reason: loopback });
    if (loopback !== null) {
      this.#count(loopback === 'LOOPBACK_SOURCE' ? 'invalidSourceAddressesReceived' : 'invalidDestinationAddressesReceived');
      return dropped(packet, loopback);
    }
    this.#count('validPacketsReceived');
    if (anyAddress) return this.#receiveMulticast(packet, nic);
    const isInvalid = hasInvalidSource(packet, nic);
    this.sink?.(packet, { code: 'SOURCE_ADDRESS', reason: isInvalid ? 'INVALID_SOURCE' : null });
    if (isInvalid) {
      this.#count('invalidSourceAddressesReceived');
      return dropped(packet, 'INVALID_SOURCE');
    }
    const isToGroup = isMulticast(packet.group);
    this.sink?.(packet, { code: 'DESTINATION_ADDRESS', reason: isToGroup ? null : 'NOT_MULTICAST' });
    return isToGroup ? this.#receiveMulticast(packet, nic) : this.#receiveUnicast(packet, nic);
  }

  /** Either address counts where it is mapped. Source: gVisor `checkV4Mapped`. */
  #checkIpv4Mapped(packet: Packet): DropReason | null {
    const reason = ipv4MappedFault(packet, this.context.release);
    this.sink?.(packet, { code: 'IPV4_MAPPED_ADDRESS', reason });
    if (isIpv4Mapped(packet.source)) this.#count('invalidSourceAddressesReceived');
    if (isIpv4Mapped(packet.group)) this.#count('invalidDestinationAddressesReceived');
    return reason;
  }

  /** Tells the lab what became of a packet. */
  protected reported(report: PacketReport): PacketReport {
    this.context.onPacket(report);
    return report;
  }

  #receiveUnicast(packet: Packet, nic: Interface): PacketReport {
    const isOurs = isLimitedBroadcast(packet.group) || findAssignedAddress(nic.addresses, packet.group) !== null;
    this.sink?.(packet, { code: 'UNICAST_DELIVERY', isDelivered: isOurs });
    if (isOurs) this.#countDelivery();
    else this.#count('invalidDestinationAddressesReceived');
    return { ...dropped(packet, 'NOT_MULTICAST'), deliveredLocally: isOurs };
  }

  #receiveMulticast(packet: Packet, nic: Interface): PacketReport {
    const disabled = this.#forwardingFault(packet, nic);
    const report = disabled === null ? this.#forward(packet, nic) : dropped(packet, disabled);
    const deliveredLocally = nic.isMember(packet.group);
    this.sink?.(packet, { code: 'LOCAL_DELIVERY', isDelivered: deliveredLocally });
    if (deliveredLocally) this.#countDelivery();
    else if (disabled !== null) this.#count('invalidDestinationAddressesReceived');
    return { ...report, deliveredLocally };
  }

  #forwardingFault(packet: Packet, nic: Interface): DropReason | null {
    this.sink?.(packet, { code: 'FAMILY_FORWARDING', isOn: this.isForwarding });
    if (!this.isForwarding) return 'FORWARDING_DISABLED';
    const isOn = nic.forwarding[this.family];
    this.sink?.(packet, { code: 'INTERFACE_FORWARDING', isOn });
    return isOn ? null : 'INTERFACE_FORWARDING_DISABLED';
  }

  #forward(packet: Packet, nic: Interface): PacketReport {
    const fault = this.context.anyAddress ? null : this.#scopeFault(packet);
    if (fault !== null) return this.#forwardingError(SCOPE_COUNTERS[fault], packet, fault);
    const result = this.table.getRouteOrInsertPending(packet, packet);
    if (this.sink !== null) {
      for (const decision of lookupDecisions(result, this.table.pendingRoute(packet))) this.sink(packet, decision);
    }
    switch (result.state) {
      case 'InstalledRouteFound':
        return this.#forwardAlong(result.route, packet, nic, result.state);
      case 'NoRouteFoundAndPendingInserted':
        this.context.onEvent({ type: 'missingRoute', source: packet.source, group: packet.group, iif: nic.id });
        return this.#queued(packet, result.state);
      case 'PacketQueuedInPendingRoute':
        return this.#queued(packet, result.state);
      case null:
        return this.#forwardingError('forwardingNoMulticastPendingQueueBufferSpace', packet, 'NO_BUFFER_SPACE');
    }
  }

  /** Source: gVisor `validateAddressesForForwarding`. */
  #scopeFault(packet: Packet): keyof typeof SCOPE_COUNTERS | null {
    const { release } = this.context;
    if (release.initializingSourceDropped) {
      const reason = initializingFault(packet, release);
      this.sink?.(packet, { code: 'INITIALIZING_SOURCE', reason });
      if (reason !== null) return reason;
    }
    if (release.ipv4LinkLocalForwarded && this.family === 'ipv4') return null;
    const reason = linkLocalFault(packet, release);
    this.sink?.(packet, { code: 'LINK_LOCAL_ADDRESS', reason });
    return reason;
  }

  /** Every queued packet counts as unrouteable, though it may be sent later, as in gVisor. */
  #queued(packet: Packet, state: GetRouteResultState): PacketReport {
    this.#count('forwardingUnrouteable');
    this.#count('forwardingErrors');
    return { packet, outcome: 'queued', reason: null, state, copies: [], expectedIif: null, deliveredLocally: false };
  }

  /** Source: gVisor `forwardValidatedMulticastPacket`. */
  #forwardAlong(route: InstalledRoute, packet: Packet, nic: Interface, state: GetRouteResultState): PacketReport {
    const expected = route.expectedInputInterface;
    const isOnWrongInterface = nic.id !== expected;
    this.sink?.(packet, { code: 'INPUT_INTERFACE', expected, isExpected: !isOnWrongInterface });
    route.countPacket(packet.lengthBytes, isOnWrongInterface);
    if (isOnWrongInterface) {
      const { source, group } = packet;
      this.context.onEvent({ type: 'unexpectedInputInterface', source, group, iif: nic.id, expectedIif: expected });
      this.#countError('forwardingUnexpectedMulticastInputInterface');
      return { ...dropped(packet, 'UNEXPECTED_INPUT_INTERFACE', state), expectedIif: expected };
    }
    const copies = route.outgoingInterfaces.map((outgoing) => {
      const decision = decideCopy(packet, outgoing, this.context.interfaces);
      this.sink?.(packet, { code: 'OUTGOING_INTERFACE', outgoing, copy: decision });
      if (decision.kind === 'copy') route.setLastUsedTimestamp(this.context.clock.nowNs());
      else this.#countError(decision.reason === 'TTL_BELOW_MINIMUM' ? 'forwardingExhaustedTtl' : 'forwardingUnrouteable');
      return decision;
    });
    const anyLeft = copies.some(({ kind }) => kind === 'copy');
    return {
      packet,
      outcome: anyLeft ? 'forwarded' : 'dropped',
      reason: anyLeft ? null : 'ALL_COPIES_SKIPPED',
      state,
      copies,
      expectedIif: null,
      deliveredLocally: false,
    };
  }

  /** A packet that waited is checked again on the interface it arrived on. Source: gVisor `forwardPendingMulticastPacket`. */
  protected forwardPending(packet: Packet, route: InstalledRoute, state: GetRouteResultState): PacketReport {
    const nic = this.context.interfaces.get(packet.iif);
    if (nic === null) return dropped(packet, 'INPUT_INTERFACE_REMOVED', state);
    if (!nic.forwarding[this.family]) return dropped(packet, 'INTERFACE_FORWARDING_DISABLED', state);
    return this.#forwardAlong(route, packet, nic, state);
  }

  #forwardingError(counter: CounterName, packet: Packet, reason: DropReason): PacketReport {
    this.#countError(counter);
    return dropped(packet, reason);
  }

  #countError(counter: CounterName): void {
    this.#count(counter);
    this.#count('forwardingErrors');
  }

  /** In 2022 gVisor's `processIPv6RawPayloadHeader` counts a datagram other than ICMPv6 twice; `ipv4.go` counts it once. */
  #countDelivery(): void {
    this.#count('packetsDelivered', this.family === 'ipv4' || this.context.release.ipv6DeliveryCountedOnce ? 1 : 2);
  }

  #count(counter: CounterName, times = 1): void {
    const before = this.counters[counter];
    const after = addToCount(before, times);
    this.counters[counter] = after;
    this.context.onCount(counter, after - before);
  }
}
