import type { AddressWithPrefix, Family } from '../../core/address.js';
import { formatAddressWithPrefix } from '../../core/address.js';
import type { Lab } from '../../core/lab.js';
import { DEFAULT_TTL, formatHex } from '../../core/packet.js';
import type { RouteKey } from '../../core/route.js';
import { forwardingOn } from '../forwarding/on.js';
import { ifaceAdd } from '../iface/add.js';
import { ifaceRm } from '../iface/rm.js';
import { ifaceSet } from '../iface/set.js';
import type { RouteAddResult } from '../route/add.js';
import { routeAdd } from '../route/add.js';
import type { PacketView } from '../view/packet.js';
import { vifAdd } from '../vif/add.js';

/** A fix, which can be applied to a lab and written as a command. */
export type Action =
  | { readonly does: 'forwarding on' | 'iface set'; readonly iif: string; readonly family: Family }
  | { readonly does: 'iface add'; readonly name: string; readonly id: number; readonly addresses: readonly AddressWithPrefix[] }
  | { readonly does: 'iface rm'; readonly name: string }
  | { readonly does: 'iface set rp-filter'; readonly iif: string }
  | { readonly does: 'vif add'; readonly name: string; readonly number: number | null; readonly family: Family }
  | {
      readonly does: 'route add';
      readonly key: RouteKey;
      readonly iif: string;
      readonly oifs: readonly { readonly oif: string; readonly minTtl: number }[];
    };

/** A packet, as in a command. */
export interface Arrival {
  readonly key: RouteKey;
  /** Name of an interface. */
  readonly iif: string;
  /** 0 to 255. */
  readonly ttl: number;
  readonly payload: Uint8Array;
}

/** Applies it. Returns the released packets. @throws LabError if the lab rejects it */
export function carryOut(lab: Lab, action: Action): RouteAddResult['flushed'] {
  switch (action.does) {
    case 'forwarding on':
      forwardingOn(lab, { families: [action.family] });
      return NO_PACKETS;
    case 'iface set':
      ifaceSet(lab, { interface: action.iif, forwarding: true, families: [action.family] });
      return NO_PACKETS;
    case 'iface add':
      ifaceAdd(lab, { ...action, forwarding: true });
      return NO_PACKETS;
    case 'iface rm':
      ifaceRm(lab, { interface: action.name });
      return NO_PACKETS;
    case 'iface set rp-filter':
      ifaceSet(lab, { interface: action.iif, families: [], rpFilter: 0 });
      return NO_PACKETS;
    case 'vif add':
      vifAdd(lab, { interface: action.name, number: action.number, families: [action.family] });
      return NO_PACKETS;
    case 'route add':
      return routeAdd(lab, action).flushed;
  }
}

const NO_PACKETS: readonly PacketView[] = [];

/** The command that does the same, without the program name. */
export function commandOf(action: Action): string {
  switch (action.does) {
    case 'forwarding on':
      return `forwarding on --family ${action.family}`;
    case 'iface set':
      return `iface set ${action.iif} --forwarding on --family ${action.family}`;
    case 'iface add': {
      const addresses = action.addresses.map((address) => ` --address ${formatAddressWithPrefix(address)}`);
      return `iface add ${action.name} --id ${action.id}${addresses.join('')}`;
    }
    case 'iface rm':
      return `iface rm ${action.name}`;
    case 'iface set rp-filter':
      return `iface set ${action.iif} --rp-filter 0`;
    case 'vif add': {
      const number = action.number === null ? '' : ` --number ${action.number}`;
      return `vif add ${action.name}${number} --family ${action.family}`;
    }
    case 'route add': {
      const oifs = action.oifs.map(({ oif, minTtl }) => ` --oif ${oif}${minTtl === 1 ? '' : `:${minTtl}`}`);
      return `route add ${action.key.text} --iif ${action.iif}${oifs.join('')}`;
    }
  }
}

/** Maximum payload to repeat in a command, in bytes; a longer one is omitted, since it affects no decision. */
const MAX_SHOWN_BYTES = 100;

/** The command that injects it, without the program name. */
export function arrivalCommand({ key, iif, ttl, payload }: Arrival): string {
  const isShown = payload.length > 0 && payload.length <= MAX_SHOWN_BYTES;
  const ttlFlag = ttl === DEFAULT_TTL ? '' : ` --ttl ${ttl}`;
  return `inject ${key.text} --iif ${iif}${ttlFlag}${isShown ? ` ${payloadFlag(payload)}` : ''}`;
}

function payloadFlag(payload: Uint8Array): string {
  const text = new TextDecoder().decode(payload);
  return /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(text) ? `--payload ${text}` : `--payload-hex ${formatHex(payload)}`;
}
