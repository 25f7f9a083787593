import type { LinuxStack } from '../core/linux/linux-stack.js';
import type { Frame, Unresolved } from '../core/linux/mfc-route.js';
import type { LinuxRouter } from '../core/linux/router.js';
import { FIRST_ROUTER } from '../core/packet.js';
import { RouteKey } from '../core/route.js';
import type { LinuxDocument } from './snapshot-schema.js';
import { decodePacket, encodePacket } from './table-document.js';

/** The whole state of a Linux router of one family, as plain data in a fixed order. */
export type LinuxState = Omit<LinuxDocument, 'forwarding'>;

/** A router of Linux in a session. */
export function encodeLinuxStack({ forwarding, router }: LinuxStack): LinuxDocument {
  return { forwarding, ...encodeLinux(router) };
}

/** The reverse of {@link encodeLinuxStack}. @throws LabError `SESSION_CORRUPT`, `BAD_ADDRESS` */
export function restoreLinuxStack(stack: LinuxStack, { forwarding, ...state }: LinuxDocument, owner: string): void {
  stack.restoreForwarding(forwarding);
  decodeLinux(stack.router, state, owner);
}

/** The state of a router. It shares nothing with the router. */
export function encodeLinux({ forwarder, vifs, mfc }: LinuxRouter): LinuxState {
  const { assert, pim, wholePacket } = forwarder.settings;
  return {
    settings: { assert, pim, wholePacket },
    rpFilterAll: forwarder.rpFilters.all,
    rpFilters: forwarder.rpFilters.list().map(([id, filter]) => ({ id, filter })),
    reversePathDrops: forwarder.reversePathDrops,
    vifs: vifs.list().map((vif) => ({ ...vif })),
    routes: mfc.routes().map(({ key, parent, outputs, packets, bytes, wrongIf, lastUsedNs, lastAssertNs }) => ({
      source: key.source.text,
      group: key.group.text,
      parent,
      outputs: outputs.map(({ vif, threshold }) => ({ vif, threshold })),
      packets,
      bytes,
      wrongIf,
      lastUsedNs,
      lastAssertNs,
    })),
    unresolved: mfc.unresolved.list().map(({ key, expiresNs, frames }) => ({
      source: key.source.text,
      group: key.group.text,
      expiresNs,
      frames: frames.map(encodeFrame),
    })),
  };
}

/**
 * Puts a state in place of what a router holds. The clock must stand where it stood when the state was encoded.
 *
 * @param owner name of the lab's router
 */
export function decodeLinux({ forwarder, vifs, mfc }: LinuxRouter, state: LinuxState, owner = FIRST_ROUTER): void {
  forwarder.settings = { ...state.settings };
  const filters = state.rpFilters.map(({ id, filter }) => [id, filter] as const);
  forwarder.rpFilters.restore(state.rpFilterAll, filters);
  forwarder.reversePathDrops = state.reversePathDrops;
  vifs.restore(state.vifs);
  mfc.clear();
  for (const { source, group, parent, outputs, lastUsedNs, ...counts } of state.routes) {
    const route = mfc.restoreRoute({ key: new RouteKey(source, group), parent, outputs }, lastUsedNs);
    route.packets = counts.packets;
    route.bytes = counts.bytes;
    route.wrongIf = counts.wrongIf;
    route.lastAssertNs = counts.lastAssertNs;
  }
  mfc.unresolved.restore(state.unresolved.map((row) => decodeUnresolved(row, owner)));
}

function encodeFrame({ packet, ttl, interfaceId, isOwn }: Frame): LinuxDocument['unresolved'][number]['frames'][number] {
  return { ...encodePacket(packet), now: { ttl, interfaceId, isOwn } };
}

function decodeUnresolved(row: LinuxDocument['unresolved'][number], router: string): Unresolved {
  const { source, group, expiresNs, frames } = row;
  const key = new RouteKey(source, group);
  return {
    key,
    expiresNs,
    frames: frames.map(({ now, ...packet }) => ({
      packet: decodePacket(packet, { source: key.source, group: key.group, router }),
      ...now,
    })),
  };
}
