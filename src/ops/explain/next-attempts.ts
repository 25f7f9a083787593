import type { AddressWithPrefix, Family } from '../../core/address.js';
import type { Interface } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import { MAX_STANDARD_INTERFACES, standardAddresses } from '../../core/lab.js';
import type { PacketView } from '../view/packet.js';
import { viewRoute, writtenTtl } from '../view/route.js';
import type { Action } from './action.js';
import type { Attempt } from './attempt.js';

type Skipped = PacketView['skipped'][number];
type Output = Extract<Action, { does: 'route add' }>['oifs'][number];

/**
 * Proposes fixes after a failed attempt, simplest first. Each fixes one thing; only trying it shows whether it helps.
 *
 * @param lab the lab after the attempt
 * @param freeId an unused id
 * @param packet outcome of the packet
 * @param oif the outgoing interface that must get a copy; null if any may
 */
export function nextAttempts(lab: Lab, freeId: number, attempt: Attempt, packet: PacketView, oif: string | null): Attempt[] {
  const { key, iif } = attempt.arrival;
  const { family } = key.group;
  if (packet.outcome === 'queued') return withRoute(lab, freeId, attempt, []);
  switch (packet.reason) {
    case 'FORWARDING_DISABLED':
      return [withActions(attempt, { does: 'forwarding on', iif, family })];
    case 'INTERFACE_FORWARDING_DISABLED':
      return [withActions(attempt, { does: 'iface set', iif, family })];
    case 'INPUT_INTERFACE_HAS_NO_VIF':
      return [withActions(attempt, { does: 'vif add', name: iif, number: null, family })];
    case 'REVERSE_PATH_FILTER':
      return [withActions(attempt, { does: 'iface set rp-filter', iif })];
    case 'ARRIVED_FROM_UPSTREAM':
    case 'NO_OUTGOING_INTERFACE':
    case 'NO_BUFFER_SPACE':
      return withRoute(lab, freeId, attempt, []);
    case 'UNEXPECTED_INPUT_INTERFACE':
      return onOtherInput(lab, freeId, attempt, packet);
    case 'ALL_COPIES_SKIPPED':
    case null:
      return packet.skipped
        .filter((skipped) => oif === null || skipped.oif === oif)
        .flatMap((skipped) => forSkipped(lab, freeId, attempt, skipped));
    default:
      return [];
  }
}

/** Moves the packet to the route's input interface, or the route to the packet's. */
function onOtherInput(lab: Lab, freeId: number, attempt: Attempt, { expectedIif = '' }: PacketView): Attempt[] {
  const { arrival } = attempt;
  const isThere = lab.interfaces.find(expectedIif) !== null;
  const outputs = outputsOf(lab, attempt).filter(({ oif }) => oif !== arrival.iif);
  return [
    ...(isThere ? [{ ...attempt, arrival: { ...arrival, iif: expectedIif } }] : []),
    ...withRoute(lab, freeId, attempt, outputs),
  ];
}

function forSkipped(lab: Lab, freeId: number, attempt: Attempt, { oif, reason, minTtl }: Skipped): Attempt[] {
  const { arrival } = attempt;
  switch (reason) {
    case 'TTL_BELOW_MINIMUM': {
      const most = isLinux(lab, attempt) ? arrival.ttl - 1 : arrival.ttl;
      const lowered = outputsOf(lab, attempt).map((each) => (each.oif === oif ? atMost(each, most) : each));
      return [
        { ...attempt, arrival: { ...arrival, ttl: Math.max(minTtl, arrival.ttl) } },
        ...withRoute(lab, freeId, attempt, lowered),
      ];
    }
    case 'ARRIVED_ON_IT':
      return [];
    case 'OUTGOING_INTERFACE_REMOVED':
      if (isLinux(lab, attempt)) return bringVifBack(lab, freeId, attempt, oif);
      return bringBack(lab, freeId, attempt, Number(oif));
    case 'OUTGOING_INTERFACE_HAS_NO_ADDRESS': {
      const nic = lab.interfaces.find(oif);
      const others = outputsOf(lab, attempt).filter((each) => each.oif !== oif);
      return [...(nic === null ? [] : giveAddress(lab, attempt, nic)), ...withRoute(lab, freeId, attempt, others)];
    }
  }
}

function withActions(attempt: Attempt, ...actions: readonly Action[]): Attempt {
  return { ...attempt, actions: [...attempt.actions, ...actions] };
}

/** A route from the packet's interface to these outputs or, if there are none, to one that can send it. */
function withRoute(lab: Lab, freeId: number, attempt: Attempt, outputs: readonly Output[]): Attempt[] {
  const { key, iif } = attempt.arrival;
  const route = (oifs: readonly Output[]): Action => ({ does: 'route add', key, iif, oifs });
  if (outputs.length > 0) return [withActions(attempt, route(outputs))];
  const { family } = key.group;
  const there = [...lab.interfaces].find((nic) => nic.name !== iif && canSend(lab, attempt, nic));
  if (there !== undefined) return [withActions(attempt, route([{ oif: there.name, minTtl: 1 }]))];
  return newInterface(lab, freeId, family).map((added) => withActions(attempt, added, route([{ oif: added.name, minTtl: 1 }])));
}

/** The outputs of the packet's route that still exist. */
function outputsOf(lab: Lab, { arrival: { key } }: Attempt): Output[] {
  const route = lab.routerOf(key).installedRoute(key);
  if (route === null) return [];
  return viewRoute(lab, key, route).oifs.flatMap((output) => {
    const { oif } = output;
    return lab.interfaces.find(oif)?.name === oif ? [{ oif, minTtl: writtenTtl(output) }] : [];
  });
}

function atMost({ oif, minTtl }: Output, ttl: number): Output {
  return { oif, minTtl: Math.min(minTtl, ttl) };
}

function isLinux(lab: Lab, { arrival: { key } }: Attempt): boolean {
  return lab.routerOf(key).stack === 'linux';
}

/** gVisor sends by an interface that has an address, Linux by one that is a vif. */
function canSend(lab: Lab, attempt: Attempt, nic: Interface): boolean {
  const { family } = attempt.arrival.key.group;
  return isLinux(lab, attempt) ? nic.forwarding[family] : nic.hasAddress(family);
}

/** Gives the number of a vif to an interface that has none, or leaves the vif out of the route. */
function bringVifBack(lab: Lab, freeId: number, attempt: Attempt, oif: string): Attempt[] {
  const { family } = attempt.arrival.key.group;
  const number = Number(oif.replace('vif ', ''));
  const idle = [...lab.interfaces].find((nic) => nic.name !== attempt.arrival.iif && !nic.forwarding[family]);
  const back: Attempt[] = idle === undefined ? [] : [withActions(attempt, { does: 'vif add', name: idle.name, number, family })];
  return [...back, ...withRoute(lab, freeId, attempt, outputsOf(lab, attempt))];
}

/**
 * Routes refer to interfaces by id. If an interface with the name of a removed one is there under another id, the route is added again with
 * it; else an interface with the old id is added.
 */
function bringBack(lab: Lab, freeId: number, attempt: Attempt, id: number): Attempt[] {
  const name = `eth${id}`;
  if (lab.interfaces.find(name) !== null) {
    const route = lab.routerOf(attempt.arrival.key).installedRoute(attempt.arrival.key);
    const minTtl = route?.outgoingInterfaces.find((outgoing) => outgoing.id === id)?.minTtl ?? 1;
    return withRoute(lab, freeId, attempt, [...outputsOf(lab, attempt), { oif: name, minTtl }]);
  }
  return newInterface(lab, id, attempt.arrival.key.group.family).map((added) => withActions(attempt, added));
}

/**
 * No command adds an address to an existing interface. Removing and adding it does, but loses its groups and switches, so this is only
 * for an interface with default settings.
 */
function giveAddress(lab: Lab, attempt: Attempt, nic: Interface): Attempt[] {
  const { id, name, addresses, forwarding } = nic;
  const plain = new Set(['224.0.0.1', 'ff02::1']);
  const isPlain = nic
    .memberships()
    .every(({ group, joins }) => joins === 1 && (plain.has(group.text) || /^ff02::1:ff/.test(group.text)));
  if (!isPlain || !forwarding.ipv4 || !forwarding.ipv6) return [];
  return freeAddress(lab, id, attempt.arrival.key.group.family).map((address) =>
    withActions(attempt, { does: 'iface rm', name }, { does: 'iface add', name, id, addresses: [...addresses, address] }),
  );
}

/** An interface with an address of the family; none if no address is left. */
function newInterface(lab: Lab, id: number, family: Family): Extract<Action, { does: 'iface add' }>[] {
  let number = id;
  while (lab.interfaces.find(`eth${number}`) !== null) number += 1;
  return freeAddress(lab, id, family).map((address) => ({ does: 'iface add', name: `eth${number}`, id, addresses: [address] }));
}

/** A free address like those of the standard lab, preferably that of the id. None if all are in use. */
function freeAddress(lab: Lab, id: number, family: Family): AddressWithPrefix[] {
  const taken = new Set([...lab.interfaces].flatMap(({ addresses }) => addresses.map(({ address }) => address.text)));
  for (let tried = 0; tried < MAX_STANDARD_INTERFACES; tried += 1) {
    const number = ((id - 1 + tried) % MAX_STANDARD_INTERFACES) + 1;
    const found = standardAddresses(number).find(({ address }) => address.family === family);
    if (found !== undefined && !taken.has(found.address.text)) return [found];
  }
  return [];
}
