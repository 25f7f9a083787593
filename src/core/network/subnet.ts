import type { AddressWithPrefix } from '../address.js';
import { LabError } from '../errors.js';

/** The first host on a segment has this number in its subnet. */
export const FIRST_HOST = 101;

/**
 * The address with a number in a subnet: number 7 of 10.0.2.0/24 is 10.0.2.7. The digits of the number stand in IPv6 addresses too: number 101
 * of fc00:2::/64 is fc00:2::101.
 *
 * @throws LabError `SUBNET_FULL` if the subnet is too small
 */
export function addressIn({ address, prefix }: AddressWithPrefix, number: number): AddressWithPrefix {
  const isIpv4 = address.family === 'ipv4';
  const bits = Math.min(32, (isIpv4 ? 32 : 128) - prefix);
  const value = isIpv4 ? number : Number.parseInt(String(number), 16);
  const most = 2 ** bits - (isIpv4 ? 2 : 1);
  if (value > most) {
    throw new LabError('SUBNET_FULL', `${address}/${prefix} has no address number ${number}`);
  }
  const network = bits === 32 ? 0 : address.low & ~(2 ** bits - 1);
  return { address: address.withLow(network | value), prefix };
}
