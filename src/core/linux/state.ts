import { Packet } from '../packet.js';
import { RouteKey } from '../route.js';
import type { RpFilter } from './admission.js';
import type { AssertSettings } from './forwarder.js';
import type { Frame, MfcOutput, Unresolved } from './mfc-route.js';
import type { LinuxRouter } from './router.js';
import type { Vif } from './vif.js';

/** The whole state of a router of one family as plain data, in a fixed order. */
export interface LinuxState {
  readonly settings: AssertSettings;
  readonly rpFilterAll: RpFilter;
  /** Settings of single interfaces other than 0, by id. */
  readonly rpFilters: readonly (readonly [interfaceId: number, filter: RpFilter])[];
  readonly reversePathDrops: number;
  /** By number. */
  readonly vifs: readonly Readonly<Vif>[];
  /** Oldest first. */
  readonly routes: readonly RouteState[];
  /** Oldest first. */
  readonly unresolved: readonly UnresolvedState[];
}

interface RouteState {
  readonly source: string;
  readonly group: string;
  readonly parent: number;
  /** By falling vif number. */
  readonly outputs: readonly MfcOutput[];
  readonly packets: number;
  readonly bytes: number;
  readonly wrongIf: number;
  readonly lastUsedNs: number;
  readonly lastAssertNs: number | null;
}

interface UnresolvedState {
  readonly source: string;
  readonly group: string;
  readonly expiresNs: number;
  /** Oldest first. */
  readonly frames: readonly FrameState[];
}

interface FrameState {
  readonly id: number;
  /** Id of the interface on which the packet first arrived. */
  readonly iif: number;
  /** TTL with which it first arrived. */
  readonly arrivalTtl: number;
  readonly ttl: number;
  readonly interfaceId: number;
  readonly isOwn: boolean;
  /** Bytes as numbers. */
  readonly payload: readonly number[];
}

/** The state of a router. It shares nothing with the router. */
export function encodeLinux({ forwarder, vifs, mfc }: LinuxRouter): LinuxState {
  return {
    settings: { ...forwarder.settings },
    rpFilterAll: forwarder.rpFilters.all,
    rpFilters: forwarder.rpFilters.list(),
    reversePathDrops: forwarder.reversePathDrops,
    vifs: vifs.list().map((vif) => ({ ...vif })),
    routes: mfc.routes().map(({ key, parent, outputs, packets, bytes, wrongIf, lastUsedNs, lastAssertNs }) => ({
      source: key.source.text,
      group: key.group.text,
      parent,
      outputs: outputs.map((output) => ({ ...output })),
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

/** Puts a state in place of what a router holds. The clock must stand where it stood when the state was encoded. */
export function decodeLinux({ forwarder, vifs, mfc }: LinuxRouter, state: LinuxState): void {
  forwarder.settings = { ...state.settings };
  forwarder.rpFilters.restore(state.rpFilterAll, state.rpFilters);
  forwarder.reversePathDrops = state.reversePathDrops;
  vifs.restore(state.vifs);
  mfc.clear();
  for (const { source, group, parent, outputs, lastUsedNs, ...counts } of state.routes) {
    const route = mfc.restoreRoute(
      { key: new RouteKey(source, group), parent, outputs: outputs.map((o) => ({ ...o })) },
      lastUsedNs,
    );
    route.packets = counts.packets;
    route.bytes = counts.bytes;
    route.wrongIf = counts.wrongIf;
    route.lastAssertNs = counts.lastAssertNs;
  }
  mfc.unresolved.restore(state.unresolved.map(decodeUnresolved));
}

function encodeFrame({ packet, ttl, interfaceId, isOwn }: Frame): FrameState {
  const { id, iif, ttl: arrivalTtl, payload } = packet;
  return { id, iif, arrivalTtl, ttl, interfaceId, isOwn, payload: [...payload] };
}

function decodeUnresolved({ source, group, expiresNs, frames }: UnresolvedState): Unresolved {
  const key = new RouteKey(source, group);
  const packetOf = ({ id, iif, arrivalTtl, payload }: FrameState) =>
    new Packet({ id, iif, source: key.source, group: key.group, ttl: arrivalTtl, payload: Uint8Array.from(payload) });
  return {
    key,
    expiresNs,
    frames: frames.map((frame) => {
      const { ttl, interfaceId, isOwn } = frame;
      return { packet: packetOf(frame), ttl, interfaceId, isOwn };
    }),
  };
}
