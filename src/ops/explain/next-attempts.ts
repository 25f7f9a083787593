import type { AddressWithPrefix, Family } from '../../core/address.js';
import type { Interface } from '../../core/interface.js';
import type { Lab } from '../../core/lab.js';
import { MAX_STANDARD_INTERFACES, standardAddresses } from '../../core/lab.js';
import type { InstalledRoute } from '../../core/route.js';
import type { PacketView } from '../view/packet.js';
import type { Action } from './action.js';
import type { Attempt } from './attempt.js';

type Skipped = PacketView['skipped'][number];
type Output = Extract<Action, { does: 'route add' }>['oifs'][number];

/**
 * What may help where an attempt did not, the plainest first. Each puts one thing right: whether it helps, trying it tells.
 *
 * @param lab the lab that the attempt was made on, as it is afterwards
 * @param freeId an id that nothing names
 * @param packet what became of the packet
 * @param oif the outgoing interface that is to get a copy, or null if any may
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

/** The packet arrives where its route expects it, or the route expects it where it arrives. */
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
      const lowered = outputsOf(lab, attempt).map((each) => (each.oif === oif ? atMost(each, arrival.ttl) : each));
      return [{ ...attempt, arrival: { ...arrival, ttl: minTtl } }, ...withRoute(lab, freeId, attempt, lowered)];
    }
    case 'OUTGOING_INTERFACE_REMOVED':
      return bringBack(lab, attempt, Number(oif));
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

/** A route from where the packet arrives to these outputs, or to one that can send it, where there is none among them. */
function withRoute(lab: Lab, freeId: number, attempt: Attempt, outputs: readonly Output[]): Attempt[] {
  const { key, iif, ttl } = attempt.arrival;
  const route = (oifs: readonly Output[]): Action => ({ does: 'route add', key, iif, oifs });
  if (outputs.length > 0) return [withActions(attempt, route(outputs))];
  const { family } = key.group;
  const minTtl = Math.min(1, ttl);
  const there = [...lab.interfaces].find((nic) => nic.name !== iif && nic.hasAddress(family));
  if (there !== undefined) return [withActions(attempt, route([{ oif: there.name, minTtl }]))];
  return newInterface(lab, freeId, family).map((added) => withActions(attempt, added, route([{ oif: added.name, minTtl }])));
}

/** The outputs of the packet's route that are there still. */
function outputsOf(lab: Lab, { arrival: { key } }: Attempt): Output[] {
  const route: InstalledRoute | null = lab.routerOf(key).table.installedRoute(key);
  return (route?.outgoingInterfaces ?? []).flatMap(({ id, minTtl }) => {
    const nic = lab.interfaces.get(id);
    return nic === null ? [] : [{ oif: nic.name, minTtl }];
  });
}

function atMost({ oif, minTtl }: Output, ttl: number): Output {
  return { oif, minTtl: Math.min(minTtl, ttl) };
}

/** An interface is added that has the id of one that is gone: the route that names it takes it. */
function bringBack(lab: Lab, attempt: Attempt, id: number): Attempt[] {
  return newInterface(lab, id, attempt.arrival.key.group.family).map((added) => withActions(attempt, added));
}

/**
 * No command gives an address to an interface that is there. One that is removed and added again gets it, and loses its groups and switches:
 * so only where it has none of its own.
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

/** An interface with an address of the family; none if there is no address left. */
function newInterface(lab: Lab, id: number, family: Family): Extract<Action, { does: 'iface add' }>[] {
  let number = id;
  while (lab.interfaces.find(`eth${number}`) !== null) number += 1;
  return freeAddress(lab, id, family).map((address) => ({ does: 'iface add', name: `eth${number}`, id, addresses: [address] }));
}

/** An address such as the standard lab gives, which no interface has: that of the id, if it is free. None if all are taken. */
function freeAddress(lab: Lab, id: number, family: Family): AddressWithPrefix[] {
  const taken = new Set([...lab.interfaces].flatMap(({ addresses }) => addresses.map(({ address }) => address.text)));
  for (let tried = 0; tried < MAX_STANDARD_INTERFACES; tried += 1) {
    const number = ((id - 1 + tried) % MAX_STANDARD_INTERFACES) + 1;
    const found = standardAddresses(number).find(({ address }) => address.family === family);
    if (found !== undefined && !taken.has(found.address.text)) return [found];
  }
  return [];
}
