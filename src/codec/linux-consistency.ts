import type { Family } from '../core/address.js';
import { isMulticast, isUnspecified } from '../core/address.js';
import type { Lab } from '../core/lab.js';
import { FAMILY_RULES } from '../core/linux/family-rules.js';
import { starred } from '../core/linux/in-all-stacks.js';
import type { LinuxStack } from '../core/linux/linux-stack.js';
import type { MfcRoute, Unresolved } from '../core/linux/mfc-route.js';
import { MAX_WAITING, UNRESOLVED_LIFE_NS } from '../core/linux/unresolved-queue.js';
import { findFamilyFault } from '../core/route-fault.js';

/** @returns the first thing that does not hold for a router of Linux, as a sentence without a full stop, or null */
export function findLinuxInconsistency(lab: Lab, stack: LinuxStack, family: Family): string | null {
  const { mfc, vifs } = stack.router;
  if (!stack.forwarding && mfc.size + mfc.unresolved.size + vifs.list().length > 0) {
    return 'there are routes or vifs, but forwarding is off';
  }
  return findVifFault(lab, stack, family) ?? findRouteFault(lab, stack, family) ?? findUnresolvedFault(lab, stack, family);
}

function findVifFault({ interfaces }: Lab, { router }: LinuxStack, family: Family): string | null {
  const { vifs, forwarder } = router;
  const lost = vifs.list().find(({ interfaceId }) => interfaces.get(interfaceId) === null);
  if (lost !== undefined) return `vif ${lost.number} belongs to an interface that does not exist`;
  const stray = forwarder.rpFilters.list().find(([id]) => interfaces.get(id) === null);
  if (stray !== undefined) return `there is an rp_filter of interface ${stray[0]}, which does not exist`;
  for (const nic of interfaces) {
    if (nic.forwarding[family] !== (vifs.ofInterface(nic.id) !== null))
      return `forwarding of ${nic.name} contradicts whether it is a vif`;
  }
  return null;
}

function findRouteFault({ clock }: Lab, { router }: LinuxStack, family: Family): string | null {
  for (const route of router.mfc.routes()) {
    const fault = findFamilyFault(route.key, family) ?? findOneRouteFault(route, family, clock.nowNs());
    if (fault !== null) return `route ${starred(route.key)} ${fault}`;
  }
  return null;
}

function findOneRouteFault(route: MfcRoute, family: Family, nowNs: number): string | null {
  const { key, outputs, lastUsedNs, lastAssertNs, wrongIf, packets } = route;
  if (!isMulticast(key.group) && !isUnspecified(key.group)) return 'has a group that is not a multicast group';
  if (outputs.some(({ vif }, index) => vif >= (outputs[index - 1]?.vif ?? Number.POSITIVE_INFINITY))) {
    return 'has outputs that are not in the order of their vifs';
  }
  if (!FAMILY_RULES[family].hasThresholds && outputs.some(({ threshold }) => threshold !== 1)) {
    return 'has a threshold, which IPv6 does not have';
  }
  if (Math.max(lastUsedNs, lastAssertNs ?? 0) > nowNs) return 'was last used in the future';
  return wrongIf > packets ? 'counts more packets on a wrong interface than packets' : null;
}

function findUnresolvedFault(lab: Lab, { router }: LinuxStack, family: Family): string | null {
  let lastNs = lab.clock.nowNs() + 1;
  const seen = new Set<string>();
  for (const entry of router.mfc.unresolved.list()) {
    const { key, expiresNs } = entry;
    const fault =
      findFamilyFault(key, family) ??
      findEntryFault(lab, entry) ??
      (expiresNs < lastNs ? 'expired already, or earlier than an older one' : null) ??
      (router.mfc.find(key) === null ? null : 'is installed too') ??
      (seen.has(key.text) ? 'is there twice' : null);
    if (fault !== null) return `pending route ${key} ${fault}`;
    lastNs = expiresNs;
    seen.add(key.text);
  }
  return null;
}

function findEntryFault({ clock, nextPacketId }: Lab, { key, expiresNs, frames }: Unresolved): string | null {
  if (!isMulticast(key.group)) return 'has a group that is not a multicast group';
  if (frames.length === 0 || frames.length > MAX_WAITING) return `has ${frames.length} packets`;
  if (expiresNs > clock.nowNs() + UNRESOLVED_LIFE_NS) return 'expires too late';
  const unknown = frames.find(({ packet: { id } }) => id < 1 || id >= nextPacketId);
  return unknown === undefined ? null : `has packet ${unknown.packet.id}, whose id was never assigned`;
}
